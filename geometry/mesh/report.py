"""Counts and quality of a mesh."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from platefront.geometry.mesh.triangulation import TriangleMesh, quality


@dataclass(frozen=True, slots=True)
class MeshReport:
    """Summary of a mesh.

    Attributes:
        vertices, triangles, front_edges: counts.
        lowest_quality, mean_quality: of 4√3 A / Σ l².
        shortest_edge, longest_edge: edge lengths [µm].
    """

    vertices: int
    triangles: int
    front_edges: int
    lowest_quality: float
    mean_quality: float
    shortest_edge: float
    longest_edge: float


def report(mesh: TriangleMesh) -> MeshReport:
    """Summarise a mesh."""
    shape = quality(mesh.points, mesh.triangles)
    corners = mesh.points[mesh.triangles]
    sides: NDArray[np.float64] = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2)
    return MeshReport(
        vertices=len(mesh.points),
        triangles=len(mesh.triangles),
        front_edges=int((mesh.tags >= 0).sum()),
        lowest_quality=float(shape.min()),
        mean_quality=float(shape.mean()),
        shortest_edge=float(sides.min()),
        longest_edge=float(sides.max()),
    )
