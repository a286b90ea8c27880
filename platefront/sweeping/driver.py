"""Driver of a sweep: cells that are not done go to the engine, their ends into plan and table."""

from __future__ import annotations

import hashlib
import signal
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import pandas as pd

from platefront.sweeping.cell_case import CellCase
from platefront.sweeping.cell_run import CellTask, run_cell
from platefront.sweeping.folder import SweepFolder
from platefront.sweeping.record import CellRecord, CellState, state_of
from platefront.sweeping.table import CellRow, row_of, table_of, write_table

_PAUSE = 0.5  # [s]
_BETWEEN_TABLES = 10.0
"""Time between two updates of plan and table [s]."""


@dataclass(frozen=True, slots=True)
class SweepPlan:
    """A sweep as asked for.

    Attributes:
        case: case file.
        content: its content.
        options: options of `run` for all cells, changes of the case among them.
        before: arguments before the command.
        keys: swept keys.
        cells: cells with their cases.
        settings: design and further settings, for the plan on the disk.
    """

    case: Path
    content: bytes
    options: tuple[str, ...]
    before: tuple[str, ...]
    keys: tuple[str, ...]
    cells: tuple[CellCase, ...]
    settings: dict[str, Any]

    def listing(self) -> list[dict[str, Any]]:
        """Return name and values of every cell."""
        return [{"name": c.cell.name, "set": list(c.cell.given)} for c in self.cells]


@dataclass(slots=True)
class SweepRun:
    """A sweep that runs in its folder.

    Attributes:
        plan: the sweep.
        folder: its folder.
        tell: takes a line about each cell that has ended.
        states: state and record of each cell, by number.
        requests: requests to stop.
    """

    plan: SweepPlan
    folder: SweepFolder
    tell: Callable[[str], None]
    states: dict[int, tuple[CellState, CellRecord]] = field(default_factory=dict)
    requests: int = 0
    _rows: dict[int, CellRow] = field(default_factory=dict)
    _written: float = 0.0

    def go(
        self, engine: Callable[[], AbstractContextManager[Executor]], *, retry: bool
    ) -> pd.DataFrame:
        """Run the cells that are not done; return the table.

        Args:
            engine: engine, entered only if there is something to run.
            retry: whether to run cells anew whose case failed.
        """
        for case in self.plan.cells:
            self._look_at(case)
        wanted = [case for case in self.plan.cells if self._is_wanted(case, retry=retry)]
        done = sum(state is CellState.FINISHED for state, _ in self.states.values())
        self.tell(f"{len(self.states)} cells: {done} done, {len(wanted)} to run")
        self._write()
        if wanted:
            before = {kind: signal.signal(kind, self._stop) for kind in _signals()}
            try:
                with engine() as executor:
                    self._wait_for(executor, wanted)
            finally:
                for kind, handler in before.items():
                    signal.signal(kind, handler)
                self.folder.stop.unlink(missing_ok=True)
        return self._write()

    def _is_wanted(self, case: CellCase, *, retry: bool) -> bool:
        state, record = self.states[case.cell.number]
        if case.problem or state is CellState.FINISHED:
            return False
        return state is not CellState.FAILED or retry or not record.is_own_failure

    def _wait_for(self, executor: Executor, wanted: Iterable[CellCase]) -> None:
        running: dict[Future[None], CellCase] = {
            executor.submit(run_cell, self._task(case)): case for case in wanted
        }
        while running:
            for future in wait(running, _PAUSE, FIRST_COMPLETED).done:
                case = running.pop(future)
                if not future.cancelled():
                    self._ended(case, future)
            if self.requests:
                for future in [future for future in running if future.cancel()]:
                    del running[future]
            if time.monotonic() - self._written > _BETWEEN_TABLES:
                self._write()

    def _task(self, case: CellCase) -> CellTask:
        changes = tuple(f"--set={change}" for change in case.cell.given)
        return CellTask(
            place=self.folder.cell(case.cell.name),
            identity=case.identity,
            case=self.plan.case,
            digest=hashlib.sha256(self.plan.content).hexdigest(),
            before=self.plan.before,
            options=(*self.plan.options, *changes),
            folder=Path.cwd(),
            stop=self.folder.stop,
        )

    def _ended(self, case: CellCase, future: Future[None]) -> None:
        """Take note of the end of a cell; the engine's own failures are among its records."""
        if (error := future.exception()) is not None:
            said = f"{type(error).__name__}: {error}"
            CellRecord(case.identity, 1, said).write(self.folder.cell(case.cell.name))
        self._look_at(case)
        state, record = self.states[case.cell.number]
        said = f" ({record.reason})" if record.reason else ""
        values = ", ".join(case.cell.given)
        self.tell(f"cell {case.cell.number} of {len(self.states)}, {values}: {state}{said}")

    def _look_at(self, case: CellCase) -> None:
        place = self.folder.cell(case.cell.name)
        if case.problem:
            state, record = CellState.FAILED, CellRecord("", 2, case.problem)
        else:
            state, record = state_of(place, case.identity)
        self.states[case.cell.number] = state, record
        self._rows[case.cell.number] = row_of(case, state, record, place)

    def _write(self) -> pd.DataFrame:
        cells = []
        for entry, case in zip(self.plan.listing(), self.plan.cells, strict=True):
            state, record = self.states[case.cell.number]
            cells.append({**entry, "status": state.value, "seconds": round(record.seconds, 1)})
        self.folder.write_plan({**self.plan.settings, "cells": cells})
        table = table_of(list(self._rows.values()), self.plan.keys)
        write_table(table, self.folder)
        self._written = time.monotonic()
        return table

    def _stop(self, number: int, frame: FrameType | None) -> None:
        """Ask the runs to stop after their present step, at the second request at once."""
        self.requests += 1
        self.folder.stop.write_text(f"{self.requests}", encoding="ascii")


def _signals() -> Sequence[signal.Signals]:
    """Return the signals that ask a sweep to stop; only the main thread may handle any."""
    is_main = threading.current_thread() is threading.main_thread()
    return (signal.SIGINT, signal.SIGTERM) if is_main else ()
