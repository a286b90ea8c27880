"""The pairs at one potential and three rates, to 30 mAh/cm²: rate against barrier decides."""

from __future__ import annotations

import math

import pytest

from platefront.case.load import load_case
from platefront.case.start_current import wetted_lengths
from platefront.solvers.balance.step_record import StepRecord
from tests.cases.shipped import check_books, records_of, share
from tests.shared.case_files import CASES, ROOT
from verification.inversion.shipped_run import ShippedRun
from verification.inversion.store import RunStore

FULL = '[stop]\ncapacity = "30 mAh/cm^2"            # Li et al. 2022'
FRAMES = 'every_capacity = "10 mAh/cm^2"'
CURRENTS = {"slow": 2.5, "usual": 10.0, "fast": 50.0}
BARRIER = 0.1


def finished(name: str, capacity: str | None = None) -> list[StepRecord]:
    short = {FULL: f'[stop]\ncapacity = "{capacity}"', FRAMES: ""}
    records = records_of(f"inverted_anode/{name}", short if capacity else None)
    check_books(records)
    return records


def overpotential(rate: str) -> float:
    """2 RT/F asinh(i / 2 i0 s) of the lithiated half alone, i0 = 1 A/m² [V]."""
    section = load_case(CASES / "inverted_anode" / f"{rate}_inverted.toml").cross_section()
    wetted = 1e6 * wetted_lengths(section)["lithiated"] / section.width
    volt = 8.314462618 * 298.15 / 96485.33212
    return 2.0 * volt * math.asinh(CURRENTS[rate] / 2.0 / wetted)


@pytest.mark.parametrize("rate", ["slow", "usual"])
@pytest.mark.parametrize(("orientation", "bottom"), [("inverted", 1.0), ("upright", 0.0)])
@pytest.mark.slow
def test_below_the_barrier_the_lithiated_half_takes_all(
    rate: str, orientation: str, bottom: float
) -> None:
    records = finished(f"{rate}_{orientation}", "0.005 mAh/cm^2")
    last = records[-1]
    assert last.current == pytest.approx(CURRENTS[rate], rel=1e-9)
    assert last.bottom_share == pytest.approx(bottom, abs=1e-9)
    assert last.voltage is not None
    kinetic = overpotential(rate)
    assert kinetic < BARRIER
    # the current is not spread quite evenly over the lithiated fibres
    assert -last.voltage.kinetic == pytest.approx(kinetic, rel=0.02)


@pytest.mark.parametrize("orientation", ["inverted", "upright"])
@pytest.mark.slow
def test_above_the_barrier_the_bare_half_takes_its_part(orientation: str) -> None:
    assert overpotential("fast") > BARRIER
    last = finished(f"fast_{orientation}", "0.02 mAh/cm^2")[-1]
    assert last.current == pytest.approx(50.0, rel=1e-9)
    assert share(last, "bare") == pytest.approx(0.3, abs=0.05)


STORED = RunStore(ROOT / "docs" / "inversion" / "pairs.csv", ShippedRun).read()


@pytest.mark.long
@pytest.mark.parametrize("run", STORED, ids=[run.case for run in STORED])
def test_a_pair_to_30_comes_out_as_the_documents_state_it(run: ShippedRun) -> None:
    """Bare fibres merge with others, so that thicknesses differ more than shares and gap."""
    end, records = STORED[run].end, finished(run.case)
    assert records[-1].capacity == pytest.approx(3.6e4 * end.capacity, rel=1e-6)
    assert records[-1].bottom_share == pytest.approx(end.bottom_share, abs=0.02)
    assert share(records[-1], "bare") == pytest.approx(end.bare_share, abs=0.03)
    assert 1e6 * records[-1].gap_to_counter == pytest.approx(end.gap, abs=1.5)
