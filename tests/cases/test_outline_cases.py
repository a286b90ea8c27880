"""The pair of cases with a section of the user's own, drawn in Inkscape's format."""

from __future__ import annotations

import pytest

from platefront.solvers.balance.step_record import StepRecord
from tests.cases.shipped import check_books, merges, records_of

COARSE = {
    'front_size = "1 um"': 'front_size = "1.6 um"',
    "order = 2": "order = 1",
    'capacity = "1 mAh/cm^2" ': 'capacity = "1.2 mAh/cm^2" ',
    'capacity = "2.5 mAh/cm^2"': 'capacity = "1.2 mAh/cm^2"',
}


def check(records: list[StepRecord], share: float, within: float) -> None:
    """Books, merging, and the share of charge in the lower half."""
    check_books(records)
    assert merges(records) > 8
    assert records[-1].bottom_share == pytest.approx(share, abs=within)


def test_coarse_pair_fills_the_driven_half() -> None:
    check(records_of("outline/inverted", COARSE), share=0.920, within=0.01)
    check(records_of("outline/upright", COARSE), share=0.077, within=0.01)


@pytest.mark.long
def test_pair_as_shipped() -> None:
    inverted, upright = records_of("outline/inverted"), records_of("outline/upright")
    check(inverted, share=0.892, within=0.005)
    check(upright, share=0.098, within=0.005)
    for records, gap in ((inverted, 29.8), (upright, 26.1)):
        assert records[-1].capacity == pytest.approx(9e4, rel=1e-9)
        assert 1e6 * records[-1].gap_to_counter == pytest.approx(gap, abs=0.2)
