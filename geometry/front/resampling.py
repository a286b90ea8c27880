"""Resampling of the front to a target spacing of vertices, at constant area of lithium."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.geometry.front.collapsing import collapse, turns
from platefront.geometry.front.junctions import JunctionSize, edge_sizes
from platefront.geometry.front.motion import advance
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.substrate import Substrate

LONGEST = 1.5
"""Longest edge, in target sizes, that is not split."""
_PASSES = 8
"""Rounds of splitting and collapsing of a front near its target spacing."""
_SMOOTH = np.cos(np.radians(40.0))
"""Cosine of the largest turn at both ends of an edge of a smooth curve."""
_UNEVEN = 2.0
"""Largest ratio of outer to inner edges for the interpolation of a curve by four points."""


def resample(
    outline: Outline,
    size: float,
    near: JunctionSize | None = None,
    substrate: Substrate | None = None,
) -> Outline:
    """Split long and collapse short front edges; every ring keeps its area to round-off.

    Args:
        outline: the front.
        size: target edge length [µm].
        near: target edge length near junctions; None for the same size everywhere.
        substrate: region that the front should not cut into, at the cost of area where a removed
            vertex has no lithium beside it; None for no limit.
    """
    on_host = substrate is not None and substrate.near > 0.0
    for _ in range(_passes(outline, size, near)):
        changed = _split(collapse(outline, size, near, substrate), size, near, on_host=on_host)
        if len(changed) == len(outline) and np.array_equal(changed.points, outline.points):
            break
        outline = changed
    return outline


def _passes(outline: Outline, size: float, near: JunctionSize | None) -> int:
    """Number of rounds in which the longest edge, halved in each, reaches the target spacing."""
    longest = float(outline.lengths[outline.is_front].max(initial=0.0))
    smallest = size if near is None else min(size, near.at)
    halvings = math.ceil(math.log2(max(1.0, longest / (LONGEST * smallest))))
    return max(_PASSES, halvings + 1)


def _split(outline: Outline, size: float, near: JunctionSize | None, *, on_host: bool) -> Outline:
    """Halve long front edges; the new vertex lies on the curve where lithium is smooth."""
    sizes = edge_sizes(outline, size, near)
    long = np.flatnonzero(outline.is_front & (outline.lengths > LONGEST * sizes))
    if not len(long):
        return outline
    ahead = outline.following[long]
    before, beyond = outline.preceding[long], outline.following[ahead]
    p, jumps = outline.points, outline.jumps
    here, there = p[long], p[ahead] + jumps[long]
    middle = 0.5 * (here + there)
    turn = turns(outline)
    lithium = (outline.bare[[long, ahead]] < 0.5) | (outline.thickness_m[[long, ahead]] > 0)
    beside = outline.lengths[[before, ahead]]
    similar = (beside.min(axis=0) > 0.3 * sizes[long]) & (
        beside.max(axis=0) < _UNEVEN * outline.lengths[long]
    )
    smooth = (
        (turn[long] > _SMOOTH)
        & (turn[ahead] > _SMOOTH)
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
        thickness_m=np.insert(
            outline.thickness_m, at, outline.thickness_m[[long, ahead]].mean(axis=0)
        ),
        # An edge between bare host and lithium lies on the host, all of it.
        bare=np.insert(outline.bare, at, outline.bare[[long, ahead]].max(axis=0)),
    )
    inserted = at + np.arange(len(at))
    repair = np.zeros(len(grown))
    np.add.at(repair, inserted, -0.5 * taken)
    np.add.at(repair, grown.preceding[inserted], -0.25 * taken)
    np.add.at(repair, grown.following[inserted], -0.25 * taken)
    if not smooth.any():
        return grown
    return advance(grown, repair, deposit=False, on_host=on_host)


def _cross(a: Floats, b: Floats) -> Floats:
    return np.asarray(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0])
