"""Nucleation barrier of bare host, which hinders plating and vanishes as lithium covers the host.

η = φ_s - φ - E_eq + η_nuc (1 - θ) for plating, θ = 1 - exp(-h/h_nuc) with h the local deposit
thickness. What is there already is stripped as lithium is, without a barrier, and between plating
and stripping no current flows. Driving forces here are φ_s - φ - E_eq less the Nernst shift of the
law, at which its current vanishes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from platefront.solvers.model.functions.expressions import (
    conditional,
    exp,
    greater,
    maximum,
    minimum,
)
from platefront.solvers.model.kinetics.surface_state import SurfaceState, bareness
from platefront.solvers.model.scales import LENGTH, Scales


def nucleation_constants(barrier: float, thickness: float, scales: Scales) -> dict[str, float]:
    """Return η_nuc F/RT, and h_nuc [µm].

    Args:
        barrier: η_nuc [V].
        thickness: h_nuc [m].
        scales: units of the constants.
    """
    return {"barrier": barrier / scales.potential, "cover": thickness / LENGTH}


def held_back(driving: Any, state: SurfaceState, constant: Mapping[str, Any]) -> Any:
    """Return the part of a driving force that the barrier holds, from its height to zero."""
    return maximum(minimum(driving, 0.0), -_height(state, constant))


def none_within(
    current: Any, driving: Any, state: SurfaceState, constant: Mapping[str, Any]
) -> Any:
    """Return a current that is exactly zero where the barrier holds all of the driving force."""
    idle = greater(minimum(-driving, driving + _height(state, constant)), 0.0)
    return conditional(idle, 0.0, current)


def _height(state: SurfaceState, constant: Mapping[str, Any]) -> Any:
    """Return η_nuc (1 - θ), the barrier that lithium has not yet covered."""
    covered = exp(-maximum(state.thickness, 0.0) / constant["cover"])
    return constant["barrier"] * (bareness(state) * covered)
