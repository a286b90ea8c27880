"""Small sweeps of a foil, and their driver as a process of its own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from platefront.results.lock import holder
from tests.shared.case_files import CASES, ROOT

CASE = CASES / "quick" / "foil.toml"
SHORT = (
    "--set",
    "output.figures=false",
    "--set",
    "stop.time=10 s",
    "--set",
    "mesh.front_size=5 um",
)
GRID = (
    *("--over", "section.gap=50:100:2 um"),
    *("--over", "surfaces.foil.overpotential=-10, -20, -30 mV"),
)
"""Six cells."""


def driver(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    """Start `platefront sweep` in a process of its own, whose output goes to a file beside."""
    command = [sys.executable, "-m", "platefront", "sweep", str(CASE), *SHORT]
    with folder.with_suffix(".log").open("ab") as log:
        return subprocess.Popen(
            [*command, "--output", str(folder), *options], cwd=ROOT, stdout=log, stderr=log
        )


def until(condition: Callable[[], bool], seconds: float) -> None:
    """Wait for a condition; fail if it does not come true in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "this has not happened in time"
        time.sleep(0.02)


def ended(folder: Path) -> list[Path]:
    """Records of cells whose run has ended."""
    return [r for r in (folder / "cells").glob("*.json") if '"exit_code": 0' in r.read_text()]


def in_use(folder: Path) -> list[Path]:
    """Results folders that a run is writing to."""
    return [place for place in (folder / "cells").glob("*/") if holder(place) is not None]
