"""The pair of main cases shows the study's finding, and the README states their numbers."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from platefront.case.load import parse_case
from solvers.records import StepRecord
from solvers.simulation import Simulation

ROOT = Path(__file__).parents[2]
CASES = ROOT / "cases" / "inverted_anode"
ROWS = {
    "share of charge in the lower half of the cloth": lambda r: r.bottom_share,
    "lithium to counter plane": lambda r: 1e6 * r.gap_to_counter,
    "thickest deposit on the upper surface": lambda r: 1e6 * r.surfaces["upper"].thickness_max,
    "thickest deposit on the lower surface": lambda r: 1e6 * r.surfaces["lower"].thickness_max,
}


def changed(name: str, **values: str) -> str:
    """The text of a main case with some values replaced; a tolerance is added."""
    text = (CASES / f"{name}.toml").read_text(encoding="utf-8")
    for key, value in values.items():
        if key == "tolerance":
            text += f"\n[time]\ntolerance = {value}\n"
        else:
            text, count = re.subn(rf"(?m)^{key} = [^#\n]*", f"{key} = {value} ", text)
            assert count == 1, key
    return text


def run(text: str) -> list[StepRecord]:
    return list(Simulation(parse_case(text, Path("main.toml")).problem()).run())


@cache
def finished(name: str) -> StepRecord:
    """Last record of a main case as shipped."""
    records = run(changed(name))
    check_books(records)
    return records[-1]


def check_books(records: list[StepRecord]) -> None:
    for record in records[1:]:
        books = record.books
        assert abs(books.anions) < 1e-8, f"anions off by {books.anions:.1e} at {record.time} s"
        assert abs(books.area) < 1e-10, f"areas off by {books.area:.1e} at {record.time} s"
        assert abs(books.faraday) < 1e-6, f"Faraday off by {books.faraday:.1e} at {record.time} s"


def stated(row: str) -> tuple[float, float]:
    """Inverted and upright value of a row of the README's table."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    match = re.search(rf"\| {row} \| ([\d.]+)[^|]*\| ([\d.]+)", readme)
    assert match is not None, row
    return float(match[1]), float(match[2])


def test_coarse_pair_shows_the_finding() -> None:
    """A coarse mesh and 2 mAh/cm² are enough to tell where the lithium goes."""
    coarse = {"front_size": '"2.2 um"', "order": "1", "every_capacity": '"2 mAh/cm^2"'}
    last = {}
    for name in ("inverted", "upright"):
        text = changed(name, **coarse).replace('capacity = "10 mAh', 'capacity = "2 mAh')
        records = run(text)
        check_books(records)
        last[name] = records[-1]
        assert last[name].capacity == pytest.approx(7.2e4, rel=1e-9)
        assert sum(event.kind == "merge" for record in records for event in record.events) > 3
    inverted, upright = last["inverted"], last["upright"]
    assert inverted.bottom_share is not None
    assert upright.bottom_share is not None
    assert inverted.bottom_share > 0.6
    assert upright.bottom_share < 0.4
    assert upright.gap_to_counter < inverted.gap_to_counter


@pytest.mark.long
def test_main_pair_shows_the_finding_and_the_readme_states_it() -> None:
    inverted, upright = finished("inverted"), finished("upright")
    assert min(inverted.capacity, upright.capacity) >= 3.6e5 * (1 - 1e-9)
    assert inverted.bottom_share is not None
    assert upright.bottom_share is not None
    assert inverted.bottom_share > 0.5 > upright.bottom_share
    upper, lower = upright.surfaces["upper"], upright.surfaces["lower"]
    assert upper.thickness_max > lower.thickness_max
    assert upright.gap_to_counter < inverted.gap_to_counter
    for row, quantity in ROWS.items():
        numbers = stated(row)
        found = quantity(inverted), quantity(upright)
        assert found == pytest.approx(numbers, rel=0.01), f"{row}: {found}, README {numbers}"
