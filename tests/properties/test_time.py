"""Time: the same run again is the same to the bit; stops on the way change nothing that matters."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from platefront.solvers.model.landings import Landings
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.settings import TimeSettings
from platefront.solvers.model.stopping.settings import StopSettings
from tests.shared.comparing import Factors, largest_difference, numbers, run
from tests.shared.effort import few, many
from tests.shared.random_cells import cells

STEPS = 60
INSTANTS = st.lists(st.integers(5, 95), min_size=1, max_size=3, unique=True)


@few(8)
@given(cells())
@pytest.mark.slow
def test_a_run_repeats_itself_to_the_bit(problem: PlatingProblem) -> None:
    one, two = run(problem, 30), run(problem, 30)
    off, where = largest_difference(one, two)
    assert off == 0.0, f"{where}"
    assert [record.events for record in one] == [record.events for record in two]
    assert [record.books for record in one] == [record.books for record in two]


@few(8)
@given(cells(), INSTANTS)
@pytest.mark.slow
def test_stops_on_the_way_do_not_matter(problem: PlatingProblem, percents: list[int]) -> None:
    judge(problem, percents)


@pytest.mark.long
@many(60)
@given(cells(), INSTANTS)
def test_stops_on_the_way_do_not_matter_many_times(
    problem: PlatingProblem, percents: list[int]
) -> None:
    judge(problem, percents)


def judge(problem: PlatingProblem, percents: list[int]) -> None:
    tolerance = 1e-3
    capacity = problem.protocol.steps[0].stop.last_capacity
    assert capacity is not None
    first = replace(problem, time=TimeSettings(tolerance=tolerance))
    first = first.with_step(stop=StopSettings(capacity=0.3 * capacity))
    straight = run(first, 400)
    end = straight[-1].time
    times = tuple(sorted(end * percent / 100.0 for percent in percents))
    timed = first.with_step(stop=StopSettings(time=end))
    straight, stopped = run(timed, 400), run(timed.with_step(must_hit=Landings(times=times)), 400)
    note(f"{len(straight) - 1} and {len(stopped) - 1} steps, {straight[-1].remeshings} remeshings")
    reached = {record.time for record in stopped}
    assert set(times) <= reached, f"{times} are not all among the records"
    one, two = numbers(straight[-1], Factors()), numbers(stopped[-1], Factors())
    off = two["capacity"] - one["capacity"]
    # Where fronts merge, the instant of the merging shifts with the steps, and with it the mesh.
    allowed = tolerance if not straight[-1].remeshings else 1e-2
    # none at all where a barrier of nucleation is not overcome
    within = allowed * abs(one["capacity"])
    assert abs(off) <= within, f"capacity differs by {off:.1e} C/m², allowed {within:.1e}"
