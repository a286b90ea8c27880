"""Sweeps: their table against the given charge, failures, resumption, refusals."""

from __future__ import annotations

import json
import shutil
from itertools import count
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

import platefront
from platefront.running.interruption import Interruption
from platefront.sweeping.folder import SweepFolder
from tests.application.sweep.small import GRID, SECONDS, TWO, written_case

CURRENT = "control.current_density [mA/cm^2]"


@pytest.fixture
def copy(unbroken, tmp_path) -> tuple[Path, Path]:
    """Case and folder of a copy of the unbroken sweep."""
    shutil.copytree(unbroken[0], tmp_path / "copy")
    return tmp_path / "copy" / "foil.toml", tmp_path / "copy" / "sweep"


def test_every_cell_has_the_charge_of_its_current(unbroken):
    """Q = i t, whatever the gap."""
    table = unbroken[1]
    assert list(table["cell"]) == [1, 2, 3, 4, 5, 6]
    assert list(table["section.gap [um]"]) == [50.0, 50.0, 50.0, 100.0, 100.0, 100.0]
    assert list(table[CURRENT]) == [1.0, 2.0, 4.0] * 2
    assert list(table["status"]) == ["finished"] * 6
    charge = table[CURRENT] * SECONDS / 3600.0
    error = float(np.max(np.abs(table["capacity_mAh_per_cm2"] / charge - 1.0)))
    assert error < 1e-9, f"relative error {error:.1e} of the charge"
    assert (table["largest_books_residue"] < 1e-9).all()
    assert (table["time_s"] == SECONDS).all()


def test_a_failure_is_a_row_with_code_and_reason_and_stops_no_other_cell(failed):
    table = failed[1]
    assert list(table["status"]) == ["finished", "failed"]
    assert list(table["exit_code"]) == [0, 3]
    assert list(table["reason"]) == ["time reached", "at t = 3 s: limiting current"]


def test_wagner_numbers_fall_with_gap_and_current(unbroken):
    """Wa = (RT/F) kappa/(i L): inverse to both."""
    wagner = unbroken[1]["wagner_number"].to_numpy().reshape(2, 3)
    assert wagner[0] / wagner[1] == pytest.approx(2.0, rel=1e-9)
    assert wagner[:, 0] / wagner[:, 1] == pytest.approx(2.0, rel=1e-9)


def test_files_are_those_of_the_documentation(unbroken):
    folder = SweepFolder(unbroken[0] / "sweep")
    names = {path.name for path in folder.path.iterdir()}
    assert {"sweep.json", "table.csv", "cells", "map_capacity_mAh_per_cm2.png"} <= names
    assert not names & {".stop", ".lock"}
    plan = folder.read_plan()
    assert [cell["name"] for cell in plan["cells"]][1] == "0002_gap=50um_current_density=2mAcm2"
    results = platefront.read_results(folder.cell(plan["cells"][1]["name"]).results)
    case = platefront.load_case(results.path / "case.toml")
    assert case.control.current_density == 20.0
    with Image.open(folder.path / "map_capacity_mAh_per_cm2.png") as picture:
        assert len(picture.convert("RGB").getcolors(maxcolors=1_000_000)) > 20


def test_the_table_on_the_disk_is_that_of_the_call(unbroken):
    again = platefront.read_sweep(unbroken[0] / "sweep")
    pd.testing.assert_frame_equal(again, unbroken[1], check_dtype=False, rtol=1e-11)


def test_parquet_holds_the_same_table_where_pyarrow_is_installed(copy, command, runs):
    pytest.importorskip("pyarrow", reason="pyarrow is an optional dependency")
    case, folder = copy
    command("sweep", case, *GRID, "-o", folder)
    parquet = pd.read_parquet(folder / "table.parquet")
    pd.testing.assert_frame_equal(
        parquet, platefront.read_sweep(folder), check_dtype=False, rtol=1e-11
    )


def test_the_same_command_again_runs_nothing(copy, command, runs):
    case, folder = copy
    before = (folder / "table.csv").read_bytes()
    code, out, err = command("sweep", case, *GRID, "-o", folder)
    assert (code, err, runs) == (0, "", [])
    assert out.startswith("6 cells: 6 done, 0 to run\n")
    assert out.endswith(f"6 finished; table in {folder}\n")
    assert (folder / "table.csv").read_bytes() == before


def test_a_cell_that_failed_runs_anew_on_request_only(failed, tmp_path, command, pretended):
    shutil.copytree(failed[0], tmp_path / "copy")
    case, folder = tmp_path / "copy" / "foil.toml", tmp_path / "copy" / "sweep"
    assert command("sweep", case, *TWO, "-o", folder)[0] == 9
    assert pretended == []
    assert command("sweep", case, *TWO, "-o", folder, "--retry")[0] == 9
    assert [name[:4] for name in pretended] == ["0002"]
    assert list(platefront.read_sweep(folder)["exit_code"]) == [0, 4]


def test_cells_whose_case_has_changed_run_anew(copy, command, pretended):
    case, folder = copy
    case.write_text("# a comment changes no case\n" + case.read_text())
    assert command("sweep", case, *GRID, "-o", folder)[0] == 0
    assert pretended == []
    case.write_text(case.read_text() + '\n[time]\nlargest_step = "5 s"\n')
    assert command("sweep", case, *GRID, "-o", folder)[0] == 9
    assert sorted(name[:4] for name in pretended) == [f"{n:04d}" for n in range(1, 7)]
    table = platefront.read_sweep(folder)
    assert "capacity_mAh_per_cm2" not in table.columns, "results of the other case"


def test_an_interrupted_cell_goes_on_from_its_checkpoint(copy, command, runs, monkeypatch):
    """Its run is interrupted after some steps; the sweep then ends without it, and goes on."""
    case, folder = copy
    before = (folder / "table.csv").read_bytes()
    place = SweepFolder(folder).cell("0005_gap=100um_current_density=2mAcm2")
    place.record.unlink()
    steps = count()
    with monkeypatch.context() as patch:
        patch.setattr(Interruption, "agreed", lambda interruption, comm: next(steps) == 6)
        assert command("sweep", case, *GRID, "-o", folder)[0] == 9
    assert list(platefront.read_sweep(folder)["status"]).count("interrupted") == 1
    reached = platefront.read_results(place.results).history["time_s"].iloc[-1]
    assert 0.0 < reached < SECONDS
    assert command("sweep", case, *GRID, "-o", folder)[0] == 0
    assert [name[:4] for name in runs] == ["0005", "0005"]
    assert (folder / "table.csv").read_bytes() == before


def test_a_cell_that_was_killed_before_it_said_that_it_had_ended_runs_anew(copy, command, runs):
    case, folder = copy
    before = (folder / "table.csv").read_bytes()
    place = SweepFolder(folder).cell("0005_gap=100um_current_density=2mAcm2")
    for path, changes in [
        (place.record, {"exit_code": None}),
        (place.results / "summary.json", {"status": "running", "reason": None}),
    ]:
        path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))
    assert command("sweep", case, *GRID, "-o", folder)[0] == 0
    assert [name[:4] for name in runs] == ["0005", "0005"]
    assert (folder / "table.csv").read_bytes() == before


@pytest.mark.parametrize("lost", ["record", "half_written"])
def test_a_cell_without_an_end_runs_anew(copy, command, runs, lost):
    case, folder = copy
    before = (folder / "table.csv").read_bytes()
    place = SweepFolder(folder).cell("0005_gap=100um_current_density=2mAcm2")
    if lost == "record":
        place.record.unlink()
    else:
        record = json.loads(place.record.read_text())
        place.record.write_text(json.dumps({**record, "exit_code": None}))
        shutil.rmtree(place.results)
        place.results.mkdir()
        (place.results / "case.toml").write_text("")
    assert command("sweep", case, *GRID, "-o", folder, "-j", 1)[0] == 0
    assert [name[:4] for name in runs] == ["0005"]
    assert (folder / "table.csv").read_bytes() == before


def test_invalid_cells_fail_alone_and_valid_ones_run(tmp_path, command, runs):
    case = written_case(tmp_path)
    over = ("--over", "section.gap=50, -3 um", "--set", "stop.time=1 s")
    code, _, _ = command("sweep", case, *over, "-o", tmp_path / "sweep")
    assert code == 9
    table = platefront.read_sweep(tmp_path / "sweep")
    assert list(table["status"]) == ["finished", "failed"]
    assert table["reason"][1].startswith("gap must be greater than 1 nm, but is -3 um")
    assert len(runs) == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--over", "section.gab=50, 60 um"], 'unknown key "gab" in [section]'),
        (["--over", "section.gap=-1, -2 um"], "gap must be greater than"),
        (["--over", "section.gap"], "expected KEY=VALUES"),
        (["--over", "section.gap=1:2 um"], "goes with --design latin only"),
        (["--over", "section.gap=1,2 um", "--samples", "3"], "goes with it alone"),
        ([*GRID, "--design", "zip"], "section.gap has 2, control.current_density has 3"),
        ([*GRID[:2], *GRID[:2]], "given twice for section.gap"),
    ],
)
def test_sweeps_that_cannot_be_made_write_nothing(tmp_path, command, options, message):
    case = written_case(tmp_path)
    code, out, err = command("sweep", case, *options, "-o", tmp_path / "sweep")
    assert (code, out) == (2, "")
    assert message in err
    assert not (tmp_path / "sweep").exists()


def test_other_values_do_not_take_the_place_of_a_sweep(copy, command, runs):
    case, folder = copy
    code, _, err = command("sweep", case, *GRID[:2], "-o", folder)
    assert code == 5
    assert "holds a sweep over other values" in err
    (folder.parent / "other").mkdir()
    (folder.parent / "other" / "mine.txt").write_text("mine")
    code, _, err = command("sweep", case, *GRID[:2], "-o", folder.parent / "other")
    assert code == 5
    assert "files that are not a sweep" in err
    assert runs == []


def test_a_wanted_column_that_is_not_there_is_told_with_those_that_are(copy, command, runs):
    case, folder = copy
    code, _, err = command("sweep", case, *GRID, "-o", folder, "-q", "botom_share")
    assert code == 2
    assert "--quantity botom_share" in err
    assert "capacity_mAh_per_cm2" in err


def test_from_python_lists_are_lists_of_values(tmp_path, pretended):
    table = platefront.sweep(
        written_case(tmp_path),
        {"section.gap": ["50 um", "60 um"], "control.current_density": "1, 2 mA/cm^2"},
        tmp_path / "sweep",
        design="zip",
        changes={"stop.time": "1 s"},
        jobs=1,
    )
    assert [name[:4] for name in pretended] == ["0001", "0002"]
    assert list(table["section.gap [um]"]) == [50.0, 60.0]
    assert list(table[CURRENT]) == [1.0, 2.0]
    assert list(table["reason"]) == ["not in earnest"] * 2
    assert SweepFolder(tmp_path / "sweep").read_plan()["changes"] == ["stop.time=1 s"]
