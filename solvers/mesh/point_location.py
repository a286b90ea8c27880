"""Location of points in cells, by their barycentric coordinates."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats
from platefront.solvers.fenicsx import bb_tree, cell_nodes, compute_collisions_points, mesh

_ROUND_OFF = 1e-12
"""Largest negative barycentric coordinate of a point on a side."""


def containing_cells(domain: mesh.Mesh, places: Floats) -> NDArray[np.int32]:
    """Find a cell of this process that contains each point.

    Args:
        domain: mesh of triangles.
        places: (n, 3) points in the plane z = 0 [µm].

    Returns:
        (n,) cells; -1 for points outside all cells.
    """
    boxes = compute_collisions_points(bb_tree(domain, 2), places)
    cells = boxes.array
    points = np.repeat(np.arange(len(places)), np.diff(boxes.offsets))
    corners = domain.geometry.x[cell_nodes(domain)[cells], :2] - places[points, None, :2]
    inside = _barycentric(corners).min(axis=1) >= -_ROUND_OFF
    found = np.full(len(places), -1, dtype=np.int32)
    found[points[inside]] = cells[inside]
    return found


def _barycentric(corners: Floats) -> Floats:
    """Return the barycentric coordinates (m, 3) of the origin in triangles (m, 3, 2)."""
    one, other = np.roll(corners, -1, axis=1), np.roll(corners, 1, axis=1)
    areas = one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0]
    return np.asarray(areas / areas.sum(axis=1, keepdims=True))
