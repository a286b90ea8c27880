"""State of a point of the front that rate laws depend on, dimensionless; stripping of bare host."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from platefront.solvers.model.expressions import conditional, exp, less, maximum, minimum
from platefront.solvers.model.scales import LENGTH

RESIDUE = 1e-9
"""Film of lithium that stripping leaves on the host [m]."""
LAST_LITHIUM = 0.01
"""Thickness over which stripping fades as the last lithium leaves bare host [µm]."""


@dataclass(frozen=True, slots=True)
class SurfaceState:
    """UFL expressions, or numbers, at a point of the front.

    Attributes:
        concentration: c/c0.
        potential: φF/RT in the electrolyte.
        electrode_potential: φ_s F/RT of the solid.
        bare: 1 where the front started on bare host, 0 on lithium.
        thickness: deposit thickness grown since the start [µm].
    """

    concentration: Any
    potential: Any
    electrode_potential: Any
    bare: Any
    thickness: Any


def bareness(state: SurfaceState) -> Any:
    """`bare` within its bounds: interpolation may leave it a round-off above one."""
    return minimum(state.bare, 1.0)


def strip_no_host(current: Any, state: SurfaceState, fade: Any = LAST_LITHIUM) -> Any:
    """A current whose stripping fades with the last lithium.

    Args:
        current: i_n, > 0 plating.
        state: of the point.
        fade: thickness over which it fades on bare host [µm].
    """
    thickness = maximum(state.thickness - RESIDUE / LENGTH, 0.0)
    holding = 1.0 - bareness(state) * exp(-thickness / fade)
    return conditional(less(current, 0.0), holding * current, current)
