"""The pair of stacks: the carbon takes the current, on the plate and under it."""

from __future__ import annotations

import pytest

from platefront.solvers.balance.step_record import StepRecord
from tests.cases.shipped import check_books, merges, records_of, share

COARSE = {
    'plate_width = "60 um"': 'plate_width = "30 um"',
    'edge_gap = "30 um"': 'edge_gap = "15 um"',
    'carbon_thickness = "40 um"': 'carbon_thickness = "24 um"',
    "seed = 1": "seed = 2",
    '[stop]\ncapacity = "3 mAh/cm^2"': '[stop]\ncapacity = "2 mAh/cm^2"',
    '"2 mAh/cm^2", "3 mAh/cm^2"]': '"2 mAh/cm^2"]',
}


def finished(name: str, coarse: bool) -> StepRecord:
    records = records_of(f"layers/{name}", COARSE if coarse else None)
    check_books(records)
    assert merges(records) > (5 if coarse else 30)
    return records[-1]


@pytest.mark.slow
def test_in_small_the_carbon_takes_the_current_wherever_it_is() -> None:
    """A plate behind 36 ohm cm² takes about a quarter of the current density of the carbon."""
    upright, inverted = finished("upright", True), finished("inverted", True)
    for record in (upright, inverted):
        assert record.capacity == pytest.approx(7.2e4, rel=1e-9)
        assert record.time == pytest.approx(3600.0, rel=1e-6)  # at 2 mA/cm²
        assert record.surfaces["foil"].charge == 0.0
    assert share(upright, "carbon") == pytest.approx(0.912, abs=0.01)
    assert share(inverted, "carbon") == pytest.approx(0.814, abs=0.02)
    assert upright.bottom_share == pytest.approx(0.114, abs=0.02)
    assert inverted.bottom_share == pytest.approx(0.790, abs=0.02)
    # the way round the edge costs voltage
    assert inverted.electrode_potential < upright.electrode_potential < 0.0


@pytest.mark.long
def test_the_pair_as_shipped() -> None:
    upright, inverted = finished("upright", False), finished("inverted", False)
    for record in (upright, inverted):
        assert record.capacity == pytest.approx(1.08e5, rel=1e-9)
        assert record.time == pytest.approx(5400.0, rel=1e-6)
    assert share(upright, "carbon") == pytest.approx(0.960, abs=0.01)
    assert share(inverted, "carbon") == pytest.approx(0.872, abs=0.01)
    assert upright.bottom_share == pytest.approx(0.226, abs=0.02)
    assert inverted.bottom_share == pytest.approx(0.681, abs=0.02)
    assert inverted.electrode_potential < upright.electrode_potential < 0.0
