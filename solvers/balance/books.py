"""Entries and residues of the balances of a run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Books:
    """Relative residues of the conserved quantities since the start (signed).

    Attributes:
        faraday: (charge that makes the deposited area - charge passed, less what films have
            consumed) / turnover, which is the charge passed wherever nothing is stripped;
            / `Stock.least_charge` if that is more.
        current: (integral of the reported current over time - charge passed) / turnover, as above.
        continuity: Σ |charge at the front - charge at the counter electrode| over all steps /
            turnover, as above.
        anions: (salt now + salt in pockets + salt given to the reservoir) / salt at start - 1.
        area: (sum of all regions' areas) / box - 1.
        film: (metal in the films on the front - metal that films have consumed) / that with the
            films of the start; None without films that grow.
    """

    faraday: float
    current: float
    continuity: float
    anions: float
    area: float
    film: float | None = None


@dataclass(frozen=True, slots=True)
class Dissolved:
    """Dissolution of a receding counter electrode since the start, per metre of depth.

    Attributes:
        charge: charge of the dissolution [C/m].
        charge_of_area: charge equivalent to the dissolved area [C/m].
        area: dissolved area, measured on the counter electrode, < 0 if it has grown [m²].
    """

    charge: float
    charge_of_area: float
    area: float


@dataclass(frozen=True, slots=True)
class FilmStock:
    """Metal in films that grow, as charge per metre of depth [C/m].

    Attributes:
        at_start: in the films of the start.
        consumed: metal that films have consumed since, by which the front has receded.
        formed: metal in the films on the front, by their volume, beyond those of the start and
            what new meshes have changed.
        carried: change by new meshes.
    """

    at_start: float
    consumed: float
    formed: float
    carried: float

    @property
    def residue(self) -> float:
        """Relative residue of the balance."""
        whole = self.at_start + self.consumed + abs(self.carried)
        return (self.formed - self.consumed) / whole if whole else 0.0


@dataclass(frozen=True, slots=True)
class Stock:
    """Entries of the balances, per metre of depth.

    Attributes:
        charge: charge passed since the start, plating less stripping [C/m].
        charge_of_current: integral of the reported current over time [C/m].
        charge_between: Σ |charge| over all steps by which the currents at the front and at the
            counter electrode differ [C/m].
        charge_in_solids: the same at the front and the terminal of solids that resist [C/m].
        turnover: sum of plating and stripping, the scale of residues of charge [C/m].
        charge_of_deposit: charge equivalent to the area deposited since the start, measured on the
            front [C/m]; None for a fixed front.
        salt_at_start: in the electrolyte [mol/m].
        salt: in the electrolyte now [mol/m].
        salt_in_pockets: trapped since the start [mol/m].
        salt_received: through the boundaries since the start [mol/m]: from a reservoir; in
            supporting electrolyte the reacting ion, less the uptake of the front.
        box, electrolyte, deposit, collector, pockets: areas, the box up to the present counter
            electrode [m²].
        dissolved: dissolution of the counter electrode; None where it stays in place.
        least_charge: charge equivalent to an area just above round-off of that of the box [C/m].
        film: metal in films that grow; None without any.
    """

    charge: float
    charge_of_current: float
    charge_between: float
    charge_in_solids: float
    turnover: float
    charge_of_deposit: float | None
    salt_at_start: float
    salt: float
    salt_in_pockets: float
    salt_received: float
    box: float
    electrolyte: float
    deposit: float
    collector: float
    pockets: float
    dissolved: Dissolved | None = None
    least_charge: float = 0.0
    film: FilmStock | None = None

    @property
    def to_film(self) -> float:
        """Charge of the metal that films have consumed [C/m]."""
        return 0.0 if self.film is None else self.film.consumed

    @property
    def measure(self) -> float:
        """Scale of residues of charge: the turnover, at least `least_charge` [C/m].

        Or what films have consumed, if that is more.

        The net charge is no scale, since it may vanish where as much is stripped as plated.
        """
        return max(self.turnover, self.to_film, self.least_charge)

    @property
    def books(self) -> Books:
        """Residues of these entries."""
        faraday = 0.0
        if self.charge_of_deposit is not None and (self.turnover or self.to_film):
            faraday = (self.charge_of_deposit - (self.charge - self.to_film)) / self.measure
        current = continuity = 0.0
        if self.turnover:
            current = (self.charge_of_current - self.charge) / self.measure
            continuity = self.charge_between / self.measure
        anions = (self.salt + self.salt_in_pockets - self.salt_received) / self.salt_at_start
        regions = self.electrolyte + self.deposit + self.collector + self.pockets
        film = None if self.film is None else self.film.residue
        return Books(faraday, current, continuity, anions - 1.0, regions / self.box - 1.0, film)


@dataclass(frozen=True, slots=True)
class Corrections:
    """Numerical corrections since the start that keep the balances.

    Attributes:
        moved_area: deposit shifted along the front at closed gaps / deposit equivalent to the
            turnover of charge.
        salt: Σ |relative correction of the salt content| over all remeshings.
        current: Σ |charge| of changes of the current by new meshes / turnover of charge.
        film: Σ |change| of the metal in films by new meshes, along front that stays / that of the
            start and consumed; None without films that grow.
    """

    moved_area: float
    salt: float
    current: float
    film: float | None = None
