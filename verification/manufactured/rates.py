"""Observed orders of convergence: slopes of log error over log size."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def fitted_order(sizes: Sequence[float], errors: Sequence[float]) -> float:
    """Return the least-squares slope of log error over log size.

    Raises:
        ValueError: fewer than three refinements, or an error of zero.
    """
    if len(sizes) < 4 or len(sizes) != len(errors):
        raise ValueError("an order is fitted over at least three refinements")
    if min(errors) <= 0.0:
        raise ValueError("an error of zero has no order")
    slope, _ = np.polyfit(np.log(sizes), np.log(errors), 1)
    return float(slope)
