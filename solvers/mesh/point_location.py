"""Cells of a mesh that points lie in, found by barycentric coordinates."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats
from platefront.solvers.fenicsx import bb_tree, cell_nodes, compute_collisions_points, mesh

_ROUND_OFF = 1e-12
"""Barycentric coordinates this far below zero are those of a point on a side."""


def containing_cells(domain: mesh.Mesh, places: Floats) -> NDArray[np.int32]:
    """A cell of this process that each point lies in; -1 for points outside all of them.

    Args:
        domain: mesh of triangles.
        places: (n, 3) points in the plane z = 0 [µm].
    """
    boxes = compute_collisions_points(bb_tree(domain, 2), places)
    cells = boxes.array
    points = np.repeat(np.arange(len(places)), np.diff(boxes.offsets))
    corners = domain.geometry.x[cell_nodes(domain)[cells], :2]
    a, b, c = (corners[:, k] - places[points, :2] for k in range(3))
    shares = np.stack([_area(b, c), _area(c, a), _area(a, b)]) / _area(b - a, c - a)
    inside = shares.min(axis=0) >= -_ROUND_OFF
    found = np.full(len(places), -1, dtype=np.int32)
    found[points[inside]] = cells[inside]
    return found


def _area(one: Floats, other: Floats) -> Floats:
    """(n,) twice the signed area between two vectors."""
    return one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
