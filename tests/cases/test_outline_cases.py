"""The pair of cases with a section of the user's own, drawn in Inkscape's format."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from platefront.case.load import parse_case
from solvers.records import StepRecord
from solvers.simulation import Simulation

CASES = Path(__file__).parents[2] / "cases" / "outline"
NAMES = ("inverted", "upright")


def run(name: str, **values: str) -> list[StepRecord]:
    """A case as shipped, or with some values replaced."""
    path = CASES / f"{name}.toml"
    text = path.read_text(encoding="utf-8")
    for key, value in values.items():
        text, count = re.subn(rf"(?m)^{key} = [^#\n]*", f"{key} = {value} ", text)
        assert count == (2 if key == "capacity" else 1), key  # pre-deposited and plated
    return list(Simulation(parse_case(text, str(path)).problem()).run())


def merges(records: list[StepRecord]) -> int:
    return sum(event.kind == "merge" for record in records for event in record.events)


def check(records: list[StepRecord], share: float, within: float) -> None:
    """Books, merging, and the share of charge in the lower half."""
    last = records[-1]
    assert abs(last.books.anions) < 1e-8
    assert abs(last.books.area) < 1e-10
    assert abs(last.books.faraday) < 1e-6
    assert merges(records) > 8
    assert last.bottom_share == pytest.approx(share, abs=within)


def test_coarse_pair_fills_the_driven_half() -> None:
    coarse = {"front_size": '"1.6 um"', "order": "1", "capacity": '"1.2 mAh/cm^2"'}
    check(run("inverted", **coarse), share=0.920, within=0.01)
    check(run("upright", **coarse), share=0.077, within=0.01)


@pytest.mark.long
def test_pair_as_shipped() -> None:
    inverted, upright = run("inverted"), run("upright")
    check(inverted, share=0.892, within=0.005)
    check(upright, share=0.098, within=0.005)
    for records, gap in ((inverted, 29.8), (upright, 26.1)):
        assert records[-1].capacity == pytest.approx(9e4, rel=1e-9)
        assert 1e6 * records[-1].gap_to_counter == pytest.approx(gap, abs=0.2)
