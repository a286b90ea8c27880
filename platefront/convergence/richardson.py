"""Observed order, Richardson's estimate and the uncertainty of a sequence of refined values.

With f₁, f₂, f₃ from three levels, each finer by the ratio r (Roache, *Verification and Validation
in Computational Science and Engineering*, Hermosa 1998, chapter 5):

    p = ln[(f₂ - f₁)/(f₃ - f₂)] / ln r            observed order
    f* = f₃ + (f₃ - f₂)/(rᵖ - 1)                   Richardson's estimate of the limit
    U = F_s |f₃ - f₂|/(rᵖ - 1)                     uncertainty of f₃ (grid convergence index × f₃)

F_s = 1.25 if three levels give an observed order. Two levels, or three without an order, are
assessed as Roache does for two: F_s = 3, here with order 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

SAFETY = 1.25
"""F_s with an observed order."""
SAFETY_WITHOUT_ORDER = 3.0
"""F_s without an observed order."""
ASSUMED_ORDER = 1.0
"""Assumed order without an observed one."""
HIGHEST_ORDER = 2.0
"""Order of the method for smooth solutions, the upper limit of the order used."""
LOWEST_ORDER = 0.5
"""Observed order below which the values are not in the asymptotic range."""
ROUND_OFF = 1e-12
"""Relative differences below this count as zero."""


@dataclass(frozen=True, slots=True)
class Convergence:
    """Convergence of a sequence of values, at its last one.

    Attributes:
        difference: last value less the one before; None for the first level.
        order: observed order of the last three values; None if undefined.
        estimate: Richardson's estimate of the limit; None without a usable order.
        uncertainty: half width of the band about the last value; None for the first level.
    """

    difference: float | None = None
    order: float | None = None
    estimate: float | None = None
    uncertainty: float | None = None


def observed_order(first: float, second: float, third: float, ratio: float) -> float | None:
    """Return the order p of three values f* + C hᵖ; None if they are not monotonic.

    Diverging values give a negative order.
    """
    before = _difference(first, second)
    last = _difference(second, third)
    if before * last <= 0.0:
        return None
    return math.log(before / last) / math.log(ratio)


def assess(values: Sequence[float], ratio: float) -> Convergence:
    """Assess the last of the values, coarsest level first.

    Args:
        values: value of each level.
        ratio: edge length (or step) of a level over that of the next.
    """
    if len(values) < 2:
        return Convergence()
    last = _difference(values[-2], values[-1])
    before = _difference(values[-3], values[-2]) if len(values) > 2 else None
    if last == 0.0 and not before:
        return Convergence(0.0, None, values[-1] if before == 0.0 else None, 0.0)
    order = observed_order(values[-3], values[-2], values[-1], ratio) if before else None
    if order is None or order < LOWEST_ORDER:
        largest = max(abs(last), abs(before or 0.0))
        return Convergence(
            last, order, None, SAFETY_WITHOUT_ORDER * _remainder(largest, ASSUMED_ORDER, ratio)
        )
    remainder = _remainder(last, min(order, HIGHEST_ORDER), ratio)
    return Convergence(last, order, values[-1] + remainder, SAFETY * abs(remainder))


def _difference(one: float, other: float) -> float:
    difference = other - one
    return difference if abs(difference) > ROUND_OFF * max(abs(one), abs(other)) else 0.0


def _remainder(difference: float, order: float, ratio: float) -> float:
    """Return the distance to the limit if successive differences decrease by rᵖ."""
    return float(difference / (ratio**order - 1.0))
