"""`platefront sweep`: runs of one case over values of its keys."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rich.console import Console

from platefront.case.quoting import printable
from platefront.exit_codes import ExitCode
from platefront.sweeping.record import CellState
from platefront.sweeping.request import SweepRequest, swept


def sweep(case_path: Path, request: SweepRequest, console: Console) -> ExitCode:
    """Run a sweep or go on with it; tell its progress, and the states of its cells at the end.

    Raises:
        SweepError: keys, values and design do not go together, or the engine cannot be reached.
        CaseError: no cell has a valid case.
        ResultsFolderError: the folder is in use or not one of this sweep.
    """
    table, code = swept(case_path, request, lambda line: _say(console, line))
    counts = Counter(table["status"])
    said = ", ".join(f"{counts[state]} {state}" for state in CellState if counts[state])
    _say(console, f"{said}; table in {request.output}")
    return code


def _say(console: Console, line: str) -> None:
    console.print(printable(line), markup=False, highlight=False, soft_wrap=True)
