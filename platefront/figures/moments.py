"""Moments of a run that its figures show, and their names.

A run that only plates, or only strips, is shown at capacities uniformly apart. One that goes back
and forth passes each capacity several times: it is shown where plating and stripping end, in its
first and last cycles, and its moments are named by time as well.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from platefront.figures.scene import LEAST_CAPACITY
from platefront.figures.section_panel import capacity_text
from platefront.geometry.arrays import Floats
from platefront.solvers.constants import SECONDS_PER_HOUR


def turning_points(capacities: Sequence[float] | Floats) -> list[int]:
    """Return the indices of the first state, of each at which the charge turns, and of the last.

    Of a rest after plating or stripping it is the first state.
    """
    found, direction = [0], 0.0
    highest = lowest = 0
    for index, capacity in enumerate(capacities):
        if capacity > capacities[highest] + LEAST_CAPACITY:
            highest = index
        if capacity < capacities[lowest] - LEAST_CAPACITY:
            lowest = index
        fell = capacities[highest] - capacity > LEAST_CAPACITY
        rose = capacity - capacities[lowest] > LEAST_CAPACITY
        if fell and direction >= 0.0:
            if direction > 0.0:
                found.append(highest)
            direction, lowest = -1.0, index
        elif rose and direction <= 0.0:
            if direction < 0.0:
                found.append(lowest)
            direction, highest = 1.0, index
    last = len(capacities) - 1
    return [*found, last] if last > found[-1] else found


def turns(capacities: Sequence[float] | Floats) -> bool:
    """Return True for a run that plates and strips."""
    return len(turning_points(capacities)) > 2


def chosen_moments(capacities: Sequence[float] | Floats, most: int) -> list[int]:
    """Return the indices of at most `most` states, with the first and the last."""
    count = len(capacities)
    if count <= most:
        return list(range(count))
    points = turning_points(capacities)
    if len(points) > 2:
        half = most // 2
        return points if len(points) <= most else [*points[: most - half], *points[-half:]]
    values = np.asarray(capacities)
    wanted = np.linspace(values[0], values[-1], most)
    nearest = np.abs(values[None, :] - wanted[:, None]).argmin(axis=1)
    return sorted({0, count - 1, *map(int, nearest)})


def moment_text(capacity: float, time: float, *, turns: bool) -> str:
    """Format a capacity [mAh/cm²], with the time where that is not clear from it.

    Args:
        capacity: at the moment.
        time: [s].
        turns: whether the run plates and strips.
    """
    text = capacity_text(capacity)
    return f"{text}, {time / SECONDS_PER_HOUR:.3g} h" if turns else text


def charge_axis(history: pd.DataFrame, *, by_time: bool) -> tuple[pd.Series[float], str]:
    """Return the values of a history along an axis, and the label of the axis.

    Args:
        history: of the run.
        by_time: time, as for runs that go back and forth, whose curves against capacity lie on
            each other; capacity otherwise.
    """
    if by_time:
        return history["time_s"] / SECONDS_PER_HOUR, "time [h]"
    return history["capacity_mAh_per_cm2"], "plated capacity [mAh/cm²]"
