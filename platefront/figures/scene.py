"""Frame of a run as arrays and shapes to draw, read from its VTU files."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyvista
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats, Integers
from platefront.results.fields import COLLECTOR, DEPOSIT, POCKET
from platefront.results.reading import Frame


@dataclass(frozen=True, slots=True)
class Scene:
    """State of a run at one instant, to be drawn.

    Attributes:
        time: time [s].
        capacity: plated capacity [mAh/cm²].
        width, height: box of the section [µm].
        points, triangles: vertices (n, 2) [µm] and cells (m, 3) of the electrolyte.
        current_density: (n, 2) current density [A/m²].
        counter_edges: (c, 2) edges of the counter electrode from left to right, electrolyte on
            their left.
        front_points, front_edges: vertices (k, 2) [µm] and edges (e, 2) of the front.
        thickness: (k,) deposit grown since the start [µm].
        normal_current: (e,) normal current density, > 0 for plating [A/m²].
        collector, deposit, pockets: shapes [µm].
        periodic: True for periodic side walls, False for symmetry planes.
    """

    time: float
    capacity: float
    width: float
    height: float
    points: Floats
    triangles: Integers
    current_density: Floats
    counter_edges: Integers
    front_points: Floats
    front_edges: Integers
    thickness: Floats
    normal_current: Floats
    collector: BaseGeometry
    deposit: BaseGeometry
    pockets: BaseGeometry
    periodic: bool

    @property
    def current_magnitude(self) -> Floats:
        """(n,) magnitude of the current density [mA/cm²]."""
        magnitude: Floats = 0.1 * np.hypot(*self.current_density.T)
        return magnitude


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
        counter_edges=_counter_edges(
            points, triangles, np.asarray(electrolyte.point_data["on_counter_electrode"]) > 0
        ),
        front_points=_plane(front.points),
        front_edges=_cells(front, 2),
        thickness=np.asarray(front.point_data["thickness_um"], dtype=np.float64),
        normal_current=np.asarray(front.cell_data["normal_current_A_per_m2"], dtype=np.float64),
        collector=_material(solids, COLLECTOR),
        deposit=_material(solids, DEPOSIT),
        pockets=_material(solids, POCKET),
        # not written by early versions
        periodic=bool(np.any(electrolyte.field_data.get("periodic_walls", 0))),
    )


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


def _plane(vectors: Floats) -> Floats:
    return np.asarray(vectors, dtype=np.float64)[:, :2]


def _cells(grid: pyvista.UnstructuredGrid, corners: int) -> Integers:
    return np.asarray(grid.cells, dtype=np.int64).reshape(-1, corners + 1)[:, 1:]


def _material(solids: pyvista.UnstructuredGrid, material: int) -> BaseGeometry:
    """Return the union of the triangles of one material, which share edges exactly."""
    cells = _cells(solids, 3)[np.asarray(solids.cell_data["material"]) == material]
    triangles = shapely.polygons(_plane(solids.points)[cells])
    return shapely.coverage_union_all(triangles)
