"""ProtocolPosition of a run in its protocol."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from platefront.solvers.model.control import Control
from platefront.solvers.model.landings import is_reached
from platefront.solvers.model.protocol.protocol import Protocol, ProtocolStep

_ROUND_OFF = 4.0 * float(np.finfo(np.float64).eps)
"""Round-off of a difference of times, relative to them."""


@dataclass(frozen=True, slots=True)
class ProtocolPosition:
    """Step of the protocol that a run is in, and where the run was at its start.

    Attributes:
        index: number of the steps before it.
        step: the step as it began.
        time: t at its start [s].
        capacity: charge plated per footprint before it [C/m²].
        pores_closed: pores cut off or filled before it.
    """

    index: int
    step: ProtocolStep
    time: float = 0.0
    capacity: float = 0.0
    pores_closed: int = 0

    @classmethod
    def at_start(cls, protocol: Protocol) -> ProtocolPosition:
        """Return the position at the start of the first step."""
        return cls(0, protocol.steps[0].begun(None))

    @property
    def control(self) -> Control:
        """Control of the step."""
        return self.step.control

    def elapsed(self, time: float) -> float:
        """Return the time since the start of the step [s]."""
        return time - self.time

    def resolution(self, time: float) -> float:
        """Return the difference of times that is lost in round-off [s]."""
        return _ROUND_OFF * abs(time)

    def value(self, time: float) -> float:
        """Return the given current density [A/m²] or potential [V]; that after a jump at one."""
        return self.control.value_at(self.elapsed(time) + self.resolution(time))

    def value_before(self, time: float) -> float:
        """Return the same; that before a jump at one."""
        return self.control.value_before(self.elapsed(time))

    def next_jump(self, time: float) -> float:
        """Return the next time at which the given value jumps [s]; infinite if it does not."""
        return self.time + self.control.next_jump(self.elapsed(time) + self.resolution(time))

    def next_time(self, time: float) -> float:
        """Return the next time at which a time step has to end [s]; infinite if at none."""
        landing = self.step.landings.next_time(self.elapsed(time), self.resolution(time))
        return min(self.time + landing, self.next_jump(time))

    def has_reached(self, instant: float, time: float) -> bool:
        """Return True if an instant of the step [s] is not later than a time, but for round-off."""
        if not math.isfinite(instant):
            return False
        ahead = self.elapsed(instant)
        return is_reached(ahead, self.elapsed(time), self.resolution(time))

    def next_capacities(self, capacity: float) -> tuple[float, float]:
        """Return the capacities below and above at which a time step has to end [C/m²].

        Args:
            capacity: charge plated per footprint since the start of the run [C/m²].
        """
        below, above = self.step.landings.next_capacities(capacity - self.capacity)
        return self.capacity + below, self.capacity + above
