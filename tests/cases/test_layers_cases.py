"""The pair of stacks: the carbon takes the current, on the plate and under it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from platefront.case.load import parse_case
from solvers.records import StepRecord
from solvers.simulation import Simulation

CASES = Path(__file__).parents[2] / "cases" / "layers"
COARSE = {
    'plate_width = "60 um"': 'plate_width = "30 um"',
    'edge_gap = "30 um"': 'edge_gap = "15 um"',
    'carbon_thickness = "40 um"': 'carbon_thickness = "24 um"',
    "seed = 1": "seed = 2",
    '[stop]\ncapacity = "3 mAh/cm^2"': '[stop]\ncapacity = "2 mAh/cm^2"',
    '"2 mAh/cm^2", "3 mAh/cm^2"]': '"2 mAh/cm^2"]',
}


@cache
def finished(name: str, coarse: bool) -> StepRecord:
    """Last record of a case, its books checked on the way."""
    text = (CASES / f"{name}.toml").read_text(encoding="utf-8")
    for old, new in COARSE.items() if coarse else ():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    records = list(Simulation(parse_case(text, Path("layers.toml")).problem()).run())
    for record in records[1:]:
        assert abs(record.books.anions) < 1e-9, record.time
        assert abs(record.books.area) < 1e-10, record.time
        assert abs(record.books.faraday) < 1e-6, record.time
    merged = sum(event.kind == "merge" for record in records for event in record.events)
    assert merged > (5 if coarse else 30)
    assert records[-1].corrections.moved_area < 0.05
    return records[-1]


def share(record: StepRecord, name: str) -> float:
    return record.surfaces[name].charge / sum(s.charge for s in record.surfaces.values())


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
