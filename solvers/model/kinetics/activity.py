"""Activity of the reacting ion at a surface: a power of its concentration."""

from __future__ import annotations

from typing import Any

from platefront.solvers.model.functions.expressions import maximum
from platefront.solvers.model.kinetics.surface_state import SurfaceState

LOWEST = 1e-100
"""Lower limit of c/c0 in a power law, below any that a current leaves at a surface."""


def activity(state: SurfaceState, order: float, symbol: Any) -> Any:
    """Return (c/c0)^order.

    Args:
        state: state of a point of the front.
        order: reaction order of the law, which decides on the form of the expression.
        symbol: the same as a constant of the form.
    """
    if order == 0.0:
        return 1.0
    if order == 1.0:
        return state.concentration
    return maximum(state.concentration, LOWEST) ** symbol
