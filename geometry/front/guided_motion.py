"""Vertices of the front that move along given ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from platefront.geometry.arrays import Floats, Integers


@dataclass(frozen=True, slots=True)
class GuidedMotion:
    """Vertices for which the bisector of their edges is no way to go.

    Along it, stripped ones in thin lithium above a corner of the host, on which they come to rest,
    would cut into the host, and plated ones below a layer would enter it.

    Attributes:
        vertices: (k,) vertices of the outline.
        ways: (k, 2) unit vectors of the motion.
        lengths: (k,) area swept per displacement [µm], > 0 where metal grows.
    """

    vertices: Integers
    ways: Floats
    lengths: Floats

    @classmethod
    def none(cls) -> Self:
        """Return those of a front that goes its own way."""
        return cls(np.zeros(0, dtype=np.intp), np.zeros((0, 2)), np.zeros(0))

    def beside(self, others: Self) -> Self:
        """Return these vertices and others."""
        return type(self)(
            np.concatenate((self.vertices, others.vertices)),
            np.concatenate((self.ways, others.ways)),
            np.concatenate((self.lengths, others.lengths)),
        )

    def displacements(self, swept: Floats) -> tuple[Integers, Floats]:
        """Return the vertices that go their way, and their (m, 2) displacements [µm].

        Args:
            swept: (n,) area swept by each vertex of the outline, < 0 where it is stripped [µm²].
        """
        step = swept[self.vertices] / self.lengths
        moving = step > 0.0
        return self.vertices[moving], (step[:, None] * self.ways)[moving]
