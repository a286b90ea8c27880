"""Trees of tapering branches that grow from a plane, none closer to another than a given gap."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats
from platefront.geometry.plane.side_walls import SideWalls

# A branch that meets another is tried at these parts of its length, then given up.
_SHORTENED = (1.0, 0.75, 0.55, 0.4)
# Side branches sit on this part of the branch they grow from.
_FIRST, _LAST = 0.25, 0.85
# Length of the side branch at the last place, as a part of that at the first one.
_TOPMOST = 0.5
# Thickness of a side branch at its joint, as a part of what it grows from.
_THINNER = 0.75
# Straight pieces of a quarter circle.
_FACETS = 6


@dataclass(frozen=True, slots=True)
class Branch:
    """A straight branch with round ends, all lengths in µm.

    Attributes:
        foot: where its middle line begins, (2,).
        direction: unit vector along it, (2,).
        length: from foot to the middle of the round tip.
        foot_radius: half its width at the foot.
        tip_radius: half its width at the tip.
    """

    foot: Floats
    direction: Floats
    length: float
    foot_radius: float
    tip_radius: float

    def outline(self) -> shapely.Polygon:
        """Convex hull of the circles at both ends."""
        ends = [
            shapely.Point(self.foot).buffer(self.foot_radius, quad_segs=_FACETS),
            shapely.Point(self.foot + self.length * self.direction).buffer(
                self.tip_radius, quad_segs=_FACETS
            ),
        ]
        return shapely.MultiPolygon(ends).convex_hull

    def shortened(self, share: float) -> Branch:
        """The same branch, of `share` of its length."""
        return Branch(
            self.foot, self.direction, share * self.length, self.foot_radius, self.tip_radius
        )


@dataclass(frozen=True, slots=True)
class Habit:
    """How trees branch.

    Attributes:
        side_branches: on each branch, left and right in turn.
        ratio: length of the longest side branch as a part of the branch it grows from.
        angle: between a branch and its side branches [rad].
        generations: 1 for stems alone, 2 with side branches, 3 with sub-branches…
        scatter: relative scatter of angles and lengths, 0 to 1.
    """

    side_branches: int
    ratio: float
    angle: float
    generations: int
    scatter: float

    def side_branches_of(self, parent: Branch, rng: np.random.Generator) -> list[Branch]:
        """What grows on `parent`, the lowest first."""
        first = 1.0 if rng.random() < 0.5 else -1.0
        grown = []
        for number in range(self.side_branches):
            along = (number + 0.5) / self.side_branches
            place = _FIRST + (_LAST - _FIRST) * along
            odd, even = self.scatter * rng.uniform(-1.0, 1.0, 2)
            angle = first * (-1.0) ** number * self.angle * (1.0 + 0.5 * odd)
            radius = parent.foot_radius + place * (parent.tip_radius - parent.foot_radius)
            length = self.ratio * parent.length * (1.0 - (1.0 - _TOPMOST) * along) * (1.0 + even)
            grown.append(
                Branch(
                    parent.foot + place * parent.length * parent.direction,
                    _turned(parent.direction, angle),
                    length,
                    max(_THINNER * radius, parent.tip_radius),
                    parent.tip_radius,
                )
            )
        return grown


@dataclass(frozen=True, slots=True)
class Space:
    """Room for trees between side walls, all lengths in µm.

    Attributes:
        walls: at its sides. No branch reaches a mirror; periodic walls may be crossed.
        height: what no branch may reach beyond.
        gap: smallest distance between branches.
    """

    walls: SideWalls
    height: float
    gap: float

    def holds(self, shape: BaseGeometry) -> bool:
        """Whether `shape` keeps its distance from the ground and from its images."""
        left, low, right, top = shape.bounds
        aside, width = 0.5 * self.gap, self.walls.width
        if self.walls.periodic:
            clear = right - left <= width - self.gap
        else:
            clear = left >= aside and right <= width - aside
        return bool(clear and low >= self.gap and top <= self.height)

    def images(self, outline: shapely.Polygon) -> list[shapely.Polygon]:
        """Images beyond both walls; of what stands on a mirror, none there: part of itself."""
        width = self.walls.width
        if self.walls.periodic:
            return [affinity.translate(outline, xoff=turn * width) for turn in (-1, 1)]
        left, _, right, _ = outline.bounds
        walls = [wall for wall in (0.0, width) if not left < wall < right]
        return [affinity.scale(outline, -1.0, 1.0, origin=(wall, 0.0)) for wall in walls]


def grow(
    stems: list[Branch], habit: Habit, space: Space, rng: np.random.Generator
) -> list[shapely.Polygon]:
    """Outlines of stems and branches.

    A branch that would come closer than the gap to another, to the ground or to an image beyond
    a side wall is made shorter, or left out. Only joints are narrower. Only stems may stand on a
    mirror: a branch that reached it would shut in what lies below.

    Args:
        stems: branches to begin with.
        habit: how they branch.
        space: where.
        rng: source of random angles and lengths.
    """
    outlines = [stem.outline() for stem in stems]
    images = [image for outline in outlines for image in space.images(outline)]
    generation = list(zip(stems, range(len(stems)), strict=True))
    for _ in range(habit.generations - 1):
        born = []
        for parent, index in generation:
            for branch in habit.side_branches_of(parent, rng):
                others = [*outlines[:index], *outlines[index + 1 :], *images]
                fitting = _fitted(branch, outlines[index], others, space)
                if fitting is not None:
                    born.append((fitting, len(outlines)))
                    outlines.append(fitting.outline())
                    images += space.images(outlines[-1])
        generation = born
    return outlines


def _fitted(
    branch: Branch, parent: BaseGeometry, others: list[shapely.Polygon], space: Space
) -> Branch | None:
    """The branch, shortened until it keeps its distance; None if it cannot.

    Next to its joint it may be close to what grows from the same branch, but to nothing else.
    """
    joint = parent.buffer(space.gap)
    strangers = [other for other in others if not other.intersects(parent)]
    for share in _SHORTENED:
        shorter = branch.shortened(share)
        outline = shorter.outline()
        free = outline.difference(joint)
        if free.is_empty:  # it would be a bulge of what it grows from
            return None
        nearest = [
            float(shapely.distance(shape, those).min())
            for shape, those in ((free, others), (outline, strangers))
            if those
        ]
        if min(nearest, default=math.inf) >= space.gap and space.holds(free):
            return shorter
    return None


def _turned(direction: Floats, angle: float) -> Floats:
    cosine, sine = math.cos(angle), math.sin(angle)
    x, y = direction
    return np.array([cosine * x - sine * y, sine * x + cosine * y])
