"""Keep the spacing of front vertices near the asked size without changing any area."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from geometry.junctions import JunctionSize, edge_sizes
from geometry.motion import FLOOR, advance
from geometry.outline import Floats, Integers, Outline

LONGEST = 1.5
"""Edges longer than this many sizes are split."""
SHORTEST = 0.5
"""Edges shorter than this many sizes lose a vertex."""
_PASSES = 8
"""Rounds of splitting and collapsing that a front which is nearly right is given."""
_THIN = 0.3
"""A coat on bare host thinner than this many sizes follows the host closely."""
_SHORTEST_KEPT = 0.25
"""The same where a vertex matters: on the host, between two surfaces, next to a corner."""
_FOLDED = -np.cos(np.radians(20.0))
"""A front that turns back on itself this sharply is a fold that no triangle fits into."""
_SMOOTH = np.cos(np.radians(40.0))
"""Edges that turn less than this at both ends belong to a smooth curve."""
_UNEVEN = 2.0
"""Four points tell where a curve runs if the outer edges are no more than this times longer."""


def resample(outline: Outline, size: float, near: JunctionSize | None = None) -> Outline:
    """Split long and collapse short front edges; every ring keeps its area to round-off.

    Args:
        outline: the front.
        size: wanted edge length [µm].
        near: wanted edge length near junctions; None for the same size everywhere.
    """
    for _ in range(_passes(outline, size, near)):
        changed = _split(_collapse(outline, size, near), size, near)
        if len(changed) == len(outline) and np.array_equal(changed.points, outline.points):
            break
        outline = changed
    return outline


def _passes(outline: Outline, size: float, near: JunctionSize | None) -> int:
    """Enough for the longest edge, which is halved once a pass, to end up in small pieces."""
    longest = float(outline.lengths[outline.is_front].max(initial=0.0))
    smallest = size if near is None else min(size, near.at)
    halvings = math.ceil(math.log2(max(1.0, longest / (LONGEST * smallest))))
    return max(_PASSES, halvings + 1)


def _directions(outline: Outline) -> Floats:
    return outline.edges / np.maximum(outline.lengths, 1e-300)[:, None]


def _turns(outline: Outline) -> Floats:
    """(n,) cosine of the turn at each vertex."""
    direction = _directions(outline)
    return np.einsum("ij,ij->i", direction, direction[outline.preceding])


def _split(outline: Outline, size: float, near: JunctionSize | None) -> Outline:
    """Halve long front edges; on smooth lithium the new vertex lies on the curve."""
    sizes = edge_sizes(outline, size, near)
    long = np.flatnonzero(outline.is_front & (outline.lengths > LONGEST * sizes))
    if not len(long):
        return outline
    ahead = outline.following[long]
    before, beyond = outline.preceding[long], outline.following[ahead]
    p, jumps = outline.points, outline.jumps
    here, there = p[long], p[ahead] + jumps[long]
    middle = 0.5 * (here + there)
    turns = _turns(outline)
    lithium = (outline.bare[[long, ahead]] < 0.5) | (outline.thickness[[long, ahead]] > 0)
    beside = outline.lengths[[before, ahead]]
    similar = (beside.min(axis=0) > 0.3 * sizes[long]) & (
        beside.max(axis=0) < _UNEVEN * outline.lengths[long]
    )
    smooth = (
        (turns[long] > _SMOOTH)
        & (turns[ahead] > _SMOOTH)
        & lithium.all(axis=0)
        & outline.is_front[before]
        & outline.is_front[ahead]
        & similar
    )
    last, next_one = p[before] - jumps[before], p[beyond] + jumps[long] + jumps[ahead]
    curved = (9.0 * (here + there) - (last + next_one)) / 16.0
    new = np.where(smooth[:, None], curved, middle)
    cross = _cross(new - here, there - here)
    taken = -0.5 * cross  # area the new triangle takes from the electrolyte
    at = long + 1
    points = np.insert(p, at, new, axis=0)
    grown = replace(
        outline,
        points=points,
        starts=outline.starts + np.searchsorted(long, outline.starts, side="left"),
        tag=np.insert(outline.tag, at, outline.tag[long]),
        thickness=np.insert(outline.thickness, at, outline.thickness[[long, ahead]].mean(axis=0)),
        # An edge between bare host and lithium lies on the host, all of it.
        bare=np.insert(outline.bare, at, outline.bare[[long, ahead]].max(axis=0)),
    )
    inserted = at + np.arange(len(at))
    repair = np.zeros(len(grown))
    np.add.at(repair, inserted, -0.5 * taken)
    np.add.at(repair, grown.preceding[inserted], -0.25 * taken)
    np.add.at(repair, grown.following[inserted], -0.25 * taken)
    return advance(grown, repair, deposit=False) if smooth.any() else grown


def _collapse(outline: Outline, size: float, near: JunctionSize | None) -> Outline:
    """Drop vertices of short front edges, never two neighbours in one pass."""
    for _ in range(6):
        sizes = edge_sizes(outline, size, near)
        drop = _droppable(outline, np.minimum(sizes, sizes[outline.preceding]))
        if not len(drop):
            break
        outline = without_vertices(outline, drop)
    return outline


def _droppable(outline: Outline, size: Floats) -> Integers:
    """Vertices to drop for wanted edge lengths (n,), at each vertex the smaller of its edges'."""
    before, after = outline.preceding, outline.following
    inner = outline.is_front & outline.is_front[before]
    shorter = np.minimum(outline.lengths, outline.lengths[before])
    border = inner & (outline.tag != outline.tag[before])
    # A chord across a thinly coated fibre would cut into the fibre.
    host = (outline.bare > 0.5) & (outline.thickness < 1e-6 * _THIN * size)
    limit = np.where(host | border, _SHORTEST_KEPT, SHORTEST) * size
    turns = _turns(outline)
    folded = inner & (turns < _FOLDED)
    short = (inner & (shorter < limit)) | _cornered(outline, _SHORTEST_KEPT * size)
    counts = np.diff(np.append(outline.starts, len(outline)))[outline.ring]
    candidate = (short | folded) & (counts > 6)
    # The straightest and most crowded vertex goes first; ties are broken by the index.
    chord = np.hypot(*outline.chords.T)
    merit = np.where(candidate, chord - turns * size, np.inf)
    order = np.lexsort((np.arange(len(outline)), merit))
    rank = np.empty(len(outline), dtype=np.int64)
    rank[order] = np.arange(len(outline))
    first = candidate & (rank < rank[before]) & (rank < rank[after])
    return np.flatnonzero(first)


def _cornered(outline: Outline, limit: Floats) -> NDArray[np.bool_]:
    """(n,) ends of the front on a wall that have all but reached a corner of the box."""
    wall = ~outline.is_front
    before, after = outline.preceding, outline.following
    corner = wall & wall[before]
    ends = outline.is_front[before] & corner[after] & (outline.lengths < limit)
    starts = outline.is_front & corner[before] & (outline.lengths[before] < limit)
    return np.asarray((wall & ends) | (wall[before] & starts))


def without_vertices(outline: Outline, drop: Integers) -> Outline:
    """Remove vertices (no two adjacent); the area of each ring is given back by its neighbours."""
    before, after = outline.preceding[drop], outline.following[drop]
    p = outline.points
    gained = 0.5 * _cross(outline.edges[before], outline.edges[drop])
    keep = np.ones(len(outline), dtype=bool)
    keep[drop] = False
    repair = np.zeros(len(outline))
    # Dropping a vertex that pokes into the solid (convex electrolyte) takes area from the
    # electrolyte, so its neighbours retreat by as much, and the other way round. One that lies on
    # the plane y = 0 would retreat out of the box: it stays, and the other gives all.
    share = _share_of_first(p[before, 1] > FLOOR, p[after, 1] > FLOOR)
    np.add.at(repair, before, -share * gained)
    np.add.at(repair, after, -(1.0 - share) * gained)
    reduced = replace(
        outline,
        points=p[keep],
        starts=outline.starts - np.searchsorted(drop, outline.starts, side="left"),
        tag=_tags_without(outline, drop, keep),
        thickness=outline.thickness[keep],
        bare=outline.bare[keep],
    )
    return advance(reduced, repair[keep], deposit=False)


def _share_of_first(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> Floats:
    """What the first of two neighbours gives back, by whether each is free to move."""
    return np.where(first == second, 0.5, np.where(first, 1.0, 0.0))


def _tags_without(outline: Outline, drop: Integers, keep: NDArray[np.bool_]) -> Integers:
    """Edge tags after dropping vertices: the longer of two merged edges gives its tag."""
    tag = outline.tag.copy()
    before = outline.preceding[drop]
    longer = outline.lengths[drop] > outline.lengths[before]
    tag[before[longer]] = outline.tag[drop[longer]]
    return tag[keep]


def _cross(a: Floats, b: Floats) -> Floats:
    return np.asarray(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0])
