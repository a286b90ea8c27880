"""Ends of steps while the front moves, is meshed anew, merges and loses its last metal."""

from __future__ import annotations

import pytest
import shapely

from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from tests.shared.cells import problem, round_fibre, run, with_solids
from tests.solvers.protocol.steps import current, ends_of, potential, protocol, rest, starts_of

LAW = ButlerVolmer(exchange_current_density=20.0)
MOST = 1e-6
"""Bound of the books."""


@pytest.fixture(scope="module")
def fibre() -> list[StepRecord]:
    """A fibre of lithium: to a gap, rest, to a potential, to a capacity, over several meshes."""
    section = with_solids(24.0, 30.0, deposit=round_fibre(12.0, 10.0, 5.0, 24))
    steps = (
        current(150.0, gap_to_counter=11e-6, time=1e4),
        rest(2.0),
        current(-150.0, capacity=-2.5e4),
        current(1500.0, potential_below=-0.42, time=1e4, capacity=1e5),
        potential(-0.3, time=20.0),
    )
    return run(
        problem(
            section,
            LAW,
            protocol=protocol(*steps),
            counter=LithiumCounter(),
            size=1.5e-6,
            largest=5e-6,
            tolerance=1e-2,
        )
    )


def test_gap_capacity_potential_and_time_are_met(fibre: list[StepRecord]) -> None:
    ends, starts = ends_of(fibre), starts_of(fibre)
    assert fibre[-1].remeshings > 0, "the front was meshed anew"
    gap = ends[0].gap_to_counter / 11e-6 - 1.0
    assert abs(gap) < 1e-5, f"gap missed by {gap:.1e}"
    assert ends[1].time == pytest.approx(ends[0].time + 2.0, rel=4e-16)
    stripped = ends[2].capacity - starts[2].capacity
    assert abs(stripped / -2.5e4 - 1.0) < 1e-8, f"capacity missed by {stripped / -2.5e4 - 1:.1e}"
    assert ends[3].end == "lower potential limit reached"
    assert ends[3].electrode_potential is not None
    off = ends[3].electrode_potential + 0.42
    assert abs(off) < 1e-6, f"potential missed by {off:.1e} V"
    assert ends[4].time == pytest.approx(ends[3].time + 20.0, rel=4e-16)
    assert ends[4].electrode_potential == pytest.approx(-0.3, abs=1e-12)


def test_books_hold_over_the_whole_protocol(fibre: list[StepRecord]) -> None:
    """Metal and salt, and the integral of the reported current with its jumps."""
    worst = {
        name: max(abs(getattr(record.books, name)) for record in fibre)
        for name in ("faraday", "current", "continuity", "anions", "area")
    }
    assert all(value < MOST for value in worst.values()), f"books {worst}"


def test_rest_passes_no_current(fibre: list[StepRecord]) -> None:
    resting = [record for record in fibre if record.mode == "rest"]
    worst = max(abs(record.current) for record in resting) / 150.0
    assert worst < 1e-9, f"net current at rest: {worst:.1e} of the plating current"
    lowest = [record.min_concentration for record in resting]
    assert lowest[-1] > lowest[0], "the electrolyte relaxes"


def test_pillars_are_stripped_empty_and_plated_again() -> None:
    """On a bare host; the step after the empty one begins where the metal ended."""
    pillars = [shapely.box(4.0, 4.0, 8.0, 12.0), shapely.box(14.0, 4.0, 18.0, 12.0)]
    section = with_solids(22.0, 24.0, collector=shapely.union_all(pillars))
    steps = (
        current(100.0, capacity=2e3),
        current(-100.0, capacity=-1e6, time=1e4),
        rest(1.0),
        current(100.0, capacity=1e3),
    )
    records = run(
        problem(
            section,
            LAW,
            protocol=protocol(*steps),
            counter=LithiumCounter(),
            size=1.5e-6,
            largest=4e-6,
            tolerance=1e-2,
        )
    )
    ends = ends_of(records)
    assert [end.protocol_step for end in ends] == [1, 2, 3, 4]
    assert ends[1].end.startswith("stripped empty"), ends[1].end
    assert ends[3].capacity - ends[2].capacity == pytest.approx(1e3, rel=1e-8)
    faraday = max(abs(record.books.faraday) for record in records)
    assert faraday < MOST, f"metal book {faraday:.1e}"
