"""Progress of a run: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from typing import Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from platefront.geometry.lengths import micrometres
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.constants import COULOMB_PER_M2_PER_MAH_PER_CM2
from platefront.solvers.model.landings import REACHED


class ProgressReport(Protocol):
    """Something that is told each state of a run."""

    def start(self) -> None:
        """Begin; the first state may take a while."""

    def update(self, record: StepRecord, done: float) -> None:
        """Show one state, and the part of the run that is over with it, from 0 to 1."""

    def stop(self) -> None:
        """End; more than once does no harm."""


def progress_report(console: Console, quiet: bool) -> ProgressReport:
    """The report that suits the console.

    Args:
        console: where it goes.
        quiet: show nothing.
    """
    if quiet:
        return Silence()
    return Bar(console) if console.is_terminal else Lines(console)


def state_text(record: StepRecord) -> str:
    """Step, capacity, time step, bottom share and gap in a few words."""
    capacity = record.capacity / COULOMB_PER_M2_PER_MAH_PER_CM2
    parts = [f"step {record.step}", f"{capacity:.3g} mAh/cm²", f"Δt {record.time_step:.3g} s"]
    if record.bottom_share is not None:
        parts.append(f"bottom share {record.bottom_share:.3f}")
    parts.append(f"gap {micrometres(record.gap_to_counter):.4g} µm")
    return " · ".join(parts)


class Silence:
    """Shows nothing."""

    def start(self) -> None:
        """Nothing to begin."""

    def update(self, record: StepRecord, done: float) -> None:
        """Nothing to show."""

    def stop(self) -> None:
        """Nothing to end."""


class Bar:
    """A progress bar that stays on one line of a terminal."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            BarColumn(bar_width=24),
            TaskProgressColumn(),
            TextColumn("{task.fields[state]}"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=console,
            speed_estimate_period=120.0,
        )
        self._task = self._progress.add_task("", total=1.0, state="preparing mesh and equations")

    def start(self) -> None:
        """Show the empty bar."""
        self._progress.start()

    def update(self, record: StepRecord, done: float) -> None:
        """Move the bar."""
        self._progress.update(self._task, completed=done, state=state_text(record))

    def stop(self) -> None:
        """Leave the bar as it is."""
        self._progress.stop()


class Lines:
    """A line each time another twentieth of the run is done, or after half a minute."""

    PARTS = 20
    SECONDS = 30.0

    def __init__(self, console: Console) -> None:
        self._console = console
        self._next_part = 0
        self._begun = self._last_line = time.monotonic()

    def start(self) -> None:
        """Say that the run has begun."""
        self._begun = self._last_line = time.monotonic()
        self._print("  0 %  preparing mesh and equations")

    def update(self, record: StepRecord, done: float) -> None:
        """Print a line if one is due."""
        now = time.monotonic()
        parts = int(done * self.PARTS * (1.0 + REACHED))
        if parts < self._next_part and now - self._last_line < self.SECONDS:
            return
        self._next_part = parts + 1
        self._last_line = now
        self._print(f"{100.0 * done:3.0f} %  {state_text(record)} · {now - self._begun:.0f} s")

    def stop(self) -> None:
        """Nothing to end."""

    def _print(self, line: str) -> None:
        self._console.print(line, highlight=False, markup=False, soft_wrap=True)
