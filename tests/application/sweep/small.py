"""A sweep of six small cells, in this process or as one of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from platefront.case.changes import read_changes
from platefront.case.load import load_case
from platefront.results.lock import LOCK, holder
from platefront.running.run import run_case
from platefront.sweeping.cell_run import CellTask
from tests.shared.case_files import FOIL, ROOT

SECONDS = 10.0
TEXT = (
    FOIL.replace('mode = "overpotentials"', 'mode = "galvanostatic"\ncurrent_density = "9 A/m^2"')
    .replace('law = "overpotential"\noverpotential = "-30 mV"', 'law = "butler_volmer"')
    .replace('front_size = "2 um"', 'front_size = "5 um"')
    .replace('capacity = "0.1 mAh/cm^2"', f'time = "{SECONDS} s"')
    + "\n[output]\nfigures = false\n"
)
GRID = (
    *("--over", "section.gap=50:100:2 um"),
    *("--over", "control.current_density=1, 2, 4 mA/cm^2"),
)
"""Six cells."""
TWO = ("--over", "control.current_density=1, 2 mA/cm^2")
"""Two cells."""


def written_case(folder: Path) -> Path:
    """Write the case of the sweep."""
    case = folder / "foil.toml"
    case.write_text(TEXT)
    return case


def run_here(task: CellTask, *, resume: bool) -> int:
    """Run a cell in this process, without the seconds that a new one takes to start."""
    options = [option for option in task.options if option.startswith("--set=")]
    changes = read_changes(option.removeprefix("--set=") for option in options)
    case = load_case(task.case, changes=changes)
    output = task.place.results
    return run_case(case, task.case, output, False, True, resume=resume, changes=changes)


def driver(case: Path, folder: Path, *options: str) -> subprocess.Popen[bytes]:
    """Start `platefront sweep` in a process of its own, whose output goes to a file beside."""
    command = [sys.executable, "-m", "platefront", "sweep", str(case), *options]
    with folder.with_suffix(".log").open("ab") as log:
        return subprocess.Popen(
            [*command, "--output", str(folder)], cwd=ROOT, stdout=log, stderr=log
        )


def until(condition: Callable[[], object], seconds: float) -> None:
    """Wait for a condition; fail if it does not come true in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "this has not happened in time"
        time.sleep(0.02)


def finished(folder: Path) -> list[Path]:
    """Records of cells that have finished."""
    return [r for r in (folder / "cells").glob("*.json") if '"exit_code": 0' in r.read_text()]


def in_use(folder: Path) -> list[Path]:
    """Results folders that a run is writing to."""
    return [place for place in (folder / "cells").glob("*/") if holder(place) is not None]


def kill_a_run(folder: Path) -> str:
    """Kill the process of a cell that runs; return the cell's name."""
    while True:
        for place in in_use(folder):
            if found := re.match(r"process (\d+) on ", _read(place / LOCK)):
                os.kill(int(found[1]), signal.SIGKILL)
                return place.name


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # its run has just ended
        return ""
