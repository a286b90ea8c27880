"""Vertices of stripped front that retreat along given ways, as the host demands."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from platefront.geometry.arrays import Floats, Integers


@dataclass(frozen=True, slots=True)
class GuidedRetreat:
    """Vertices with a way of their own: ends of lithium on bare host, and films above its corners.

    At a contact line a vertex has no metal below it, but beside it: where that is stripped the
    vertex slides along the host, below the lithium. Above a corner of the host a vertex comes to
    rest on the corner, so that its edges do not cut into the host.

    Attributes:
        vertices: (k,) vertices of the outline.
        inner: (k,) at contact lines their neighbours on lithium, otherwise themselves.
        ways: (k, 2) unit vectors of the retreat.
        lengths: (k,) area swept per displacement [µm].
        area: (k,) metal beside the vertices, in addition to that below them [µm²].
    """

    vertices: Integers
    inner: Integers
    ways: Floats
    lengths: Floats
    area: Floats

    @classmethod
    def none(cls) -> GuidedRetreat:
        """Return those of a front that goes its own way."""
        nothing: Floats = np.zeros(0)
        nobody: Integers = np.zeros(0, dtype=np.intp)
        return cls(nobody, nobody, np.zeros((0, 2)), nothing, nothing)

    def and_also(self, other: GuidedRetreat) -> GuidedRetreat:
        """Return these with others that are not among them."""
        more = ~np.isin(other.vertices, self.vertices)
        return GuidedRetreat(
            np.concatenate((self.vertices, other.vertices[more])),
            np.concatenate((self.inner, other.inner[more])),
            np.concatenate((self.ways, other.ways[more])),
            np.concatenate((self.lengths, other.lengths[more])),
            np.concatenate((self.area, other.area[more])),
        )

    def reduced(self, share: Floats) -> GuidedRetreat:
        """Return these with less metal: not more of it than of the vertex beside it can go.

        Args:
            share: (n,) share of the metal at all vertices of the outline that can be stripped.
        """
        least = np.minimum(share[self.vertices], share[self.inner])
        return replace(self, area=self.area * least)

    def displacements(self, swept: Floats) -> tuple[Integers, Floats]:
        """Return the vertices that are stripped, and their (m, 2) displacements [µm].

        Args:
            swept: (n,) area swept by each vertex of the outline, < 0 where it is stripped [µm²].
        """
        gone = -swept[self.vertices]
        moving = gone > 0.0
        return self.vertices[moving], ((gone / self.lengths)[:, None] * self.ways)[moving]
