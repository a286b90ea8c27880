"""Lines of mesh edges from wall to wall at given heights, where regions of the electrolyte meet."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.errors import MeshingError
from platefront.geometry.front.outline import Outline
from platefront.geometry.mesh.plan import Plan

_SAME = 1e-6
"""Distance within which a point lies at a height [µm]."""


def divided_at(flat: Plan, outline: Outline, levels: Floats) -> Plan:
    """Return the plan with inner lines at heights, which divide the lines that they end on.

    Args:
        flat: the plan, without images.
        outline: of the electrolyte.
        levels: heights above the front [µm].

    Raises:
        MeshingError: the front crosses a height.
    """
    for level in levels:
        flat = _with_level(flat, outline, float(level))
    return flat


def _with_level(flat: Plan, outline: Outline, level: float) -> Plan:
    count = len(flat.ends)
    above, there = flat.points[:, 1] - level, np.abs(flat.points[:, 1] - level) < _SAME
    ends_above = above[flat.ends]
    crosses = np.flatnonzero((above * ends_above < 0.0) & ~there & ~there[flat.ends])
    if outline.is_front[crosses[crosses < len(outline)]].any():
        raise MeshingError(f"the front reaches the layer of the electrolyte at y = {level:.6g} µm")
    share = above[crosses] / (above[crosses] - ends_above[crosses])
    start = flat.points[crosses]
    new = start + share[:, None] * (flat.points[flat.ends[crosses]] - start)
    new[:, 1] = level
    number = count + np.arange(len(crosses))
    made = np.full(count, -1)  # line that goes on from where each line is divided
    made[crosses] = number
    twin = number.copy()
    banks: list[Integers] = []
    for one, other in flat.banks:
        if made[one] < 0:
            banks.append(np.array([one, other]))
            continue
        here, image = made[one] - count, made[other] - count
        new[image] = new[here] + flat.points[flat.ends[other]] - flat.points[one]
        twin[image] = number[here]
        banks += [np.array([one, made[other]]), np.array([made[one], other])]
    ends = np.concatenate((flat.ends, flat.ends[crosses]))
    ends[crosses] = number
    points = np.concatenate((flat.points, new))
    surfaces = tuple(tuple(_with_rest(ring, made) for ring in rings) for rings in flat.surfaces)
    made_flat = replace(
        flat,
        points=points,
        ends=ends,
        twin=np.concatenate((flat.twin, twin)),
        surfaces=surfaces,
        banks=np.array(banks, dtype=np.int64).reshape(-1, 2),
        divided=_edges_of(flat, outline, crosses, number),
    )
    on_level = np.concatenate((np.flatnonzero(there), number))
    return replace(made_flat, inner=np.concatenate((flat.inner, _spans(made_flat, on_level))))


def _with_rest(ring: Integers, made: Integers) -> Integers:
    """Return a ring in which the rest of each divided line follows it."""
    both = np.column_stack((ring, made[ring])).ravel()
    return np.asarray(both[both >= 0])


def _edges_of(flat: Plan, outline: Outline, lines: Integers, rests: Integers) -> Integers:
    """Return `Plan.divided` with the rests of more lines."""
    edge = np.full(len(flat.ends), -1)
    edge[: len(outline)] = np.arange(len(outline))
    edge[flat.divided[:, 0]] = flat.divided[:, 1]
    of_edges = edge[lines] >= 0  # the others are banks
    more = np.column_stack((rests[of_edges], edge[lines[of_edges]]))
    return np.concatenate((flat.divided, more))


def _spans(flat: Plan, on_level: Integers) -> Integers:
    """Return the inner lines between points at a height: the rows of `Plan.inner`."""
    order = on_level[np.argsort(flat.points[on_level, 0], kind="stable")]
    if len(order) % 2:
        raise MeshingError("a layer of the electrolyte does not reach from wall to wall")
    pairs = order.reshape(-1, 2)
    middles = shapely.points(flat.points[pairs].mean(axis=1))
    surface = np.zeros(len(pairs), dtype=np.int64)
    for index, (outer, *_) in enumerate(flat.surfaces):
        inside = shapely.Polygon(flat.points[outer]).covers(middles)
        surface[inside] = index
    return np.column_stack((pairs, surface))
