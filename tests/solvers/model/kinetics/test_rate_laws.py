"""Every rate law's facts agree with its formula, which is evaluated here without a mesh."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import ufl
from scipy.optimize import brentq

from platefront.solvers.constants import ELEMENTARY_CHARGE, thermal_voltage
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.functions import expressions
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.growing_film import ParabolicGrowth
from platefront.solvers.model.kinetics.insulating import Insulating
from platefront.solvers.model.kinetics.linear import Linear
from platefront.solvers.model.kinetics.marcus_hush_chidsey import MarcusHushChidsey
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.kinetics.rate_law import RateLaw
from platefront.solvers.model.kinetics.surface_state import SurfaceState
from platefront.solvers.model.kinetics.tafel import Tafel
from platefront.solvers.model.scales import Scales

SCALES = Scales.of(Ohmic(conductivity=1.7, temperature=310.0))
THERMAL = thermal_voltage(310.0)
BARRIER = ButlerVolmer(
    exchange_current_density=30.0,
    anodic_transfer=0.3,
    cathodic_transfer=0.7,
    reaction_order=0.6,
    equilibrium_potential=0.02,
    nucleation_barrier=0.04,
)
FILM = BARRIER.model_copy(update={"film_resistance": 5e-4, "deposit_conductivity": 1e-3})
ORDERS = BARRIER.model_copy(update={"stripping_order": -0.4})
LAWS: list[RateLaw] = [
    GivenOverpotential(overpotential=-0.03, anodic_transfer=0.4, cathodic_transfer=0.6),
    BARRIER,
    FILM,
    ORDERS,
    # larger energies have polynomials with large coefficients, which amplify round-off
    MarcusHushChidsey(reorganisation_energy=0.1 * ELEMENTARY_CHARGE, nucleation_barrier=0.04),
    Tafel(reaction_order=0.5, equilibrium_potential=0.01),
    Linear(conductance=300.0, equilibrium_potential=-0.01),
    Linear(conductance=300.0, film_resistance=2e-3, deposit_conductivity=1e-2),
    Linear(conductance=300.0, film=ParabolicGrowth(resistivity=1e5)),
    Insulating(),
]
WITH_KINETICS = [law for law in LAWS if law.onset is not None]
BOTH_WAYS = [law for law in WITH_KINETICS if math.isfinite(law.onset.stripping)]


def at(eta: float, bare: float = 0.0, concentration: float = 1.0, thickness: float = 0.0):
    """A point with φ_s - φ of this many volts."""
    return SurfaceState(concentration, -eta / THERMAL, 0.0, bare, thickness)


# FILM is left to tests/solvers/model/test_film.py: UFL evaluates the shared parts of Halley's
# method again and again.
@pytest.mark.parametrize("law", [law for law in LAWS if law is not FILM], ids=repr)
@pytest.mark.parametrize("thickness", [0.0, 0.3])
@pytest.mark.parametrize("eta", [-2.5, -0.15, -0.015, 0.08])
def test_numbers_and_symbols_give_the_same_current(law, eta, thickness):
    """The form's expression, evaluated by UFL, is the one that numbers go through."""
    state = replace(at(eta, bare=0.6, concentration=0.7, thickness=thickness), film=0.03)
    names = [name for name in SurfaceState.__slots__ if name != "place"]
    symbols = SurfaceState(**{name: ufl.as_ufl(getattr(state, name)) for name in names})
    constants = law.constants(SCALES)
    by_ufl = float(law.current_density(symbols, constants)) * SCALES.current_density
    assert law.response(state, SCALES)[0] == pytest.approx(by_ufl, rel=1e-12)


@pytest.mark.parametrize("law", WITH_KINETICS, ids=repr)
@pytest.mark.parametrize("eta", [-3.0, -0.3, -0.05, 0.0301, 0.3])
@pytest.mark.parametrize("bare", [0.0, 1.0])
def test_slope_is_that_of_the_current(law, eta, bare):
    step = 1e-5
    (low, _), (_, slope), (high, _) = (
        law.response(at(eta + change, bare, thickness=0.02), SCALES) for change in (-step, 0, step)
    )
    assert slope == pytest.approx((low - high) / (2 * step), rel=1e-6)


def test_slope_of_a_given_overpotential_is_that_by_it():
    law, step = LAWS[0], 1e-6
    low, high = (
        law.model_copy(update={"overpotential": -0.03 + change}).response(at(0.0), SCALES)[0]
        for change in (-step, step)
    )
    assert law.response(at(0.0), SCALES)[1] == pytest.approx((low - high) / (2 * step), rel=1e-7)


@pytest.mark.parametrize("law", BOTH_WAYS, ids=repr)
def test_surface_plates_below_and_strips_above_its_onset(law):
    plating, stripping = law.onset
    assert law.response(at(plating - 1e-6, bare=1.0), SCALES)[0] > 0.0
    assert law.response(at(plating + 1e-6, bare=1.0), SCALES)[0] == 0.0, "nothing to strip"
    assert law.response(at(stripping + 1e-6), SCALES)[0] < 0.0


@pytest.mark.parametrize("law", [LAWS[0], Insulating()], ids=repr)
def test_law_without_onset_does_not_follow_the_electrode(law):
    assert law.onset is None
    state = at(-0.1, bare=0.0)
    moved = replace(state, electrode_potential=3.0)
    assert law.response(state, SCALES) == law.response(moved, SCALES)


@pytest.mark.parametrize("film", [{}, {"film_resistance": 1e-3}], ids=["free", "behind a film"])
@pytest.mark.parametrize("c", [0.05, 0.7, 2.0])
def test_orders_shift_the_equilibrium_and_the_exchange_current(c, film):
    """i = 0 at (γ - δ) ln c/n_e, and the slope there is i0 c^(γ α_a + δ α_c) n_e F/RT."""
    law = ORDERS.model_copy(update={"nucleation_barrier": 0.0, **film})
    rest = law.equilibrium_potential + (0.6 + 0.4) * THERMAL * math.log(c)
    current, slope = law.response(at(rest, concentration=c), SCALES)
    exchange = 30.0 * c ** (0.6 * 0.3 - 0.4 * 0.7)
    resistance = THERMAL / exchange + film.get("film_resistance", 0.0)
    assert abs(current) < 1e-11
    assert slope == pytest.approx(1.0 / resistance, rel=1e-10)


def test_film_leaves_the_reaction_what_it_does_not_take():
    """i = f(η + i ρ) with f the law without the film."""

    def excess(current: float) -> float:
        left = -0.2 + current * (5e-4 + 2e-7 / 1e-3)
        return BARRIER.response(at(left, concentration=0.8), SCALES)[0] - current

    found = FILM.response(at(-0.2, concentration=0.8, thickness=0.2), SCALES)[0]
    assert found == pytest.approx(brentq(excess, 0.0, 1e3, xtol=1e-13), rel=1e-11)


def test_functions_take_arrays_and_complex_numbers():
    x = np.array([-1.0, 0.5, 301.0])
    assert expressions.maximum(x, 0.0).tolist() == [0.0, 0.5, 301.0]
    assert expressions.minimum(2.0 + 3.0j, 4.0) == 2.0 + 3.0j
    assert expressions.conditional(expressions.at_least(x, 0.5), x, -x).tolist() == [
        1.0,
        0.5,
        301.0,
    ]
    beyond = math.exp(300.0)
    assert expressions.bounded_exp(x).tolist() == [math.exp(-1.0), math.exp(0.5), 2.0 * beyond]
    assert expressions.bounded_exp(301.0 + 1e-100j).imag == pytest.approx(1e-100 * beyond)
    assert expressions.ln(expressions.exp(0.3)) == pytest.approx(0.3)
