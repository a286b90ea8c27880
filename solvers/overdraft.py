"""No more metal is stripped than there is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geometry.motion import ends_on_inert
from solvers.kinetics.surface_state import RESIDUE
from solvers.scales import LENGTH
from solvers.state import PlatingState
from solvers.vertex_currents import VertexCurrents


def without_overdraft(
    state: PlatingState, charges: VertexCurrents, area_per_charge: float
) -> tuple[VertexCurrents, NDArray[np.intp]]:
    """Limit stripping to the lithium that lies on the host.

    The rate laws stop stripping where nothing is left, but within a step they do not know it yet.
    A film of a nanometre stays, so that the front never enters the host by round-off.

    Returns:
        The charges, and the vertices whose lithium they use up.
    """
    tracker = state.front()[0]
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
        depth += outline.thickness[stripped] / LENGTH
    stock = np.maximum(depth - RESIDUE / LENGTH, 0.0)
    stock *= outline.growing_length[stripped] / area_per_charge
    overdrawn = -together[stripped] > stock
    emptied = stripped[overdrawn]
    share = np.ones(len(together))
    share[emptied] = -stock[overdrawn] / together[emptied]
    return charges.limited(share), emptied
