"""Edges of triangles with a direction, and the regions that triangles fill.

Half-edge 3 t + k belongs to triangle t, which is on its left, and runs from corner k to k + 1.
"""

from __future__ import annotations

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats, Integers

BOUNDARY = -1
"""Twin of a half-edge on the boundary."""


def ends(triangles: Integers) -> tuple[Integers, Integers]:
    """Return the (3m,) vertices at start and end of each half-edge."""
    return triangles.ravel(), np.roll(triangles, -1, axis=1).ravel()


def edge_keys(start: Integers, end: Integers, count: int) -> Integers:
    """Return a number for each edge that is the same in both directions, of `count` vertices."""
    return np.asarray(np.minimum(start, end) * count + np.maximum(start, end))


def twins(triangles: Integers) -> Integers:
    """Return the (3m,) reverse of each half-edge, or `BOUNDARY`."""
    start, end = ends(triangles)
    key = edge_keys(start, end, int(triangles.max(initial=0)) + 1)
    order = np.argsort(key, kind="stable")
    same = np.flatnonzero(key[order[1:]] == key[order[:-1]])
    twin = np.full(len(start), BOUNDARY, dtype=np.int64)
    twin[order[same]], twin[order[same + 1]] = order[same + 1], order[same]
    return twin


def filled_region(points: Floats, triangles: Integers) -> BaseGeometry:
    """Return the union of triangles that share their edges exactly, in time linear in their number.

    Its rings are chains of half-edges on the boundary; each part of triangles joined by edges has
    one outer ring.
    """
    if not len(triangles):
        return shapely.MultiPolygon()
    p, q, r = (points[triangles[:, k]] for k in range(3))
    double = (q - p)[:, 0] * (r - p)[:, 1] - (q - p)[:, 1] * (r - p)[:, 0]
    triangles = np.where((double > 0.0)[:, None], triangles, triangles[:, ::-1])
    twin = twins(triangles)
    outer = np.flatnonzero(twin == BOUNDARY)
    number = np.full(len(twin), -1, dtype=np.int64)
    number[outer] = np.arange(len(outer))
    ring, place = _chained(number[_next_on_boundary(twin, outer)])
    inner = np.flatnonzero(twin != BOUNDARY)
    joined = coo_array(
        (np.ones(len(inner)), (inner // 3, twin[inner] // 3)), shape=(len(triangles),) * 2
    )
    part = connected_components(joined, directed=False)[1][outer // 3]
    corners = points[triangles.ravel()[outer]]
    following = points[np.roll(triangles, -1, axis=1).ravel()[outer]]
    cross = corners[:, 0] * following[:, 1] - corners[:, 1] * following[:, 0]
    is_hole = np.bincount(ring, cross)[ring] < 0.0
    order = np.lexsort((place, ring, is_hole, part))
    return _multipolygon(corners[order], ring[order], part[order])


def _next_on_boundary(twin: Integers, outer: Integers) -> Integers:
    """Return the half-edge that continues each boundary half-edge around the same region."""
    following = outer - outer % 3 + (outer % 3 + 1) % 3
    while (inside := twin[following] != BOUNDARY).any():  # as often as triangles share a vertex
        beyond = twin[following[inside]]
        following[inside] = beyond - beyond % 3 + (beyond % 3 + 1) % 3
    return following


def _chained(following: Integers) -> tuple[Integers, Integers]:
    """Return the ring of each element of closed chains, and its place on it, by doubling."""
    count = len(following)
    links = coo_array((np.ones(count), (np.arange(count), following)), shape=(count, count))
    ring = connected_components(links, directed=False)[1]
    first = np.unique(ring, return_index=True)[1]
    ahead: Integers = following.copy()
    steps: Integers = np.ones(count, dtype=np.int64)  # to the element ahead, at most to the first
    ahead[first], steps[first] = first, 0
    while (ahead != first[ring]).any():
        steps, ahead = steps + steps[ahead], ahead[ahead]
    return ring, -steps


def _multipolygon(corners: Floats, ring: Integers, part: Integers) -> BaseGeometry:
    """Return polygons of rings in order, those of one part together with the outer one first."""
    begins = np.flatnonzero(np.diff(ring, prepend=-1))
    counts = np.diff(np.append(begins, len(ring)))
    closed = np.insert(np.arange(len(ring)), begins + counts, begins)  # repeats the first corner
    # not from_ragged_array, which corrupts memory with shapely 2.1.0
    rings = shapely.linearrings(
        corners[closed], indices=np.repeat(np.arange(len(begins)), counts + 1)
    )
    polygon = np.cumsum(np.diff(part[begins], prepend=-1) != 0) - 1
    return shapely.multipolygons(shapely.polygons(rings, indices=polygon))
