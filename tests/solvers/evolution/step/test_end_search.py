"""The length of a time step that ends where a limit is reached."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from platefront.solvers.evolution.step.locating import EndSearch
from platefront.solvers.model.stopping import PotentialBelow
from platefront.solvers.model.stopping.status import RunStatus

LIMIT = -0.1
BEFORE = RunStatus(
    time=0.0,
    resolution=0.0,
    time_step=0.0,
    capacity=0.0,
    charge_exchanged=0.0,
    current=10.0,
    electrode_potential=0.0,
    bottom_share=None,
    metal_left=None,
    gap_to_counter=50e-6,
    gap_to_layer=None,
    room_left=None,
    thickness_max=0.0,
    min_concentration=1000.0,
    pores_closed=0,
    moving=True,
    diffusion_time=20.0,
)


def potential(length: float) -> float:
    """A potential that falls ever steeper, past the limit at 0.8 s."""
    return LIMIT * math.expm1(3.0 * length) / math.expm1(2.4)


def search() -> EndSearch:
    return EndSearch((PotentialBelow(value=LIMIT),), BEFORE)


def test_the_limit_is_hit_in_a_few_trials() -> None:
    ends, step, trials = search(), 1.0, 0
    while True:
        status = replace(BEFORE, electrode_potential=potential(step))
        trials += 1
        following = ends.next_length(step, status)
        if following is None:
            break
        step = following
    assert abs(potential(step) - LIMIT) <= 1e-7
    assert ends.reason(status) == "lower potential limit reached"
    assert trials <= 12, f"{trials} trials"


def test_a_step_that_stays_before_the_limit_is_taken() -> None:
    assert search().next_length(0.5, replace(BEFORE, electrode_potential=potential(0.5))) is None


def test_after_a_failure_a_shorter_step_before_the_limit_is_taken() -> None:
    """Without a restart the search would ask for lengths that have no solution, again and again."""
    ends = search()
    assert ends.next_length(1.0, replace(BEFORE, electrode_potential=potential(1.0))) is not None
    shorter = replace(BEFORE, electrode_potential=potential(0.3))
    ends.restart()
    assert ends.next_length(0.3, shorter) is None


@pytest.mark.parametrize("jump", [0.0, 0.4])
def test_a_potential_that_jumps_past_the_limit_is_located_at_its_jump(jump: float) -> None:
    """Every length is beyond the limit if a film ends at the very start of a step.

    Ever shorter steps were tried, down to 1e-300 s.
    """
    ends, step, trials = search(), 1.0, 0
    while True:
        beyond = replace(BEFORE, electrode_potential=LIMIT - 0.5 if step > jump else 0.0)
        trials += 1
        following = ends.next_length(step, beyond)
        if following is None:
            break
        step = following
    assert abs(step - jump) <= 1e-12
    assert trials <= 80, f"{trials} trials"
    if step > jump:
        assert ends.reason(beyond) == "lower potential limit reached"


def test_lengths_that_the_time_does_not_resolve_are_not_tried() -> None:
    before = replace(BEFORE, resolution=1e-6)
    ends, step = EndSearch((PotentialBelow(value=LIMIT),), before), 1.0
    beyond = replace(before, electrode_potential=LIMIT - 0.5)
    while (following := ends.next_length(step, beyond)) is not None:
        step = following
    assert 1e-10 < step < 1e-6
