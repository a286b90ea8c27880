"""events.csv: where and when fronts met, pores closed and electrolyte was trapped."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from platefront.results.files import CsvLog
from solvers.records import Event

EVENT_COLUMNS = ("time_s", "kind", "x_um", "y_um", "area_m2", "salt_mol_per_m")


class EventLog:
    """The open events.csv of a run; without events it holds the header alone."""

    def __init__(self, path: Path) -> None:
        self._log = CsvLog(path, EVENT_COLUMNS)

    def append(self, events: Iterable[Event]) -> None:
        """Write one row an event, in the order given."""
        self._log.append([(e.time, e.kind, e.x, e.y, e.area, e.salt) for e in events])

    def close(self) -> None:
        """Close the file."""
        self._log.close()
