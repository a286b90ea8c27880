"""Location of points in the cells of a mesh, and of the nearest cell for those beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats, Integers

_ROUND_OFF = 1e-9
"""Largest distance of a point on a side from the cell, relative to the size of the cell."""


@dataclass(frozen=True, slots=True)
class Location:
    """Points of a mesh, each in one of its cells.

    Attributes:
        cell: (n,) cell of each point.
        weights: (n, 3) barycentric coordinates, of the nearest point of the cell if not inside.
        inside: (n,) False for points outside of all cells.
        distance: (n,) distance from the mesh, zero inside [µm].
    """

    cell: Integers
    weights: Floats
    inside: NDArray[np.bool_]
    distance: Floats


def locate(places: Floats, corners: Floats, tree: shapely.STRtree | None = None) -> Location:
    """Find the cell that contains each point, or the nearest point of the mesh.

    Args:
        places: (n, 2) points [µm].
        corners: (m, 3, 2) corners of the cells, which must not be flat [µm].
        tree: of the cells' bounding boxes, if there is one.
    """
    tree = tree or shapely.STRtree(boxes(corners))
    point, cell = tree.query(shapely.points(places))
    weights = barycentric(places[point], corners[cell])
    # A point on a side belongs to the cell that it lies in the deepest.
    depth = weights.min(axis=1)
    near = np.flatnonzero(depth >= -_ROUND_OFF)
    order = near[np.lexsort((cell[near], -depth[near], point[near]))]
    first = order[np.unique(point[order], return_index=True)[1]]
    found = Location(
        np.full(len(places), -1, dtype=np.int64),
        np.zeros((len(places), 3)),
        np.zeros(len(places), dtype=bool),
        np.zeros(len(places)),
    )
    at = point[first]
    found.cell[at], found.weights[at], found.inside[at] = cell[first], weights[first], True
    _place_missed(found, places, corners)
    return found


def _place_missed(found: Location, places: Floats, corners: Floats) -> None:
    """Place points outside of all cells on the nearest point of the mesh."""
    missed = np.flatnonzero(~found.inside)
    if not len(missed):
        return
    cells = shapely.polygons(corners)
    points = shapely.points(places[missed])
    nearest = shapely.STRtree(cells).query_nearest(points, all_matches=False)[1]
    lines = shapely.shortest_line(cells[nearest], points)
    ends = shapely.get_coordinates(shapely.get_point(lines, 0))
    weights = np.clip(barycentric(ends, corners[nearest]), 0.0, 1.0)
    found.cell[missed] = nearest
    found.weights[missed] = weights / weights.sum(axis=1, keepdims=True)
    distance = shapely.length(lines)
    beside = distance > _ROUND_OFF * np.sqrt(shapely.area(cells[nearest]))
    found.distance[missed[beside]] = distance[beside]
    found.inside[missed[~beside]] = True


def boxes(corners: Floats) -> NDArray[np.object_]:
    """Return the bounding boxes of triangles (m, 3, 2)."""
    low, high = corners.min(axis=1), corners.max(axis=1)
    return np.asarray(shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1]))


def barycentric(places: Floats, corners: Floats) -> Floats:
    """Return the barycentric coordinates (m, 3) of points (m, 2) in triangles (m, 3, 2)."""
    seen = corners - places[:, None, :]
    one, other = np.roll(seen, -1, axis=1), np.roll(seen, 1, axis=1)
    areas = one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0]
    return np.asarray(areas / areas.sum(axis=1, keepdims=True))
