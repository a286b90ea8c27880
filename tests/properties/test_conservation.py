"""Whatever the cell: books balance at every step, shares add up, shapes are shapes."""

from __future__ import annotations

import pytest
from hypothesis import given

from platefront.solvers.model.problem import PlatingProblem
from tests.properties.laws import keeps_its_laws
from tests.shared.effort import few, many
from tests.shared.random_cells import cells


@few(50)
@given(cells())
@pytest.mark.slow
def test_a_run_keeps_its_laws(problem: PlatingProblem) -> None:
    keeps_its_laws(problem)


@pytest.mark.long
@many(400)
@given(cells())
def test_many_runs_keep_their_laws(problem: PlatingProblem) -> None:
    keeps_its_laws(problem)
