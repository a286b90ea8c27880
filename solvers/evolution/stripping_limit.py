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

from platefront.geometry.arrays import Floats
from platefront.geometry.front.outline import Outline
from platefront.geometry.plane.cylinder import images
from platefront.solvers.evolution.state import PlatingState
from platefront.solvers.front.metal_supply import Supply
from platefront.solvers.front.vertex_currents import VertexCurrents

_CUT = 1e-7
"""Negligible overlap of electrolyte and host [µm²]."""
_ROUND_OFF = 1e-9
"""Distance within which shapes touch [µm]."""
_LEAST = 1e-300
_PASSES = 100
"""Largest number of neighbours over which charge beyond a vertex's metal is moved."""


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
        The charges, and what the nearest vertices could not pass [C/m]. Stripping for which no
        metal is left anywhere is left out; the balance of charge and current shows it.
    """
    outline = supply.outline
    stock = supply.charge.copy()
    stock[~outline.front_points] = 0.0
    before, after = outline.preceding, outline.following
    front = outline.front_points.astype(np.float64)
    parts = np.array(charges.surfaces)
    negligible = 1e-14 * float(np.abs(parts).sum())
    for _ in range(_PASSES if passed_on and not even else 0):
        excess = _excess(parts, stock)
        if excess.sum() <= negligible:
            break
        room = front * np.maximum(parts.sum(axis=0) + stock, 0.0)
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
    excess = _excess(parts, stock)
    left = float(excess.sum())
    spread = 0.0
    if passed_on and (even or steady) and left > negligible:
        room = front * np.maximum(parts.sum(axis=0) + stock, 0.0)
        free = max(float(room.sum()), _LEAST)
        spread = min(free, left)
        moving = _share_of_stripping(parts, excess)
        parts += spread / left * (room / free * moving.sum(axis=1, keepdims=True) - moving)
        excess = _excess(parts, stock)
    parts -= _share_of_stripping(parts, excess)
    return VertexCurrents(list(parts), charges.counter), 0.0 if even else spread


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
    if not stripped.any() or tracker.solid.is_empty:
        return None
    host = tracker.solid
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
