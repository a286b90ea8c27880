"""States of a run whose fields are written."""

from __future__ import annotations

from typing import Any

from platefront.case.output import OutputSettings
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.model.landings import Landings, is_reached
from platefront.solvers.model.protocol.protocol import Protocol

_KEPT = ("_index", "_time", "_passed", "_remaining", "_next")


class FrameSchedule:
    """Schedule of the fields to write, asked state by state; those of the first are always due.

    So are those at the end of every step of the protocol.
    """

    def __init__(self, output: OutputSettings, protocol: Protocol) -> None:
        self._protocol = protocol
        self._every_step = output.every_step
        # Without a capacity to end at, multiples cannot be listed beforehand: they are written
        # with the first state that has passed them.
        only = protocol.only
        listed = only is None or only.stop.last_capacity is not None
        self._interval = None if listed else output.every_capacity
        self._next = self._interval or 0.0
        self._index, self._time, self._passed = 0, 0.0, 0.0
        self._remaining = protocol.steps[0].must_hit

    def due(self, record: StepRecord) -> bool:
        """True if the fields of this state are to be written; asked once for each, in order."""
        before = self._remaining
        self._remaining = before.remaining(record.time - self._time, record.capacity - self._passed)
        at_instant = self._remaining != before
        at_multiple = False
        while self._interval and is_reached(self._next, record.capacity):
            at_multiple = True
            self._next += self._interval
        if record.end:
            self._begin(record.time, record.capacity)
        return record.step == 0 or self._every_step or at_instant or at_multiple or bool(record.end)

    def begin(self, time: float, capacity: float) -> None:
        """Begin in the state of another run, at a time [s] and capacity [C/m²]."""
        self._time, self._passed = time, capacity

    def memory(self) -> dict[str, Any]:
        """Return what a checkpoint keeps of it."""
        return {name: getattr(self, name) for name in _KEPT}

    def recall(self, memory: dict[str, Any]) -> None:
        """Go on with the schedule of a checkpoint."""
        for name in _KEPT:
            setattr(self, name, memory[name])

    def _begin(self, time: float, capacity: float) -> None:
        """Turn to the next step of the protocol, which begins at a time [s] and capacity [C/m²]."""
        self._index += 1
        self._time, self._passed = time, capacity
        more = self._protocol.steps[self._index :]
        self._remaining = more[0].must_hit if more else Landings()
