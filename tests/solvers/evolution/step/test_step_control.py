"""Steps that land on times, without slivers before or after."""

from __future__ import annotations

import math

import pytest

from platefront.solvers.model.landings import Landings
from platefront.solvers.model.settings import TimeSettings
from platefront.solvers.state.step_control import StepControl

END = 10.0


def control(step: float) -> StepControl:
    return StepControl(TimeSettings(), step)


@pytest.mark.parametrize(
    ("step", "proposed"),
    [
        (12.0, 10.0),  # not beyond
        (10.0 * (1.0 - 1e-10), 10.0),  # no sliver of 1 ns
        (7.0, 5.0),  # two even steps
        (4.0, 4.0),
    ],
)
def test_step_before_a_time_to_land_on(step, proposed):
    assert control(step).propose(0.0, math.inf, END) == proposed


@pytest.mark.parametrize("missed", [0.0, 1e-13, 1e-10])
def test_no_sliver_of_a_step_for_what_round_off_left(missed):
    present = 10.0 * (1.0 - missed)
    landings = Landings(times=(END, 2.0 * END))
    assert control(3.0).propose(present, math.inf, landings.next_time(present) - present) == 3.0


def test_a_time_just_ahead_is_hit_exactly():
    present = 10.0 * (1.0 - 1e-6)
    assert present + control(3.0).propose(present, math.inf, END - present) == 10.0


def test_limit_of_the_front_comes_first():
    assert control(12.0).propose(0.0, 2.0, END) == 2.0


def test_steps_grow_at_most_twofold_from_the_last():
    steps = control(1.0)
    steps.accept(1.0, 1e-6)
    assert steps.propose(1.0, math.inf, math.inf) == 2.0


def test_shortened_steps_are_exhausted_in_the_end():
    steps = control(1.0)
    steps.reject(1.0, 4.0)
    assert steps.step == pytest.approx(0.45)
    for _ in range(14):
        steps.cut(steps.step)
    assert not steps.exhausted
    steps.cut(steps.step)
    assert steps.exhausted


def test_steps_that_time_does_not_resolve_are_exhausted():
    steps = control(1e-9)
    assert steps.propose(1e3, math.inf, math.inf) == 1e-9
    assert not steps.exhausted
    assert steps.propose(4e5, 1e-12, math.inf) == pytest.approx(4e-8)
    assert steps.exhausted
