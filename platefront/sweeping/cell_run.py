"""Run of one cell in a process of its own, on this machine or by a worker elsewhere."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

from platefront.results.folder import ResultsFolder
from platefront.results.lock import holder
from platefront.sweeping.folder import CellPlace
from platefront.sweeping.record import CellRecord, CellState, state_of, summary_of

_POLL = 0.2  # [s]
_REASON_LENGTH = 300


@dataclass(frozen=True, slots=True)
class CellTask:
    """All that a worker needs to run a cell; it shares the file system with the sweep.

    Attributes:
        place: the cell's paths, absolute.
        identity: identity of its case.
        case: case file.
        digest: SHA-256 of the case file at the start of the sweep.
        before: arguments before the command.
        options: options of `run`.
        folder: working directory.
        stop: file that requests to stop.
    """

    place: CellPlace
    identity: str
    case: Path
    digest: str
    before: tuple[str, ...]
    options: tuple[str, ...]
    folder: Path
    stop: Path


def run_cell(task: CellTask) -> None:
    """Run a cell that is not done, and record its end. Every outcome is on the disk.

    A run of the same cell that still goes on, of a sweep that was killed, is waited for.
    """
    place = task.place
    while holder(place.results) is not None and not task.stop.exists():
        time.sleep(_POLL)
    state, record = state_of(place, task.identity)
    if task.stop.exists() or state is CellState.FINISHED:
        return
    resume = state is CellState.INTERRUPTED and ResultsFolder(place.results).holds_results()
    if not resume:
        _clear(place)
        record = CellRecord(task.identity)
        record.write(place)
    begun = time.monotonic()
    if hashlib.sha256(task.case.read_bytes()).hexdigest() != task.digest:
        code, said = 1, "the case file was changed during the sweep"
    else:
        code = _run(task, resume=resume)
        if resume and code == 0 and summary_of(place).get("status") != "finished":
            # it had ended, and was killed before it said so
            _clear(place)
            record = CellRecord(task.identity)
            record.write(place)
            code = _run(task, resume=False)
        said = _reason(place, code)
    seconds = record.seconds + time.monotonic() - begun
    replace(record, exit_code=code, reason=said, seconds=seconds).write(place)


def _clear(place: CellPlace) -> None:
    """Remove the results of another case, before the record says that they are of this one."""
    place.record.unlink(missing_ok=True)
    if place.results.is_dir() and not place.results.is_symlink():
        shutil.rmtree(place.results)


def _run(task: CellTask, *, resume: bool) -> int:
    place = task.place
    options = [*task.options, "--quiet", "--output", str(place.results)]
    if resume:
        options.append("--resume")
    command = [sys.executable, "-m", "platefront.sweeping.child", str(os.getpid())]
    command += [*task.before, "run", *options, "--", str(task.case)]
    with place.log.open("ab") as log:
        process = subprocess.Popen(
            command,
            cwd=task.folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            process_group=0,  # Ctrl-C of the terminal is passed on by the file
            env={**os.environ, "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1")},
        )
        try:
            return _wait(process, task.stop)
        finally:
            process.kill()


def _wait(process: subprocess.Popen[bytes], stop: Path) -> int:
    """Wait for the end of a run; pass on requests to stop, the second of which kills it."""
    told = 0
    while True:
        try:
            return process.wait(_POLL)
        except subprocess.TimeoutExpired:
            requests = _requests(stop)
        if requests > told:
            process.send_signal(signal.SIGINT if requests == 1 else signal.SIGKILL)
            told = requests


def _requests(stop: Path) -> int:
    try:
        return int(stop.read_text(encoding="ascii") or 0)
    except (OSError, ValueError):
        return 0


def _reason(place: CellPlace, code: int) -> str:
    """Return the reason for the end of a run: its own words, or the last of its output."""
    if code < 0:
        return f"ended by signal {-code}"
    if code == 0 or summary_of(place).get("status") in ("failed", "interrupted"):
        return str(summary_of(place).get("reason") or "")
    lines = place.log.read_text(encoding="utf-8", errors="replace").splitlines()
    said = next((line for line in lines[::-1] if line.startswith("error: ")), "")
    said = said.removeprefix("error: ") or next((line for line in lines[::-1] if line.strip()), "")
    return said.strip()[:_REASON_LENGTH]
