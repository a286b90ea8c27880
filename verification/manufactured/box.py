"""Domain of the studies: a small box with two reacting surfaces at the bottom."""

from __future__ import annotations

from functools import cache

import numpy as np
import shapely

from platefront.geometry.arrays import Floats
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.tags import COUNTER, SYMMETRY
from platefront.geometry.mesh.grading import Grading
from platefront.geometry.mesh.triangulation import TriangleMesh, triangulate

WIDTH = 2.0
"""Width of the box [µm]."""
HEIGHT = 2.0
"""Height of the box, whose top is the counter electrode [µm]."""
LEFT_MARK = 1
"""Facet mark of the left half of the bottom."""
RIGHT_MARK = 2
"""Facet mark of the right half."""


@cache
def box_mesh(edge: float, refinements: int = 0, levels: tuple[float, ...] = ()) -> TriangleMesh:
    """Generate an unstructured mesh of the box, refined by division of triangles into four.

    Args:
        edge: edge length before refinement [µm].
        refinements: number of refinements, each of which halves it.
        levels: heights along which mesh edges lie [µm].
    """
    if refinements:
        return _refined(box_mesh(edge, refinements - 1, levels))
    along: Floats = np.linspace(0.0, WIDTH, 1 + 2 * round(0.5 * WIDTH / edge), dtype=np.float64)
    outline = box_outline(along)
    across = [shapely.LineString([(0.0, level), (WIDTH, level)]) for level in levels]
    lines = np.array(across, dtype=object)
    grading = Grading(front=edge, largest=edge, growth=1.0)
    return triangulate(outline, grading, lines=lines)


def box_outline(along: Floats) -> Outline:
    """Return the outline of the box with vertices of the bottom at positions x [µm]."""
    bottom = np.column_stack((along, np.zeros_like(along)))
    points = np.concatenate((bottom, [[WIDTH, HEIGHT], [0.0, HEIGHT]]))
    surface = (np.arange(len(along) - 1) >= (len(along) - 1) // 2).astype(np.int64)
    return Outline(
        points=points,
        starts=np.array([0]),
        tag=np.concatenate((surface, [SYMMETRY, COUNTER, SYMMETRY])),
        thickness_m=np.zeros(len(points)),
        bare=np.zeros(len(points)),
    )


def outline_first(mesh: TriangleMesh) -> tuple[Outline, TriangleMesh]:
    """Return the outline of a mesh of the box, and the mesh with its vertices first."""
    x, y = mesh.points.T
    bottom = np.flatnonzero(y == 0.0)
    bottom = bottom[np.argsort(x[bottom])]
    corners = [np.flatnonzero((y == HEIGHT) & (x == at)) for at in (WIDTH, 0.0)]
    first = np.concatenate((bottom, *corners))
    order = np.concatenate((first, np.setdiff1d(np.arange(len(x)), first)))
    number = np.argsort(order)
    renumbered = TriangleMesh(
        mesh.points[order], number[mesh.triangles], number[mesh.edges], mesh.tags
    )
    return box_outline(x[bottom]), renumbered


def _refined(mesh: TriangleMesh) -> TriangleMesh:
    """Divide every triangle into four by the midpoints of its edges."""
    count = len(mesh.points)
    sides = np.sort(mesh.triangles[:, [[0, 1], [1, 2], [2, 0]]], axis=2).reshape(-1, 2)
    keys, index = np.unique(sides @ np.array([count, 1]), return_inverse=True)
    ends = np.column_stack((keys // count, keys % count))
    points = np.concatenate((mesh.points, mesh.points[ends].mean(axis=1)))
    a, b, c = mesh.triangles.T
    ab, bc, ca = (count + index.reshape(-1, 3)).T
    triangles = np.concatenate(
        [np.column_stack(part) for part in ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))]
    )
    start, end = mesh.edges.T
    middle = count + np.searchsorted(keys, np.sort(mesh.edges, axis=1) @ np.array([count, 1]))
    edges = np.concatenate((np.column_stack((start, middle)), np.column_stack((middle, end))))
    return TriangleMesh(points, triangles, edges, np.tile(mesh.tags, 2))
