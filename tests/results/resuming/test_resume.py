"""Runs that are ended or interrupted go on to the results of the unbroken run."""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path

import numpy as np
import pytest

from platefront.exit_codes import ExitCode
from platefront.results.reading import read_results
from tests.results.resuming.interrupted_runs import assert_same, case_file, go, started


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reference")
    assert go(case_file(folder), folder / "out") == ExitCode.OK
    return folder / "out"


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.slow
def test_a_run_that_is_ended_goes_on(sent: signal.Signals, reference: Path, tmp_path: Path) -> None:
    case, folder = case_file(tmp_path, every="10 ms"), tmp_path / "out"
    process = started(case, folder)
    until = time.monotonic() + 120.0
    while not (folder / "checkpoint.npz").exists() and time.monotonic() < until:
        time.sleep(0.02)
    process.send_signal(sent)
    process.wait()
    rows = len((folder / "history.csv").read_text().splitlines())
    again = case_file(tmp_path, name="again")  # output settings may be others
    assert go(again, folder, resume=True) == ExitCode.OK
    assert rows <= len((folder / "history.csv").read_text().splitlines())
    assert_same(folder, reference)


def test_a_run_killed_before_its_first_checkpoint_begins_again(
    reference: Path, tmp_path: Path
) -> None:
    case, folder = case_file(tmp_path), tmp_path / "out"
    process = started(case, folder)
    while not (folder / "history.csv").exists():
        time.sleep(0.02)
    process.kill()
    process.wait()
    assert not (folder / "checkpoint.npz").exists()
    assert go(case, folder, resume=True) == ExitCode.OK
    assert_same(folder, reference)


def test_a_run_that_has_ended_is_left_as_it_is(reference: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    shutil.copytree(reference, folder)
    before = {p: p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()}
    assert go(case_file(tmp_path), folder, resume=True) == ExitCode.OK
    assert {p: p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('gap = "20 um"', 'gap = "21 um"'), "differs from that of"),
        (('front_size = "1 um"', 'front_size = "0.9 um"'), "in [mesh]"),
        (("repeat = 2", "repeat = 3"), "in [protocol]"),
    ],
)
def test_another_case_does_not_go_on(
    change: tuple[str, str],
    said: str,
    reference: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder, case = tmp_path / "out", case_file(tmp_path)
    shutil.copytree(reference, folder)
    case.write_text(case.read_text().replace(*change))
    before = (folder / "history.csv").read_bytes()
    assert go(case, folder, resume=True) == ExitCode.BAD_OUTPUT
    assert said in capsys.readouterr().err
    assert (folder / "history.csv").read_bytes() == before


def test_a_shortened_table_is_told(
    reference: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case, folder = case_file(tmp_path, every="10 ms"), tmp_path / "out"
    process = started(case, folder)
    while not (folder / "checkpoint.npz").exists():
        time.sleep(0.02)
    process.kill()
    process.wait()
    os.truncate(folder / "history.csv", 10)
    assert go(case, folder, resume=True) == ExitCode.BAD_OUTPUT
    assert "history.csv: the file is shorter than at the checkpoint" in capsys.readouterr().err


def test_a_case_begins_in_the_end_state_of_another_run(reference: Path, tmp_path: Path) -> None:
    """One cycle, and one more in its end state, are the two of the unbroken run."""
    one = case_file(tmp_path, cycles=1)
    assert go(one, tmp_path / "first") == ExitCode.OK
    assert go(one, tmp_path / "second", start_from=tmp_path / "first") == ExitCode.OK
    assert (tmp_path / "second" / "start.npz").is_file()
    whole, second = (read_results(p).history for p in (reference, tmp_path / "second"))
    rows = whole[whole["cycle"] == 2].reset_index(drop=True)
    assert len(rows) == len(second)
    for column in rows.columns.drop(["cycle"]):
        assert np.array_equal(rows[column], second[column], equal_nan=True), column


def test_there_must_be_something_to_begin_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = case_file(tmp_path)
    assert go(case, tmp_path / "out", start_from=tmp_path / "none") == ExitCode.BAD_OUTPUT
    assert "holds no results of platefront" in capsys.readouterr().err
    assert not (tmp_path / "out" / "history.csv").exists()
