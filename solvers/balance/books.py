"""What the books of a run compare, and their residues."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Books:
    """Relative residues of the conserved quantities since the start (signed).

    Attributes:
        faraday: (charge that makes the deposited area - charge passed) / turnover, which is the
            charge passed wherever nothing is stripped; / `Stock.least_charge` if that is more.
        anions: (salt now + salt in pockets + salt given to the reservoir) / salt at start - 1.
        area: (sum of all regions' areas) / box - 1.
    """

    faraday: float
    anions: float
    area: float


@dataclass(frozen=True, slots=True)
class Dissolved:
    """What a counter electrode that recedes has given up since the start, per metre of depth.

    Attributes:
        charge: charge that dissolved it [C/m].
        charge_of_area: charge that dissolves the area it lost, as measured on it [C/m].
        area: that area, < 0 where it has grown [m²].
    """

    charge: float
    charge_of_area: float
    area: float


@dataclass(frozen=True, slots=True)
class Stock:
    """The entries that the books compare, per metre of depth.

    Attributes:
        charge: charge passed since the start, plating less stripping [C/m].
        turnover: plating and stripping added up, the measure of the charge book's residue [C/m].
        charge_of_deposit: charge that makes the area deposited since the start, as measured on the
            front [C/m]; None where the front is fixed.
        salt_at_start: in the electrolyte [mol/m].
        salt: in the electrolyte now [mol/m].
        salt_in_pockets: trapped since the start [mol/m].
        salt_received: through the boundaries since the start [mol/m]: from a reservoir; in
            supporting electrolyte the reacting ion, less what the front took.
        box, electrolyte, deposit, collector, pockets: areas, the box up to the present counter
            electrode [m²].
        dissolved: what the counter electrode gave up; None where it stays in place.
        least_charge: the smallest charge whose area stands out from round-off of the box's [C/m].
    """

    charge: float
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

    @property
    def measure(self) -> float:
        """What residues of charge are compared with: the turnover, if it stands out [C/m].

        Where as much is stripped as plated the total says nothing about sizes.
        """
        return max(self.turnover, self.least_charge)

    @property
    def books(self) -> Books:
        """The residues of these entries."""
        faraday = 0.0
        if self.charge_of_deposit is not None and self.turnover:
            faraday = (self.charge_of_deposit - self.charge) / self.measure
        anions = (self.salt + self.salt_in_pockets - self.salt_received) / self.salt_at_start
        regions = self.electrolyte + self.deposit + self.collector + self.pockets
        return Books(faraday, anions - 1.0, regions / self.box - 1.0)


@dataclass(frozen=True, slots=True)
class Corrections:
    """What numerics moved about since the start so that the books could balance.

    Attributes:
        moved_area: deposit shifted along the front where gaps closed / deposit that the turnover
            of charge makes.
        salt: Σ |relative correction of the salt content| over all remeshings.
    """

    moved_area: float
    salt: float
