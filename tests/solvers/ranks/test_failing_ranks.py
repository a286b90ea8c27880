"""Whatever fails on whichever rank, all ranks end: with one message and one exit code."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from platefront.commands.launcher import environment, launched
from platefront.exit_codes import ExitCode
from tests.shared.case_files import ROOT

CASE = (ROOT / "cases" / "quick" / "pillars.toml").read_text()
PATIENCE = 120.0
"""Seconds after which ranks count as waiting for one another; ends come after a few."""

pytestmark = pytest.mark.skipif(launched(2, []) is None, reason="no mpirun")


def run_on_two(
    folder: Path, text: str, *options: str, program: str = ""
) -> subprocess.CompletedProcess[str]:
    """`platefront run --np 2`, or a program under mpirun instead of it."""
    case = folder / "case.toml"
    case.write_text(text)
    start = ["-m", "platefront", "run", str(case), "--np", "2", "-o", str(folder / "out")]
    command = launched(2, ["-c", program]) if program else [sys.executable, *start, *options]
    assert command is not None
    return subprocess.run(
        command,
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.slow
def test_a_front_that_cannot_be_meshed(tmp_path: Path) -> None:
    """A typed error on rank 0, where the geometry is."""
    program = f"""
import sys
from pathlib import Path
from platefront.geometry.errors import MeshingError
from platefront.case.load import load_case
from platefront.running.run import run_case
from platefront.solvers.front.front_tracker import FrontTracker

def refuse(*_):
    raise MeshingError("no triangles came of it")

FrontTracker.start = refuse
case = Path({str(tmp_path / "case.toml")!r})
sys.exit(run_case(load_case(case), case, case.parent / "out", force=False, quiet=True))
"""
    done = run_on_two(tmp_path, CASE, program=program)
    assert done.returncode == ExitCode.GEOMETRY_FAILED, done.stderr[-2000:]
    assert done.stderr.count("error: no triangles came of it") == 1, done.stderr
    assert '"status": "failed"' in (tmp_path / "out" / "summary.json").read_text()


@pytest.mark.slow
def test_equations_that_cannot_be_solved(tmp_path: Path) -> None:
    """A typed error on all ranks."""
    text = CASE.replace('electrode_potential = "-50 mV"', 'electrode_potential = "-4900 mV"')
    assert text != CASE
    done = run_on_two(tmp_path, text, "--quiet")
    assert done.returncode == ExitCode.NOT_CONVERGED, done.stderr[-2000:]
    assert done.stderr.count("error:") == 1, done.stderr
    assert "mpi" not in done.stderr.lower(), done.stderr


@pytest.mark.parametrize("rank", [0, 1])
def test_a_fault_on_one_rank(tmp_path: Path, rank: int) -> None:
    program = (
        "from mpi4py import MPI\n"
        "from platefront.ranks import together\n"
        "comm = MPI.COMM_WORLD\n"
        "with together(comm):\n"
        f"    if comm.rank == {rank}: raise ZeroDivisionError('nothing to divide by')\n"
        "    comm.barrier()\n"
    )
    begun = time.monotonic()
    done = run_on_two(tmp_path, CASE, program=program)
    assert done.returncode == 1
    assert done.stderr.count("ZeroDivisionError: nothing to divide by") == 1, done.stderr
    assert time.monotonic() - begun < PATIENCE
