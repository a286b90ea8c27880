"""Frame of a run as arrays and shapes to draw, read from its VTU files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyvista
import shapely
from numpy.typing import NDArray
from scipy.spatial import KDTree
from shapely.geometry.base import BaseGeometry

from platefront.figures.half_edges import filled_region
from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.section.regions import FREE
from platefront.results.fields import COLLECTOR, DEAD_DEPOSIT, DEPOSIT, POCKET, SEPARATOR
from platefront.results.reading import Frame

ROUND_OFF = 1e-6
"""Share of the limiting current below which a current is round-off: Newton's method leaves 1e-10 in
a nodal potential, in RT/F, and edges are as short as 1e-3 of the section."""

_NOTHING = shapely.Polygon()

LEAST_THICKNESS = 1e-4
"""Thickness that no deposit can have, less than the distance between two atoms [µm]."""

LEAST_CAPACITY = 1e-6
"""Capacity of less than a twentieth of a layer of atoms, in a run without current [mAh/cm²]."""


@dataclass(frozen=True, slots=True)
class Scene:
    """State of a run at one instant, to be drawn.

    Attributes:
        time: time [s].
        capacity: plated capacity [mAh/cm²].
        width, height: box of the section [µm].
        points, triangles: vertices (n, 2) [µm] and cells (m, 3) of the electrolyte.
        current_density: (n, 2) current density [A/m²].
        concentration: (n,) salt concentration [mol/L].
        counter_edges: (c, 2) edges of the counter electrode from left to right, electrolyte on
            their left.
        front_points, front_edges: vertices (k, 2) [µm] and edges (e, 2) of the front.
        front_vertices: (k,) vertex of the electrolyte's mesh at each vertex of the front.
        surface: (e,) index of the named surface each edge of the front belongs to.
        surface_names: names of the surfaces.
        bare: (e,) True for edges of the front on the host, without deposit.
        thickness: (k,) deposit grown since the start [µm].
        normal_current: (e,) normal current density, > 0 for plating [A/m²].
        least_current: current density below which there is only round-off [A/m²].
        collector, deposit, dead, pockets: shapes [µm]; the deposit without dead lithium.
        periodic: True for periodic side walls, False for symmetry planes.
        regions: name → area of regions of the electrolyte with a transport of their own [µm].
        separator: bars of separators with resolved pores [µm].
        filling: (m,) volume fraction of metal in the pores of porous hosts; None without any.
    """

    time: float
    capacity: float
    width: float
    height: float
    points: Floats
    triangles: Integers
    current_density: Floats
    concentration: Floats
    counter_edges: Integers
    front_points: Floats
    front_edges: Integers
    front_vertices: Integers
    surface: Integers
    surface_names: tuple[str, ...]
    bare: NDArray[np.bool_]
    thickness: Floats
    normal_current: Floats
    least_current: float
    collector: BaseGeometry
    deposit: BaseGeometry
    dead: BaseGeometry
    pockets: BaseGeometry
    periodic: bool
    regions: Mapping[str, BaseGeometry] = field(default_factory=dict)
    separator: BaseGeometry = _NOTHING
    filling: Floats | None = None

    @property
    def current_magnitude(self) -> Floats:
        """(n,) magnitude of the current density [mA/cm²]."""
        magnitude: Floats = 0.1 * np.hypot(*self.current_density.T)
        return magnitude

    @property
    def carries_current(self) -> bool:
        """False for currents that are zero within round-off.

        The current of a porous host passes the counter electrode, but need not pass the front.
        """
        highest = np.abs(self.normal_current).max(initial=0.0)
        if self.filling is not None:
            through = self.current_density[np.unique(self.counter_edges)]
            highest = max(highest, np.hypot(*through.T).max(initial=0.0))
        return bool(highest > self.least_current)

    @property
    def filled(self) -> Integers:
        """Triangles with metal in their pores."""
        return np.flatnonzero([] if self.filling is None else self.filling > 0.0)

    @property
    def is_changed(self) -> bool:
        """False as long as nothing is plated or stripped, within round-off."""
        return bool(np.abs(self.thickness).max(initial=0.0) > LEAST_THICKNESS)


def load_scene(frame: Frame) -> Scene:
    """Read the files of one frame."""
    electrolyte, front, solids = map(frame.load, ("electrolyte", "front", "solids"))
    points, triangles = _plane(electrolyte.points), _cells(electrolyte, 3)
    return Scene(
        time=frame.time,
        capacity=frame.capacity,
        width=float(points[:, 0].max()),
        height=float(points[:, 1].max()),
        points=points,
        triangles=triangles,
        current_density=_plane(electrolyte.point_data["current_density_A_per_m2"]),
        concentration=1e-3
        * np.asarray(electrolyte.point_data["concentration_mol_per_m3"], dtype=np.float64),
        counter_edges=_counter_edges(
            points, triangles, np.asarray(electrolyte.point_data["on_counter_electrode"]) > 0
        ),
        front_points=_plane(front.points),
        front_edges=_cells(front, 2),
        front_vertices=_same_places(points, _plane(front.points)),
        surface=np.asarray(front.cell_data["surface"], dtype=np.int64),
        surface_names=tuple(map(str, front.field_data["surface_names"])),
        bare=np.asarray(front.cell_data["material"]) == COLLECTOR,
        thickness=np.asarray(front.point_data["thickness_um"], dtype=np.float64),
        normal_current=np.asarray(front.cell_data["normal_current_A_per_m2"], dtype=np.float64),
        least_current=ROUND_OFF * _number(electrolyte, "diffusion_current_A_per_m2"),
        collector=_material(solids, COLLECTOR),
        deposit=_material(solids, DEPOSIT),
        dead=_material(solids, DEAD_DEPOSIT),
        pockets=_material(solids, POCKET),
        separator=_material(solids, SEPARATOR),
        periodic=bool(_number(electrolyte, "periodic_walls")),
        regions=_regions(electrolyte, points, triangles),
        filling=_filling(electrolyte),
    )


def _filling(electrolyte: pyvista.UnstructuredGrid) -> Floats | None:
    """Return the volume fraction of metal in pores; None for files without porous hosts."""
    filling = electrolyte.cell_data.get("filling")
    return None if filling is None else np.asarray(filling, dtype=np.float64)


def _regions(
    electrolyte: pyvista.UnstructuredGrid, points: Floats, triangles: Integers
) -> dict[str, BaseGeometry]:
    """Return the regions with a transport of their own from the triangles in them."""
    if "region" not in electrolyte.cell_data:
        return {}
    region = np.asarray(electrolyte.cell_data["region"])
    names = list(map(str, electrolyte.field_data["region_names"]))
    return {
        name: filled_region(points, triangles[region == number])
        for number, name in enumerate(names)
        if number != FREE
    }


def _counter_edges(points: Floats, triangles: Integers, on_counter: NDArray[np.bool_]) -> Integers:
    """Return the boundary edges between vertices of the counter electrode."""
    sides = triangles[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2)
    edges = sides[on_counter[sides].all(axis=1)]
    _, first, count = np.unique(
        np.sort(edges, axis=1), axis=0, return_index=True, return_counts=True
    )
    outer = edges[first[count == 1]]
    x, y = points[outer].mean(axis=1).T
    return np.asarray(outer[np.lexsort((-y, x))])


def _number(grid: pyvista.UnstructuredGrid, name: str) -> float:
    """Return an entry of the field data; 0 for files of early versions, which lack it."""
    return float(np.max(grid.field_data.get(name, 0.0)))


def _same_places(points: Floats, wanted: Floats) -> Integers:
    """Return the index of the point nearest to each wanted one; files hold both to all digits."""
    return np.asarray(KDTree(points).query(wanted)[1], dtype=np.int64)


def _plane(vectors: Floats) -> Floats:
    return np.asarray(vectors, dtype=np.float64)[:, :2]


def _cells(grid: pyvista.UnstructuredGrid, corners: int) -> Integers:
    return np.asarray(grid.cells, dtype=np.int64).reshape(-1, corners + 1)[:, 1:]


def _material(solids: pyvista.UnstructuredGrid, material: int) -> BaseGeometry:
    """Return the region of one material, whose triangles share edges exactly."""
    cells = _cells(solids, 3)[np.asarray(solids.cell_data["material"]) == material]
    return filled_region(_plane(solids.points), cells)
