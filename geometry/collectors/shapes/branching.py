"""Trees of tapering branches on a plane, with a smallest distance between branches."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats
from platefront.geometry.plane.side_walls import SideWalls

# A branch too close to another is tried at these fractions of its length, then omitted.
_SHORTENED = (1.0, 0.75, 0.55, 0.4)
# Range of the positions of side branches along their parent branch, relative to its length.
_FIRST, _LAST = 0.25, 0.85
# Length of the last side branch relative to that of the first one.
_TOPMOST = 0.5
# Thickness of a side branch at its joint, relative to its parent branch.
_THINNER = 0.75
# Line segments per quarter circle.
_FACETS = 6


@dataclass(frozen=True, slots=True)
class Branch:
    """Straight branch with round ends, all lengths in µm.

    Attributes:
        foot: beginning of the axis, (2,).
        direction: unit vector along the axis, (2,).
        length: length from foot to the centre of the round tip.
        foot_radius: half width at the foot.
        tip_radius: half width at the tip.
    """

    foot: Floats
    direction: Floats
    length: float
    foot_radius: float
    tip_radius: float

    def outline(self) -> shapely.Polygon:
        """Return the convex hull of the circles at both ends."""
        ends = [
            shapely.Point(self.foot).buffer(self.foot_radius, quad_segs=_FACETS),
            shapely.Point(self.foot + self.length * self.direction).buffer(
                self.tip_radius, quad_segs=_FACETS
            ),
        ]
        return shapely.MultiPolygon(ends).convex_hull

    def shortened(self, share: float) -> Branch:
        """Return the branch with its length multiplied by `share`."""
        return Branch(
            self.foot, self.direction, share * self.length, self.foot_radius, self.tip_radius
        )


@dataclass(frozen=True, slots=True)
class Habit:
    """Branching pattern of a tree.

    Attributes:
        side_branches: number of side branches per branch, left and right in turn.
        ratio: length of the longest side branch relative to its parent branch.
        angle: angle between a branch and its side branches [rad].
        generations: 1 for stems alone, 2 with side branches, 3 with sub-branches…
        scatter: relative scatter of angles and lengths, 0 to 1.
    """

    side_branches: int
    ratio: float
    angle: float
    generations: int
    scatter: float

    def side_branches_of(self, parent: Branch, rng: np.random.Generator) -> list[Branch]:
        """Return the side branches of `parent`, the lowest first."""
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
    """Space for trees between side walls, all lengths in µm.

    Attributes:
        walls: side walls. No branch reaches a symmetry plane; periodic walls may be crossed.
        height: upper limit of the branches.
        gap: smallest distance between branches.
    """

    walls: SideWalls
    height: float
    gap: float

    def holds(self, shape: BaseGeometry) -> bool:
        """True if `shape` is `gap` away from ground and own images, and not above `height`."""
        left, low, right, top = shape.bounds
        aside, width = 0.5 * self.gap, self.walls.width
        if self.walls.periodic:
            clear = right - left <= width - self.gap
        else:
            clear = left >= aside and right <= width - aside
        return bool(clear and low >= self.gap and top <= self.height)

    def images(self, outline: shapely.Polygon) -> list[shapely.Polygon]:
        """Return images beyond both walls, without those of a shape on a symmetry plane."""
        width = self.walls.width
        if self.walls.periodic:
            return [affinity.translate(outline, xoff=turn * width) for turn in (-1, 1)]
        left, _, right, _ = outline.bounds
        walls = [wall for wall in (0.0, width) if not left < wall < right]
        return [affinity.scale(outline, -1.0, 1.0, origin=(wall, 0.0)) for wall in walls]


def grow(
    stems: list[Branch], habit: Habit, space: Space, rng: np.random.Generator
) -> list[shapely.Polygon]:
    """Return the outlines of stems and branches.

    A branch that would come closer than the gap to another, to the ground or to an image beyond
    a side wall is shortened or omitted; only joints are narrower. Only stems may stand on a
    symmetry plane: a branch that reached it would close off the space below.

    Args:
        stems: branches of the first generation.
        habit: branching pattern.
        space: space available to the branches.
        rng: random number generator for angles and lengths.
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
    """Return the branch, shortened until it keeps its distance; None if it cannot.

    Near its joint it may be close to other branches of the same parent, but to nothing else.
    """
    joint = parent.buffer(space.gap)
    strangers = [other for other in others if not other.intersects(parent)]
    for share in _SHORTENED:
        shorter = branch.shortened(share)
        outline = shorter.outline()
        free = outline.difference(joint)
        if free.is_empty:  # it would only be a bulge of its parent
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
