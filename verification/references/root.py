"""Root of an increasing function, by Newton's method between bounds."""

from __future__ import annotations

import math
from collections.abc import Callable

_LAST = 1e-8
"""Relative step after which that of quadratic convergence would be below round-off."""


def rising_root(
    function: Callable[[float], tuple[float, float]], guess: float, scale: float
) -> float:
    """Return x > 0 of f(x) = 0 to round-off.

    Args:
        function: returns f(x) and f'(x) > 0; f(0) < 0.
        guess: start, not negative.
        scale: typical size of x; a step is at most this and ten times x.
    """
    low, high, x = 0.0, math.inf, guess
    for _ in range(200):
        value, slope = function(x)
        if value > 0.0:
            high = x
        else:
            low = x
        target = min(x - value / slope, 11.0 * x + scale)
        if not low <= target <= high:
            target = 0.5 * (low + min(high, 11.0 * x + scale))
        if abs(target - x) <= _LAST * abs(x):
            return target
        x = target
    return x
