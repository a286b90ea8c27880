"""A foil as resistances in series, solved by bisection: what a run starts from."""

from __future__ import annotations

import math
from collections.abc import Callable

from platefront.solvers.constants import thermal_voltage
from platefront.solvers.model.electrolyte.model import Electrolyte
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer

HEIGHT = 50e-6
"""Distance of foil and counter electrode [m]."""
THERMAL = thermal_voltage(298.15)
MESH = {"size": 2e-6, "largest": 8e-6, "mode": "fixed"}


def root(rising: Callable[[float], float], low: float, high: float) -> float:
    """Zero of a rising function by bisection to round-off."""
    while low < (middle := 0.5 * (low + high)) < high:
        low, high = (low, middle) if rising(middle) > 0.0 else (middle, high)
    return middle


def overpotential(law: ButlerVolmer, current: float) -> float:
    """η [V] of a current density [A/m²] at c0, of symmetric Butler–Volmer kinetics."""
    assert law.anodic_transfer == law.cathodic_transfer == 0.5
    return -2.0 * THERMAL * math.asinh(0.5 * current / law.exchange_current_density)


def potential(law: ButlerVolmer, current: float, electrolyte: Electrolyte) -> float:
    """φ_s [V] that drives a current to a reservoir, the concentration being c0."""
    at_front = -current * HEIGHT / electrolyte.conductivity
    drop = overpotential(law, current) - current * law.film_resistance
    return law.equilibrium_potential + at_front + drop


def current(
    law: ButlerVolmer,
    electrode: float,
    electrolyte: Electrolyte,
    counter: ButlerVolmer | None = None,
) -> float:
    """Current [A/m²] at φ_s = `electrode` [V] to a reservoir or a counter electrode."""

    def excess(exponent: float) -> float:  # i = i0 sinh(x), for any power of ten of it
        passed = law.exchange_current_density * math.sinh(exponent)
        needed = potential(law, passed, electrolyte)
        if counter is not None:
            needed += overpotential(counter, passed)
        return electrode - needed

    exponent = root(excess, -300.0, 300.0)
    return law.exchange_current_density * math.sinh(exponent)
