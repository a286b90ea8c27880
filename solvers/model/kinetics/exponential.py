"""Exponentials that cannot overflow during a Newton step."""

from __future__ import annotations

from typing import Any

import ufl

LARGEST = 40.0
"""Argument beyond which the exponential goes on as a straight line."""


def bounded_exp(x: Any) -> Any:
    """exp(x), continued linearly above x = 40 (about 1 V at room temperature)."""
    inside = ufl.exp(ufl.min_value(x, LARGEST))
    return ufl.conditional(ufl.gt(x, LARGEST), ufl.exp(LARGEST) * (1.0 + x - LARGEST), inside)
