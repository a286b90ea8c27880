"""Which states of a run have their fields written."""

from __future__ import annotations

from platefront.case.output import OutputSettings
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.model.settings import StopSettings

# the stepping lands on asked-for instants to round-off
_ROUND_OFF = 1e-9


class FrameSchedule:
    """Tells, state by state, whether its fields are due; the first state's always are.

    The last state is written by whoever knows that it is the last.
    """

    def __init__(self, output: OutputSettings, stop: StopSettings) -> None:
        times, capacities = output.frames(stop)
        self._times = list(times)
        self._capacities = list(capacities)
        self._every_step = output.every_step
        # Without a capacity to end at, multiples cannot be listed beforehand: they are written
        # with the first state that has passed them.
        self._interval = output.every_capacity if stop.capacity is None else None
        self._next = self._interval or 0.0

    def due(self, record: StepRecord) -> bool:
        """Whether to write the fields of this state; to be asked once for each, in order."""
        at_time = _passed(self._times, record.time)
        at_capacity = _passed(self._capacities, record.capacity)
        at_multiple = False
        while self._interval and record.capacity >= self._next * (1.0 - _ROUND_OFF):
            at_multiple = True
            self._next += self._interval
        return record.step == 0 or self._every_step or at_time or at_capacity or at_multiple


def _passed(instants: list[float], reached: float) -> bool:
    """Drop the instants that have been reached; whether there were any."""
    before = len(instants)
    instants[:] = [instant for instant in instants if instant * (1.0 - _ROUND_OFF) > reached]
    return len(instants) < before


def fraction_done(stop: StopSettings, time: float, capacity: float) -> float:
    """How much of the run is over, by the end that comes first, from 0 to 1."""
    ends = [(time, stop.time), (capacity, stop.capacity)]
    return min(1.0, max(0.0, *(now / end for now, end in ends if end is not None)))
