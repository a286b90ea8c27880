"""Balances of a run: charge, anions and areas (on rank 0)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats
from platefront.geometry.errors import FrontError
from platefront.geometry.front.motion import swept_area
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.recession import below_counter
from platefront.geometry.front.topology.merging import Merging
from platefront.geometry.lengths import UM2
from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.balance.books import Corrections, Dissolved, Stock
from platefront.solvers.balance.charge_by_height import ChargeByHeight
from platefront.solvers.balance.current_integral import CurrentIntegral
from platefront.solvers.balance.film_account import FilmAccount
from platefront.solvers.balance.step_record import Event, Remeshing
from platefront.solvers.discretisation.pore_filling import PoreFilling
from platefront.solvers.model.electrolyte.hosts import Hosts

_LEAST = 1e-9
"""Deposit relative to the box below which its area is lost in round-off."""
_CLOSING = ("pocket", "filled")
"""Kinds of events that close a pore."""


@dataclass
class Ledger:
    """Sums over a run, the entries of its balances.

    Attributes:
        section: the cross-section at the start.
        volume_per_charge: deposit volume per charge [m³/C].
        charge: (surfaces,) charge plated on each surface, then in each porous host [C/m].
        turnover: sum of plating and stripping over all vertices and steps [C/m].
        porous: lowest and highest point of porous hosts [µm]; None without any.
        current: integral of the reported current over time.
        spread_charge: Σ |charge| of changes of the reported current by new meshes, and of stripping
            without metal near by [C/m].
        charge_between: Σ |charge| of differences of the currents at front and counter electrode
            [C/m].
        charge_in_solids: the same of front and terminal of solids that resist [C/m].
        plated, stripped: where charge was plated and where it was stripped.
        pockets: trapped electrolyte [µm].
        pocket_salts: salt in each of them [c0 L²].
        dead: lithium without electrical contact [µm].
        moved_area: deposit shifted along the front at closed gaps [µm²].
        transfer_correction: Σ |factor - 1| of the salt corrections at remeshings.
        deposited: area deposited since the start, measured on the front [µm²].
        filled: area of the metal in pores of hosts, measured there [µm²].
        largest_deposit: largest area of deposit so far, that of the section included [µm²].
        counter_volume_per_charge: dissolved volume per charge of a receding counter electrode
            [m³/C]; None if it stays in place.
        dissolved: area of counter electrode dissolved since the start, measured on it [µm²].
        counter_charge: charge of its dissolution [C/m].
        initial_salt: salt at the start [c0 L²].
        film: metal in films that grow; None without any.
        events: events that are not reported yet.
        remeshed: remeshings that are not reported yet.
        pores_closed: number of pores cut off from the counter electrode, or filled.
    """

    section: CrossSection
    volume_per_charge: float
    charge: Floats
    turnover: float = 0.0
    porous: tuple[float, float] | None = None
    current: CurrentIntegral = field(default_factory=CurrentIntegral)
    spread_charge: float = 0.0
    charge_between: float = 0.0
    charge_in_solids: float = 0.0
    plated: ChargeByHeight = field(default_factory=ChargeByHeight)
    stripped: ChargeByHeight = field(default_factory=ChargeByHeight)
    pockets: list[shapely.Polygon] = field(default_factory=list)
    pocket_salts: list[float] = field(default_factory=list)
    dead: list[shapely.Polygon] = field(default_factory=list)
    moved_area: float = 0.0
    transfer_correction: float = 0.0
    deposited: float = 0.0
    filled: float = 0.0
    largest_deposit: float = 0.0
    counter_volume_per_charge: float | None = None
    dissolved: float = 0.0
    counter_charge: float = 0.0
    initial_salt: float = 0.0
    film: FilmAccount | None = None
    events: list[Event] = field(default_factory=list)
    remeshed: list[Remeshing] = field(default_factory=list)
    pores_closed: int = 0
    _shape: tuple[Floats, BaseGeometry] | None = field(default=None, repr=False)
    _union: tuple[list[shapely.Polygon], BaseGeometry] | None = field(default=None, repr=False)

    @property
    def span(self) -> tuple[float, float]:
        """Lowest and highest point of collector and porous hosts [µm]."""
        low, high = self.section.span
        if self.porous is None:
            return low, high
        return min(low, self.porous[0]), max(high, self.porous[1])

    def open(self, salt: float) -> None:
        """Set the salt content of the first mesh; pockets of the section are already listed."""
        self.initial_salt = salt + self.pocket_salt

    @property
    def pocket_salt(self) -> float:
        """Salt in all pockets [c0 L²]."""
        return float(sum(self.pocket_salts))

    def merge(
        self, before: Outline, merging: Merging, salts: Sequence[float], opened: Collection[int]
    ) -> None:
        """Add a merging: changes of area, pockets that opened and that were cut off.

        Args:
            before: the front before it.
            merging: the merging.
            salts: salt in each of its pockets [c0 L²].
            opened: indices of the pockets that became electrolyte.
        """
        solid = self.solid_area(before)
        closed = [index for index in range(len(self.pockets)) if index not in opened]
        self.pockets = [*(self.pockets[index] for index in closed), *merging.pockets]
        self.pocket_salts = [*(self.pocket_salts[index] for index in closed), *salts]
        self.deposited += self.solid_area(merging.outline) - solid
        self.moved_area += merging.moved_area

    def book(
        self,
        outline: Outline,
        charges: Sequence[Floats],
        after: Outline,
        counter_charge: float = 0.0,
    ) -> None:
        """Add charge and deposit of a step.

        Args:
            outline: the front at the start of the step.
            charges: for each surface, (n,) charge of each outline vertex [C/m].
            after: the front at its end, vertex by vertex.
            counter_charge: charge that dissolved a receding counter electrode [C/m].
        """
        self.deposited += swept_area(outline, after, outline.front_points)
        self.dissolved -= swept_area(outline, after, outline.counter_points)
        self.counter_charge += counter_charge
        y = outline.points[:, 1]
        together = np.sum(charges, axis=0)
        gained = np.array([part.sum() for part in charges])
        self.charge = self.charge + np.pad(gained, (0, len(self.charge) - len(gained)))
        self.turnover += float(np.abs(together).sum())
        self.plated = self.plated.with_charge(np.maximum(together, 0.0), y, self.span)
        self.stripped = self.stripped.with_charge(np.maximum(-together, 0.0), y, self.span)
        # a fixed front only counts its thickness
        plated = self.total_charge * self.volume_per_charge / UM2
        made = self._first_deposit + max(self.deposited, plated)
        self.largest_deposit = max(self.largest_deposit, made)

    def book_pores(self, hosts: Hosts, filling: PoreFilling, charges: Floats) -> None:
        """Add charge and metal in the pores of hosts, of the step that is booked.

        Args:
            hosts: of the section.
            filling: metal at the end of the step.
            charges: (m,) charge in each triangle [C/m].
        """
        gained = filling.by_host(charges, hosts)
        self.charge = self.charge + np.pad(gained, (len(self.charge) - len(gained), 0))
        self.turnover += float(np.abs(charges).sum())
        y = filling.corners[:, :, 1]
        self.plated = self.plated.with_charge_in(np.maximum(charges, 0.0), y, self.span)
        self.stripped = self.stripped.with_charge_in(np.maximum(-charges, 0.0), y, self.span)
        self.filled = filling.metal
        made = self._first_deposit + self.total_charge * self.volume_per_charge / UM2
        self.largest_deposit = max(self.largest_deposit, made)

    @property
    def current_gap(self) -> float:
        """Integral of the reported current less the charge passed [C/m]."""
        return self.current.charge - self.total_charge

    def add_events(self, events: Sequence[Event]) -> None:
        """Add events, to be reported later."""
        self.events += events
        self.pores_closed += sum(event.kind in _CLOSING for event in events)

    def untold(self) -> tuple[tuple[Event, ...], tuple[Remeshing, ...]]:
        """Return events and remeshings since the last call."""
        events, self.events = tuple(self.events), []
        remeshed, self.remeshed = tuple(self.remeshed), []
        return events, remeshed

    @property
    def total_charge(self) -> float:
        """Charge plated on all surfaces [C/m]."""
        return float(self.charge.sum())

    @property
    def _first_deposit(self) -> float:
        return float(self.section.deposit.area)

    @property
    def least_charge(self) -> float:
        """Charge of an area that is lost in the round-off of that of the box [C/m]."""
        return _LEAST * float(self.section.box.area) * UM2 / self.volume_per_charge

    def share_left(self, area: float) -> float:
        """Return an area of metal [µm²] relative to the largest deposit so far."""
        largest = max(self.largest_deposit, self._first_deposit)
        return area / largest if largest > 0.0 else 0.0

    @property
    def dead_area(self) -> float:
        """Area of all dead lithium [µm²]."""
        return float(sum(part.area for part in self.dead))

    @property
    def trapped_area(self) -> float:
        """Area of all pockets [µm²]."""
        return float(sum(pocket.area for pocket in self.pockets))

    @property
    def corrections(self) -> Corrections:
        """Numerical corrections since the start."""
        made = self.turnover * self.volume_per_charge / UM2
        spread = self.spread_charge / max(self.turnover, self.least_charge)
        moved = self.moved_area / made if made else 0.0
        film = None if self.film is None else self.film.correction
        return Corrections(moved, self.transfer_correction, spread, film)

    def cell(self, outline: Outline) -> shapely.Polygon:
        """Return the box below the present counter electrode [µm]."""
        if self.counter_volume_per_charge is None:
            return self.section.box
        return below_counter(outline, self.section.width)

    def solid_area(self, outline: Outline) -> float:
        """Return the area of collector and deposit: the present box less all electrolyte [µm²]."""
        return float(self.cell(outline).area) - outline.area - self.trapped_area

    def deposit(self, outline: Outline) -> BaseGeometry:
        """Return all lithium as a shape: the box less electrolyte, pockets and collector [µm].

        The last shape is cached for fixed fronts.

        Raises:
            FrontError: the front crosses itself.
        """
        if self._shape is not None and self._shape[0] is outline.points:
            return self._shape[1]
        try:
            rest = self.cell(outline).difference(outline.polygon())
            shape = rest.difference(self._others)
        except shapely.errors.GEOSException as error:
            raise FrontError(f"the front crosses itself: {error}") from error
        self._shape = outline.points, shape
        return shape

    @property
    def _others(self) -> BaseGeometry:
        """Union of collector and pockets [µm]."""
        if self._union is None or self._union[0] is not self.pockets:
            union = shapely.union_all([self.section.collector, *self.pockets])
            self._union = self.pockets, union
        return self._union[1]

    def overlap(self, outline: Outline) -> float:
        """Return the overlap of electrolyte and solids for a simple front [µm²]."""
        solids = self.deposit(outline).area + self.section.collector.area
        return float(solids - self.solid_area(outline))

    def stock(
        self,
        outline: Outline,
        salt: float,
        exchange: float,
        deposit_area: float,
        moving: bool,
        unit_salt: float,
        film: float = 0.0,
    ) -> Stock:
        """Return the entries of the balances.

        Args:
            outline: the present front.
            salt: ∫ c over the electrolyte [c0 L²].
            exchange: salt (or reacting ion) received through all boundaries [c0 L²].
            deposit_area: area of the deposit's shape [µm²].
            moving: True for a moving front.
            unit_salt: value of c0 L² [mol/m].
            film: metal in films on the front, as charge [C/m].
        """
        deposited = (self.deposited + self.filled) * UM2 / self.volume_per_charge
        return Stock(
            charge=self.total_charge,
            charge_of_current=self.current.charge,
            charge_between=self.charge_between,
            charge_in_solids=self.charge_in_solids,
            turnover=self.turnover,
            charge_of_deposit=deposited if moving else None,
            salt_at_start=self.initial_salt * unit_salt,
            salt=salt * unit_salt,
            salt_in_pockets=self.pocket_salt * unit_salt,
            salt_received=exchange * unit_salt,
            box=(self.section.box.area + self.dissolved) * UM2,
            electrolyte=outline.area * UM2,
            deposit=deposit_area * UM2,
            collector=self.section.collector.area * UM2,
            pockets=self.trapped_area * UM2,
            dissolved=self._given_up(),
            least_charge=self.least_charge,
            film=None if self.film is None else self.film.stock(film),
        )

    def _given_up(self) -> Dissolved | None:
        """Dissolution of the counter electrode; None if it stays in place."""
        if self.counter_volume_per_charge is None:
            return None
        area = self.dissolved * UM2
        return Dissolved(self.counter_charge, area / self.counter_volume_per_charge, area)
