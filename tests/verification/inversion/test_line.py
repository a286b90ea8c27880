"""Columns of a map: where the share passes one half, and what counts for it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.verification.inversion.made_up_outcomes import outcome
from verification.inversion.cloth_cell import ClothCell
from verification.inversion.line import columns_of
from verification.inversion.outcome import RunOutcome
from verification.inversion.sets import MAP, refined


def stored(shares: Mapping[float, float], **others: float) -> dict[ClothCell, RunOutcome]:
    return {
        ClothCell(barrier=barrier, **others): outcome(share) for barrier, share in shares.items()
    }


def test_crossing_is_interpolated_between_its_neighbours() -> None:
    (column,) = columns_of(stored({60.0: 0.7, 20.0: 0.2, 40.0: 0.4}))
    assert list(column.shares) == [20.0, 40.0, 60.0]
    assert column.crossing is not None
    assert column.crossing.barrier == pytest.approx(40.0 + 20.0 / 3.0)
    assert (column.crossing.below, column.crossing.above) == (40.0, 60.0)
    assert column.bounds == "47"


@pytest.mark.parametrize(
    ("shares", "bounds"),
    [({20.0: 0.7, 40.0: 1.0}, "< 20"), ({20.0: 0.1, 40.0: 0.4}, "> 40"), ({}, "–")],
)
def test_a_crossing_beyond_the_range_is_told(shares: dict[float, float], bounds: str) -> None:
    trials = stored(shares) or {ClothCell(): outcome(1.0, kind="exit status 3")}
    (column,) = columns_of(trials)
    assert column.crossing is None
    assert column.bounds == bounds


def test_runs_that_did_not_finish_or_do_not_balance_are_left_out() -> None:
    trials = stored({20.0: 0.2, 60.0: 0.7})
    trials[ClothCell(barrier=30.0)] = outcome(0.9, kind="lithium close to the counter electrode")
    trials[ClothCell(barrier=25.0)] = outcome(0.9, book=1.5)
    trials[ClothCell(barrier=26.0)] = outcome(0.9, book=float("nan"))
    (column,) = columns_of(trials)
    assert list(column.shares) == [20.0, 60.0]


def test_columns_differ_in_all_but_the_barrier_and_keep_their_order() -> None:
    trials = (
        stored({20.0: 0.2}, current=5.0) | stored({20.0: 0.3}) | stored({5.0: 0.1}, current=5.0)
    )
    columns = columns_of(trials)
    assert [column.trial.current for column in columns] == [5.0, 1.0]
    assert columns[0].shares == {5.0: 0.1, 20.0: 0.2}


def test_crossings_are_refined_between_their_neighbours_or_beyond_the_range() -> None:
    within = stored({20.0: 0.0, 40.0: 0.551})
    beside = stored({10.0: 0.2, 11.0: 0.9}, current=5.0)
    near = stored({20.0: 0.0, 40.0: 0.51}, gap=10.0)
    below, above = stored({20.0: 0.6}, gap=20.0), stored({20.0: 0.1, 60.0: 0.4}, gap=30.0)
    assert [
        (cell.barrier, cell.gap) for cell in refined(near | within | beside | below | above)
    ] == [
        (38.0, 50.0),
        (1.0, 20.0),
        (180.0, 30.0),
    ]


def test_the_map_covers_the_rates_of_the_study_once() -> None:
    assert len(set(MAP)) == len(MAP) >= 100
    assert {trial.current for trial in MAP} == {0.25, 1.0, 5.0}
