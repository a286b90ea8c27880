"""Either way to find the old cells of new nodes carries the same fields over."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from platefront.geometry.arrays import Floats
from platefront.solvers.discretisation import transfer
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.mesh.point_location import containing_cells
from tests.shared.cells import PLATING, problem, round_fibre, with_solids

REACH = 3.0
"""How far outside the old mesh a node may lie [µm]."""


@pytest.mark.parametrize("order", [1, 2])
def test_both_ways_find_the_same_values(order: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new mesh where the front began: nodes in old cells, and beside them, near and far."""
    cell = with_solids(30.0, 40.0, deposit=round_fibre(15.0, 12.0, 5.0, 32))
    simulation = Simulation(problem(cell, PLATING, order=order, time=400.0))
    for _ in itertools.islice(simulation.run(), 26):
        pass
    state = simulation.state
    old, total = state.transport, state.history.last.total
    places = state.new_transport().forms.space.tabulate_dof_coordinates()
    inside = containing_cells(old.domain.mesh, places) >= 0
    assert 0 < inside.sum() < len(places)

    def carried(slow: bool) -> Floats:
        monkeypatch.setattr(transfer, "SLOW_DISTANCES", slow)
        new = state.new_transport()
        transfer.carry_over(old, new, total, REACH)
        return new.forms.unknown.x.array.copy()

    off = np.abs(carried(slow=False) - carried(slow=True)).max()
    assert off < 1e-12, f"values differ by {off:.1e}"
