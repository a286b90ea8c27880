"""Every end of a step is met within its tolerance, wherever it is in the protocol."""

from __future__ import annotations

import pytest

from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.stopping.stripped_empty import EMPTY
from tests.shared.cells import foil, problem, run
from tests.solvers.protocol.steps import (
    Step,
    current,
    ends_of,
    potential,
    protocol,
    rest,
    starts_of,
)

LAW = ButlerVolmer(exchange_current_density=20.0)
LIMIT = 1e-6
"""Of potentials [V]."""


def carried_out(*steps: Step, cycles: int = 1, **changes: object) -> list[StepRecord]:
    """Records of a protocol between foils of lithium."""
    settings = {
        "counter": LithiumCounter(),
        "size": 2e-6,
        "largest": 6e-6,
        "tolerance": 1e-2,
        **changes,
    }
    return run(
        problem(
            foil(2.0, 40.0, layer=4.0), LAW, protocol=protocol(*steps, cycles=cycles), **settings
        )
    )


def test_limits_end_steps_in_every_cycle() -> None:
    """Above the limiting current, then at a potential, then stripped against an upper limit."""
    records = carried_out(
        current(3000.0, potential_below=-0.65, time=100.0),
        potential(-0.65, current_below=2700.0, time=100.0),
        rest(0.5),
        current(-3000.0, potential_above=0.6, capacity=-5000.0),
        current(2900.0, concentration_below=400.0, time=100.0),
        rest(1.0),
        cycles=2,
    )  # fmt: skip
    ends = ends_of(records)
    reasons = [
        "lower potential limit reached",
        "the current has fallen to its limit",
        "time reached",
        "upper potential limit reached",
        "the concentration has fallen to its limit",
        "time reached",
    ]
    assert [end.end for end in ends] == 2 * reasons
    assert [(end.cycle, end.protocol_step) for end in ends] == [
        (cycle, number) for cycle in (1, 2) for number in range(1, 7)
    ]
    for end in ends:
        match end.protocol_step:
            case 1 | 4:
                wanted = -0.65 if end.protocol_step == 1 else 0.6
                assert end.electrode_potential is not None
                off = end.electrode_potential - wanted
                assert abs(off) < LIMIT, f"limit of {wanted} V missed by {off:.1e} V"
            case 2:
                off = end.current / 2700.0 - 1.0
                assert abs(off) < 1e-6, f"current limit missed by {off:.1e}"
            case 5:
                off = end.min_concentration / 400.0 - 1.0
                assert abs(off) < 1e-6, f"concentration limit missed by {off:.1e}"


def test_times_and_capacities_count_from_the_start_of_their_step() -> None:
    records = carried_out(
        current(100.0, capacity=333.0),
        rest(0.7),
        current(-50.0, time=1.3),
        potential(-0.05, capacity=77.0, time=100.0),
        current(-80.0, capacity=-200.0),
        cycles=2,
    )  # fmt: skip
    ends, starts = ends_of(records), starts_of(records)
    assert len(ends) == len(starts) == 10
    for start, end in zip(starts, ends, strict=True):
        lasted, passed = end.time - start.time, end.capacity - start.capacity
        wanted = {1: 333.0, 4: 77.0, 5: -200.0}.get(end.protocol_step)
        if wanted is not None:
            assert abs(passed / wanted - 1.0) < 1e-8, (
                f"capacity missed by {passed / wanted - 1:.1e}"
            )
        else:
            given = {2: 0.7, 3: 1.3}[end.protocol_step]
            off = end.time - (start.time + given)
            assert abs(off) <= 4e-16 * end.time, f"time missed by {off:.1e} s"
            assert lasted == pytest.approx(given, abs=1e-14)


def test_an_end_that_is_met_already_takes_no_time() -> None:
    """The steps after it begin at once, with the control of their own."""
    records = carried_out(
        current(100.0, time=1.0),
        potential(-0.01, current_below=1e4, time=5.0),
        current(-100.0, potential_above=-1.0, time=5.0),
        current(50.0, concentration_below=2000.0, time=5.0),
        rest(0.1),
    )  # fmt: skip
    ends = ends_of(records)
    assert [end.time for end in ends] == [1.0, 1.0, 1.0, 1.0, 1.1]
    at_once = [end for end in ends if end.time_step == 0.0]
    assert [end.protocol_step for end in at_once] == [2, 3, 4]
    assert at_once[0].electrode_potential == pytest.approx(-0.01, abs=1e-12)
    for end, wanted in zip(at_once[1:], (-100.0, 50.0), strict=True):
        assert end.current == pytest.approx(wanted, rel=1e-9)
    assert ends[-1].capacity == pytest.approx(100.0, rel=1e-9)


def test_after_stripping_empty_the_protocol_goes_on() -> None:
    records = _on_bare_foil()
    ends = ends_of(records)
    assert [end.protocol_step for end in ends] == [1, 2, 3, 4]
    assert ends[1].end.startswith(EMPTY.partition(":")[0]), ends[1].end
    left = ends[1].capacity / ends[0].capacity
    assert abs(left) < 0.02, f"{left:.1e} of the metal is left"
    assert ends[3].capacity - ends[2].capacity == pytest.approx(300.0, rel=1e-8)


def _on_bare_foil() -> list[StepRecord]:
    steps = (
        current(100.0, capacity=200.0),
        current(-100.0, capacity=-1e6, time=1e4),
        rest(1.0),
        current(100.0, capacity=300.0),
    )
    return run(
        problem(
            foil(2.0, 40.0, bare=True), LAW, protocol=protocol(*steps), counter=LithiumCounter(),
            size=2e-6, largest=6e-6, tolerance=1e-2,
        )
    )  # fmt: skip
