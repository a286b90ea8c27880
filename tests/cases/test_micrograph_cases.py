"""The pair of cases traced from a micrograph."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from platefront.case.load import parse_case
from solvers.records import StepRecord
from solvers.simulation import Simulation

CASES = Path(__file__).parents[2] / "cases" / "micrograph"


def run(name: str, **values: str) -> list[StepRecord]:
    """A case as shipped, or with some values replaced."""
    path = CASES / f"{name}.toml"
    text = path.read_text(encoding="utf-8")
    for key, value in values.items():
        line = f"{key} = {value} "
        if key == "crop":
            text = text.replace("[section.predeposit]", f"{line}\n\n[section.predeposit]")
            continue
        text, count = re.subn(rf"(?m)^{key} = [^#\n]*", line, text)
        assert count == (2 if key == "capacity" else 1), key  # pre-deposited and plated
    return list(Simulation(parse_case(text, str(path)).problem()).run())


def check(records: list[StepRecord], merges: int, share: float, within: float) -> None:
    """Books, merging, and the share of charge in the lower half."""
    last = records[-1]
    assert abs(last.books.anions) < 1e-8
    assert abs(last.books.area) < 1e-10
    assert abs(last.books.faraday) < 1e-6
    assert sum(event.kind == "merge" for record in records for event in record.events) >= merges
    assert last.bottom_share == pytest.approx(share, abs=within)


def test_coarse_part_of_the_picture_fills_the_driven_half() -> None:
    """One column of yarns, on a coarse mesh."""
    coarse = {
        "crop": "[260, 0, 600, 400]",
        "front_size": '"2.2 um"',
        "order": "1",
        "capacity": '"1 mAh/cm^2"',
    }
    check(run("inverted", **coarse), merges=4, share=0.8433, within=0.005)


@pytest.mark.long
def test_pair_as_shipped() -> None:
    inverted, upright = run("inverted"), run("upright")
    check(inverted, merges=8, share=0.8225, within=0.005)
    check(upright, merges=8, share=0.158, within=0.005)
    for records, gap in ((inverted, 39.82), (upright, 35.87)):
        assert records[-1].capacity == pytest.approx(7.2e4, rel=1e-9)
        assert 1e6 * records[-1].gap_to_counter == pytest.approx(gap, abs=0.2)
