"""Dimensionless state of a point of the front, and limit of stripping on bare host."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from platefront.solvers.model.functions.expressions import conditional, exp, less, maximum, minimum
from platefront.solvers.model.scales import LENGTH

RESIDUE = 1e-10
"""Film of lithium that stripping leaves on the host [m]."""
LAST_LITHIUM = 0.01
"""Thickness over which stripping vanishes with the last lithium on bare host [µm]."""


@dataclass(frozen=True, slots=True)
class SurfaceState:
    """State of a point of the front: UFL expressions or numbers.

    Attributes:
        concentration: c/c0.
        potential: φF/RT in the electrolyte.
        electrode_potential: φ_s F/RT of the solid.
        bare: 1 where the front started on bare host, 0 on lithium.
        thickness: deposit thickness grown since the start [µm].
        place: position (x, y) [µm]; None where a mean over the surface is meant.
        film: thickness of a growing film [µm]; None where that of the start is meant.
    """

    concentration: Any
    potential: Any
    electrode_potential: Any
    bare: Any
    thickness: Any
    place: tuple[Any, Any] | None = None
    film: Any | None = None


def bareness(state: SurfaceState) -> Any:
    """Return `bare` limited to one, which interpolation may exceed by round-off."""
    return minimum(state.bare, 1.0)


def strip_no_host(current: Any, state: SurfaceState, fade: Any = LAST_LITHIUM) -> Any:
    """Limit stripping to the available lithium: it vanishes with the last lithium.

    Args:
        current: i_n, > 0 for plating.
        state: state of the point.
        fade: thickness over which stripping vanishes on bare host [µm].
    """
    thickness = maximum(state.thickness - RESIDUE / LENGTH, 0.0)
    holding = 1.0 - bareness(state) * exp(-thickness / fade)
    return conditional(less(current, 0.0), holding * current, current)
