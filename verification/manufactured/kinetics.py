"""Rate laws as formulas in SI units, implemented independently of the program (UFL)."""

from __future__ import annotations

from typing import Any

import ufl
from scipy import constants

from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.marcus_hush_chidsey import MarcusHushChidsey
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.kinetics.tafel import Tafel

BOLTZMANN = constants.value("Boltzmann constant")
_ITERATIONS = 8
_LEVELS = [0.8 * k for k in range(-30, 43)]
"""Energies x of the trapezoidal rule, which is exact to 2e-11 for poles at ±iπ."""


def butler_volmer(
    law: GivenOverpotential | ButlerVolmer | LithiumCounter, activity: Any, eta: Any, volt: float
) -> Any:
    """Return i_n = i0 [ (c/c0) exp(-α_c Fη/RT) - exp(α_a Fη/RT) ] [A/m²].

    Args:
        law: parameters.
        activity: c/c0.
        eta: η [V].
        volt: RT/F [V].
    """
    plating = activity * ufl.exp(-law.cathodic_transfer * eta / volt)
    return law.exchange_current_density * (plating - ufl.exp(law.anodic_transfer * eta / volt))


def with_orders(law: ButlerVolmer, activity: Any, eta: Any, volt: float) -> Any:
    """Return i_n = i0 [ (c/c0)^γ exp(-α_c Fη/RT) - (c/c0)^δ exp(α_a Fη/RT) ] [A/m²]."""
    plating = activity**law.reaction_order * ufl.exp(-law.cathodic_transfer * eta / volt)
    stripping = activity**law.stripping_order * ufl.exp(law.anodic_transfer * eta / volt)
    return law.exchange_current_density * (plating - stripping)


def behind_film(law: ButlerVolmer, activity: Any, driven: Any, volt: float) -> Any:
    """Return i of i = i_n(η), η = φ_s - φ - E_eq + i R_f, by Newton's method from i = 0 [A/m²].

    Args:
        law: parameters.
        activity: c/c0.
        driven: φ_s - φ - E_eq [V].
        volt: RT/F [V].
    """
    film, current = law.film_resistance, ufl.as_ufl(0.0)
    for _ in range(_ITERATIONS):
        eta = driven + film * current
        plating = activity * ufl.exp(-law.cathodic_transfer * eta / volt)
        stripping = ufl.exp(law.anodic_transfer * eta / volt)
        slope = law.cathodic_transfer * plating + law.anodic_transfer * stripping
        excess = current - law.exchange_current_density * (plating - stripping)
        current -= excess / (1.0 + film * law.exchange_current_density / volt * slope)
    return current


def tafel(law: Tafel, activity: Any, eta: Any, volt: float) -> Any:
    """Return i_n = i0 (c/c0)^γ exp(-α_c Fη/RT) [A/m²]."""
    return (
        law.exchange_current_density
        * activity**law.reaction_order
        * ufl.exp(-law.cathodic_transfer * eta / volt)
    )


def marcus_hush_chidsey(
    law: MarcusHushChidsey, activity: Any, eta: Any, volt: float, temperature: float
) -> Any:
    """Return i_n = i0 [ (c/c0) k(η) - k(-η) ]/k(0) [A/m²].

    k(η) = ∫ exp(-(x - λ/kT - Fη/RT)²/(4λ/kT))/(1 + exp x) dx, by the trapezoidal rule.
    """
    energy = law.reorganisation_energy / (BOLTZMANN * temperature)

    def rate(overpotential: Any) -> Any:
        return sum(
            ufl.exp(-((x - energy - overpotential) ** 2) / (4.0 * energy)) / (1.0 + ufl.exp(x))
            for x in map(ufl.as_ufl, _LEVELS)
        )

    forth, back = rate(eta / volt), rate(-eta / volt)
    return law.exchange_current_density * (activity * forth - back) / rate(ufl.as_ufl(0.0))
