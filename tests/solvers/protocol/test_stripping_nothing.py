"""Steps that strip an electrode without metal end at once, and the protocol goes on."""

from __future__ import annotations

import pytest

from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.errors import DeadEndError
from platefront.solvers.model.control import Pulse
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.stopping.stripped_empty import EMPTY
from tests.shared.cells import foil, problem, run
from tests.solvers.protocol.steps import Step, current, ends_of, protocol, rest

LAW = ButlerVolmer(exchange_current_density=20.0)


def on_bare_foil(*steps: Step) -> list[StepRecord]:
    """Records of a protocol on bare foil opposite lithium."""
    settings = {"counter": LithiumCounter(), "size": 2e-6, "largest": 6e-6, "tolerance": 1e-2}
    section = foil(2.0, 40.0, bare=True)
    return run(problem(section, LAW, protocol=protocol(*steps), **settings))


def test_stripping_before_anything_is_plated_ends_at_once() -> None:
    """The plating before it ends at its potential limit, which is passed already."""
    records = on_bare_foil(
        current(20.0, capacity=100.0, potential_below=-0.001),
        current(-30.0, capacity=-100.0),
        rest(1.0),
        current(20.0, time=1.0),
    )
    ends = ends_of(records)
    expected = ["lower potential limit reached", EMPTY, "time reached", "time reached"]
    assert [end.end for end in ends] == expected
    empty = ends[1]
    assert (empty.mode, empty.time, empty.capacity) == ("galvanostatic", 0.0, 0.0)
    assert abs(empty.current) < 1e-9 * 30.0
    assert empty.electrode_potential == pytest.approx(0.0, abs=1e-9)
    assert records[-1].capacity == pytest.approx(20.0, rel=1e-9)
    assert records[-1].books.current < 1e-9
    # at rest the charge is round-off, and so is what a new mesh or a film changes of it
    assert max(record.corrections.current for record in records) < 1e-6


def test_what_was_stripped_empty_is_stripped_again_to_no_effect() -> None:
    strip = current(-20.0, time=1000.0)
    records = on_bare_foil(current(20.0, capacity=200.0), strip, strip, rest(1.0), strip)
    ends = ends_of(records)
    for end in (ends[1], ends[2], ends[4]):
        assert end.end.startswith("stripped empty")
        assert abs(end.capacity) < 2e-2 * 200.0
    assert ends[2].time == ends[1].time
    assert abs(ends[4].capacity - ends[1].capacity) < 1e-9 * 200.0
    assert abs(records[-1].books.faraday) < 1e-6
    assert records[-1].books.current < 1e-6


def test_reverse_pulses_end_with_the_metal() -> None:
    pulse = Pulse(on_current_density=-30.0, on_time=1.0, off_current_density=10.0, off_time=1.0)
    records = on_bare_foil(current(20.0, time=1e-3), (pulse, {"time": 100.0}), rest(1.0))
    ends = ends_of(records)
    assert ends[1].end.startswith("stripped empty")
    assert ends[1].time < 2.0
    assert ends[2].end == "time reached"


def test_a_counter_electrode_that_passes_nothing_is_no_empty_electrode() -> None:
    """Other dead ends still end the run."""
    counter = LithiumCounter(exchange_current_density=1e-300)
    steps = rest(1.0), current(20.0, time=1.0)
    case = problem(foil(2.0, 40.0, layer=4.0), LAW, protocol=protocol(*steps), counter=counter)
    with pytest.raises(DeadEndError, match="the counter electrode cannot pass"):
        run(case)


def test_a_fixed_front_is_stripped_of_what_was_plated_on_it() -> None:
    """It was taken for empty at once: only what moves the front counted as deposit."""
    settings = {"size": 2e-6, "largest": 6e-6, "mode": "fixed"}
    steps = current(20.0, capacity=200.0), current(-20.0, time=1000.0)
    records = run(problem(foil(2.0, 40.0, bare=True), LAW, protocol=protocol(*steps), **settings))
    ends = ends_of(records)
    assert ends[1].end.startswith("stripped empty")
    assert ends[1].time - ends[0].time == pytest.approx(10.0, rel=2e-2)
    assert abs(ends[1].capacity) < 2e-2 * 200.0
