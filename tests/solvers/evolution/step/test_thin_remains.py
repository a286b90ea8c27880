"""Vertices with the last of a film are held where the triangles in front of them break."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from mpi4py import MPI

from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.evolution.step.thin_remains import beside_broken, hold_thin_remains
from platefront.solvers.front.mesh_broken import MeshBrokenError
from platefront.solvers.parallel import OnRoot
from tests.shared.cells import PLATING, foil, problem

WORLD = MPI.COMM_WORLD


def test_vertices_at_broken_triangles_are_found() -> None:
    """A vertex of the front is pushed almost through the triangle in front of it."""
    state = Simulation(problem(foil(width=8.0, height=10.0), PLATING, time=1.0)).state
    domain, outline = state.transport.domain, state.tracker.value.outline
    assert not beside_broken(state, 0.05).value.any()
    inner = np.flatnonzero(outline.is_front & outline.is_front[outline.preceding])
    pushed = int(inner[len(inner) // 2])
    places = domain.coordinates.copy()
    at = np.hypot(*(places - outline.points[pushed]).T).argmin()
    places[at, 1] += 0.82
    domain.move_to(places)
    found = np.flatnonzero(beside_broken(state, 0.3).value)
    assert pushed in found
    assert len(found) <= 3, f"vertices {found}"


@pytest.mark.parametrize(
    ("depth", "beside", "held"),
    [
        ([1e-3, 0.5, 1e-3], [True, True, False], [True, False, False]),
        ([0.0, 0.5, 1e-3], [True, True, False], [False, False, False]),
        ([1e-3, 0.5, 1e-3], None, [False, False, False]),
    ],
    ids=["thin", "empty or thick", "no triangle"],
)
def test_only_thin_remains_beside_them_are_held(depth: Any, beside: Any, held: Any) -> None:
    stuck = np.zeros(3, dtype=bool)

    def hold(_: Any, thin: Any) -> None:
        stuck[:] = thin

    tracker = SimpleNamespace(
        supply=lambda: SimpleNamespace(depth=np.array(depth)),
        hold=hold,
    )
    mesh = SimpleNamespace(front_size=1e-6)
    state = SimpleNamespace(
        comm=WORLD, tracker=OnRoot(WORLD, tracker), problem=SimpleNamespace(mesh=mesh)
    )
    touched = None if beside is None else OnRoot(WORLD, np.array(beside))
    again = hold_thin_remains(cast("Any", state), MeshBrokenError("folded", touched))
    assert stuck.tolist() == held
    assert again == any(held)
