"""Rate laws of the box's surfaces: as the program gets them, and written out in SI units."""

from __future__ import annotations

from typing import Any

import ufl

from platefront.verification.manufactured.box import LEFT_MARK, RIGHT_MARK
from platefront.verification.manufactured.strong_forms import F, R
from solvers.counter import LithiumCounter
from solvers.domain import COUNTER_MARK
from solvers.forms import Laws, counter_law
from solvers.kinetics.butler_volmer import ButlerVolmer
from solvers.kinetics.overpotential import GivenOverpotential

ELECTRODE_POTENTIAL = 0.01
"""φ_s of the Butler–Volmer surface [V]."""

# Exchange currents of the size of F D c0/L, so that kinetics weigh as much as transport.
_GIVEN = GivenOverpotential(
    overpotential=-0.02,
    exchange_current_density=3000.0,
    anodic_transfer=0.4,
    cathodic_transfer=0.6,
)
_DRIVEN = ButlerVolmer(
    exchange_current_density=2000.0,
    anodic_transfer=0.7,
    cathodic_transfer=0.3,
    equilibrium_potential=0.005,
)
_COUNTER = LithiumCounter(
    exchange_current_density=2500.0, anodic_transfer=0.45, cathodic_transfer=0.55
)


def rate_laws(reservoir: bool) -> Laws:
    """What the program is given: laws of the bottom's halves and of a lithium counter electrode."""
    bottom: Laws = ((LEFT_MARK, _GIVEN), (RIGHT_MARK, _DRIVEN))
    return bottom if reservoir else (*bottom, (COUNTER_MARK, counter_law(_COUNTER)))


def current_densities(
    activity: Any, phi: Any, temperature: float, reservoir: bool
) -> dict[int, Any]:
    """i_n = i0 [ (c/c0) exp(-α_c Fη/RT) - exp(α_a Fη/RT) ] [A/m²] by facet mark.

    Args:
        activity: c/c0.
        phi: potential in the electrolyte [V].
        temperature: T [K].
        reservoir: whether the counter electrode is none that reacts.
    """
    f = F / (R * temperature)

    def current(law: GivenOverpotential | ButlerVolmer | LithiumCounter, eta: Any) -> Any:
        plating = activity * ufl.exp(-law.cathodic_transfer * f * eta)
        stripping = ufl.exp(law.anodic_transfer * f * eta)
        return law.exchange_current_density * (plating - stripping)

    driven = ELECTRODE_POTENTIAL - phi - _DRIVEN.equilibrium_potential
    densities = {
        LEFT_MARK: current(_GIVEN, _GIVEN.overpotential),
        RIGHT_MARK: current(_DRIVEN, driven),
    }
    if not reservoir:
        densities[COUNTER_MARK] = current(_COUNTER, -phi)
    return densities
