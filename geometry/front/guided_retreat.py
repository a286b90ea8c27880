"""Vertices of stripped front that retreat along given ways."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from platefront.geometry.arrays import Floats, Integers


@dataclass(frozen=True, slots=True)
class GuidedRetreat:
    """Vertices in thin lithium above a corner of the host, on which they come to rest.

    On their own way, along the bisector of their edges, these would cut into the host.

    Attributes:
        vertices: (k,) vertices of the outline.
        ways: (k, 2) unit vectors of the retreat.
        lengths: (k,) area swept per displacement [µm].
    """

    vertices: Integers
    ways: Floats
    lengths: Floats

    @classmethod
    def none(cls) -> GuidedRetreat:
        """Return those of a front that goes its own way."""
        return cls(np.zeros(0, dtype=np.intp), np.zeros((0, 2)), np.zeros(0))

    def displacements(self, swept: Floats) -> tuple[Integers, Floats]:
        """Return the vertices that are stripped, and their (m, 2) displacements [µm].

        Args:
            swept: (n,) area swept by each vertex of the outline, < 0 where it is stripped [µm²].
        """
        gone = -swept[self.vertices]
        moving = gone > 0.0
        return self.vertices[moving], ((gone / self.lengths)[:, None] * self.ways)[moving]
