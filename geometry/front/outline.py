"""Outline: the boundary of the electrolyte as polylines with a state on every vertex."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.front.tags import COUNTER, DEAD
from platefront.geometry.lengths import UM, UM_PER_M
from platefront.geometry.plane.cylinder import images, is_simple, three_periods, turns_seen

_SLIVER = 0.125
"""Share of the edges at a vertex below which one counts less for the direction of motion."""


@dataclass(frozen=True)
class Outline:
    """Closed rings round the electrolyte that is connected to the counter electrode.

    The electrolyte lies on the left of every edge: the first ring runs counter-clockwise, holes
    run clockwise. Edge j goes from vertex j to vertex `following[j]`.

    Attributes:
        points: (n, 2) vertices, ring after ring [µm].
        starts: (r,) index of the first vertex of each ring.
        tag: (n,) edge tags: index of the named surface, or another of `front.tags`.
        thickness_m: (n,) deposit thickness at the vertex since the start [m], the unit of results,
            unlike that of coordinates.
        bare: (n,) 1 where the front started on bare host, 0 where it started on lithium.
        inert: indices of the surfaces without current; growing front slides along them as along a
            wall.
        period: width of the section if its side walls are periodic [µm]; the section is a cylinder
            then, without edges on the walls.
        winding: revolutions of each ring round the cylinder to the right: its last edge ends at its
            first vertex plus so many periods. Empty without a period.
    """

    points: Floats
    starts: Integers
    tag: Integers
    thickness_m: Floats
    bare: Floats
    inert: frozenset[int] = frozenset()
    period: float | None = None
    winding: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.points)

    @property
    def thickness_um(self) -> Floats:
        """(n,) deposit thickness at the vertex since the start [µm]."""
        return np.asarray(UM_PER_M * self.thickness_m)

    def thickened(self, growth: Floats) -> Outline:
        """Return the same front with (n,) growth [µm] added to the deposit thickness."""
        return replace(self, thickness_m=self.thickness_m + UM * growth)

    @cached_property
    def ring(self) -> Integers:
        """(n,) ring each vertex belongs to."""
        counts = np.diff(np.append(self.starts, len(self.points)))
        return np.repeat(np.arange(len(self.starts)), counts)

    @cached_property
    def following(self) -> Integers:
        """(n,) next vertex on the ring."""
        following = np.arange(1, len(self.points) + 1)
        following[np.append(self.starts[1:], len(self.points)) - 1] = self.starts
        return following

    @cached_property
    def preceding(self) -> Integers:
        """(n,) previous vertex on the ring."""
        preceding = np.empty(len(self.points), dtype=np.int64)
        preceding[self.following] = np.arange(len(self.points))
        return preceding

    @cached_property
    def edges(self) -> Floats:
        """(n, 2) edge vectors [µm]."""
        return self.points[self.following] - self.points + self.jumps

    @cached_property
    def jumps(self) -> Floats:
        """(n, 2) periodic shift between the coordinates of each vertex and the next one [µm]."""
        jumps = np.zeros((len(self.points), 2))
        if self.period is not None:
            last = np.append(self.starts[1:], len(self.points)) - 1
            jumps[last, 0] = self.period * np.array(self.winding)
        return jumps

    @cached_property
    def places(self) -> Floats:
        """(n, 2) positions of the vertices in the section [µm]."""
        if self.period is None:
            return self.points
        return np.column_stack((self.points[:, 0] % self.period, self.points[:, 1]))

    @cached_property
    def chords(self) -> Floats:
        """(n, 2) from the vertex before each one to the vertex after it [µm]."""
        straight = self.points[self.following] - self.points[self.preceding]
        return straight + self.jumps + self.jumps[self.preceding]

    @cached_property
    def segments(self) -> NDArray[np.object_]:
        """(n,) edges as lines [µm]."""
        return shapely.linestrings(np.stack((self.points, self.points + self.edges), axis=1))

    @cached_property
    def lengths(self) -> Floats:
        """(n,) edge lengths [µm]."""
        return np.hypot(self.edges[:, 0], self.edges[:, 1])

    @cached_property
    def is_front(self) -> NDArray[np.bool_]:
        """(n,) True for edges of the front, False for walls."""
        return self.tag >= 0

    def seen_segments(self) -> tuple[NDArray[np.object_], Integers]:
        """Edges as lines, on a cylinder of three periods, and the index of the edge of each."""
        if self.period is None:
            return self.segments, np.arange(len(self))
        left, _, right, _ = shapely.total_bounds(self.segments)
        turns = turns_seen(left, right, self.period)
        copies = [
            shapely.transform(self.segments, lambda p, dx=k * self.period: p + np.array([dx, 0.0]))
            for k in turns
        ]
        return np.concatenate(copies), np.tile(np.arange(len(self)), len(turns))

    @cached_property
    def front_length(self) -> Floats:
        """(n,) half the length of the front edges that meet at each vertex [µm]."""
        wetted = np.where(self.is_front, self.lengths, 0.0)
        return 0.5 * (wetted + wetted[self.preceding])

    @cached_property
    def grows(self) -> NDArray[np.bool_]:
        """(n,) True for edges of the front that may carry a current."""
        return self.is_front & ~np.isin(self.tag, [DEAD, *self.inert])

    @cached_property
    def growing_length(self) -> Floats:
        """(n,) half the length of the growing edges that meet at each vertex [µm]."""
        growing = np.where(self.grows, self.lengths, 0.0)
        return 0.5 * (growing + growing[self.preceding])

    @cached_property
    def front_points(self) -> NDArray[np.bool_]:
        """(n,) True for vertices on the front."""
        return self.is_front | self.is_front[self.preceding]

    @cached_property
    def on_counter(self) -> NDArray[np.bool_]:
        """(n,) True for edges of the counter electrode."""
        return self.tag == COUNTER

    @cached_property
    def counter_points(self) -> NDArray[np.bool_]:
        """(n,) True for vertices on the counter electrode."""
        return self.on_counter | self.on_counter[self.preceding]

    @cached_property
    def counter_width(self) -> Floats:
        """Half the horizontal extent of the counter's edges that meet at each vertex [µm]."""
        extent = np.where(self.on_counter, np.abs(self.edges[:, 0]), 0.0)
        return 0.5 * (extent + extent[self.preceding])

    @cached_property
    def counter_line(self) -> shapely.MultiLineString:
        """Edges of the present counter electrode, with periodic images [µm]."""
        lines = shapely.multilinestrings(self.segments[self.on_counter])
        return lines if self.period is None else images(lines, self.period)

    @cached_property
    def growth_area(self) -> Floats:
        """(n, 2) a_j = half the left normals (times length) of the front edges at j [µm].

        Its scalar product with a displacement of vertex j is the area taken from the electrolyte.
        """
        left = self._left_normals
        return 0.5 * (left + left[self.preceding])

    @cached_property
    def ring_areas(self) -> Floats:
        """(r,) signed areas; the first is positive, holes are negative [µm²].

        A ring round the cylinder has the area between it and y = 0, negative to the right.
        """
        first = self.points[self.starts]
        here = self.points - first[self.ring]  # local origin: no cancellation
        there = self.points[self.following] - first[self.ring] + self.jumps
        cross = here[:, 0] * there[:, 1] - here[:, 1] * there[:, 0]
        areas: Floats = 0.5 * np.add.reduceat(cross, self.starts)
        if self.period is not None:
            areas -= first[:, 1] * self.period * np.array(self.winding)
        return areas

    @property
    def area(self) -> float:
        """Area of the electrolyte [µm²]."""
        return float(self.ring_areas.sum())

    @property
    def on_lithium(self) -> NDArray[np.bool_]:
        """(n,) True for edges on lithium, False on bare host."""
        old, new = self.bare < 0.5, self.thickness_m > 0.0
        grown = self.grows & (new | new[self.following])
        return self.is_front & (old | old[self.following]) | grown

    @cached_property
    def is_hole(self) -> NDArray[np.bool_]:
        """(r,) True for rings round solids, unlike the first one and those round the cylinder."""
        hole = np.arange(len(self.starts)) > 0
        if any(self.winding):
            hole = np.array(self.winding) == 0
        return hole

    @cached_property
    def used_up(self) -> NDArray[np.bool_]:
        """(r,) True for holes turned inside out: lithium of which more than all is stripped."""
        return self.is_hole & (self.ring_areas >= 0.0)

    @cached_property
    def is_simple(self) -> bool:
        """True if the outline neither crosses nor touches itself, nor has a ring inside out."""
        if self.used_up.any():
            return False
        rings = np.split(self.points, self.starts[1:])
        if self.period is None:
            return bool(shapely.Polygon(rings[0], rings[1:]).is_valid)
        return is_simple(rings, self.winding, self.period)

    def polygon(self) -> BaseGeometry:
        """Return the electrolyte as a polygon, invalid where the front crosses itself [µm].

        On a cylinder: three periods, from -`period` to 2 `period`, without crossings. Rings that
        are used up are left out.
        """
        return self._polygon

    @cached_property
    def _polygon(self) -> BaseGeometry:
        parts = np.split(self.points, self.starts[1:])
        rings = [ring for ring, gone in zip(parts, self.used_up, strict=True) if not gone]
        if self.period is None:
            return shapely.Polygon(rings[0], rings[1:])
        turns = [turn for turn, gone in zip(self.winding, self.used_up, strict=True) if not gone]
        return three_periods(rings, turns, self.period)

    @cached_property
    def bisectors(self) -> Floats:
        """(n, 2) unit vectors between the left normals of the front edges at each vertex.

        Slivers count by their length, since their direction is uncertain; 0 away from the front.
        """
        before, own = self.preceding, np.where(self.is_front, self.lengths, 0.0)
        most = _SLIVER * (own + own[before])
        unit = _unit(self._left_normals)
        both = np.minimum(own, most)[:, None] * unit
        both += np.minimum(own[before], most)[:, None] * unit[before]
        return _unit(both)

    @cached_property
    def _left_normals(self) -> Floats:
        """(n, 2) left normals of the front edges, times their length; 0 for walls."""
        left = np.column_stack((-self.edges[:, 1], self.edges[:, 0]))
        return np.where(self.is_front[:, None], left, 0.0)


def _unit(vectors: Floats) -> Floats:
    """(n, 2) vectors of length one; 0 where there is none."""
    size = np.hypot(vectors[:, 0], vectors[:, 1])[:, None]
    return np.divide(vectors, size, out=np.zeros_like(vectors), where=size > 0.0)
