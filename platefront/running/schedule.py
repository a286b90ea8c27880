"""States of a run whose fields are written."""

from __future__ import annotations

from platefront.case.output import OutputSettings
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.model.landings import is_reached
from platefront.solvers.model.stopping.settings import StopSettings


class FrameSchedule:
    """Schedule of the fields to write, asked state by state; those of the first are always due.

    The last state is written by whoever knows that it is the last.
    """

    def __init__(self, output: OutputSettings, stop: StopSettings) -> None:
        self._remaining = output.frames(stop)
        self._every_step = output.every_step
        # Without a capacity to end at, multiples cannot be listed beforehand: they are written
        # with the first state that has passed them.
        self._interval = output.every_capacity if stop.last_capacity is None else None
        self._next = self._interval or 0.0

    def due(self, record: StepRecord) -> bool:
        """True if the fields of this state are to be written; asked once for each, in order."""
        before = self._remaining
        self._remaining = before.remaining(record.time, record.capacity)
        at_instant = self._remaining != before
        at_multiple = False
        while self._interval and is_reached(self._next, record.capacity):
            at_multiple = True
            self._next += self._interval
        return record.step == 0 or self._every_step or at_instant or at_multiple
