"""Where the search for the potential that drives a given current begins."""

from __future__ import annotations

from collections.abc import Mapping

from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.linear import Linear
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
        if not isinstance(law, ButlerVolmer | Linear):
            continue
        barrier = law.nucleation_barrier if isinstance(law, ButlerVolmer) else 0.0
        onsets.append(law.equilibrium_potential - (barrier if current > 0.0 else 0.0))
        conductance += lengths[name] * _conductance(law, thermal)
    if not onsets or not current:
        return 0.0
    needed = abs(current) / conductance if conductance else thermal
    step = min(needed, thermal)
    return max(onsets) - step if current > 0.0 else min(onsets) + step


def _conductance(law: ButlerVolmer | Linear, thermal: float) -> float:
    """-di/dη at equilibrium [S/m²]."""
    if isinstance(law, Linear):
        return law.conductance
    return law.exchange_current_density * (law.anodic_transfer + law.cathodic_transfer) / thermal
