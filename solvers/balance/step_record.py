"""Record of an accepted time step: numbers, fields, events.

Records are plain data (NumPy arrays, Shapely shapes) without reference to DOLFINx.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats, Integers
from platefront.solvers.balance.books import Books, Corrections, Stock
from platefront.solvers.balance.charge_by_height import ChargeByHeight
from platefront.solvers.model.voltage.electronic_field import ElectronicField
from platefront.solvers.model.voltage.parts import VoltageParts
from platefront.solvers.model.voltage.solid_drops import SolidDrops
from platefront.solvers.parallel import OnRoot

_NOTHING = shapely.Polygon()


@dataclass(frozen=True, slots=True)
class Fields:
    """Nodal fields of the electrolyte, the front and the solids at one instant.

    Attributes:
        points: (n, 2) mesh vertices [µm].
        triangles: (m, 3) vertex indices of the electrolyte mesh.
        concentration: (n,) salt concentration [mol/m³].
        potential: (n,) electrolyte potential [V].
        against_metal: (n,) potential of a reference electrode of the plated metal there, against
            one in electrolyte of c0 [V].
        current_density: (n, 2) ionic current density vector [A/m²], recovered from gradients such
            that the normal components on the boundary add up to the currents of the rate laws.
        on_counter: (n,) True for vertices on the counter electrode.
        front: (k, 2) vertex indices of the front's edges, electrolyte on the left.
        surface: (k,) index of the named surface each edge belongs to; their number on dead lithium.
        on_lithium: (k,) True for edges on lithium, False on bare collector.
        thickness: (n,) deposit thickness grown since the start [m]; zero away from the front.
        normal_current: (k,) current density of each edge from the rate law, > 0 plating [A/m²].
        collector, deposit, pockets: solids and trapped electrolyte as shapes [µm].
        dead: part of the deposit that has no electrical contact [µm].
        separator: bars between resolved pores of separators [µm].
        periodic: True for periodic side walls.
        diffusion_current: scale of currents by diffusion, F D c0 / height [A/m²].
        film_thickness: (n,) thickness of films that grow [m]; None without any.
        film_resistance: (n,) resistance of all films [Ω m²]; likewise.
        region: (m,) region of each triangle: 0 for free electrolyte, then the layers from below.
        region_names: names of the regions.
        filling: (m,) volume fraction of metal in the pores of porous hosts; None without any.
        reaction: (m,) plating current per volume there [A/m³]; likewise.
        matrix: (n,) potential of the matrix of porous hosts [V], that of the electrode elsewhere;
            None without a resistance of it.
        electronic: potential of solids that resist; None where they conduct perfectly.
    """

    points: Floats
    triangles: Integers
    concentration: Floats
    potential: Floats
    against_metal: Floats
    current_density: Floats
    on_counter: NDArray[np.bool_]
    front: Integers
    surface: Integers
    on_lithium: NDArray[np.bool_]
    thickness: Floats
    normal_current: Floats
    collector: BaseGeometry
    deposit: BaseGeometry
    pockets: BaseGeometry
    dead: BaseGeometry
    periodic: bool = False
    diffusion_current: float = 0.0
    region: Integers = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    region_names: tuple[str, ...] = ()
    separator: BaseGeometry = _NOTHING
    film_thickness: Floats | None = None
    film_resistance: Floats | None = None
    filling: Floats | None = None
    reaction: Floats | None = None
    matrix: Floats | None = None
    electronic: ElectronicField | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Topological change of the electrolyte.

    Attributes:
        time: [s].
        kind: `merge` (fronts met), `pocket` (electrolyte cut off from the counter electrode),
            `opened` (it was joined again), `filled` (a pore closed up without leaving electrolyte),
            `dead` (lithium lost its electrical contact), `revived` (it regained it).
        x, y: position [µm].
        area: area of the gap, the pocket or the lithium [m²].
        salt: its salt content per metre of depth [mol/m].
    """

    time: float
    kind: str
    x: float
    y: float
    area: float
    salt: float


@dataclass(frozen=True, slots=True)
class Remeshing:
    """Changes of shapes and salt in one remeshing, per metre of depth.

    Attributes:
        time: [s].
        merges: number of narrow gaps filled.
        pockets: number of pores cut off from the counter electrode.
        filled_area: area of the filled gaps, which became deposit [m²].
        moved_area: deposit removed from the front near them to conserve the total [m²].
        trapped_area: area of the new pockets [m²].
        trapped_salt: salt in them [mol/m].
        salt_correction: factor that restored the salt content of the electrolyte, less one.
        outside: number of nodes of the new mesh outside of the old one, whose fields are those at
            the nearest point of it.
        farthest: largest distance of these nodes [m].
        resumed: True if time stepping went on with its history, False if it restarted.
    """

    time: float
    merges: int
    pockets: int
    filled_area: float
    moved_area: float
    trapped_area: float
    trapped_salt: float
    salt_correction: float
    outside: int
    farthest: float
    resumed: bool


@dataclass(frozen=True, slots=True)
class RegionRecord:
    """One region of the electrolyte at one instant.

    Attributes:
        pores: area of electrolyte in it [m²].
        salt: content per metre of depth [mol/m].
        lowest, highest: nodal concentration [mol/m³].
    """

    pores: float
    salt: float
    lowest: float
    highest: float

    @property
    def concentration(self) -> float:
        """Mean concentration in the pores [mol/m³]."""
        return self.salt / self.pores


@dataclass(frozen=True, slots=True)
class SurfaceRecord:
    """One named surface, or the walls of one porous host, at one instant, per metre of depth.

    Attributes:
        current: plating current [A/m].
        charge: charge plated since the start [C/m].
        length: wetted length, of a host that of the walls of its empty pores [m].
        thickness_mean, thickness_max: deposit thickness grown since the start [m].
    """

    current: float
    charge: float
    length: float
    thickness_mean: float
    thickness_max: float


@dataclass(frozen=True, slots=True)
class FilmRecord:
    """Films that grow, at one instant.

    Attributes:
        consumed: metal that films have consumed since the start, as charge per footprint [C/m²].
        extent: mean and largest thickness [m] by the name of the surface.
    """

    consumed: float
    extent: Mapping[str, tuple[float, float]]


def fields_not_attached() -> NoReturn:
    """Raise an error: the fields of a record are attached on every rank."""
    raise RuntimeError("fields are attached on every rank after the record has been shared")


@dataclass(frozen=True, slots=True)
class StepRecord:
    """An accepted step (or the initial state, step 0).

    Attributes:
        step: number of the step.
        time: time reached [s].
        time_step: length of the step [s]; 0 for the initial state.
        surfaces: name → SurfaceRecord, in the section's order, porous hosts last.
        current: total plating current per electrode footprint [A/m²].
        capacity: charge plated per footprint, less the charge stripped [C/m²].
        footprint: width to which currents and capacities refer [m].
        electrode_potential: φ_s [V]; None when overpotentials are given.
        voltage: parts of the electrode potential; None without one, and without a total current.
        solids: drops in solids that resist; None where they conduct perfectly.
        plated, stripped: charge plated and charge stripped since the start, by height.
        metal_left: metal that can be stripped, relative to the largest deposit so far; None while
            nothing is stripped.
        gap_to_counter: smallest distance between the electrode and the counter electrode [m].
        gap_to_layer: the same to the lowest layer of the electrolyte [m]; None if there is none.
        room_left: share of the front that has room below the layers of the electrolyte; None for a
            front that does not stop there.
        trapped_area: area of all pockets [m²].
        electrolyte_area, deposit_area: areas [m²], including initial deposit.
        dead_area: area of the deposit that has no electrical contact [m²].
        dead_capacity: its charge per footprint [C/m²].
        min_concentration, max_concentration: smallest and largest salt concentration [mol/m³].
        pores_closed: number of pores cut off from the counter electrode, or filled, so far.
        cycle, protocol_step: place in the protocol, both from 1.
        mode: mode of the control.
        roughness: standard deviation of the thickness along the front that grows [m].
        unevenness: standard deviation of the current density along this front over its mean [1];
            None without a total current.
        stock: entries of the balances.
        books: relative residues of the balances.
        corrections: numerical corrections since the start.
        events: events since the last record.
        remeshed: remeshings since the last record.
        remeshings: number of remeshings so far.
        regions: name → RegionRecord, the free electrolyte first; empty if there is only that.
        newton_iterations: Newton iterations spent in this step.
        unknowns: size of the algebraic system.
        fields: function that gathers the nodal fields of this instant on rank 0 (collective; valid
            only until the simulation advances).
        end: why the step of the protocol ends with this state; empty if it goes on.
        film: films that grow; None without any.
        share_of_pores: metal in the pores of hosts where they are fullest, relative to that which
            closes them; None without hosts.
    """

    step: int
    time: float
    time_step: float
    surfaces: Mapping[str, SurfaceRecord]
    current: float
    capacity: float
    footprint: float
    electrode_potential: float | None
    voltage: VoltageParts | None
    solids: SolidDrops | None
    plated: ChargeByHeight
    stripped: ChargeByHeight
    metal_left: float | None
    gap_to_counter: float
    gap_to_layer: float | None
    room_left: float | None
    trapped_area: float
    electrolyte_area: float
    deposit_area: float
    dead_area: float
    dead_capacity: float
    min_concentration: float
    max_concentration: float
    pores_closed: int
    cycle: int
    protocol_step: int
    mode: str
    roughness: float
    unevenness: float | None
    stock: Stock
    books: Books
    corrections: Corrections
    events: tuple[Event, ...]
    remeshed: tuple[Remeshing, ...]
    remeshings: int
    regions: Mapping[str, RegionRecord]
    newton_iterations: int
    unknowns: int
    fields: Callable[[], OnRoot[Fields]] = field(default=fields_not_attached, repr=False)
    end: str = ""
    film: FilmRecord | None = None
    share_of_pores: float | None = None

    @property
    def bottom_share(self) -> float | None:
        """Share of the plated charge below the middle of the collector; None without any."""
        return self.plated.bottom_share
