"""Location of points in cells, by their distances from the sides of triangles."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats
from platefront.solvers.fenicsx import bb_tree, cell_nodes, compute_collisions_points, mesh


def nearest_cells(domain: mesh.Mesh, places: Floats, reach: float) -> NDArray[np.int32]:
    """Find the cell of this process that contains each point, or is nearest to it.

    Args:
        domain: mesh of triangles.
        places: (n, 3) points in the plane z = 0 [µm].
        reach: largest distance of a point outside all cells [µm].

    Returns:
        (n,) cells; -1 for points at a larger distance.
    """
    boxes = compute_collisions_points(bb_tree(domain, 2, padding=reach), places)
    cells = boxes.array
    points = np.repeat(np.arange(len(places)), np.diff(boxes.offsets))
    corners = domain.geometry.x[cell_nodes(domain)[cells], :2] - places[points, None, :2]
    depths = _depths(corners)
    near = depths >= -reach
    points, cells, depths = points[near], cells[near], depths[near]
    deepest = np.lexsort((depths, points))  # the deepest cell of each point is assigned last
    found = np.full(len(places), -1, dtype=np.int32)
    found[points[deepest]] = cells[deepest]
    return found


def _depths(corners: Floats) -> Floats:
    """Return the depths (m,) of the origin in triangles (m, 3, 2), from their nearest sides."""
    following = np.roll(corners, -1, axis=1)
    sides = following - corners
    areas = corners[..., 0] * following[..., 1] - corners[..., 1] * following[..., 0]
    turn = np.sign(areas.sum(axis=1, keepdims=True))
    return np.asarray((turn * areas / np.hypot(*np.moveaxis(sides, -1, 0))).min(axis=1))
