"""Currents, or charges, of the front and of the counter electrode by outline vertex."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.geometry.front.outline import Outline


@dataclass(frozen=True, slots=True)
class VertexCurrents:
    """What passes each vertex of the outline, > 0 where metal is plated.

    Attributes:
        surfaces: for each named surface, (n,) current [A/m] or charge [C/m].
        counter: (n,) the same of a counter electrode with kinetics, zero elsewhere.
    """

    surfaces: list[Floats]
    counter: Floats

    def combined(self, own: float, other: VertexCurrents, weight: float) -> VertexCurrents:
        """`own` times these and `weight` times the others."""
        pairs = zip(self.surfaces, other.surfaces, strict=True)
        return VertexCurrents(
            [own * mine + weight * theirs for mine, theirs in pairs],
            own * self.counter + weight * other.counter,
        )

    def limited(self, share: Floats) -> VertexCurrents:
        """The front's part of it times a share by vertex."""
        return VertexCurrents([share * part for part in self.surfaces], self.counter)

    def evened(self, outline: Outline) -> VertexCurrents:
        """Each surface's total, spread evenly over its length."""
        half = 0.5 * outline.lengths

        def spread(index: int, part: Floats) -> Floats:
            own = np.where(outline.tag == index, half, 0.0)
            length = own + own[outline.preceding]
            whole = float(length.sum())
            return length * (float(part.sum()) / whole) if whole > 0.0 else part

        surfaces = [spread(index, part) for index, part in enumerate(self.surfaces)]
        return VertexCurrents(surfaces, self.counter)

    @property
    def plated(self) -> Floats:
        """(n,) what passes the front, all surfaces together."""
        return np.asarray(np.sum(self.surfaces, axis=0))
