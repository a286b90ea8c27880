"""Rings on the cylinder: joining of rings that periodic side walls cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.errors import SectionError
from platefront.geometry.front.dividing import without
from platefront.geometry.front.outline import Outline

_SNAP = 1e-7
"""Distance below which points coincide [µm]."""
_STEP = 1e-6
"""Largest difference in height of ends that are joined [µm]. It exceeds `_SNAP` for steep edges,
since points within `_SNAP` are moved onto the wall."""
_STRAIGHT = 1e-7
"""Tangent of a negligible turn."""


@dataclass(frozen=True, slots=True)
class PeriodicRings:
    """Rings on the cylinder, made of pieces of rings in the plane.

    Attributes:
        vertex: (n,) index of each vertex, and of its edge, in the rings of the plane.
        shift: (n,) x to add to that vertex, so that rings are continuous [µm].
        starts: (r,) first vertex of each ring.
        winding: revolutions of each ring to the right.
    """

    vertex: Integers
    shift: Floats
    starts: Integers
    winding: tuple[int, ...]


def periodic_rings(
    points: Floats, following: Integers, on_wall: NDArray[np.bool_], width: float
) -> PeriodicRings:
    """Join the ends of rings that the side walls cut.

    Args:
        points: (m, 2) vertices of rings in the section, 0 ≤ x ≤ width [µm].
        following: (m,) next vertex on the ring.
        on_wall: (m,) True where the edge that begins at a vertex lies on a side wall.
        width: of the section [µm].

    Returns:
        The rings; the first one runs round the cylinder to the right, or encloses the largest area.

    Raises:
        SectionError: the section does not match across its side walls.
    """
    leads_to, turns = _successors(points, following, on_wall, width)
    rings = _cycles(leads_to, ~on_wall)
    vertex = np.concatenate(rings)
    lengths = [len(ring) for ring in rings]
    steps = turns[vertex]
    winding = [int(turns[ring].sum()) for ring in rings]
    before = np.cumsum(steps) - steps
    starts = np.cumsum([0, *lengths[:-1]])
    shift = width * (before - np.repeat(before[starts], lengths))
    return _ordered(points, vertex, shift, starts, winding)


def _successors(
    points: Floats, following: Integers, on_wall: NDArray[np.bool_], width: float
) -> tuple[Integers, Integers]:
    """Successor of each edge, and the revolutions from one to the other."""
    leads_to, turns = following.copy(), np.zeros(len(points), dtype=np.int64)
    ends = np.flatnonzero(~on_wall & on_wall[following])
    preceding = np.empty_like(following)
    preceding[following] = np.arange(len(following))
    begins = np.flatnonzero(~on_wall & on_wall[preceding])
    for wall, other, turn in ((0.0, width, -1), (width, 0.0, 1)):
        leaving = ends[points[following[ends], 0] == wall]
        entering = begins[points[begins, 0] == other]
        if len(leaving) != len(entering):
            raise _mismatch(points[np.append(following[leaving], entering), 1])
        if not len(leaving):
            continue
        here = points[following[leaving], 1]
        # Two ways may cross the wall at one height: out at the top of one, in at the bottom.
        there = entering[np.argsort(points[entering, 1], kind="stable")]
        order = np.argsort(here, kind="stable")
        if np.abs(here[order] - points[there, 1]).max() > _STEP:
            raise _mismatch(here[order])
        leads_to[leaving[order]] = there
        turns[leaving[order]] = turn
    return leads_to, turns


def _mismatch(heights: Floats) -> SectionError:
    where = f", for instance near y = {heights[0]:.4g} µm" if len(heights) else ""
    return SectionError(f"the solids meet the two periodic side walls differently{where}")


def _cycles(leads_to: Integers, kept: NDArray[np.bool_]) -> list[Integers]:
    """Cycles of a permutation of the kept edges, each from its lowest index."""
    edges = np.flatnonzero(kept)
    count = len(leads_to)
    links = coo_array((np.ones(len(edges)), (edges, leads_to[edges])), shape=(count, count))
    _, label = connected_components(links, directed=True, connection="weak")
    cycles = []
    for first in edges[np.unique(label[edges], return_index=True)[1]]:
        ring = [int(first)]
        while (following := int(leads_to[ring[-1]])) != first:
            ring.append(following)
        cycles.append(np.array(ring))
    return cycles


def _ordered(
    points: Floats, vertex: Integers, shift: Floats, starts: Integers, winding: Sequence[int]
) -> PeriodicRings:
    """Rings with the outer one, or the lower one of two round the cylinder, first."""
    parts = np.split(np.arange(len(vertex)), starts[1:])
    if any(winding):
        first = int(np.argmax(winding))
    else:
        x = points[vertex, 0] + shift
        areas = [shapely.Polygon(np.column_stack((x[p], points[vertex[p], 1]))).area for p in parts]
        first = int(np.argmax(areas))
    order = [first, *(number for number in range(len(parts)) if number != first)]
    chosen = np.concatenate([parts[number] for number in order])
    lengths = [len(parts[number]) for number in order]
    return PeriodicRings(
        vertex[chosen],
        shift[chosen],
        np.cumsum([0, *lengths[:-1]]),
        tuple(winding[number] for number in order),
    )


def without_wall_vertices(outline: Outline) -> Outline:
    """Return the outline without vertices at which side walls cut a straight edge of the front."""
    assert outline.period is not None, "a cylinder has a period"
    before, after = outline.edges[outline.preceding], outline.edges
    cross = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
    straight = np.abs(cross) < _STRAIGHT * np.einsum("ij,ij->i", before, after)
    inside = outline.is_front & (outline.tag == outline.tag[outline.preceding])
    drop = straight & inside & (outline.points[:, 0] % outline.period == 0.0)
    left = np.bincount(outline.ring, weights=~drop)
    drop &= left[outline.ring] > 0  # a flat floor may have no other vertex
    return without(outline, drop)
