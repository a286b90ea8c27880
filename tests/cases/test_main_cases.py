"""The pair of main cases shows the study's finding, and the README states their numbers."""

from __future__ import annotations

import re
from functools import cache

import pytest

from platefront.solvers.balance.step_record import StepRecord
from tests.cases.shipped import check_books, merges, records_of
from tests.shared.case_files import ROOT

ROWS = {
    "share of charge in the lower half of the cloth": lambda r: r.bottom_share,
    "lithium to counter plane": lambda r: 1e6 * r.gap_to_counter,
    "thickest deposit on the lithiated half": lambda r: 1e6 * r.surfaces["lithiated"].thickness_max,
    "thickest deposit on the bare half": lambda r: 1e6 * r.surfaces["bare"].thickness_max,
}


COARSE = {
    'front_size = "1.5 um"': 'front_size = "2.2 um"',
    "order = 2": "order = 1",
    'every_capacity = "1 mAh/cm^2"': 'every_capacity = "2 mAh/cm^2"',
    '[stop]\ncapacity = "10 mAh': '[stop]\ncapacity = "2 mAh',
}


@cache
def finished(name: str, *, coarse: bool = False) -> list[StepRecord]:
    records = records_of(f"inverted_anode/{name}", COARSE if coarse else None)
    check_books(records)
    return records


def stated(row: str) -> tuple[float, float]:
    """Inverted and upright value of a row of the README's table."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    match = re.search(rf"\| {row} \| ([\d.]+)[^|]*\| ([\d.]+)", readme)
    assert match is not None, row
    return float(match[1]), float(match[2])


@pytest.mark.slow
def test_coarse_pair_shows_the_finding() -> None:
    """A coarse mesh and 2 mAh/cm² are enough to tell where the lithium goes."""
    last = {}
    for name in ("inverted", "upright"):
        records = finished(name, coarse=True)
        last[name] = records[-1]
        assert last[name].capacity == pytest.approx(7.2e4, rel=1e-9)
        assert merges(records) > 3
    inverted, upright = last["inverted"], last["upright"]
    assert inverted.bottom_share is not None
    assert upright.bottom_share is not None
    assert inverted.bottom_share > 0.6
    assert upright.bottom_share < 0.4
    assert upright.gap_to_counter < inverted.gap_to_counter


@pytest.mark.long
def test_main_pair_shows_the_finding_and_the_readme_states_it() -> None:
    inverted, upright = (finished(name)[-1] for name in ("inverted", "upright"))
    assert min(inverted.capacity, upright.capacity) >= 3.6e5 * (1 - 1e-9)
    assert inverted.bottom_share is not None
    assert upright.bottom_share is not None
    assert inverted.bottom_share > 0.5 > upright.bottom_share
    for record in (inverted, upright):
        lithiated, bare = record.surfaces["lithiated"], record.surfaces["bare"]
        assert lithiated.thickness_max > bare.thickness_max
    assert upright.gap_to_counter < inverted.gap_to_counter
    for row, quantity in ROWS.items():
        numbers = stated(row)
        found = quantity(inverted), quantity(upright)
        assert found == pytest.approx(numbers, rel=0.01), f"{row}: {found}, README {numbers}"
