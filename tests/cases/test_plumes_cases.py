"""Plumes: the dip by the barrier of silver, and where lithium goes between and on plumes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from platefront.case.load import parse_case
from solvers.records import StepRecord
from solvers.simulation import Simulation

CASES = Path(__file__).parents[2] / "cases" / "plumes"
SMALL = {'width = "25 um" ': 'width = "15 um" ', "seed = 1": "seed = 3"}


@cache
def finished(name: str, small: bool) -> list[StepRecord]:
    """Records of a case, the books checked."""
    text = (CASES / f"{name}.toml").read_text(encoding="utf-8")
    for old, new in SMALL.items() if small else ():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    if small:
        text = text.replace('capacity = "4 mAh/cm^2" ', 'capacity = "1 mAh/cm^2" ')
    records = list(Simulation(parse_case(text, Path("plumes.toml")).problem()).run())
    for record in records[1:]:
        assert abs(record.books.anions) < 1e-9, record.time
        assert abs(record.books.area) < 1e-7, record.time
        assert abs(record.books.faraday) < 1e-6, record.time
        assert record.current == pytest.approx(10.0, rel=1e-9)
        assert record.time == pytest.approx(record.capacity / 10.0, rel=1e-6)
    assert records[-1].corrections.moved_area < 0.05
    return records


def merged(records: list[StepRecord]) -> int:
    return sum(event.kind == "merge" for record in records for event in record.events)


@pytest.mark.parametrize(
    ("small", "shares"),
    [(True, (0.133, 0.240)), pytest.param(False, (0.206, 0.292), marks=pytest.mark.long)],
)
def test_lithium_on_the_foil_fills_from_below(small: bool, shares: tuple[float, float]) -> None:
    upright, inverted = (finished(name, small) for name in ("upright", "inverted"))
    for records in (upright, inverted):
        assert records[-1].capacity == pytest.approx(7.2e4, rel=1e-9)
        assert merged(records) > 10
    assert upright[-1].surfaces["foil"].charge == 0.0
    assert inverted[-1].surfaces["foil"].charge > 0.0
    found = upright[-1].bottom_share, inverted[-1].bottom_share
    assert found == pytest.approx(shares, abs=0.02)
    # tops that carry lithium from the start stand higher in the end
    assert upright[-1].gap_to_counter < inverted[-1].gap_to_counter - 1e-6


@pytest.mark.parametrize("small", [True, pytest.param(False, marks=pytest.mark.long)])
def test_potential_dips_by_the_barrier_of_silver(small: bool) -> None:
    """41 mV, and a little for the front that lengthens until pores close."""
    records = finished("silver_on_copper", small)
    highest = max(record.electrode_potential for record in records)
    assert 1e3 * (highest - records[0].electrode_potential) == pytest.approx(42.0, abs=1.5)
    assert records[0].electrode_potential == pytest.approx(-0.091, abs=0.003)
    if not small:
        assert records[-1].capacity == pytest.approx(1.44e5, rel=1e-9)
        assert merged(records) > 10
        # branches meet above pores before these are full: 4.6 µm as a flat layer
        assert records[-1].trapped_area / 25e-6 == pytest.approx(4.6e-6, rel=0.1)
