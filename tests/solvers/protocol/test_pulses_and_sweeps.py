"""Pulses jump at their edges and not before; sweeps are straight lines."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.model.control import Control, Pulse, Sweep
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.protocol.protocol import ProtocolStep
from platefront.solvers.model.stopping.settings import StopSettings
from platefront.solvers.state.position import ProtocolPosition
from tests.shared.cells import foil, problem, run
from tests.solvers.protocol.steps import Step, current, ends_of, protocol, rest

LAW = ButlerVolmer(exchange_current_density=20.0)
TRAIN = Pulse(on_current_density=300.0, on_time=0.1, off_current_density=-100.0, off_time=0.05)


def planar(*steps: Step, mode: str = "moving") -> list[StepRecord]:
    """Records of a protocol between foils of lithium."""
    return run(
        problem(
            foil(2.0, 30.0, layer=3.0),
            LAW,
            protocol=protocol(*steps),
            counter=LithiumCounter(),
            mode=mode,
            size=2e-6,
            largest=6e-6,
            tolerance=1e-2,
        )
    )


@pytest.fixture(scope="module")
def train() -> list[StepRecord]:
    """A delay, eleven periods and a half, a rest."""
    return planar(rest(0.37), (TRAIN, {"time": 11.5 * 0.15 + 0.025}), rest(0.2))


def test_steps_end_at_every_edge(train: list[StepRecord]) -> None:
    jumps = [record.time for record in train if record.time_step == 0.0]
    edges = [0.37 + 0.15 * k + shift for k in range(12) for shift in (0.0, 0.1)]
    wanted = [0.0, *edges[:24], 0.37 + 11.5 * 0.15 + 0.025]
    expected = sorted(set(np.round(wanted, 12)))
    assert jumps == pytest.approx(expected, abs=1e-14)


def test_the_current_jumps_at_the_edges_and_not_before(train: list[StepRecord]) -> None:
    """Before each jump there is a whole pulse of its own current, also in the step up to it."""
    pulses = [record for record in train if record.mode == "pulse"]
    for before, after in itertools.pairwise(pulses):
        if after.time_step > 0.0:
            off = abs(after.current - before.current)
            assert off < 1e-7, f"current changes by {off:.1e} A/m² in the step to {after.time} s"
        else:
            assert after.time == before.time
            assert abs(after.current - before.current) == pytest.approx(400.0, rel=1e-9)


def test_edges_need_no_short_steps(train: list[StepRecord]) -> None:
    steps = np.array([r.time_step for r in train if r.mode == "pulse" and r.time_step > 0.0])
    shortest = steps.min()
    first = 0.1 * (2e-6) ** 2 / 2.93e-10
    assert shortest > 0.5 * first, f"shortest step {shortest:.1e} s, first ones {first:.1e} s"


def test_the_charge_is_that_of_the_pulses(train: list[StepRecord]) -> None:
    ends = ends_of(train)
    exact = 12 * 300.0 * 0.1 - 11 * 100.0 * 0.05
    passed = ends[1].capacity - ends[0].capacity
    assert abs(passed / exact - 1.0) < 1e-9, f"charge off by {passed / exact - 1.0:.1e}"
    worst = max(abs(record.books.current) for record in train)
    assert worst < 1e-9, f"book of the current {worst:.1e}"


@pytest.mark.parametrize("elapsed", [0.0, 0.07, 0.1, 0.12, 0.15, 0.25, 15.0, 150.1])
def test_values_before_and_after_a_jump(elapsed: float) -> None:
    phase = round(elapsed % 0.15, 9) % 0.15
    after = 300.0 if phase < 0.1 else -100.0
    before = 300.0 if 0.0 < phase <= 0.1 else -100.0
    assert TRAIN.value_at(elapsed) == after
    assert TRAIN.value_before(elapsed) == before


def test_edges_of_late_steps_are_told_from_round_off() -> None:
    """After a day, times are known to 1e-11 s."""
    step = ProtocolStep(TRAIN, StopSettings(time=10.0))
    position = ProtocolPosition(0, step, time=86400.1)
    time = 86400.1
    for index in range(20):
        assert position.value(time) == (300.0, -100.0)[index % 2]
        edge = position.next_jump(time)
        assert edge - time == pytest.approx((0.1, 0.05)[index % 2], abs=1e-10)
        assert position.value_before(edge) == (300.0, -100.0)[index % 2]
        time = edge


def test_sweeps_are_linear_and_start_where_the_last_one_ended() -> None:
    """A cyclic voltammogram after a rest, from the potential of the rest."""
    there: Control = Sweep(end_potential=-0.2, rate=0.1)
    back: Control = Sweep(end_potential=0.15, rate=0.05)
    records = planar(current(20.0, time=1.0), rest(1.0), (there, {}), (back, {}))
    ends = ends_of(records)
    assert [end.end for end in ends[2:]] == ["sweep completed"] * 2
    start = ends[1].electrode_potential
    assert start is not None
    for number, (begin, target, rate) in {
        3: (start, -0.2, 0.1),
        4: (-0.2, 0.15, 0.05),
    }.items():
        swept = [record for record in records if record.protocol_step == number]
        elapsed = np.array([record.time for record in swept]) - swept[0].time
        potential = np.array([record.electrode_potential for record in swept], dtype=float)
        line = begin + np.sign(target - begin) * rate * elapsed
        worst = float(np.abs(potential - line).max())
        assert worst < 1e-12, f"step {number}: off the line by {worst:.1e} V"
        assert elapsed[-1] == pytest.approx(abs(target - begin) / rate, rel=1e-12)
        assert potential[-1] == pytest.approx(target, abs=1e-13)
