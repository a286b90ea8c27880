"""Limit of stripping by the available metal."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from platefront.geometry.front.motion import ends_on_inert
from platefront.geometry.front.outline import Outline
from platefront.geometry.lengths import UM
from platefront.geometry.plane.cylinder import images
from platefront.solvers.evolution.state import PlatingState
from platefront.solvers.evolution.vertex_currents import VertexCurrents
from platefront.solvers.model.kinetics.surface_state import RESIDUE

_CUT = 1e-7
"""Negligible overlap of electrolyte and host [µm²]."""
_ROUND_OFF = 1e-9
"""Distance within which shapes touch [µm]."""


def limit_stripping(
    state: PlatingState, charges: VertexCurrents, area_per_charge: float
) -> tuple[VertexCurrents, NDArray[np.intp]]:
    """Limit stripping to the lithium on the host.

    The rate laws stop stripping on bare host, but only after the step in which it becomes bare. A
    film of a nanometre remains, so that the front does not enter the host by round-off.

    Returns:
        The limited charges, and the vertices whose lithium they exhaust.
    """
    tracker = state.tracker.value
    outline = tracker.outline
    together = charges.plated
    stripped = np.flatnonzero((together < 0.0) & outline.front_points)
    if not len(stripped):
        return charges, stripped
    # Where the front ends at an inert surface the lithium lies beside the vertex, not below it.
    place = np.arange(len(outline))
    ends, inner = ends_on_inert(outline)
    place[ends] = inner
    depth = tracker.lithium_depth(place[stripped])
    if not state.moving:
        depth += outline.thickness_m[stripped] / UM
    stock = np.maximum(depth - RESIDUE / UM, 0.0)
    # A vertex at a corner moves farther for the same area than flat front does.
    width = np.minimum(outline.growing_length, np.hypot(*outline.growth_area.T))
    stock *= width[stripped] / area_per_charge
    overdrawn = -together[stripped] > stock
    emptied = stripped[overdrawn]
    share = np.ones(len(together))
    share[emptied] = -stock[overdrawn] / together[emptied]
    return charges.limited(share), emptied


def keep_out_of_host(
    state: PlatingState, charges: VertexCurrents, moved: Outline
) -> VertexCurrents | None:
    """Pin stripped vertices whose edges would cut into the host.

    Lithium may remain behind a corner of the host without a vertex of the front, where a retreating
    edge cannot follow it.

    Args:
        state: of the run.
        charges: of the step [C/m].
        moved: the resulting front.

    Returns:
        The charges without those of pinned vertices; None without any.
    """
    tracker = state.tracker.value
    stripped = (charges.plated < 0.0) & tracker.outline.front_points
    if not stripped.any() or tracker.collector.is_empty:
        return None
    host = tracker.collector
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
    return charges.limited(np.where(pinned, 0.0, 1.0)) if pinned.any() else None
