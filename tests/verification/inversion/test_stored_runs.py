"""Stored outcomes: read back as written, in a given order, and not computed again."""

from __future__ import annotations

from pathlib import Path

import pytest

from platefront.case.load import parse_case
from tests.verification.inversion.made_up_outcomes import outcome, state
from verification.inversion.cloth_cell import ClothCell
from verification.inversion.outcome import RunOutcome, worst
from verification.inversion.running import run_missing
from verification.inversion.sets import SHIPPED, TRIALS
from verification.inversion.shipped_run import ShippedRun
from verification.inversion.store import PlannedRun, RunStore


def test_outcomes_are_read_back_as_written(tmp_path: Path) -> None:
    trials = {ClothCell(barrier=20.0): outcome(0.25), ClothCell(capacity=-0.25): outcome(None)}
    store = RunStore(tmp_path / "map.csv", ClothCell)
    store.write(trials, trials)
    assert store.read() == trials
    runs = {
        ShippedRun("slow_inverted"): RunOutcome(
            "finished", "one, and two", 9, 0.1, "area", (state(capacity=10.0), state(0.75))
        ),
        ShippedRun("fast_inverted"): outcome(kind="exit status 3"),
    }
    shipped = RunStore(tmp_path / "pairs.csv", ShippedRun)
    shipped.write(runs, runs)
    assert shipped.read() == runs
    with pytest.raises(ValueError, match="has other columns"):
        RunStore(tmp_path / "pairs.csv", ClothCell).read()


def test_stored_runs_are_not_made_again_and_failures_are(tmp_path: Path) -> None:
    trials = [ClothCell(barrier=barrier) for barrier in (30.0, 20.0, 10.0)]
    made: list[PlannedRun] = []

    def run(entry: PlannedRun) -> RunOutcome:
        made.append(entry)
        if entry == trials[1] and len(made) < 4:
            raise RuntimeError("killed")
        return outcome(0.25)

    store = RunStore(tmp_path / "map.csv", ClothCell)
    assert run_missing(store, [trials[2]], run) == 0
    assert run_missing(store, trials, run) == 1
    assert list(store.read()) == [trials[0], trials[2]]
    assert run_missing(store, trials, run) == 0
    assert made == [trials[2], trials[0], trials[1], trials[1]]
    assert list(store.read()) == trials


@pytest.mark.parametrize("name", TRIALS)
def test_a_trial_is_a_case_with_its_numbers(name: str, tmp_path: Path) -> None:
    trial = TRIALS[name][-1]
    trial.write(tmp_path / "case.toml")
    case = parse_case((tmp_path / "case.toml").read_text("utf-8"), "case.toml")
    assert case.section.orientation == trial.orientation
    assert case.section.gap == pytest.approx(1e-6 * trial.gap)
    assert case.counter.kind == trial.counter
    assert case.only_step is not None
    assert case.only_step.stop.last_capacity == pytest.approx(3.6e4 * trial.capacity)
    bare, lithiated = case.surfaces["bare"], case.surfaces["lithiated"]
    assert bare.nucleation_barrier == pytest.approx(1e-3 * trial.barrier)
    assert lithiated.nucleation_barrier == 0.0
    for law in (bare, lithiated):
        assert law.exchange_current_density == pytest.approx(trial.exchange_current)
    # κ is proportional to D; 2.29 S/m belong to 2.93e-10 m²/s
    conductivity = case.electrolyte.conductivity
    assert conductivity == pytest.approx(2.2923 * trial.diffusivity / 2.93, rel=1e-4)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_run_is_its_case_to_another_end(name: str, tmp_path: Path) -> None:
    run = SHIPPED[name][0]
    run.write(tmp_path / "case.toml")
    text = (tmp_path / "case.toml").read_text("utf-8")
    assert f'[stop]\ncapacity = "{run.capacity:g} mAh/cm^2"' in text
    assert "figures = false" in text
    assert 'front_size = "2.2 um"' in text
    assert 'orientation = "inverted"' in text


def test_the_book_nearest_to_its_limit_is_found() -> None:
    ledger = {
        "charge": {"largest_residue": 1e-9},
        "salt": {"largest_residue": -3e-10, "residue": 0.0},
        "current": {"residue": 1.0, "largest_residue": None},
        "remeshing": {"moved_deposit": 0.01},
        "limits": {"charge": 1e-6, "salt": 1e-9, "current": 1e-6, "moved_deposit": 0.05},
    }
    assert worst(ledger) == ("salt", pytest.approx(0.3))
    ledger["charge"]["largest_residue"] = float("nan")
    assert worst(ledger)[0] == "charge"
