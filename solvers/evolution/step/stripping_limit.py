"""Limit of stripping by the available metal.

The rate laws contain the limit (`metal_supply`): at no point does a step take more than the metal
there. This module moves what the integrals over hat functions ask of a
vertex beyond its own metal to its neighbours, so that the charge that the fields carry is also the
charge that moves the front.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.front.outline import Outline
from platefront.geometry.plane.cylinder import images
from platefront.solvers.front.metal_supply import Supply
from platefront.solvers.front.vertex_currents import VertexCurrents
from platefront.solvers.state.plating_state import PlatingState

_CUT = 1e-7
"""Negligible overlap of electrolyte and host [µm²]."""
_ROUND_OFF = 1e-9
"""Distance within which shapes touch [µm]."""
_LEAST = 1e-300
_PASSES = 100
"""Largest number of times that charge beyond a vertex's metal is passed to neighbours."""
_ROUNDS = 50
"""Largest number of times that the rest is passed to the next metal along the front."""


def within_supply(
    charges: VertexCurrents, supply: Supply, *, even: bool, passed_on: bool, steady: bool
) -> tuple[VertexCurrents, float]:
    """Move stripping beyond the metal of a vertex to others that have metal left.

    Args:
        charges: of the step [C/m].
        supply: metal at its start.
        even: True to spread over all vertices, False to the nearest along the front.
        passed_on: False to leave it out: the mean of pulses is no current of one moment, and what
            it would strip of bare host does not go elsewhere.
        steady: True for a given current, of which all vertices pass what the nearest cannot.

    Returns:
        The charges, and what was spread because vertices along the front could not pass it [C/m],
        0 if it is `even`. Stripping for which no metal is left anywhere is left out; the balance of
        charge and current shows it.
    """
    outline = supply.outline
    stock = supply.charge.copy()
    stock[~outline.front_points] = 0.0
    parts = np.array(charges.surfaces)
    negligible = 1e-14 * float(np.abs(parts).sum())
    if passed_on and not even:
        _pass_to_neighbours(parts, stock, outline, negligible)
        if steady:
            _pass_along(parts, stock, outline, negligible)
    excess = _excess(parts, stock)
    left = float(excess.sum())
    spread = 0.0
    if passed_on and (even or steady) and left > negligible:
        room = _room(parts, stock, outline)
        free = max(float(room.sum()), _LEAST)
        spread = min(free, left)
        moving = _share_of_stripping(parts, excess)
        parts += spread / left * (room / free * moving.sum(axis=1, keepdims=True) - moving)
        excess = _excess(parts, stock)
    parts -= _share_of_stripping(parts, excess)
    limited = VertexCurrents(list(parts), charges.counter, pores=charges.pores)
    return limited, 0.0 if even else spread


def _pass_to_neighbours(parts: Floats, stock: Floats, outline: Outline, least: float) -> None:
    """Move stripping beyond the stock of vertices to their neighbours, in place.

    Args:
        parts: (surfaces, n) charges [C/m].
        stock: (n,) charge that strips the metal of a vertex [C/m].
        outline: the front.
        least: negligible charge [C/m].
    """
    before, after = outline.preceding, outline.following
    front = outline.front_points.astype(np.float64)
    for _ in range(_PASSES):
        excess = _excess(parts, stock)
        if excess.sum() <= least:
            return
        room = _room(parts, stock, outline)
        moving = _share_of_stripping(parts, excess)
        back, ahead = room[before], room[after]
        none = back + ahead == 0.0  # its neighbours pass it on
        back, ahead = np.where(none, front[before], back), np.where(none, front[after], ahead)
        reachable = back + ahead > 0.0
        moving = np.where(reachable, moving, 0.0)
        to_back = _ratio(back, back + ahead)
        given = -moving
        given[:, before] += moving * to_back
        given[:, after] += moving * (reachable - to_back)
        parts += given


def _pass_along(parts: Floats, stock: Floats, outline: Outline, least: float) -> None:
    """Move the rest to the next vertices along the front that have metal, in place."""
    for _ in range(_ROUNDS):
        excess = _excess(parts, stock)
        if excess.sum() <= least:
            return
        room = _room(parts, stock, outline)
        here = np.flatnonzero(excess)
        sides = [
            _next_with_room(room, outline.front_points, step, here)
            for step in (outline.preceding, outline.following)
        ]
        pull = [_ratio(room[target], hops) for target, hops in sides]
        whole = pull[0] + pull[1]
        moving = np.where(whole > 0.0, _share_of_stripping(parts, excess)[:, here], 0.0)
        parts[:, here] -= moving
        for (target, _), part in zip(sides, pull, strict=True):
            np.add.at(parts.T, target, (moving * _ratio(part, whole)).T)


def _next_with_room(
    room: Floats, front: NDArray[np.bool_], step: Integers, start: Integers
) -> tuple[Integers, Floats]:
    """Return the next vertices with room along the front, and how many vertices away they are.

    Args:
        room: (n,) charge that a vertex can pass on top of its own [C/m].
        front: (n,) True for vertices of the front, which others interrupt.
        step: (n,) neighbour of each vertex in the direction of the search.
        start: (k,) vertices at which it begins.

    Returns:
        (k,) vertices, and (k,) distances, 0 where there is none.
    """
    stop = (room > 0.0) | ~front
    jump: Integers = np.where(stop, np.arange(len(step)), step)
    hops = np.where(stop, 0.0, 1.0)
    for _ in range(int(np.ceil(np.log2(len(step)))) + 1):  # each time twice as far
        hops = hops + hops[jump]
        jump = jump[jump]
    target = jump[step[start]]
    return target, np.where(room[target] > 0.0, 1.0 + hops[step[start]], 0.0)


def _room(parts: Floats, stock: Floats, outline: Outline) -> Floats:
    """(n,) charge that each vertex of the front can strip on top of its own [C/m]."""
    return np.where(outline.front_points, np.maximum(parts.sum(axis=0) + stock, 0.0), 0.0)


def _excess(parts: Floats, stock: Floats) -> Floats:
    """(n,) stripping beyond the metal of each vertex [C/m]."""
    return np.maximum(-parts.sum(axis=0) - stock, 0.0)


def _share_of_stripping(parts: Floats, charge: Floats) -> Floats:
    """(surfaces, n) charge, > 0, of each vertex divided among the surfaces that are stripped."""
    stripped = np.minimum(parts, 0.0)
    return np.asarray(stripped * _ratio(charge, -stripped.sum(axis=0)))


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0.0)


def inside_host(
    state: PlatingState, charges: VertexCurrents, moved: Outline
) -> NDArray[np.bool_] | None:
    """Return (n,) True for stripped vertices whose edges would cut into the host; None without any.

    Lithium may remain behind a corner of the host without a vertex of the front, where a retreating
    edge cannot follow it.

    Args:
        state: of the run.
        charges: of the step [C/m].
        moved: the resulting front.
    """
    tracker = state.tracker.value
    stripped = (charges.plated < 0.0) & tracker.outline.front_points
    if not stripped.any() or tracker.solids.shape.is_empty:
        return None
    host = tracker.solids.shape
    if moved.period is not None:
        host = images(host, moved.period)
    shapely.prepare(host)
    lines, owner = moved.seen_segments()
    beside = (stripped | stripped[moved.following])[owner]
    if not shapely.intersects(host, lines[beside]).any() or not moved.is_simple:
        return None  # a front that crosses itself is refused with its mesh
    pieces = shapely.get_parts(moved.polygon().intersection(host))
    pieces = pieces[shapely.area(pieces) > _CUT]
    if not len(pieces):
        return None
    edges = shapely.STRtree(lines).query(pieces, predicate="dwithin", distance=_ROUND_OFF)[1]
    near = np.zeros(len(moved), dtype=bool)
    near[owner[edges]] = True
    pinned = stripped & (near | near[moved.preceding])
    return pinned if pinned.any() else None
