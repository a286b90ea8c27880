"""Meshes that are worn, and those that a new one would not better."""

from __future__ import annotations

import pytest

from platefront.solvers.evolution.remeshing import mesh_is_worn
from platefront.solvers.evolution.simulation import Simulation
from tests.shared.cells import PLATING, foil, problem


@pytest.mark.parametrize(
    ("first", "now", "worn"),
    [(0.9, 0.41, False), (0.9, 0.39, True), (0.003, 0.0025, False), (0.003, 0.0017, True)],
)
def test_a_mesh_is_worn_by_what_another_would_better(
    first: float, now: float, worn: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Worn from its start, a mesh would be made anew at every step."""
    state = Simulation(problem(foil(), PLATING, time=1.0)).state
    monkeypatch.setattr(state.transport, "first_quality", first)
    monkeypatch.setattr(state.transport.domain, "lowest_quality", lambda: now)
    assert mesh_is_worn(state) is worn
