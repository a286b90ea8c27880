"""Initial guess of the electrode potential for a given current."""

from __future__ import annotations

from collections.abc import Mapping

from platefront.solvers.model.kinetics.rate_law import RateLaw


def first_potential(
    laws: Mapping[str, RateLaw], lengths: Mapping[str, float], current: float, thermal: float
) -> float:
    """Return a potential at which a part of the current, and not much more than it, flows.

    Bare host reacts only beyond its onset, and Newton's method would step back across it from a
    potential with a much larger current, where the slope differs from that near equilibrium. The
    initial guess is therefore beyond the smallest onset by the overpotential of linear kinetics,
    RT/F at most.

    Args:
        laws: rate laws of the named surfaces.
        lengths: wetted lengths of the surfaces [m].
        current: total current, > 0 for plating [A/m].
        thermal: RT/F [V].

    Returns:
        φ_s [V].
    """
    onsets, conductance = [], 0.0
    for name, law in laws.items():
        if law.onset is None:
            continue
        onsets.append(law.onset.plating if current > 0.0 else law.onset.stripping)
        conductance += lengths[name] * law.equilibrium_conductance(thermal)
    if not onsets or not current:
        return 0.0
    needed = abs(current) / conductance if conductance else thermal
    step = min(needed, thermal)
    return max(onsets) - step if current > 0.0 else min(onsets) + step
