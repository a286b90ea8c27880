"""The pair of cases with a section of the user's own, drawn in Inkscape's format."""

from __future__ import annotations

import numpy as np
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


def test_fibres_in_a_matrix() -> None:
    """Salt runs low where the matrix hinders it; the area is that of the drawn curve."""
    records = records_of("outline/composite")
    check_books(records)
    last = records[-1]
    t = (np.arange(4000) + 0.5) / 4000
    below = 0.0  # of both cubic curves of the matrix, whose control points have the same heights
    for x, y in (((0, 15, 20, 34), (46, 46, 52, 52)), ((34, 48, 60, 80), (52, 52, 46, 46))):
        along = 3 * ((1 - t) ** 2 * (x[1] - x[0]) + 2 * t * (1 - t) * (x[2] - x[1]))
        along += 3 * t**2 * (x[3] - x[2])
        height = (1 - t) ** 3 * y[0] + 3 * t * (1 - t) ** 2 * y[1] + 3 * t**2 * (1 - t) * y[2]
        below += float(((height + t**3 * y[3]) * along).mean())
    matrix = below - 15 * np.pi * 3.5**2
    assert 1e12 * last.regions["matrix"].pores == pytest.approx(0.4 * matrix, rel=5e-3)
    assert last.regions["matrix"].lowest < 0.985 * last.regions["electrolyte"].lowest
    assert last.bottom_share == pytest.approx(0.3835, abs=0.003)


@pytest.mark.long
def test_pair_as_shipped() -> None:
    inverted, upright = records_of("outline/inverted"), records_of("outline/upright")
    check(inverted, share=0.892, within=0.005)
    check(upright, share=0.098, within=0.005)
    for records, gap in ((inverted, 29.8), (upright, 26.1)):
        assert records[-1].capacity == pytest.approx(9e4, rel=1e-9)
        assert 1e6 * records[-1].gap_to_counter == pytest.approx(gap, abs=0.2)
