"""Runs in processes of their own that are ended before they are complete."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from platefront.case.load import load_case
from platefront.results.reading import read_results
from platefront.running.checkpoint import _CLASSES
from platefront.running.run import run_case
from platefront.solvers.state.checkpoint.archive import read_archive
from tests.shared.case_files import ROOT

CASE = """
title = "Plated, at rest and stripped"

[section]
gap = "20 um"

[section.collector]
kind = "foil"
width = "6 um"

[section.predeposit]
capacity = "0.5 mAh/cm^2"

[electrolyte]
concentration = "1 mol/L"
salt_diffusivity = "2.93e-10 m^2/s"
transference_number = 0.4

[counter]
kind = "lithium"

[surfaces.foil]
law = "butler_volmer"

[mesh]
front_size = "1 um"
largest_size = "3 um"

[[protocol]]
mode = "cycles"
repeat = CYCLES
steps = [
    {mode = "galvanostatic", current_density = "2 mA/cm^2", until.capacity = "0.05 mAh/cm^2"},
    {mode = "rest", until.time = "10 s"},
    {mode = "galvanostatic", current_density = "-2 mA/cm^2", until.capacity = "-0.05 mAh/cm^2"},
]

[output]
figures = false
checkpoint_every = "EVERY"
"""
TABLES = ("history", "protocol", "cycles", "events", "remeshings", "depth_profile")


def case_file(folder: Path, cycles: int = 2, every: str = "10 min", name: str = "case") -> Path:
    """Write the case with a number of cycles and an interval of checkpoints."""
    path = folder / f"{name}.toml"
    path.write_text(CASE.replace("CYCLES", str(cycles)).replace("EVERY", every))
    return path


def go(case: Path, folder: Path, **options: object) -> int:
    """Run a case in this process."""
    return run_case(load_case(case), case, folder, False, True, **options)  # type: ignore[arg-type]


def started(
    case: Path, folder: Path, options: Sequence[str] = (), killed_at: str = ""
) -> subprocess.Popen[bytes]:
    """Start a run.

    Args:
        case: case file.
        folder: of its results.
        options: of the command line.
        killed_at: place at which the process kills itself, and count, as in `killed_run`.
    """
    command = ["run", str(case), "--output", str(folder), "--quiet", *options]
    program = ["platefront"]
    if killed_at:
        program = ["tests.results.resuming.killed_run", *killed_at.split()]
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    environment = os.environ | {"PYTHONPATH": path}
    return subprocess.Popen([sys.executable, "-m", *program, *command], env=environment)


def rows_lost(folder: Path) -> int:
    """Return the rows of history.csv that the checkpoint of a killed run does not have."""
    kept = read_archive(folder / "checkpoint.npz", _CLASSES)["recorder"]["sizes"]["history"]
    return (folder / "history.csv").read_bytes()[kept:].count(b"\n")


def assert_same(folder: Path, reference: Path) -> None:
    """Compare tables and fields byte by byte, and the summary but for its times."""
    for name in TABLES:
        ours, theirs = (place / f"{name}.csv" for place in (folder, reference))
        assert ours.read_bytes() == theirs.read_bytes(), name
    frames = sorted(p.relative_to(reference) for p in (reference / "fields").rglob("*.vtu"))
    assert frames
    for frame in frames:
        assert (folder / frame).read_bytes() == (reference / frame).read_bytes(), frame
    one, other = (read_results(place).summary for place in (folder, reference))
    for key in ("status", "reason", "steps", "frames", "newton_iterations", "ledger", "events"):
        assert one[key] == other[key], key
