"""Common refinement of two meshes: the intersections of their cells, divided into triangles.

Integrals over it of products of fields on either mesh are exact, as both are polynomials on each
piece.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from platefront.geometry.arrays import Floats, Integers
from platefront.solvers.mesh.point_location import boxes

_AT_ONCE = 16_000
"""Pairs of cells that are intersected at once."""
_IN_A_PART = 4_000
"""Pieces in a part, which the cache of a processor holds with fields on them."""


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

    def part(self, at: slice) -> Pieces:
        """Return some of them."""
        return Pieces(self.new[at], self.old[at], self.in_new[at], self.in_old[at], self.share[at])


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
        pieces = _pieces(new, old, *pairs[:, start : start + _AT_ONCE])
        for first in range(0, len(pieces.new), _IN_A_PART):
            yield pieces.part(slice(first, first + _IN_A_PART))


def _pieces(new: Floats, old: Floats, one: Integers, other: Integers) -> Pieces:
    """Intersect pairs of cells, given by their (k,) numbers in either mesh."""
    in_new = _seen_from(new[one], old[other])
    meeting = np.flatnonzero((in_new.max(axis=0) > 0.0).all(axis=0))
    corners: Floats = np.empty((3, 6, len(meeting)))
    corners[:, :3], corners[:, 3:] = in_new[..., meeting], np.eye(3)[..., None]
    polygons = [_Polygons(meeting, corners)]
    for side in range(3):
        polygons = _clipped(polygons, side)
    fans = [part.triangles(j) for part in polygons for j in range(1, len(part.corners) - 1)]
    pair = np.concatenate([meeting[:0], *(part for part, _ in fans)])
    triangles = np.concatenate([np.empty((0, 3, 6)), *(part for _, part in fans)])
    # a determinant of barycentric coordinates is the ratio of two areas
    a, b, c = np.moveaxis(triangles[..., :2], 1, 0)
    share = np.abs(
        (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    )
    return Pieces(one[pair], other[pair], triangles[..., :3], triangles[..., 3:], share)


def _seen_from(cells: Floats, corners: Floats) -> Floats:
    """Return barycentric coordinates of corners (k, 3, 2) in cells, (corner, coordinate, k)."""
    origin = cells[:, 0]
    (ax, ay), (bx, by) = (cells[:, 1] - origin).T, (cells[:, 2] - origin).T
    x, y = np.moveaxis(corners - origin[:, None], (2, 1), (0, 1))
    area = ax * by - ay * bx
    seen: Floats = np.empty((3, *x.shape))
    seen[1], seen[2] = (x * by - y * bx) / area, (ax * y - ay * x) / area
    seen[0] = 1.0 - seen[1] - seen[2]
    return np.swapaxes(seen, 0, 1)


@dataclass(frozen=True, slots=True)
class _Polygons:
    """Convex polygons with as many corners each.

    Attributes:
        pair: (k,) pair of cells each belongs to.
        corners: (corners, 6, k) barycentric coordinates in the new and in the old cell.
    """

    pair: Integers
    corners: Floats

    def chosen(self, at: Integers) -> _Polygons:
        """Return some of them."""
        return _Polygons(self.pair[at], self.corners[..., at])

    def triangles(self, number: int) -> tuple[Integers, Floats]:
        """Return a triangle of the fan about the first corner, (k, 3, 6), with its pair."""
        return self.pair, np.moveaxis(self.corners[[0, number, number + 1]], -1, 0)


def _clipped(polygons: list[_Polygons], side: int) -> list[_Polygons]:
    """Cut off the part of polygons beyond a side of the new cell, whose coordinate is negative."""
    made: dict[int, list[_Polygons]] = defaultdict(list)
    for part in polygons:
        count = len(part.corners)
        # those with the same corners inside are cut in the same way
        inside = (part.corners[:, side] >= 0.0).astype(np.int64)
        pattern = (1 << np.arange(count)) @ inside
        order = np.argsort(pattern, kind="stable")
        ends = np.searchsorted(pattern[order], np.arange(1 << count), side="right")
        for number in np.flatnonzero(np.diff(ends, prepend=0)):
            if number == 0:
                continue
            alike = part.chosen(order[ends[number - 1] : ends[number]])
            left = _cut(alike, [bool(number >> corner & 1) for corner in range(count)], side)
            if left is not None:
                made[len(left.corners)].append(left)
    return [
        _Polygons(
            np.concatenate([part.pair for part in parts]),
            np.concatenate([part.corners for part in parts], axis=-1),
        )
        for parts in made.values()
    ]


def _cut(polygons: _Polygons, inside: list[bool], side: int) -> _Polygons | None:
    """Cut polygons of which the same corners are inside; None for round-off of such without area.

    The corners inside of a convex polygon follow each other.
    """
    count, corners = len(inside), polygons.corners
    if all(inside):
        return polygons
    starts = [at for at in range(count) if inside[at] and not inside[at - 1]]
    if len(starts) > 1:
        return None
    kept = [(starts[0] + step) % count for step in range(sum(inside))]
    before, after = (kept[0] - 1) % count, (kept[-1] + 1) % count
    first = _crossing(corners[kept[0]], corners[before], side)
    last = _crossing(corners[kept[-1]], corners[after], side)
    return _Polygons(polygons.pair, np.concatenate((first[None], corners[kept], last[None])))


def _crossing(inside: Floats, outside: Floats, side: int) -> Floats:
    """Return the points (6, k) on a side between points inside and outside."""
    ratio = inside[side] / (inside[side] - outside[side])
    place = inside + ratio * (outside - inside)
    place[side] = 0.0
    return np.asarray(place)
