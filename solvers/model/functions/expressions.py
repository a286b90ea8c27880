"""Elementary functions for symbols and numbers alike, so that a formula is written once.

UFL expressions give UFL expressions. Numbers and NumPy arrays give numbers; complex ones are
compared by their real parts, so that an imaginary step gives the derivative of the selected branch
(Squire and Trapp, SIAM Review 40, 110, 1998).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import ufl

LARGEST = 300.0
"""Argument beyond which the exponential is continued linearly.

At 2e130 products with currents and resistances of any size are still numbers. No current density
reaches it but for exchange current densities below 1e-120 A/m²; a solution that does is refused.
"""


_collected: list[list[Any]] = []


@contextmanager
def exponents() -> Iterator[list[Any]]:
    """Collect the arguments of `bounded_exp` that numbers and arrays give it within the context.

    So it is known of any rate law if it was evaluated where exponentials are straight lines.
    """
    _collected.append([])
    try:
        yield _collected[-1]
    finally:
        _collected.pop()


def exp(x: Any) -> Any:
    """The exponential of x."""
    return ufl.exp(x) if symbolic(x) else np.exp(x)


def cos(x: Any) -> Any:
    """The cosine of x."""
    return ufl.cos(x) if symbolic(x) else np.cos(x)


def ln(x: Any) -> Any:
    """The natural logarithm of x."""
    return ufl.ln(x) if symbolic(x) else np.log(x)


def less(a: Any, b: Any) -> Any:
    """The condition a < b."""
    return ufl.lt(a, b) if symbolic(a, b) else np.real(a) < np.real(b)


def greater(a: Any, b: Any) -> Any:
    """The condition a > b."""
    return ufl.gt(a, b) if symbolic(a, b) else np.real(a) > np.real(b)


def at_least(a: Any, b: Any) -> Any:
    """The condition a ≥ b."""
    return ufl.ge(a, b) if symbolic(a, b) else np.real(a) >= np.real(b)


def conditional(condition: Any, true: Any, false: Any) -> Any:
    """One value where a condition holds, another elsewhere."""
    if symbolic(condition, true, false):
        return ufl.conditional(condition, true, false)
    return np.where(condition, true, false)[()]


def minimum(a: Any, b: Any) -> Any:
    """The smaller of two values."""
    return ufl.min_value(a, b) if symbolic(a, b) else conditional(less(b, a), b, a)


def maximum(a: Any, b: Any) -> Any:
    """The larger of two values."""
    return ufl.max_value(a, b) if symbolic(a, b) else conditional(less(a, b), b, a)


def bounded_exp(x: Any) -> Any:
    """exp(x), continued linearly above x = `LARGEST`, which prevents overflow in a Newton step."""
    if _collected and not symbolic(x):
        _collected[-1].append(np.real(x))
    inside = exp(minimum(x, LARGEST))
    return conditional(greater(x, LARGEST), math.exp(LARGEST) * (1.0 + x - LARGEST), inside)


def clamped(x: Any, lowest: Any, highest: Any) -> Any:
    """The value between two bounds that is nearest to x."""
    return minimum(maximum(x, lowest), highest)


def symbolic(*operands: Any) -> bool:
    """True if one of the values is a UFL expression."""
    return any(isinstance(operand, ufl.core.expr.Expr) for operand in operands)
