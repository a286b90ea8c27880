"""The laws of `test_conservation` for the other models, controls, surfaces and counters."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, note

from platefront.results.books import Audit
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.control import PulseReverse
from platefront.solvers.model.problem import PlatingProblem
from tests.properties.laws import judge_fields, judge_state
from tests.properties.more_cells import more_cells
from tests.shared.effort import few, many

STEPS = 30
"""A run is left after so many steps."""


@few(20)
@given(more_cells())
@pytest.mark.slow
def test_a_run_keeps_its_laws(problem: PlatingProblem) -> None:
    keeps_its_laws(problem)


@pytest.mark.long
@many(200)
@given(more_cells())
def test_many_runs_keep_their_laws(problem: PlatingProblem) -> None:
    keeps_its_laws(problem)


def keeps_its_laws(problem: PlatingProblem) -> None:
    audit, records = Audit(), list[StepRecord]()
    for record in itertools.islice(Simulation(problem).run(), STEPS):
        note(f"step {record.step} at {record.time:.6g} s, {record.remeshings} remeshings")
        audit.add(record)
        records.append(record)
        judge_state(problem, record)
        judge_inert(problem, record)
        if isinstance(problem.protocol.first, PulseReverse):
            # what would strip bare host is cut off: more than the mean may be plated
            least = problem.protocol.first.mean_current_density * (1.0 - 1e-9)
            assert record.current >= least
    judge_area(problem, records)
    if problem.counter.recession != "none":
        return  # shapes reach beyond the first box
    fields = records[-1].fields().value
    judge_fields(problem, records[-1], fields)
    if "plane" in problem.surfaces:
        # the front slides along the plane and stays on it
        plane = list(problem.surfaces).index("plane")
        height = fields.points[fields.front[fields.surface == plane], 1]
        assert np.abs(height).max(initial=0.0) == 0.0


def judge_inert(problem: PlatingProblem, record: StepRecord) -> None:
    """An insulating surface takes no charge and gains no thickness."""
    if "plane" in problem.surfaces:
        plane = record.surfaces["plane"]
        assert plane.current == plane.charge == plane.thickness_max == 0.0


def judge_area(problem: PlatingProblem, records: list[StepRecord]) -> None:
    """A counter electrode that recedes gives up what the dense front gains."""
    dissolved = records[-1].stock.dissolved
    assert (dissolved is None) == (problem.counter.recession == "none")
    if dissolved is None:
        return
    last, stock = records[-1], records[-1].stock
    assert dissolved.charge == pytest.approx(stock.charge, rel=1e-7)
    assert dissolved.charge_of_area == pytest.approx(dissolved.charge, rel=1e-7, abs=1e-12)
    open_now = last.electrolyte_area + last.trapped_area
    assert open_now == pytest.approx(records[0].electrolyte_area, rel=1e-7)
