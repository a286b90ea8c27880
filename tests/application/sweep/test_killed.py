"""Sweeps whose driver and runs are killed or told to stop, and that go on."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

import platefront
from tests.application.sweep.small import GRID, driver, finished, in_use, kill_a_run, until


def test_a_killed_sweep_goes_on_to_the_table_of_an_unbroken_one(unbroken, tmp_path, command, runs):
    """A run is killed, then the driver; the runs end with it, and the rest is run in this process.

    The cell of the killed run is interrupted, not failed, and those that were done stay.
    """
    case, folder = unbroken[0] / "foil.toml", tmp_path / "sweep"
    sweep = driver(case, folder, *GRID, "--jobs", "2")
    until(lambda: in_use(folder), 120.0)
    killed = kill_a_run(folder)
    record = folder / "cells" / f"{killed}.json"
    until(lambda: '"ended by signal 9"' in record.read_text(), 60.0)
    until(lambda: finished(folder) and in_use(folder), 120.0)
    sweep.kill()
    sweep.wait()
    until(lambda: not in_use(folder), 30.0)
    done = {path.stem for path in finished(folder)}
    assert command("sweep", case, *GRID, "-o", folder, "-j", 1)[0] == 0
    assert killed in runs
    assert not done & set(runs)
    assert len(runs) == 6 - len(done)
    _equal_tables(folder, unbroken[0] / "sweep")


@pytest.mark.parametrize(
    "kind", [pytest.param(signal.SIGINT, marks=pytest.mark.long), signal.SIGTERM]
)
def test_a_sweep_that_is_told_to_stop_ends_its_runs_first(unbroken, tmp_path, kind):
    case, folder = unbroken[0] / "foil.toml", tmp_path / "sweep"
    sweep = driver(case, folder, *GRID, "--jobs", "1", "--set", "time.largest_step=2 ms")
    until(lambda: in_use(folder), 120.0)
    sweep.send_signal(kind)
    assert sweep.wait(60.0) == 130
    assert not in_use(folder)
    assert not (folder / ".stop").exists()
    states = list(platefront.read_sweep(folder)["status"])
    assert states == ["interrupted", *["open"] * 5]
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
