"""Exponentials that cannot overflow during a Newton step."""

from __future__ import annotations

from typing import Any

import ufl

_LARGEST = 40.0


def bounded_exp(x: Any) -> Any:
    """exp(x), continued linearly above x = 40 (about 1 V at room temperature)."""
    inside = ufl.exp(ufl.min_value(x, _LARGEST))
    return ufl.conditional(ufl.gt(x, _LARGEST), ufl.exp(_LARGEST) * (1.0 + x - _LARGEST), inside)
