"""A real run of the solver, written and read back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from platefront.case.load import load_case, parse_case
from platefront.exit_codes import ExitCode
from platefront.results.reading import RunResults, read_results
from platefront.running.run import run_case
from tests.shared.fake_simulation import CASE

SHORT = CASE.replace('"0.5 mAh/cm^2"', '"0.1 mAh/cm^2"').replace('"0.2 mAh', '"0.05 mAh')


@pytest.fixture(scope="module")
def plated(tmp_path_factory: pytest.TempPathFactory) -> RunResults:
    folder = tmp_path_factory.mktemp("real") / "pillars"
    case = parse_case(SHORT, "pillars.toml")
    assert run_case(case, Path("pillars.toml"), folder, False, True) == ExitCode.OK
    return read_results(folder)


def test_the_end_is_the_end_asked_for(plated: RunResults) -> None:
    assert plated.summary["status"] == "finished"
    assert plated.history["capacity_mAh_per_cm2"].iloc[-1] == pytest.approx(0.1, rel=1e-8)
    capacities = [frame.capacity for frame in plated.frames]
    assert capacities == pytest.approx([0.0, 0.05, 0.1], rel=1e-8)


def test_tables_and_fields_agree(plated: RunResults) -> None:
    history, last = plated.history, plated.frames[-1]
    front = last.load("front")
    assert set(np.unique(front["surface"])) == set(range(len(plated.surfaces)))
    lengths = front.compute_cell_sizes(area=False, volume=False)["Length"] * 1e-6
    current = (front["normal_current_A_per_m2"] * lengths).sum()
    in_table = sum(history[f"current_{name}_A_per_m"].iloc[-1] for name in plated.surfaces)
    assert current == pytest.approx(in_table, rel=0.02)
    thickest = max(history[f"thickness_max_{name}_m"].iloc[-1] for name in plated.surfaces)
    assert front["thickness_um"].max() == pytest.approx(1e6 * thickest, rel=1e-6)
    concentration = last.load("electrolyte")["concentration_mol_per_m3"]
    lowest = history["min_concentration_mol_per_m3"].iloc[-1]
    assert concentration.min() == pytest.approx(lowest, rel=0.02)


def test_areas_of_the_fields_fill_the_box(plated: RunResults) -> None:
    for frame in plated.frames:
        areas = [
            frame.load(name).compute_cell_sizes(length=False, volume=False)["Area"].sum()
            for name in ("electrolyte", "solids")
        ]
        bounds = frame.load("electrolyte").bounds
        assert sum(areas) == pytest.approx(bounds[1] * bounds[3], rel=1e-6)


def test_depth_profile_holds_the_plated_charge(plated: RunResults) -> None:
    profile = plated.depth_profile
    last = profile[profile["time_s"] == profile["time_s"].max()]
    strip = float(last["y_m"].iloc[1] - last["y_m"].iloc[0])
    thickness = strip * last["lithium_fraction"].sum()  # of a flat layer
    case = load_case(plated.path / "case.toml")
    expected = 0.1 * 3.6e4 * case.metal.volume_per_charge
    assert thickness == pytest.approx(expected, rel=1e-3)


def test_the_written_case_runs_again_identically(plated: RunResults, tmp_path: Path) -> None:
    path = plated.path / "case.toml"
    case = load_case(path)
    quick = case.model_copy(update={"output": case.output.model_copy(update={"figures": False})})
    assert run_case(quick, path, tmp_path / "again", False, True) == ExitCode.OK
    again = (tmp_path / "again" / "history.csv").read_bytes()
    assert again == (plated.path / "history.csv").read_bytes()
