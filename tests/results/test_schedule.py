from __future__ import annotations

from dataclasses import replace

from platefront.case.output import OutputSettings
from platefront.running.schedule import FrameSchedule
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.model.control import GivenOverpotentials
from platefront.solvers.model.protocol.protocol import Protocol
from platefront.solvers.model.stopping.settings import StopSettings
from tests.shared.synthetic import CAPACITY_PER_STEP, STEP_SECONDS, synthetic_record


def due_steps(output: OutputSettings, stop: StopSettings, states: list[StepRecord]) -> list[int]:
    protocol = Protocol.single(GivenOverpotentials(), stop, output.frames(stop))
    schedule = FrameSchedule(output, protocol)
    return [state.step for state in states if schedule.due(state)]


STATES = [synthetic_record(step) for step in range(13)]
END = StopSettings(capacity=12 * CAPACITY_PER_STEP)


def test_given_times_and_capacities() -> None:
    output = OutputSettings(times=(2 * STEP_SECONDS,), capacities=(5 * CAPACITY_PER_STEP,))
    assert due_steps(output, END, STATES) == [0, 2, 5]


def test_every_capacity() -> None:
    output = OutputSettings(every_capacity=3 * CAPACITY_PER_STEP)
    assert due_steps(output, END, STATES) == [0, 3, 6, 9]


def test_every_capacity_of_a_run_that_ends_on_time() -> None:
    output = OutputSettings(every_capacity=2.5 * CAPACITY_PER_STEP)
    stop = StopSettings(time=12 * STEP_SECONDS)
    assert due_steps(output, stop, STATES) == [0, 3, 5, 8, 10]


def test_every_step() -> None:
    assert due_steps(OutputSettings(every_step=True), END, STATES) == list(range(13))


def test_a_capacity_hit_to_round_off_is_not_missed_or_repeated() -> None:
    wanted = 4 * CAPACITY_PER_STEP
    states = [*STATES[:4], replace(STATES[4], capacity=wanted * (1 - 1e-12)), *STATES[5:]]
    assert due_steps(OutputSettings(capacities=(wanted,)), END, states) == [0, 4]
