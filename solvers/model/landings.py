"""Times and capacities that steps end at exactly, and the one tolerance that tells them apart.

An instant counts as reached within `REACHED`, relative to itself: the run ends, the fields are
written, and no step is taken for the rest. Steps end closer than that. A time is hit to round-off,
since the step is the difference; a capacity follows from the solution, by which the length of the
step is chosen so that it is hit within `LANDED`, which leaves no doubt that it is reached.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

REACHED = 1e-9
"""Relative distance from which an instant counts as reached."""
LANDED = 1e-10
"""Relative accuracy to which steps hit a capacity."""


def is_reached(instant: float, present: float) -> bool:
    """True if a time or capacity lies in the past or so little ahead that it makes no difference.

    Args:
        instant: positive time [s] or capacity [C/m²].
        present: time or capacity now.
    """
    return present >= instant * (1.0 - REACHED)


def multiples(interval: float, end: float) -> tuple[float, ...]:
    """Multiples of an interval that are reached before `end` is."""
    count = int(end / interval * (1.0 - REACHED))
    return tuple(interval * number for number in range(1, count + 1))


@dataclass(frozen=True, slots=True)
class Landings:
    """Instants that steps end at exactly, in any order.

    Attributes:
        times: [s].
        capacities: charges plated per footprint [C/m²].
    """

    times: tuple[float, ...] = ()
    capacities: tuple[float, ...] = ()

    def joined(self, time: float | None, capacity: float | None) -> Landings:
        """These and another time or capacity, where there is one."""
        return Landings(
            self.times if time is None else (*self.times, time),
            self.capacities if capacity is None else (*self.capacities, capacity),
        )

    def next_time(self, time: float) -> float:
        """First time that is not yet reached [s]; infinite if there is none."""
        return min((t for t in self.times if not is_reached(t, time)), default=math.inf)

    def ends_at(self, time: float) -> bool:
        """True if a time is one of them."""
        return any(is_reached(t, time) and is_reached(time, t) for t in self.times)

    def next_capacity(self, capacity: float) -> float:
        """Smallest capacity that is not yet reached [C/m²]; infinite if there is none."""
        ahead = (c for c in self.capacities if not is_reached(c, capacity))
        return min(ahead, default=math.inf)

    def remaining(self, time: float, capacity: float) -> Landings:
        """Instants that are not yet reached."""
        return Landings(
            tuple(t for t in self.times if not is_reached(t, time)),
            tuple(c for c in self.capacities if not is_reached(c, capacity)),
        )
