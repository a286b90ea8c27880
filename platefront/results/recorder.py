"""Recorder of a run: writes all results step by step, on rank 0."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from platefront.geometry.lengths import metres
from platefront.results.fields import FieldWriter
from platefront.results.files import CsvLog, replace_text
from platefront.results.folder import ResultsFolder
from platefront.results.summary import Status, Summary
from platefront.results.tables.cycles import CycleLog
from platefront.results.tables.depth_profile import DepthProfile
from platefront.results.tables.events import EventLog, RemeshingLog
from platefront.results.tables.history import FurtherColumns, HistoryLog
from platefront.results.tables.protocol import ProtocolLog
from platefront.solvers.balance.step_record import Fields, StepRecord

_NONE = FurtherColumns()


class Recorder:
    """Writer of the results folder, complete and readable after every step."""

    def __init__(
        self,
        folder: ResultsFolder,
        case_path: Path,
        case_text: str,
        surfaces: Sequence[str],
        box: tuple[float, float],
        properties_hold: tuple[float, float] | None = None,
        memory: Mapping[str, Any] | None = None,
        *,
        columns: FurtherColumns = _NONE,
    ) -> None:
        """Write the case and open the tables.

        Args:
            folder: an empty results folder, or that of the run to go on with.
            case_path: the case file, named in the summary.
            case_text: the resolved case.
            surfaces: names of the surfaces, in the section's order.
            box: width and height of the section [µm].
            properties_hold: range of concentration in which those of the electrolyte hold [mol/m³].
            memory: what a checkpoint keeps of the recorder of the run to go on with.
            columns: what the tables have columns for besides the surfaces.

        Raises:
            OSError: something cannot be written, or a table is shorter than at the checkpoint.
        """
        self.folder = folder
        there: Mapping[str, Any] = memory or {}
        size: Callable[[str], int | None] = there.get("sizes", {}).get
        self.summary = there.get("summary") or Summary(case_path.name, metres(box[0]))
        self.summary.properties_hold = properties_hold
        self.summary.write(folder.summary)  # first, so that the folder is known as results
        replace_text(folder.case, case_text)
        self._history = HistoryLog(folder.history, surfaces, size("history"), columns)
        self._protocol = ProtocolLog(folder.protocol, size("protocol"), there.get("first"))
        self._cycles = CycleLog(
            folder.cycles, size("cycles"), there.get("cycle"), films=bool(columns.films)
        )
        self._events = EventLog(folder.events, size("events"))
        self._remeshings = RemeshingLog(folder.remeshings, size("remeshings"))
        self._profile = DepthProfile(folder.depth_profile, *box, size("depth_profile"))
        self._fields = FieldWriter(folder.fields, surfaces, there.get("frames"))

    @property
    def _logs(self) -> dict[str, CsvLog]:
        return {
            "history": self._history.log,
            "protocol": self._protocol.log,
            "cycles": self._cycles.log,
            "events": self._events.log,
            "remeshings": self._remeshings.log,
            "depth_profile": self._profile.log,
        }

    def memory(self) -> dict[str, Any]:
        """Return what a checkpoint keeps of the recorder; all rows are on the disk then."""
        for log in self._logs.values():
            log.sync()
        return {
            "sizes": {name: log.size for name, log in self._logs.items()},
            "summary": self.summary,
            "first": self._protocol.first,
            "cycle": self._cycles.cycle,
            "frames": self._fields.frames,
        }

    def add_step(self, record: StepRecord) -> None:
        """Write the row of one state and its events."""
        self._history.append(record)
        self._protocol.append(record)
        self._cycles.append(record)
        self._events.append(record.events)
        self._remeshings.append(record.remeshed)
        self.summary.add(record)

    def add_frame(self, record: StepRecord, fields: Fields) -> None:
        """Write fields and depth profile of one state."""
        self._fields.append(record.time, record.capacity, fields)
        in_pores = None
        if fields.filling is not None:
            in_pores = fields.points[fields.triangles], fields.filling
        self._profile.append(
            record.time, record.capacity, fields.collector, fields.deposit, in_pores
        )
        self.summary.frames += 1

    def write_summary(
        self,
        status: Status,
        reason: str | None,
        wall_time: Mapping[str, float],
        total_time: float,
        peak_memory: int,
    ) -> None:
        """Update summary.json."""
        self.summary.status, self.summary.reason = status, reason
        self.summary.wall_time, self.summary.total_time = dict(wall_time), total_time
        self.summary.peak_memory = peak_memory
        self.summary.write(self.folder.summary)

    def close(self) -> None:
        """Close the tables."""
        self._cycles.finish()
        for log in self._logs.values():
            log.close()
