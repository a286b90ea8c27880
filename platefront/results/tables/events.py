"""events.csv: place and time of merging fronts, closed pores and trapped electrolyte.

remeshings.csv: changes by each remeshing, all its events together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple
from pathlib import Path

from platefront.geometry.lengths import metres
from platefront.results.files import CsvLog
from platefront.solvers.balance.step_record import Event, Remeshing

EVENT_COLUMNS = ("time_s", "kind", "x_m", "y_m", "area_m2", "salt_mol_per_m")
REMESHING_COLUMNS = (
    "time_s",
    "merges",
    "pockets",
    "filled_area_m2",
    "moved_area_m2",
    "trapped_area_m2",
    "trapped_salt_mol_per_m",
    "salt_correction",
    "nodes_outside",
    "farthest_outside_m",
    "resumed",
)


class EventLog:
    """Writer of events.csv; without events the file contains only the header."""

    def __init__(self, path: Path, size: int | None = None) -> None:
        self.log = CsvLog(path, EVENT_COLUMNS, size)

    def append(self, events: Iterable[Event]) -> None:
        """Write one row per event, in the given order."""
        self.log.append(
            [(e.time, e.kind, metres(e.x), metres(e.y), e.area, e.salt) for e in events]
        )


class RemeshingLog:
    """Writer of remeshings.csv; one row per remeshing with the columns `REMESHING_COLUMNS`."""

    def __init__(self, path: Path, size: int | None = None) -> None:
        self.log = CsvLog(path, REMESHING_COLUMNS, size)

    def append(self, remeshings: Iterable[Remeshing]) -> None:
        """Write one row per remeshing, in the given order."""
        self.log.append([_row(remeshing) for remeshing in remeshings])


def _row(remeshing: Remeshing) -> tuple[float, ...]:
    return tuple(int(x) if isinstance(x, bool) else x for x in astuple(remeshing))
