"""The pair of cases traced from a micrograph."""

from __future__ import annotations

import pytest

from platefront.solvers.balance.step_record import StepRecord
from tests.cases.shipped import check_books, merges, records_of

COARSE_COLUMN = {
    '[section.predeposit]\ncapacity = "2 mAh/cm^2"': "crop = [260, 0, 600, 400]\n\n"
    '[section.predeposit]\ncapacity = "1 mAh/cm^2"',
    'front_size = "1.5 um"': 'front_size = "2.2 um"',
    "order = 2": "order = 1",
    '[stop]\ncapacity = "2 mAh/cm^2"': '[stop]\ncapacity = "1 mAh/cm^2"',
}


def check(records: list[StepRecord], merged: int, share: float, within: float) -> None:
    """Books, merging, and the share of charge in the lower half."""
    check_books(records)
    assert merges(records) >= merged
    assert records[-1].bottom_share == pytest.approx(share, abs=within)


def test_coarse_part_of_the_picture_fills_the_driven_half() -> None:
    """One column of yarns, on a coarse mesh."""
    check(records_of("micrograph/inverted", COARSE_COLUMN), merged=4, share=0.8433, within=0.005)


@pytest.mark.long
def test_pair_as_shipped() -> None:
    inverted, upright = records_of("micrograph/inverted"), records_of("micrograph/upright")
    check(inverted, merged=8, share=0.8225, within=0.005)
    check(upright, merged=8, share=0.158, within=0.005)
    for records, gap in ((inverted, 39.82), (upright, 35.87)):
        assert records[-1].capacity == pytest.approx(7.2e4, rel=1e-9)
        assert 1e6 * records[-1].gap_to_counter == pytest.approx(gap, abs=0.2)
