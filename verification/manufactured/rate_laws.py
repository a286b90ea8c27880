"""Rate laws of the surfaces of the box: parameters for the program and for formulas in SI units."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from scipy import constants

from platefront.solvers.forms.compiled_forms import MarkedLaws
from platefront.solvers.mesh.domain import COUNTER_MARK
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.marcus_hush_chidsey import MarcusHushChidsey
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.kinetics.rate_law import RateLaw
from platefront.solvers.model.kinetics.reversible import Reversible
from platefront.solvers.model.kinetics.tafel import Tafel
from verification.manufactured.box import LEFT_MARK, RIGHT_MARK
from verification.manufactured.kinetics import (
    behind_film,
    butler_volmer,
    marcus_hush_chidsey,
    tafel,
    with_orders,
)
from verification.manufactured.strong_forms import F, R


class Surfaces(Enum):
    """Surfaces at the left half of the bottom, its right half, and the top."""

    RESERVOIR = "given overpotential, Butler–Volmer, reservoir"
    LITHIUM = "given overpotential, Butler–Volmer, lithium"
    REVERSIBLE = "equilibrium, Butler–Volmer, reservoir"
    ORDERS_AND_FILM = "Butler–Volmer with orders, Butler–Volmer behind a film, reservoir"
    TAFEL_AND_MARCUS = "Tafel, Marcus–Hush–Chidsey, reservoir"


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
_ORDERED = ButlerVolmer(
    exchange_current_density=1500.0,
    anodic_transfer=0.55,
    cathodic_transfer=0.45,
    reaction_order=0.8,
    stripping_order=0.3,
    equilibrium_potential=EQUILIBRIUM_POTENTIAL,
)
_BEHIND_FILM = _DRIVEN.model_copy(update={"film_resistance": 5e-6})
"""Surface whose film takes about as much of the potential as its reaction."""
_TAFEL = Tafel(
    exchange_current_density=400.0,
    cathodic_transfer=0.6,
    reaction_order=0.7,
    equilibrium_potential=EQUILIBRIUM_POTENTIAL,
)
_MARCUS = MarcusHushChidsey(
    exchange_current_density=1500.0,
    reorganisation_energy=0.1 * constants.elementary_charge,
    equilibrium_potential=EQUILIBRIUM_POTENTIAL,
)
_REVERSIBLE = Reversible(equilibrium_potential=EQUILIBRIUM_POTENTIAL)
_COUNTER = LithiumCounter(
    exchange_current_density=2500.0, anodic_transfer=0.45, cathodic_transfer=0.55
)


_BOTTOM: Mapping[Surfaces, tuple[RateLaw, RateLaw]] = {
    Surfaces.REVERSIBLE: (_REVERSIBLE, _DRIVEN),
    Surfaces.ORDERS_AND_FILM: (_ORDERED, _BEHIND_FILM),
    Surfaces.TAFEL_AND_MARCUS: (_TAFEL, _MARCUS),
}
"""Rate laws at both halves of the bottom, where they are not a given one and Butler–Volmer."""


def rate_laws(surfaces: Surfaces) -> MarkedLaws:
    """Return the rate laws of the program by facet mark."""
    left, right = _BOTTOM.get(surfaces, (_GIVEN, _DRIVEN))
    bottom: MarkedLaws = ((LEFT_MARK, left), (RIGHT_MARK, right))
    if surfaces is Surfaces.LITHIUM:
        return (*bottom, (COUNTER_MARK, _COUNTER.rate_law))
    return bottom


def current_densities(
    activity: Any, phi: Any, temperature: float, surfaces: Surfaces, rise: Any = 0.0
) -> dict[int, Any]:
    """Return i_n [A/m²] of the rate laws by facet mark.

    Args:
        activity: c/c0.
        phi: potential in the electrolyte [V].
        temperature: T [K].
        surfaces: the surfaces; equilibrium and reservoir have Dirichlet conditions and no law.
        rise: φ_s at the bottom less the electrode potential [V].
    """
    volt = R * temperature / F
    driven = ELECTRODE_POTENTIAL + rise - phi - EQUILIBRIUM_POTENTIAL
    if surfaces is Surfaces.ORDERS_AND_FILM:
        return {
            LEFT_MARK: with_orders(_ORDERED, activity, driven, volt),
            RIGHT_MARK: behind_film(_BEHIND_FILM, activity, driven, volt),
        }
    if surfaces is Surfaces.TAFEL_AND_MARCUS:
        return {
            LEFT_MARK: tafel(_TAFEL, activity, driven, volt),
            RIGHT_MARK: marcus_hush_chidsey(_MARCUS, activity, driven, volt, temperature),
        }
    densities = {RIGHT_MARK: butler_volmer(_DRIVEN, activity, driven, volt)}
    if surfaces is not Surfaces.REVERSIBLE:
        densities[LEFT_MARK] = butler_volmer(_GIVEN, activity, _GIVEN.overpotential, volt)
    if surfaces is Surfaces.LITHIUM:
        densities[COUNTER_MARK] = butler_volmer(_COUNTER, activity, -phi, volt)
    return densities
