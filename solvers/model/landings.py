"""Times and capacities that time steps end at exactly, and the one tolerance that tells them apart.

An instant counts as reached within `REACHED`, relative to itself: the step of the protocol ends,
the fields are written, and no time step is taken for the rest. Time steps end closer than that. A
time is hit to round-off, since the length is the difference; a capacity follows from the solution,
by which the length is chosen so that it is hit within `LANDED`, which leaves no doubt that it is
reached. Times and capacities count from the start of a step of the protocol; capacities are
negative for stripping.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

REACHED = 1e-9
"""Relative distance from which an instant counts as reached."""
LANDED = 1e-10
"""Relative accuracy to which time steps hit a capacity."""


def is_reached(instant: float, present: float, resolution: float = 0.0) -> bool:
    """True if a time or capacity lies in the past or so little ahead that it makes no difference.

    Args:
        instant: time [s] or capacity [C/m²]; a negative capacity is reached from above.
        present: time or capacity now.
        resolution: distance that is lost in round-off.
    """
    sign = math.copysign(1.0, instant)
    return sign * present >= abs(instant) * (1.0 - REACHED) - resolution


def multiples(interval: float, end: float) -> tuple[float, ...]:
    """Multiples of an interval that are reached before `end` is."""
    count = int(end / interval * (1.0 - REACHED))
    return tuple(interval * number for number in range(1, count + 1))


@dataclass(frozen=True, slots=True)
class Landings:
    """Instants that time steps end at exactly, in any order.

    Attributes:
        times: [s].
        capacities: charges passed per footprint, negative if stripped [C/m²].
    """

    times: tuple[float, ...] = ()
    capacities: tuple[float, ...] = ()

    def joined(self, time: float | None, capacity: float | None) -> Landings:
        """These and another time or capacity, where there is one."""
        return Landings(
            self.times if time is None else (*self.times, time),
            self.capacities if capacity is None else (*self.capacities, capacity),
        )

    def next_time(self, time: float, resolution: float = 0.0) -> float:
        """First time that is not yet reached [s]; infinite if there is none."""
        ahead = (t for t in self.times if not is_reached(t, time, resolution))
        return min(ahead, default=math.inf)

    def next_capacities(self, capacity: float) -> tuple[float, float]:
        """Nearest capacities below and above that are not yet reached [C/m²], or infinite."""
        ahead = [c for c in self.capacities if not is_reached(c, capacity)]
        below = max((c for c in ahead if c < 0.0), default=-math.inf)
        return below, min((c for c in ahead if c > 0.0), default=math.inf)

    def remaining(self, time: float, capacity: float) -> Landings:
        """Instants that are not yet reached."""
        return Landings(
            tuple(t for t in self.times if not is_reached(t, time)),
            tuple(c for c in self.capacities if not is_reached(c, capacity)),
        )
