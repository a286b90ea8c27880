"""Record of a cell on the disk, from which a sweep knows what is done."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from platefront.exit_codes import ExitCode
from platefront.results.files import replace_text
from platefront.results.folder import PROGRAM, ResultsFolder
from platefront.sweeping.folder import CellPlace

_OWN_FAILURES = (
    ExitCode.BAD_CASE,
    ExitCode.NOT_CONVERGED,
    ExitCode.GEOMETRY_FAILED,
    ExitCode.BOOKS_NOT_BALANCED,
)
"""Failures of the case itself, which another attempt would only repeat."""


class CellState(StrEnum):
    """State of a cell: `open` if it has yet to run, `interrupted` if it is to go on."""

    OPEN = "open"
    INTERRUPTED = "interrupted"
    FINISHED = "finished"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class CellRecord:
    """Knowledge of a cell.

    Attributes:
        identity: of the case that its results belong to.
        exit_code: exit status of its run, negative after a signal; None until it has ended.
        reason: reason for its end.
        seconds: wall time of its run [s].
    """

    identity: str
    exit_code: int | None = None
    reason: str = ""
    seconds: float = 0.0

    @property
    def is_own_failure(self) -> bool:
        """True if the case itself failed, not the machine."""
        return self.exit_code in _OWN_FAILURES

    @property
    def may_go_on(self) -> bool:
        """True if the run was ended from outside, so that its last checkpoint serves."""
        return self.exit_code in (None, ExitCode.INTERRUPTED) or (self.exit_code or 0) < 0

    def write(self, place: CellPlace) -> None:
        """Write the record atomically."""
        text = json.dumps({"program": PROGRAM, **asdict(self)}, indent=2, ensure_ascii=False)
        replace_text(place.record, text + "\n")


def read_record(place: CellPlace) -> CellRecord | None:
    """Return the record of a cell; None if it has none."""
    try:
        content = json.loads(place.record.read_text(encoding="utf-8"))
        return CellRecord(
            str(content["identity"]),
            content["exit_code"],
            str(content["reason"]),
            float(content["seconds"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def summary_of(place: CellPlace) -> dict[str, Any]:
    """Return the summary of a cell's run; empty if there is none."""
    try:
        content = json.loads(ResultsFolder(place.results).summary.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def state_of(place: CellPlace, identity: str) -> tuple[CellState, CellRecord]:
    """Return the state of a cell for a case, and its record for this case."""
    record = read_record(place)
    if record is None or record.identity != identity:
        return CellState.OPEN, CellRecord(identity)
    if summary_of(place).get("status") == "finished" and record.exit_code in (None, 0):
        return CellState.FINISHED, record
    if record.may_go_on:
        return CellState.INTERRUPTED, record
    return CellState.FAILED, record
