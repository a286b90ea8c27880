"""Triangulation tied to its outline: outline vertex j is mesh vertex j."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.front.outline import Outline
from platefront.geometry.mesh.triangulation import TriangleMesh

_SAME_PLACE = 1e-6
"""Distance within which vertices of mesh and outline coincide [µm]."""


@dataclass(frozen=True, slots=True)
class FrontMesh:
    """Mesh whose first vertices and edges are those of an outline, in the same order.

    Attributes:
        mesh: of the electrolyte.
        outline: its boundary when meshed, the reference position of mesh motion.

    Raises:
        ValueError: mesh and outline do not match.
    """

    mesh: TriangleMesh
    outline: Outline

    def __post_init__(self) -> None:
        """Compare vertices and front edges of mesh and outline."""
        if not self._same_places():
            raise ValueError("the first vertices of the mesh are not those of the outline")
        if not self._same_front():
            raise ValueError("the first edges of the mesh are not the front of the outline")

    def _same_places(self) -> bool:
        count, period = len(self.outline), self.outline.period
        if len(self.mesh.points) < count:
            return False
        apart = self.mesh.points[:count] - self.outline.points
        if period is not None:  # a cylinder is cut open where it suits the mesh
            apart[:, 0] -= period * np.round(apart[:, 0] / period)
        return bool((np.abs(apart) < _SAME_PLACE).all())

    def _same_front(self) -> bool:
        front = np.flatnonzero(self.outline.is_front)
        ends = np.column_stack((front, self.outline.following[front]))
        edges = self.mesh.vertex_of[self.front_edges]
        tags = self.mesh.tags[: len(front)]
        return np.array_equal(edges, ends) and np.array_equal(tags, self.outline.tag[front])

    @property
    def front_edges(self) -> Integers:
        """(k, 2) mesh vertices of the front edges, in the order of the outline."""
        return self.mesh.edges[: int(self.outline.is_front.sum())]

    def on_mesh(self, values: Floats) -> Floats:
        """Return (n, …) values on the outline as (vertices, …) on the mesh, zero elsewhere."""
        everywhere: Floats = np.zeros((len(self.mesh.points), *values.shape[1:]))
        everywhere[: len(self.outline)] = values
        return everywhere

    def on_outline(self, values: Floats) -> Floats:
        """Return (vertices, …) values on the mesh at the vertices of the outline, (n, …)."""
        return values[: len(self.outline)]

    def displacement(self, outline: Outline) -> Floats:
        """Return the (vertices, 2) displacement of the outline since meshing, zero elsewhere [µm].

        Args:
            outline: the same vertices in their present position.
        """
        return self.on_mesh(outline.points - self.outline.points)
