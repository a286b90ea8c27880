"""Run a case and print time and memory of each of its cycles.

    bin/platefront python benchmarks/cycle_time.py cases/protocols/cloth_cycles_upright.toml FOLDER

The run is that of `platefront run` with all its output. At the first state and at the end of each
cycle the processor time and the resident memory of the process are read (from /proc, on Linux), so
that start-up and figures are in no cycle. Other programs on the machine slow a process down, in its
processor time too; so after every time step a fixed piece of work is timed, and cycles are compared
by their time over that of the work.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

from scipy.sparse import csc_array, diags_array, eye_array, kron
from scipy.sparse.linalg import splu

from platefront.case.load import load_case
from platefront.running.run import run_case
from platefront.solvers.balance.step_record import StepRecord

_SIZE = 60
"""Nodes along a side of the square whose Laplacian is factorised as the fixed work."""
_REPORT = "platefront.running.run.progress_report"


@dataclass(frozen=True, slots=True)
class Reading:
    """Reading between two cycles.

    Attributes:
        wall, processor: time, without that of the fixed work [s].
        work: time of the fixed work so far [s].
        memory: resident set [bytes].
        steps: time steps since the start of the run.
        unknowns: of the last one.
    """

    wall: float
    processor: float
    work: float
    memory: int
    steps: int
    unknowns: int


@dataclass(slots=True)
class CycleReadings:
    """Report of the progress of a run that reads time and memory between cycles."""

    between: list[Reading] = field(default_factory=list)
    _cycle: int = 0
    _last: Reading | None = None
    _matrix: csc_array = field(default_factory=lambda: _laplacian())
    _spent: tuple[float, float] = (0.0, 0.0)

    def start(self) -> None:
        """Nothing to begin."""

    def update(self, record: StepRecord, done: float) -> None:
        """Keep the last reading of the cycle before if a new one begins with a state."""
        wall, processor = time.perf_counter(), time.process_time()
        now = Reading(
            wall - self._spent[0],
            processor - self._spent[1],
            self._spent[1],
            _resident(),
            record.step,
            record.unknowns,
        )
        splu(self._matrix)
        self._spent = (
            self._spent[0] + time.perf_counter() - wall,
            self._spent[1] + time.process_time() - processor,
        )
        if record.cycle != self._cycle:
            self._cycle = record.cycle
            self.between.append(self._last or now)
        self._last = now

    def stop(self) -> None:
        """Keep the last reading; more than once does no harm."""
        if self._last is not None:
            self.between.append(self._last)
            self._last = None


@dataclass(frozen=True, slots=True)
class CycleUse:
    """Use of a cycle.

    Attributes:
        wall, processor: time [s].
        work: processor time of the fixed work, each time [s].
        memory: resident set at its end [bytes].
        steps: number of its time steps.
        unknowns: of its last one.
    """

    wall: float
    processor: float
    work: float
    memory: int
    steps: int
    unknowns: int

    @property
    def relative(self) -> float:
        """Processor time in units of the fixed work."""
        return self.processor / self.work


def cycles_of(case: Path, folder: Path) -> tuple[int, list[CycleUse]]:
    """Run a case; return its exit code and the use of each cycle.

    Args:
        case: case file.
        folder: of its results, which are replaced if there are any.
    """
    readings = CycleReadings()
    with patch(_REPORT, lambda *_: readings):
        code = run_case(load_case(case), case, folder, True, True)
    used = [
        CycleUse(
            after.wall - before.wall,
            after.processor - before.processor,
            (after.work - before.work) / max(after.steps - before.steps, 1),
            after.memory,
            after.steps - before.steps,
            after.unknowns,
        )
        for before, after in pairwise(readings.between)
    ]
    return code, used


def table(used: list[CycleUse]) -> str:
    """Return a line for each cycle, and the change from the first to the last one."""
    lines = ["cycle  steps  unknowns  wall s  processor s  ms a step  work ms  memory MiB"]
    for number, cycle in enumerate(used, 1):
        each, work = 1e3 * cycle.processor / max(cycle.steps, 1), 1e3 * cycle.work
        lines.append(
            f"{number:5} {cycle.steps:6} {cycle.unknowns:9} {cycle.wall:7.1f} "
            f"{cycle.processor:12.1f} {each:10.1f} {work:8.2f} {cycle.memory / 2**20:11.1f}"
        )
    if len(used) > 1:
        first, last = used[0], used[-1]
        lines.append(
            f"last against first: processor time {last.processor / first.processor - 1.0:+.1%}, "
            f"over that of the fixed work {last.relative / first.relative - 1.0:+.1%}, "
            f"memory {last.memory / first.memory - 1.0:+.1%}"
        )
    return "\n".join(lines)


def main() -> int:
    """Run the case and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", type=Path)
    parser.add_argument("folder", type=Path, help="of the results")
    wanted = parser.parse_args()
    code, used = cycles_of(wanted.case, wanted.folder)
    print(table(used))
    return code


def _laplacian() -> csc_array:
    """Return the matrix of the five-point stencil on a square."""
    line = diags_array([-1.0, 2.0, -1.0], offsets=[-1, 0, 1], shape=(_SIZE, _SIZE))
    one = eye_array(_SIZE)
    return csc_array(kron(line, one) + kron(one, line))


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    sys.exit(main())
