"""Common refinement of two meshes: the intersections of their cells, divided into triangles.

Integrals over it of products of fields on either mesh are exact, as both are polynomials on each
piece.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from platefront.geometry.arrays import Floats, Integers
from platefront.solvers.mesh.point_location import barycentric, boxes

_AT_ONCE = 4_000
"""Pairs of cells that are intersected at once, which the cache of a processor holds."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Triangles that each lie in one cell of both meshes.

    Attributes:
        new, old: (k,) cell of either mesh.
        in_new, in_old: (k, 3, 3) barycentric coordinates of the corners in these cells.
        share: (k,) area relative to the cell of the new mesh.
    """

    new: Integers
    old: Integers
    in_new: Floats
    in_old: Floats
    share: Floats


def overlay(new: Floats, old: Floats, tree: shapely.STRtree | None = None) -> Iterator[Pieces]:
    """Intersect the cells of two meshes, part by part.

    Args:
        new: (n, 3, 2) corners of the cells of one mesh [µm].
        old: (m, 3, 2) corners of the cells of the other [µm].
        tree: of the bounding boxes of these, if there is one.
    """
    pairs = (tree or shapely.STRtree(boxes(old))).query(boxes(new))
    pairs = pairs[:, np.linalg.det(old[:, 1:] - old[:, :1])[pairs[1]] != 0.0]
    for start in range(0, pairs.shape[1], _AT_ONCE):
        yield _pieces(new, old, *pairs[:, start : start + _AT_ONCE])


def _pieces(new: Floats, old: Floats, one: Integers, other: Integers) -> Pieces:
    corners = np.repeat(new[one], 3, axis=0)
    in_new = barycentric(old[other].reshape(-1, 2), corners).reshape(-1, 3, 3)
    a, b, c = np.moveaxis(in_new, 1, 0)
    meeting = np.flatnonzero((np.maximum(np.maximum(a, b), c) > 0.0).all(axis=1))
    count = len(meeting)
    # up to six corners, the first one repeated, by their coordinates in both cells
    polygons: Floats = np.empty((count, 6, 6))
    polygons[:, :3, :3], polygons[:, :3, 3:] = in_new[meeting], np.eye(3)
    polygons[:, 3:] = polygons[:, :1]
    for side in range(3):
        beyond = np.flatnonzero((polygons[..., side] < 0.0).any(axis=1))
        polygons[beyond, : side + 4] = _clipped(polygons[beyond, : side + 3], side)
        polygons[beyond, side + 4 :] = polygons[beyond, :1]
    first = polygons[:, :1]
    fans = [np.concatenate((first, polygons[:, j : j + 2]), axis=1) for j in range(1, 5)]
    triangles = np.concatenate(fans)
    # a determinant of barycentric coordinates is the ratio of two areas
    a, b, c = np.moveaxis(triangles[..., :2], 1, 0)
    share = np.abs(
        (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    )
    kept = np.flatnonzero(share > 0.0)
    triangles, pair = triangles[kept], meeting[kept % max(count, 1)]
    return Pieces(one[pair], other[pair], triangles[..., :3], triangles[..., 3:], share[kept])


def _clipped(polygons: Floats, side: int) -> Floats:
    """Cut off the part of convex polygons beyond a side of the cell they are seen from.

    Args:
        polygons: (k, s, a) corners by linear coordinates; some may be repeated.
        side: the coordinate that is not to be negative.

    Returns:
        (k, s + 1, a) polygons, those of which nothing is left as a repeated point.
    """
    count, slots, width = polygons.shape
    following = np.concatenate((polygons[:, 1:], polygons[:, :1]), axis=1)
    here, there = polygons[..., side], following[..., side]
    inside = here >= 0.0
    crosses = inside != (there >= 0.0)
    ratio = np.divide(here, here - there, out=np.zeros_like(here), where=crosses)[..., None]
    crossing = polygons + ratio * (following - polygons)
    crossing[..., side] = 0.0
    corners = np.stack((polygons, crossing), axis=2).reshape(count, 2 * slots, width)
    valid = np.stack((inside, crosses), axis=2).reshape(count, 2 * slots)
    place = np.cumsum(valid, axis=1) - 1
    valid &= place <= slots  # more of them are round-off of a polygon without area
    polygon, corner = np.nonzero(valid)
    first = corners[np.arange(count), valid.argmax(axis=1)]
    made = np.repeat(first[:, None], slots + 1, axis=1)
    made[polygon, place[polygon, corner]] = corners[polygon, corner]
    return made
