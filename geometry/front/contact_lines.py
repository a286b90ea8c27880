"""Contact lines: ends of lithium on bare host, in the section points at which three phases meet."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from platefront.geometry.arrays import Floats, Integers

_LEAST_SINE = 0.5
"""Sine of the contact angle below which a contact line retreats no faster: by twice as much."""


@dataclass(frozen=True, slots=True)
class ContactLines:
    """Vertices at which front on lithium meets bare host, and the lithium that ends there.

    Such a vertex has no metal below it, but beside it, along the host: where that is stripped it
    slides along the host, as far as keeps the direction of the edge on lithium.

    Attributes:
        vertices: (k,) vertices of the outline.
        ways: (k, 2) unit vectors along the host, below the lithium.
        halves: (k,) half the length of the edge on lithium [µm].
        sines: (k,) sine of the angle between this edge and the host.
        area: (k,) metal that belongs to these vertices [µm²].
    """

    vertices: Integers
    ways: Floats
    halves: Floats
    sines: Floats
    area: Floats

    @classmethod
    def none(cls) -> ContactLines:
        """Return those of a front without any."""
        nothing: Floats = np.zeros(0)
        return cls(np.zeros(0, dtype=np.intp), np.zeros((0, 2)), nothing, nothing, nothing)

    def reduced(self, share: Floats) -> ContactLines:
        """Return these with a share of the metal; shares are of all vertices of the outline."""
        return replace(self, area=self.area * share[self.vertices])

    def slides(self, swept: Floats) -> tuple[Integers, Floats]:
        """Return the vertices that are stripped, and their (m, 2) displacements [µm].

        Args:
            swept: (n,) area swept by each vertex of the outline, < 0 where it is stripped [µm²].
        """
        gone = -swept[self.vertices]
        moving = gone > 0.0
        steps = gone / (self.halves * np.maximum(self.sines, _LEAST_SINE))
        return self.vertices[moving], (steps[:, None] * self.ways)[moving]
