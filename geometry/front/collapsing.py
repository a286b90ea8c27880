"""Removal of vertices where the front is resolved too finely, at constant area of lithium."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.front.junctions import JunctionSize, edge_sizes
from platefront.geometry.front.motion import FLOOR, advance
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.substrate import Substrate
from platefront.geometry.lengths import UM

SHORTEST = 0.5
"""Edges shorter than this many sizes lose a vertex."""
_THIN = 0.3
"""Thickness in edge sizes below which a layer on bare host follows the host closely."""
_SHORTEST_KEPT = 0.25
"""The same for vertices on the host, between two surfaces and next to a corner."""
_NO_LENGTH = 4e-3
"""The same for vertices above corners of the substrate, which are held otherwise."""
_FEWEST, _FEWEST_OF_NEEDLES = 6, 4
"""Vertices of a ring that stay, and those of one with shorter edges than those."""
_FOLDED = -np.cos(np.radians(20.0))
"""Cosine of a turn beyond which the front is folded too sharply for a triangle."""
_CUT = 1e-6
"""Area cut off the substrate by a chord below which the substrate counts as whole [µm²]."""
_NEGLIGIBLE = 1e-7
"""Area that may be lost with a vertex without lithium beside it [µm²]."""
_LAST = 1e3
"""Penalty on removing vertices at corners of the substrate, in edge sizes."""


def collapse(
    outline: Outline, size: float, near: JunctionSize | None, substrate: Substrate | None
) -> Outline:
    """Remove vertices of short front edges, never two neighbours in one pass.

    Args:
        outline: the front.
        size: wanted edge length [µm].
        near: wanted edge length near junctions; None for the same size everywhere.
        substrate: region that the front should not cut into; None for no limit.
    """
    for _ in range(6):
        sizes = edge_sizes(outline, size, near)
        drop = _droppable(outline, np.minimum(sizes, sizes[outline.preceding]), substrate)
        if not len(drop):
            break
        outline = without_vertices(outline, drop, substrate)
    return outline


def turns(outline: Outline) -> Floats:
    """(n,) cosine of the turn at each vertex."""
    direction = outline.edges / np.maximum(outline.lengths, 1e-300)[:, None]
    return np.asarray(np.einsum("ij,ij->i", direction, direction[outline.preceding]))


def _droppable(outline: Outline, size: Floats, substrate: Substrate | None) -> Integers:
    """Vertices to be removed, for target edge lengths (n,), the smaller of the two at a vertex."""
    before, after = outline.preceding, outline.following
    inner = outline.is_front & outline.is_front[before]
    shorter = np.minimum(outline.lengths, outline.lengths[before])
    border = inner & (outline.tag != outline.tag[before])
    # A chord across a thinly coated fibre would cut into the fibre.
    host = (outline.bare > 0.5) & (outline.thickness_m < UM * _THIN * size)
    limit = np.where(host | border, _SHORTEST_KEPT, SHORTEST) * size
    turn = turns(outline)
    folded = inner & (turn < _FOLDED)
    short = (inner & (shorter < limit)) | _cornered(outline, _SHORTEST_KEPT * size)
    counts = np.diff(np.append(outline.starts, len(outline)))[outline.ring]
    fewest = np.where(shorter < _SHORTEST_KEPT * size, _FEWEST_OF_NEEDLES, _FEWEST)
    candidate = (short | folded) & (counts > fewest)
    # The straightest and most crowded vertex goes first; ties are broken by the index.
    chord = np.hypot(*outline.chords.T)
    merit = np.where(candidate, chord - turn * size, np.inf)
    if substrate is not None:
        # no triangle fits into a fold of short edges or beside an edge of next to no length
        degenerate = shorter < np.where(folded, _SHORTEST_KEPT, _NO_LENGTH) * size
        candidate &= degenerate | ~substrate.holds(outline)
        merit = np.where(candidate, merit, np.inf)
        pokes = np.flatnonzero(candidate & (_ears(outline, np.arange(len(outline))) < -_CUT))
        cutting = pokes[substrate.cut(outline, pokes) > _CUT]
        merit[cutting] += _LAST * size[cutting]
    order = np.lexsort((np.arange(len(outline)), merit))
    rank = np.empty(len(outline), dtype=np.int64)
    rank[order] = np.arange(len(outline))
    first = candidate & (rank < rank[before]) & (rank < rank[after])
    return np.flatnonzero(first)


def _cornered(outline: Outline, limit: Floats) -> NDArray[np.bool_]:
    """(n,) True for ends of the front on a wall within `limit` of a corner of the box."""
    wall = ~outline.is_front
    before, after = outline.preceding, outline.following
    corner = wall & wall[before]
    ends = outline.is_front[before] & corner[after] & (outline.lengths < limit)
    starts = outline.is_front & corner[before] & (outline.lengths[before] < limit)
    return np.asarray((wall & ends) | (wall[before] & starts))


def without_vertices(
    outline: Outline, drop: Integers, substrate: Substrate | None = None
) -> Outline:
    """Remove vertices (no two adjacent); their neighbours move to keep the area of each ring.

    Args:
        outline: the front.
        drop: vertices to remove.
        substrate: region that the neighbours must not retreat into; None for no limit. Area for
            which there is no lithium below them is not compensated.
    """
    before, after = outline.preceding[drop], outline.following[drop]
    gained = _ears(outline, drop)
    keep = np.ones(len(outline), dtype=bool)
    keep[drop] = False
    repair = np.zeros(len(outline))
    # Dropping a vertex that pokes into the solid (convex electrolyte) takes area from the
    # electrolyte, so its neighbours retreat by as much, and the other way round.
    first = _share_of_first(outline, before, after) * gained
    second = gained - first
    if substrate is not None:
        room, beside = (_room(outline, v, gained, substrate) for v in (before, after))
        first = np.clip(first, gained - beside, room)
        second = np.minimum(gained - first, beside)
    np.add.at(repair, before, -first)
    np.add.at(repair, after, -second)
    reduced = replace(
        outline,
        points=outline.points[keep],
        starts=outline.starts - np.searchsorted(drop, outline.starts, side="left"),
        tag=_tags_without(outline, drop, keep),
        thickness_m=outline.thickness_m[keep],
        bare=outline.bare[keep],
    )
    on_host = substrate is not None and substrate.near > 0.0
    return advance(reduced, repair[keep], deposit=False, on_host=on_host)


def compensable(outline: Outline, vertices: Integers, substrate: Substrate) -> NDArray[np.bool_]:
    """(k,) True where neighbours of a vertex have the lithium that its removal asks of them.

    Nothing is asked for a vertex on a straight line.
    """
    gained = _ears(outline, vertices)
    before, after = outline.preceding[vertices], outline.following[vertices]
    room = sum(_room(outline, v, gained, substrate) for v in (before, after))
    return np.asarray(gained <= room + _NEGLIGIBLE)


def _ears(outline: Outline, vertices: Integers) -> Floats:
    """(k,) area that the electrolyte loses with a vertex, < 0 where it protrudes into it."""
    last, here = outline.edges[outline.preceding[vertices]], outline.edges[vertices]
    return np.asarray(0.5 * (last[:, 0] * here[:, 1] - last[:, 1] * here[:, 0]))


def _share_of_first(outline: Outline, first: Integers, second: Integers) -> Floats:
    """(k,) share of the first of two neighbours in the compensation: half, or 1 if it alone moves.

    A vertex on the plane y = 0 would retreat out of the box.
    """
    free, other = (outline.points[side, 1] > FLOOR for side in (first, second))
    return np.where(free == other, 0.5, np.where(free, 1.0, 0.0))


def _room(outline: Outline, vertices: Integers, gained: Floats, substrate: Substrate) -> Floats:
    """(k,) area of lithium below vertices that retreat, inf for others [µm²]."""
    room = substrate.depth(outline, vertices) * np.hypot(*outline.growth_area[vertices].T)
    room[outline.points[vertices, 1] <= FLOOR] = 0.0
    return np.where(gained > 0.0, room, np.inf)


def _tags_without(outline: Outline, drop: Integers, keep: NDArray[np.bool_]) -> Integers:
    """Edge tags after the removal of vertices: the longer of two merged edges keeps its tag."""
    tag = outline.tag.copy()
    before = outline.preceding[drop]
    longer = outline.lengths[drop] > outline.lengths[before]
    tag[before[longer]] = outline.tag[drop[longer]]
    return tag[keep]
