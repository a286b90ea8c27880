"""Initial guess of the potential that drives a given current."""

from __future__ import annotations

from collections.abc import Mapping

from platefront.solvers.model.kinetics.rate_law import RateLaw


def first_potential(
    laws: Mapping[str, RateLaw], lengths: Mapping[str, float], current: float, thermal: float
) -> float:
    """A potential at which some of the current flows, and not much more than it.

    Bare host responds only beyond its onset, and Newton's method would jump back across it from a
    place where much more than the wanted current flows: its slope there is not that near
    equilibrium. So the search begins beyond the easiest onset by what linear kinetics need, RT/F
    at most.

    Args:
        laws: of the named surfaces.
        lengths: their wetted lengths [m].
        current: total, > 0 plating [A/m].
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
