"""Remains of films too thin to be followed by the triangles in front of them.

Above host whose corners are nanometres apart, as of a fine round, vertices of the front are as near
to each other. One that strips its last film moves by the thickness of this film in however short a
step, as vertices beside it that are bare leave it their share of the current, and folds triangles
of a few nanometres. It is held until the next mesh; its neighbours pass what it would have.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from platefront.geometry.lengths import UM
from platefront.geometry.mesh.triangulation import quality
from platefront.solvers.front.mesh_broken import MeshBrokenError
from platefront.solvers.parallel import OnRoot, from_root
from platefront.solvers.state.plating_state import PlatingState

_THIN = 1e-2
"""Depth of metal that may be left in place, in edge sizes of the front."""


def beside_broken(state: PlatingState, lowest: float) -> OnRoot[NDArray[np.bool_]]:
    """Return (n,) True for vertices of the outline at triangles below a quality (collective)."""

    def vertices(points: NDArray[np.float64]) -> NDArray[np.bool_]:
        mesh = state.tracker.value.mesh
        broken = mesh.mesh.triangles[quality(points, mesh.mesh.triangles) < lowest]
        touched: NDArray[np.float64] = np.zeros(len(points))
        touched[broken] = 1.0
        return np.asarray(mesh.on_outline(touched) > 0.0)

    return state.transport.domain.gather_points().map(vertices)


def hold_thin_remains(state: PlatingState, error: MeshBrokenError) -> bool:
    """Hold the vertices at broken triangles that have next to no metal, for the present mesh.

    Returns:
        True if there are any that were free; the step may then be tried again.
    """
    beside = error.beside
    if beside is None:
        return False

    def hold() -> bool:
        tracker = state.tracker.value
        depth, size = tracker.supply().depth, state.problem.mesh.front_size / UM
        thin = beside.value & (depth > 0.0) & (depth < _THIN * size)
        if thin.any():
            tracker.hold(np.zeros(len(thin), dtype=bool), thin)
        return bool(thin.any())

    return from_root(state.comm, hold)
