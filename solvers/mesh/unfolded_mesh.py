"""Mesh of a cylinder unfolded to the section: triangles are cut at the side walls.

Nodal values are linear on triangles, so that a cut conserves areas and fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from platefront.geometry.arrays import Floats, Integers

_ON_WALL = 1e-5
"""Largest extent beyond a wall of cells that are not cut [periods]."""


@dataclass(frozen=True, slots=True)
class _Corners:
    """Corners of cells, each a point on the line between two vertices of the mesh.

    Attributes:
        first, second: (m, k) these vertices.
        share: (m, k) position between the first (0) and the second (1).
        x, y: (m, k) position in the section [µm].
    """

    first: Integers
    second: Integers
    share: Floats
    x: Floats
    y: Floats

    @classmethod
    def of(cls, points: Floats, cells: Integers, period: float) -> _Corners:
        """Return the cells of a mesh, shifted by periods so that each begins in the section."""
        x, y = points[cells, 0], points[cells, 1]
        x = x - period * np.floor(x.min(axis=1, keepdims=True) / period + _ON_WALL)
        return cls(cells, cells, np.zeros(cells.shape), x, y)

    def rows(self, chosen: Integers) -> _Corners:
        """Return some of the cells."""
        return _Corners(
            self.first[chosen],
            self.second[chosen],
            self.share[chosen],
            self.x[chosen],
            self.y[chosen],
        )

    def turned(self) -> _Corners:
        """Return the transpose of all arrays."""
        return _Corners(self.first.T, self.second.T, self.share.T, self.x.T, self.y.T)

    def columns(self, *chosen: int) -> _Corners:
        """Return corners of each cell in the given order."""
        return self.turned().rows(np.array(chosen)).turned()

    def beside(self, distance: float) -> _Corners:
        """Return the cells shifted by a distance in x [µm]."""
        return _Corners(self.first, self.second, self.share, self.x + distance, self.y)

    def flat(self) -> _Corners:
        """Return all corners as cells of one corner."""
        return _Corners(
            self.first.reshape(-1, 1),
            self.second.reshape(-1, 1),
            self.share.reshape(-1, 1),
            self.x.reshape(-1, 1),
            self.y.reshape(-1, 1),
        )


def _together(parts: Sequence[_Corners]) -> _Corners:
    """Cells of all parts."""
    return _Corners(
        np.concatenate([part.first for part in parts]),
        np.concatenate([part.second for part in parts]),
        np.concatenate([part.share for part in parts]),
        np.concatenate([part.x for part in parts]),
        np.concatenate([part.y for part in parts]),
    )


def _beside_each_other(*parts: _Corners) -> _Corners:
    """Cells with the corners of all parts."""
    return _together([part.turned() for part in parts]).turned()


def _on_wall(cells: _Corners, start: int, end: int, wall: float) -> _Corners:
    """Crossings of the wall and the side between two corners, as cells of one corner."""
    x, y = cells.x[:, [start, end]], cells.y[:, [start, end]]
    share = (wall - x[:, 0]) / (x[:, 1] - x[:, 0])
    return _Corners(
        cells.first[:, [start]],
        cells.first[:, [end]],
        share[:, None],
        np.full((len(share), 1), wall),
        ((1.0 - share) * y[:, 0] + share * y[:, 1])[:, None],
    )


def _parted(cells: _Corners, period: float) -> tuple[_Corners, Integers]:
    """Triangles or edges cut at the right wall, and the index of the cell of each piece."""
    near = _ON_WALL * period
    side = (cells.x > period + near).astype(np.int64) - (cells.x < period - near)
    crosses = (side > 0).any(axis=1) & (side < 0).any(axis=1)
    whole, cut = np.flatnonzero(~crosses), np.flatnonzero(crosses)
    pieces, owners = [cells.rows(whole)], [whole]
    size = cells.x.shape[1]
    # where a cut begins: at a corner on the wall, or else round one that is alone on its side
    total = side[cut].sum(axis=1, keepdims=True)
    on_wall = (side[cut] == 0).any(axis=1)
    first = np.where(
        on_wall, (side[cut] == 0).argmax(axis=1), (side[cut] * total <= 0).argmax(axis=1)
    )
    for corner in range(size):
        for halved in (False, True):
            here = cut[(first == corner) & (on_wall == halved)]
            order = [(corner + k) % size for k in range(size)]
            turned, sides = cells.rows(here).columns(*order), side[here][:, order]
            made = _halves(turned, period) if halved else _cut_off(turned, period)
            # a piece is on the side of one of the cell's corners
            for piece, corner_of_it in made:
                beyond = sides[:, corner_of_it] > 0
                pieces += [piece.rows(~beyond), piece.rows(beyond).beside(-period)]
                owners += [here[~beyond], here[beyond]]
    return _together(pieces), np.concatenate(owners)


def _halves(cells: _Corners, wall: float) -> list[tuple[_Corners, int]]:
    """Halves of triangles with the first corner on the wall, and a corner of each off the wall."""
    if cells.x.shape[1] == 2:
        return []
    tip, across = cells.columns(0), _on_wall(cells, 1, 2, wall)
    return [
        (_beside_each_other(tip, cells.columns(1), across), 1),
        (_beside_each_other(tip, across, cells.columns(2)), 2),
    ]


def _cut_off(cells: _Corners, wall: float) -> list[tuple[_Corners, int]]:
    """Pieces of cells with the first corner alone on its side of the wall, as `_halves`."""
    one, tip = _on_wall(cells, 0, 1, wall), cells.columns(0)
    if cells.x.shape[1] == 2:
        return [
            (_beside_each_other(tip, one), 0),
            (_beside_each_other(one, cells.columns(1)), 1),
        ]
    other = _on_wall(cells, 0, 2, wall)
    return [
        (_beside_each_other(tip, one, other), 0),
        (_beside_each_other(one, cells.columns(1, 2)), 1),
        (_beside_each_other(one, cells.columns(2), other), 2),
    ]


@dataclass(frozen=True, slots=True)
class UnfoldedMesh:
    """Points, triangles and edges of the section.

    Attributes:
        points: (p, 2) [µm], 0 ≤ x ≤ period.
        first, second: (p,) vertices of the mesh on either side of each point.
        share: (p,) position between the first (0) and the second (1).
        triangles: (m, 3) corners.
        edges: (e, 2) ends.
        owner: (e,) edge of the mesh that contains each edge.
        triangle: (m,) triangle of the mesh that contains each triangle.
    """

    points: Floats
    first: Integers
    second: Integers
    share: Floats
    triangles: Integers
    edges: Integers
    owner: Integers
    triangle: Integers

    def values(self, nodal: Floats) -> Floats:
        """Return nodal values (n, …) of the mesh interpolated to the points."""
        share = self.share.reshape(-1, *(1,) * (nodal.ndim - 1))
        return np.asarray((1.0 - share) * nodal[self.first] + share * nodal[self.second])


def unfolded_mesh(
    points: Floats, triangles: Integers, edges: Integers, twins: Integers, period: float
) -> UnfoldedMesh:
    """Unfold a mesh to the section.

    Args:
        points: (n, 2), at any period [µm].
        triangles: (m, 3) corners.
        edges: (e, 2) edges of the mesh to be unfolded.
        twins: (n,) vertex that each vertex coincides with on the cylinder.
        period: width of the section [µm].
    """
    filled, triangle = _parted(_Corners.of(points, triangles, period), period)
    lines, owner = _parted(_Corners.of(points, edges, period), period)
    corners = _together([filled.flat(), lines.flat()])
    first, second, x = corners.first[:, 0], corners.second[:, 0], corners.x[:, 0]
    # the same point of two cells: between the same vertices, on the same side of the section
    ends = np.sort(np.column_stack((twins[first], twins[second])), axis=1)
    seen_from = np.where(ends[:, 0] == ends[:, 1], points[ends[:, 0], 0], 0.0)
    place = np.round((x - seen_from) / period).astype(np.int64)
    _, kept, number = np.unique(
        np.column_stack((ends, place)), axis=0, return_index=True, return_inverse=True
    )
    numbers, count = number.ravel(), 3 * len(filled.x)
    return UnfoldedMesh(
        np.column_stack((x, corners.y[:, 0]))[kept],
        first[kept],
        second[kept],
        corners.share[kept, 0],
        numbers[:count].reshape(-1, 3),
        numbers[count:].reshape(-1, 2),
        owner,
        triangle,
    )
