"""Room of the front beside a region of the electrolyte at which it stops, such as a separator.

Metal that touches a separator presses on it, and under this pressure no more is plated there. The
plating current of every rate law is multiplied by the room r at the point, a function of its
distance d from the region that falls smoothly to zero at the gap g at which fronts merge:

    r = t² (3 - 2t),   t = (d/g - 1)/(5/3 - 1) between 0 and 1.

Where there is little room the front grows along the region. So it comes to rest within an edge of
it (g = 0.6 edges by default), and electrolyte in the gap joins the pores of the region with what is
left beside. Stripping is not limited.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.geometry.front.guided_motion import GuidedMotion
from platefront.geometry.front.outline import Outline
from platefront.geometry.section.regions import ElectrolyteRegion
from platefront.solvers.model.problem import PlatingProblem

_ASKEW = 0.2
"""Cosine of the angle to the normal of the front beyond which no vertex turns aside."""
_FREE = 5.0 / 3.0
"""Distance from a region up to which it hinders plating, in gaps at which fronts merge."""


@dataclass(frozen=True, slots=True)
class Room:
    """Room beside regions of the electrolyte.

    Attributes:
        regions: at which the front stops.
        gap: distance from one at which no room is left [µm].
    """

    regions: tuple[ElectrolyteRegion, ...]
    gap: float

    @classmethod
    def of(cls, problem: PlatingProblem) -> Room | None:
        """Return that of a problem; None if its front does not stop at a region."""
        if not problem.stops_at_layer:
            return None
        gap = problem.front.merge_gap * problem.mesh.grading.front
        return cls(problem.section.regions, gap)

    def at(self, outline: Outline) -> Floats:
        """Return the (n,) room r at the vertices of a front."""
        t = np.min([self._parts(region, outline.places) for region in self.regions], axis=0)
        t = np.clip(t, 0.0, 1.0)
        return np.asarray(t**2 * (3.0 - 2.0 * t), dtype=np.float64)

    def _parts(self, region: ElectrolyteRegion, places: Floats) -> Floats:
        """Return t of (n,) places beside a region."""
        if region.area is None:
            full, free = region.low - self.gap, region.low - _FREE * self.gap
            return np.asarray((full - places[:, 1]) / (full - free))
        apart = np.hypot(*region.way_to(places).T)
        return np.asarray((apart - self.gap) / ((_FREE - 1.0) * self.gap))

    def guided(self, outline: Outline) -> GuidedMotion:
        """Return the vertices that turn aside: the less room, the more they grow along the region.

        A corner that is fed from its side, where there is room, would go on upwards.
        """
        near = np.flatnonzero(
            (self.at(outline) < 1.0) & outline.grows & outline.grows[outline.preceding]
        )
        way, towards = outline.bisectors[near], self._towards(outline.places[near])
        across = np.einsum("ij,ij->i", way, towards)
        less = np.where(across > 0.0, self.at(outline)[near], 1.0) * across
        way = way - across[:, None] * towards + less[:, None] * towards
        size = np.hypot(way[:, 0], way[:, 1])
        ways = way / np.where(size > 0.0, size, 1.0)[:, None]
        lengths = np.einsum("ij,ij->i", outline.growth_area[near], ways)
        usual = lengths > _ASKEW * outline.growing_length[near]
        return GuidedMotion(near[usual], ways[usual], lengths[usual])

    def _towards(self, places: Floats) -> Floats:
        """Return the (n, 2) unit vectors from places to the nearest region."""
        nearest = np.argmin([self._parts(region, places) for region in self.regions], axis=0)
        ways = np.array([region.way_to(places) for region in self.regions])
        way = ways[nearest, np.arange(len(places))]
        size = np.hypot(*way.T)[:, None]
        return np.asarray(np.divide(way, size, out=np.zeros_like(way), where=size > 0.0))

    def left(self, outline: Outline) -> float:
        """Return the share of the front's length that has room."""
        length = np.where(outline.front_points, outline.growing_length, 0.0)
        whole = float(length.sum())
        return float((length * self.at(outline)).sum()) / whole if whole > 0.0 else 0.0
