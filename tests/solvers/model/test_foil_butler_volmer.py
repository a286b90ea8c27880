"""Flat foil, fixed front, held potential: the steady current solves scalar equations.

With the anions at rest, c' + z₋ c F/RT φ' = 0: φ = φ(L) + RT/(|z₋|F) ln(c/c(L)). The cations then
carry i = z₊ν₊ F D₊ (1 - z₊/z₋) c', a straight concentration profile.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq

from platefront.solvers.constants import FARADAY, thermal_voltage
from platefront.solvers.model.counter import LithiumCounter, Reservoir
from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.metal import Metal
from tests.shared.cells import SALT, butler_volmer, foil, problem, run

LENGTH = 40e-6
LITHIUM = ButlerVolmer(exchange_current_density=100.0)
COUNTER = LithiumCounter(exchange_current_density=300.0, anodic_transfer=0.6, cathodic_transfer=0.4)
DOUBLE = NernstPlanck(
    cation_diffusivity=3e-10, anion_diffusivity=5e-10, cation_charge=2, anion_charge=-2
)
CHLORIDE = NernstPlanck(cation_diffusivity=3e-10, anion_diffusivity=8e-10, cation_charge=2)
SULFATE = NernstPlanck(cation_diffusivity=4e-10, anion_diffusivity=3e-10, anion_charge=-2)
COPPER = ButlerVolmer(
    exchange_current_density=200.0,
    anodic_transfer=1.5,
    cathodic_transfer=0.5,
    equilibrium_potential=0.01,
)


def slope(salt: NernstPlanck, current: float) -> float:
    """dc/dy [mol/m⁴] of the salt that carries `current` [A/m²] to y = 0."""
    nu_plus, _ = salt.stoichiometry
    z_plus, z_minus = salt.cation_charge, salt.anion_charge
    d_plus, _ = salt.ion_diffusivities
    return current / (z_plus * nu_plus * FARADAY * d_plus * (1.0 - z_plus / z_minus))


def steady_current(
    law: ButlerVolmer, salt: NernstPlanck, counter: Reservoir | LithiumCounter, potential: float
) -> float:
    """The one current at which rate law, profile and counter electrode agree [A/m²]."""
    c0, per_log = salt.concentration, thermal_voltage(salt.temperature) / -salt.anion_charge
    reservoir = isinstance(counter, Reservoir)

    def excess(current: float) -> float:
        rise = slope(salt, current) * LENGTH
        top = c0 if reservoir else c0 + 0.5 * rise
        bottom = top - rise
        phi_top = 0.0
        if isinstance(counter, LithiumCounter):
            phi_top = brentq(
                lambda phi: butler_volmer(counter, -phi, top / c0, salt) + current,
                -1,
                1,
                xtol=1e-15,
            )
        phi = phi_top + per_log * np.log(bottom / top)
        eta = potential - phi - law.equilibrium_potential
        return butler_volmer(law, eta, bottom / c0, salt) - current

    limit = c0 / (slope(salt, 1.0) * LENGTH) * (1.0 if reservoir else 2.0)
    return float(brentq(excess, 0.0, limit * (1.0 - 1e-12), xtol=1e-13, rtol=1e-14))


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize(
    ("law", "salt", "counter"),
    [
        pytest.param(LITHIUM, SALT, Reservoir(), id="1:1"),
        pytest.param(LITHIUM, SALT, COUNTER, id="1:1 lithium counter"),
        pytest.param(LITHIUM, SULFATE, Reservoir(), id="1:2"),
        pytest.param(COPPER, DOUBLE, Reservoir(), id="2:2"),
        pytest.param(COPPER, CHLORIDE, Reservoir(), id="2:1"),
        pytest.param(COPPER, CHLORIDE, COUNTER, id="2:1 counter"),
    ],
)
@pytest.mark.slow
def test_steady_current(
    law: ButlerVolmer, salt: NernstPlanck, counter: Reservoir | LithiumCounter, order: int
) -> None:
    potential = -0.12
    if isinstance(counter, LithiumCounter) and salt.cation_charge == 2:
        counter = counter.model_copy(update={"anodic_transfer": 1.2, "cathodic_transfer": 0.8})
    records = run(
        problem(
            foil(height=1e6 * LENGTH, width=2.0),
            law,
            potential=potential,
            electrolyte=salt,
            counter=counter,
            metal=Metal(electrons=salt.cation_charge),
            mode="fixed",
            order=order,
            size=1e-6,
            time=300.0,
        )
    )
    last = records[-1]
    exact = steady_current(law, salt, counter, potential)
    deviation = last.current / exact - 1.0
    assert abs(deviation) < 1e-4, f"current {last.current:.8g}, exact {exact:.8g}: {deviation:.2e}"
    bottom = salt.concentration - slope(salt, exact) * LENGTH * (
        1.0 if isinstance(counter, Reservoir) else 0.5
    )
    off = last.min_concentration / bottom - 1.0
    assert abs(off) < 1e-4, f"c at the foil {last.min_concentration:.8g}, exact {bottom:.8g}"
    assert bottom < 0.9 * salt.concentration, "too little depletion to see transport"
    assert abs(last.books.anions) < 1e-10, f"anions {last.books.anions:.1e}"
