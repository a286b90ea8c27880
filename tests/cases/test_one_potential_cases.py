"""The cloth at one potential: the nucleation barrier decides where the lithium goes."""

from __future__ import annotations

import math
import re

import pytest

from platefront.case.load import load_case
from platefront.case.start_current import wetted_lengths
from platefront.solvers.balance.step_record import StepRecord
from tests.cases.shipped import check_books, records_of
from tests.shared.case_files import CASES, ROOT

FULL, FRAMES = '[stop]\ncapacity = "1 mAh/cm^2"', 'every_capacity = "0.25 mAh/cm^2"'
CASE_OF = {30: "low_barrier", 100: "one_potential"}


def finished(
    barrier: int, capacity: str | None = None, orientation: str = "inverted"
) -> StepRecord:
    changes = {FULL: f'[stop]\ncapacity = "{capacity}"', FRAMES: ""} if capacity else None
    records = records_of(f"inverted_anode/{CASE_OF[barrier]}_{orientation}", changes)
    check_books(records)
    return records[-1]


def test_the_barriers_are_on_both_sides_of_what_the_lithiated_half_needs() -> None:
    """2 RT/F asinh(i / 2 i0 s) = 65 mV at 1 mA/cm² on 3.1 wetted lengths per footprint."""
    section = load_case(CASES / "inverted_anode" / "low_barrier_inverted.toml").cross_section()
    wetted = 1e6 * wetted_lengths(section)["lithiated"] / section.width
    needed = 2.0 * 8.314462618 * 298.15 / 96485.33212 * math.asinh(10.0 / 2.0 / wetted)
    assert needed == pytest.approx(0.0649, abs=5e-4)
    low, high = (barrier * 1e-3 for barrier in CASE_OF)
    assert low < needed < high


@pytest.mark.slow
def test_the_barrier_decides_from_the_start() -> None:
    low, high = finished(30, "0.1 mAh/cm^2"), finished(100, "0.02 mAh/cm^2")
    assert low.bottom_share == pytest.approx(0.46, abs=0.03)
    assert high.bottom_share == pytest.approx(1.0, rel=1e-12)
    assert abs(high.surfaces["bare"].charge) < 1e-14 * high.surfaces["lithiated"].charge
    assert high.electrode_potential is not None
    assert low.electrode_potential is not None
    assert high.electrode_potential < low.electrode_potential < 0.0


@pytest.mark.long
def test_the_pair_as_shipped_and_as_the_readme_states_it() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    stated = re.search(r"\| share of charge .*one potential[^|]*\| ([\d.]+) \| ([\d.]+) \|", readme)
    assert stated is not None
    low, high = (finished(barrier) for barrier in CASE_OF)
    assert low.bottom_share == pytest.approx(0.296, abs=0.005)
    assert high.bottom_share == pytest.approx(1.0, abs=1e-9)
    assert low.electrode_potential == pytest.approx(-0.0304, abs=1e-3)
    assert high.electrode_potential == pytest.approx(-0.0889, abs=1e-3)
    found = low.bottom_share, high.bottom_share
    assert found == pytest.approx([float(number) for number in stated.groups()], abs=0.005)


@pytest.mark.long
def test_upright_the_low_barrier_leaves_the_bare_half_below_most_of_the_charge() -> None:
    upright = finished(30, orientation="upright")
    assert upright.bottom_share == pytest.approx(0.654, abs=0.005)
    assert upright.electrode_potential == pytest.approx(-0.0337, abs=1e-3)
