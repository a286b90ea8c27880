"""Sweeps whose driver and runs are killed or told to stop, and that go on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import platefront
from platefront.sweeping import cell_run
from tests.application.sweep.small import (
    GRID,
    TWO,
    driver,
    finished,
    in_use,
    kill_a_run,
    run_here,
    until,
    written_case,
)


@pytest.mark.slow
def test_a_killed_sweep_goes_on_to_the_table_of_an_unbroken_one(unbroken, tmp_path, command, runs):
    """A run is killed, then the driver; the runs end with it, and the rest is run in this process.

    The cell of the killed run is interrupted, not failed, and those that were done stay.
    """
    case, folder = unbroken[0] / "foil.toml", tmp_path / "sweep"
    sweep = driver(case, folder, *GRID, "--jobs", "1")
    until(lambda: in_use(folder), 300.0)
    killed = kill_a_run(folder)
    record = folder / "cells" / f"{killed}.json"
    until(lambda: '"ended by signal 9"' in record.read_text(), 300.0)
    until(lambda: finished(folder) and in_use(folder), 300.0)
    sweep.kill()
    sweep.wait()
    until(lambda: not in_use(folder), 120.0)
    done = {path.stem for path in finished(folder)}
    assert command("sweep", case, *GRID, "-o", folder, "-j", 1)[0] == 0
    assert killed in runs
    assert not done & set(runs)
    assert len(runs) == 6 - len(done)
    _equal_tables(folder, unbroken[0] / "sweep")


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_starts_no_further_cell(tmp_path, command, monkeypatch, kind):
    """The first cell's run sends it; the second one is not begun."""

    def run(task: cell_run.CellTask, *, resume: bool) -> int:
        os.kill(os.getpid(), kind)
        until(task.stop.exists, 10.0)
        return run_here(task, resume=resume)

    monkeypatch.setattr(cell_run, "_run", run)
    case, folder = written_case(tmp_path), tmp_path / "sweep"
    assert command("sweep", case, *TWO, "-o", folder, "-j", 1)[0] == 130
    assert list(platefront.read_sweep(folder)["status"]) == ["finished", "open"]
    assert not (folder / ".stop").exists()


@pytest.mark.parametrize(
    ("requests", "ignored", "number"),
    [(1, "SIGTERM", signal.SIGINT), (2, "SIGINT", signal.SIGKILL)],
)
def test_requests_to_stop_are_passed_on(tmp_path, requests, ignored, number):
    """The first asks a run to stop after its step, the second does not ask."""
    (tmp_path / ".stop").write_text(f"{requests}")
    program = (
        f"import signal, time; signal.signal(signal.{ignored}, signal.SIG_IGN); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.DEVNULL) as process:
        assert cell_run._wait(process, tmp_path / ".stop") == -number


@pytest.mark.long
@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_a_sweep_that_is_told_to_stop_ends_its_runs_first(unbroken, tmp_path, kind):
    case, folder = unbroken[0] / "foil.toml", tmp_path / "sweep"
    sweep = driver(case, folder, *GRID, "--jobs", "1", "--set", "time.largest_step=2 ms")
    until(lambda: in_use(folder), 300.0)
    sweep.send_signal(kind)
    assert sweep.wait(300.0) == 130
    assert not in_use(folder)
    assert list(platefront.read_sweep(folder)["status"]) == ["interrupted", *["open"] * 5]
    assert "\n5 open, 1 interrupted; " in folder.with_suffix(".log").read_text()


@pytest.mark.long
def test_sixty_cells_survive_the_death_of_a_run_and_of_the_driver(unbroken, tmp_path):
    case = unbroken[0] / "foil.toml"
    over = (
        *("--over", "section.gap=40:130:10 um"),
        *("--over", "control.current_density=0.5:3:6 mA/cm^2"),
    )
    broken, whole = tmp_path / "broken", tmp_path / "whole"
    assert driver(case, whole, *over).wait(1800.0) == 0
    sweep = driver(case, broken, *over)
    until(lambda: len(finished(broken)) >= 10, 600.0)
    kill_a_run(broken)
    until(lambda: len(finished(broken)) >= 25, 600.0)
    sweep.kill()
    sweep.wait()
    done = len(finished(broken))
    assert driver(case, broken, *over).wait(1800.0) == 0
    log = broken.with_suffix(".log").read_text()
    assert f"60 cells: {done} done, {60 - done} to run" in log
    _equal_tables(broken, whole)


def _equal_tables(one: Path, other: Path) -> None:
    assert (one / "table.csv").read_bytes() == (other / "table.csv").read_bytes()
