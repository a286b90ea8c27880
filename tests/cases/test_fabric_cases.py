"""The pair of coated fabrics: lithium grows where it lies, at the bottom or at the top."""

from __future__ import annotations

import pytest

from platefront.solvers.balance.step_record import StepRecord
from tests.cases.shipped import check_books, merges, records_of

COARSE = {
    # from 1.9 µm on a chord cuts into a filament beside the lithium, which the books of area show
    'front_size = "1.5 um"': 'front_size = "1.8 um"',
    'largest_size = "8 um"': 'largest_size = "12 um"',
    "order = 2": "order = 1",
    'every_capacity = "0.5 mAh/cm^2"': 'every_capacity = "2 mAh/cm^2"',
}


def finished(name: str, coarse: bool) -> StepRecord:
    records = records_of(f"fabric/{name}", COARSE if coarse else None)
    check_books(records)
    assert merges(records) >= 2
    assert records[-1].capacity == pytest.approx(7.2e4, rel=1e-9)
    return records[-1]


@pytest.mark.parametrize("coarse", [True, pytest.param(False, marks=pytest.mark.long)])
@pytest.mark.slow
def test_lithium_stays_on_its_side(coarse: bool) -> None:
    """Inverted, three quarters of the charge go to the bottom and the gap stays as it was."""
    upright, inverted = finished("upright", coarse), finished("inverted", coarse)
    assert inverted.bottom_share == pytest.approx(0.742, abs=0.02)
    assert upright.bottom_share == pytest.approx(0.245, abs=0.02)
    # 13.7 µm of lithium lay on the upright fabric, and it grew by 5.2 µm
    assert 1e6 * upright.gap_to_counter == pytest.approx(31.2, abs=0.5)
    assert 1e6 * inverted.gap_to_counter == pytest.approx(49.7, abs=0.2)
