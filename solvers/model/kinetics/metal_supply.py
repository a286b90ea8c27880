"""Limits of a current by the metal that a time step can take, and by the room for it."""

from __future__ import annotations

from typing import Any

from platefront.solvers.model.functions.expressions import conditional, greater, less, maximum

_FREE = 0.5
"""Share of the metal that a step takes without any limit; with 2 - _FREE all of it is asked for."""
_LEAST = 1e-30
"""Lower limit of a denominator without metal [µm]."""


def limited_by_supply(current: Any, metal: Any, taken_per_current: Any) -> Any:
    """Return the current density with stripping limited to the metal at the point.

    A step Δt that ends with the stripping current |i| takes the depth d = Δt V_m |i|/(n F). With x
    the depth that the rate law alone would take, relative to the metal m,

        d/m = x                      for x ≤ 1/2,
              x - (x - 1/2)²/2       for 1/2 ≤ x ≤ 3/2,
              1                      beyond,

    so that a step never takes more than there is, whatever the potential, and its current is that
    of the metal it takes. The function and its slope are continuous, as Newton's method requires.
    The rate law is not changed where less than half of the metal goes, nor for plating.

    Args:
        current: i_n of the rate law, > 0 for plating.
        metal: depth of metal at the start of the step [µm]; below zero there is none to strip
            outside of time steps either.
        taken_per_current: Δt V_m/(n F) in µm per unit of `current`; 0 outside of time steps, where
            the rate law alone holds.
    """
    asked = -taken_per_current * current / maximum(metal, _LEAST)
    x = maximum(asked, _FREE)
    full = 2.0 - _FREE
    bent = x - 0.5 * (x - _FREE) ** 2
    share = conditional(less(x, full), bent, 1.0) / x
    none = greater(maximum(taken_per_current, -metal), 0.0)
    held = conditional(greater(metal, 0.0), share, conditional(none, 0.0, 1.0))
    return conditional(less(current, 0.0), held * current, current)


def limited_by_room(current: Any, room: Any) -> Any:
    """Return the current density with plating limited to the room at the point.

    Args:
        current: i_n of the rate law, > 0 for plating.
        room: share of the plating that goes on, 0 where there is no room.
    """
    return conditional(less(current, 0.0), current, room * current)
