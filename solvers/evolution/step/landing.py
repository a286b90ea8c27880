"""Length of a step that ends at a given capacity.

The charge of a step follows from the currents of its first solution. It is known before the front
is corrected, so the step takes the length that fits and needs no solution more.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from platefront.solvers.errors import NotConvergedError
from platefront.solvers.model.landings import LANDED

_JUST_MISSED = 0.02
"""Share of the charge of a step that is not left for a step of its own."""
_ATTEMPTS = 20
_TOLERANCE = 0.01 * LANDED
"""Accuracy of the charge of the step, relative, well within that of which a landing is sure."""
_ROUND_OFF = 1e-15
"""Accuracy of the capacity, relative."""


def length_to_land(
    capacity_after: Callable[[float], float],
    step: float,
    present: float,
    targets: tuple[float, float],
) -> float:
    """Return the length of a step that hits a wanted capacity; `step` if it stays well away.

    Args:
        capacity_after: capacity after a step of a given length [C/m²]; nearly linear.
        step: length of the step so far [s].
        present: capacity at its start [C/m²].
        targets: capacities not to be passed downwards and upwards [C/m²], or infinite.

    Raises:
        NotConvergedError: no length does, which a shorter step may mend.
    """
    reached = capacity_after(step)
    gained = reached - present
    if gained == 0.0:
        return step
    target = targets[1 if gained > 0.0 else 0]
    missing = target - reached
    if missing / gained > _JUST_MISSED:
        return step
    length, slope = step, gained / step
    tolerance = max(_TOLERANCE * abs(target - present), _ROUND_OFF * abs(target))
    for _ in range(_ATTEMPTS):
        if abs(target - reached) <= tolerance:
            return length
        change = (target - reached) / slope
        before, reached = reached, capacity_after(length + change)
        length += change
        slope = (reached - before) / change or slope
    raise NotConvergedError("no length of a step ends at the wanted capacity")


def time_to_gain(charge: float, current: float, slope: float) -> float:
    """Return the time in which a current that changes linearly passes a charge, nearly.

    Args:
        charge: of the sign of the current [C/m²].
        current: not zero [A/m²].
        slope: of the current in time [A/m²/s].
    """
    evenly = charge / current
    if not math.isfinite(evenly):
        return evenly
    # an extrapolation that halves or doubles the current is none
    mean = current + 0.5 * slope * evenly
    return charge / current / min(max(mean / current, 0.5), 2.0)
