"""Rate laws of the surfaces of the box: classes of the program, and formulas in SI units."""

from __future__ import annotations

from enum import Enum
from typing import Any

import ufl

from platefront.solvers.forms.compiled_forms import MarkedLaws
from platefront.solvers.mesh.domain import COUNTER_MARK
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.kinetics.reversible import Reversible
from verification.manufactured.box import LEFT_MARK, RIGHT_MARK
from verification.manufactured.strong_forms import F, R


class Surfaces(Enum):
    """Surfaces at the left half of the bottom, its right half, and the top."""

    RESERVOIR = "given overpotential, Butler–Volmer, reservoir"
    LITHIUM = "given overpotential, Butler–Volmer, lithium"
    REVERSIBLE = "equilibrium, Butler–Volmer, reservoir"


ELECTRODE_POTENTIAL = 0.01
"""Electrode potential φ_s of the Butler–Volmer surface [V]."""
EQUILIBRIUM_POTENTIAL = 0.005
"""Equilibrium potential E_eq of the surfaces that depend on φ_s [V]."""

# Exchange currents of the order of F D c0/L, so that kinetics and transport are equally important.
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
    equilibrium_potential=EQUILIBRIUM_POTENTIAL,
)
_REVERSIBLE = Reversible(equilibrium_potential=EQUILIBRIUM_POTENTIAL)
_COUNTER = LithiumCounter(
    exchange_current_density=2500.0, anodic_transfer=0.45, cathodic_transfer=0.55
)


def rate_laws(surfaces: Surfaces) -> MarkedLaws:
    """Return the rate laws of the program by facet mark."""
    left = _REVERSIBLE if surfaces is Surfaces.REVERSIBLE else _GIVEN
    bottom: MarkedLaws = ((LEFT_MARK, left), (RIGHT_MARK, _DRIVEN))
    if surfaces is Surfaces.LITHIUM:
        return (*bottom, (COUNTER_MARK, _COUNTER.rate_law))
    return bottom


def current_densities(
    activity: Any, phi: Any, temperature: float, surfaces: Surfaces
) -> dict[int, Any]:
    """Return i_n = i0 [ (c/c0) exp(-α_c Fη/RT) - exp(α_a Fη/RT) ] [A/m²] by facet mark.

    Args:
        activity: c/c0.
        phi: potential in the electrolyte [V].
        temperature: T [K].
        surfaces: the surfaces; equilibrium and reservoir have Dirichlet conditions and no law.
    """
    f = F / (R * temperature)

    def current(law: GivenOverpotential | ButlerVolmer | LithiumCounter, eta: Any) -> Any:
        plating = activity * ufl.exp(-law.cathodic_transfer * f * eta)
        stripping = ufl.exp(law.anodic_transfer * f * eta)
        return law.exchange_current_density * (plating - stripping)

    driven = ELECTRODE_POTENTIAL - phi - EQUILIBRIUM_POTENTIAL
    densities = {RIGHT_MARK: current(_DRIVEN, driven)}
    if surfaces is not Surfaces.REVERSIBLE:
        densities[LEFT_MARK] = current(_GIVEN, _GIVEN.overpotential)
    if surfaces is Surfaces.LITHIUM:
        densities[COUNTER_MARK] = current(_COUNTER, -phi)
    return densities
