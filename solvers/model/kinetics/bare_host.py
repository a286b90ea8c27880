"""Bare host holds nothing that could be stripped."""

from __future__ import annotations

from typing import Any

import ufl

from platefront.solvers.model.kinetics.surface_state import RESIDUE, SurfaceState
from platefront.solvers.model.scales import LENGTH

LAST_LITHIUM = 0.01
"""Thickness over which stripping fades as the last lithium leaves bare host [µm]."""


def bareness(state: SurfaceState) -> Any:
    """`bare` within its bounds: interpolation may leave it a round-off above one."""
    return ufl.min_value(state.bare, 1.0)


def strip_no_host(current: Any, state: SurfaceState, fade: Any = LAST_LITHIUM) -> Any:
    """A current whose stripping fades with the last lithium.

    Args:
        current: i_n, > 0 plating.
        state: of the point.
        fade: thickness over which it fades on bare host [µm].
    """
    thickness = ufl.max_value(state.thickness - RESIDUE / LENGTH, 0.0)
    holding = 1.0 - bareness(state) * ufl.exp(-thickness / fade)
    return ufl.conditional(ufl.lt(current, 0.0), holding * current, current)
