"""Between periodic walls, wherever they are: a run keeps its laws."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platefront.geometry.section.transforms import made_periodic, repeated
from platefront.solvers.model.problem import PlatingProblem
from tests.properties.laws import keeps_its_laws
from tests.shared.effort import few, many
from tests.shared.random_cells import cells
from tests.shared.shifted_sections import shifted


@st.composite
def periodic_cells(draw: st.DrawFn) -> PlatingProblem:
    """A random cell and its mirror image side by side, the walls somewhere."""
    problem = draw(cells())
    section = made_periodic(repeated(problem.section, 2))
    part = draw(st.integers(0, 99)) / 100.0
    return replace(problem, section=shifted(section, part))


@few(20)
@given(periodic_cells())
@pytest.mark.slow
def test_a_run_keeps_its_laws(problem: PlatingProblem) -> None:
    keeps_its_laws(problem)


@pytest.mark.long
@many(200)
@given(periodic_cells())
def test_many_runs_keep_their_laws(problem: PlatingProblem) -> None:
    keeps_its_laws(problem)
