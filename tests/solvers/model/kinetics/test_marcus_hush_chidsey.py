"""Marcus–Hush–Chidsey kinetics: the rate integral, its limits, and a cell."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import brentq

from platefront.solvers.constants import ELEMENTARY_CHARGE, thermal_voltage
from platefront.solvers.model.control import Potentiostatic
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.marcus_hush_chidsey import MarcusHushChidsey
from platefront.solvers.model.kinetics.surface_state import SurfaceState
from platefront.solvers.model.scales import Scales
from tests.shared.cells import foil, problem, run

SOLUTION = Ohmic(conductivity=1.0)
SCALES = Scales.of(SOLUTION)
THERMAL = thermal_voltage(298.15)
I0 = 20.0


def law(reorganisation: float, **changes: float) -> MarcusHushChidsey:
    """Return the law with a reorganisation energy in eV."""
    return MarcusHushChidsey(
        exchange_current_density=I0,
        reorganisation_energy=reorganisation * ELEMENTARY_CHARGE,
        **changes,
    )


def current(of: MarcusHushChidsey | ButlerVolmer, eta: float, c: float = 1.0) -> float:
    """i_n on lithium at φ_s - φ = `eta` [A/m²]."""
    return of.response(SurfaceState(c, -eta / THERMAL, 0.0, 0.0, 0.0), SCALES)[0]


def rate(reorganisation: float, eta: float) -> float:
    """k_red, by adaptive quadrature of the integral in its two halves; arguments in kT."""

    def integrand(x: float) -> float:
        return float(np.exp(-((x - reorganisation - eta) ** 2) / (4.0 * reorganisation) - top(x)))

    def top(x: float) -> float:
        return float(np.logaddexp(0.0, x))

    reach = 20.0 * np.sqrt(reorganisation) + 60.0
    ends = sorted({min(0.0, reorganisation + eta), 0.0, max(0.0, reorganisation + eta)})
    pieces = [ends[0] - reach, *ends, ends[-1] + reach]
    return sum(
        quad(integrand, low, high, epsabs=0.0, epsrel=1e-11, limit=400)[0]
        for low, high in pairwise(pieces)
    )


@pytest.mark.parametrize("reorganisation", [0.03, 0.1, 0.3, 0.5, 1.0])
def test_currents_are_those_of_the_integral(reorganisation: float) -> None:
    kt = reorganisation / THERMAL
    at_equilibrium = rate(kt, 0.0)
    worst = 0.0
    for eta in (-1.5, -0.8, -0.45, -0.2, -0.08, -0.02, 0.03, 0.15, 0.6, 1.2):
        y = eta / THERMAL
        wanted = I0 * (0.7 * rate(kt, y) - rate(kt, -y)) / at_equilibrium
        worst = max(worst, abs(current(law(reorganisation), eta, 0.7) / wanted - 1.0))
    bound = 2e-6 if reorganisation < 0.6 else 2e-5
    assert worst < bound, f"λ = {reorganisation} eV: currents off by {worst:.1e}"


def test_nothing_flows_at_the_nernst_potential() -> None:
    for c in (1e-3, 0.2, 3.0):
        found = current(law(0.3), THERMAL * np.log(c), c)
        assert abs(found) < 1e-12 * I0 * np.sqrt(c), f"c = {c}: {found:.1e} A/m²"


@pytest.mark.parametrize("reorganisation", [0.1, 0.3, 1.0])
def test_resistance_at_equilibrium_is_that_of_butler_and_volmer(reorganisation: float) -> None:
    standing = SurfaceState(1.0, 0.0, 0.0, 0.0, 0.0)
    slope = law(reorganisation).response(standing, SCALES)[1]
    assert slope == pytest.approx(I0 / THERMAL, rel=1e-8)


def test_it_tends_to_butler_and_volmer_as_the_overpotential_over_the_energy_vanishes() -> None:
    """E(η)/E(0) = cosh(η/2) [1 - η²/4λ + …], so the ratio of currents is 1 - η²/4λ."""
    other = ButlerVolmer(exchange_current_density=I0)
    for eta in (-1e-3, -4e-4):
        off = current(law(1.0), eta) / current(other, eta) - 1.0
        bound = (eta / THERMAL) ** 2 / (4.0 / THERMAL)
        assert abs(off) < 1.1 * bound + 1e-8, f"η = {eta} V: off by {off:.1e}, bound {bound:.1e}"
    assert bound < 2e-6


def test_rate_constants_end_to_grow_beyond_the_reorganisation_energy() -> None:
    """k_red(-∞) is the whole Gaussian integral, sqrt(4πλ)."""
    kt = 0.3 / THERMAL
    largest = I0 * np.sqrt(4.0 * np.pi * kt) / rate(kt, 0.0)
    assert current(law(0.3), -2.0) == pytest.approx(largest, rel=1e-6)
    assert current(law(0.3), -0.3) < 0.6 * largest
    assert current(ButlerVolmer(exchange_current_density=I0), -2.0) > 1e10 * largest


def test_barrier_holds_bare_host_only() -> None:
    kinetics = law(0.3, nucleation_barrier=0.05)
    bare = SurfaceState(1.0, 0.1 / THERMAL, 0.0, 1.0, 0.0)
    plated = kinetics.response(bare, SCALES)[0]
    assert plated == pytest.approx(current(law(0.3), -0.05), rel=1e-12)
    held = SurfaceState(1.0, 0.04 / THERMAL, 0.0, 1.0, 0.0)
    assert kinetics.response(held, SCALES)[0] == 0.0
    assert current(kinetics, -0.04) == pytest.approx(current(law(0.3), -0.04), rel=1e-12)


def test_current_through_a_foil_cell() -> None:
    """The potential is divided between reaction and solution: i = f(φ_s + i L/κ)."""
    height, potential = 40e-6, -0.35
    kinetics = law(0.3)

    def excess(passed: float) -> float:
        return current(kinetics, potential + passed * height / SOLUTION.conductivity) - passed

    wanted = brentq(excess, 0.0, 1e4, xtol=1e-12)
    cell = problem(
        foil(), kinetics, electrolyte=SOLUTION, potential=potential, mode="fixed", time=1.0
    )
    found = run(cell)[-1].current
    assert found == pytest.approx(wanted, rel=1e-8)


@pytest.mark.parametrize(("temperature", "fits"), [(298.15, True), (285.0, False)])
def test_energies_beyond_the_polynomial_are_refused(temperature: float, fits: bool) -> None:
    """1 eV is 39 kT at 25 °C and 41 kT at 12 °C."""
    cold = Ohmic(conductivity=1.0, temperature=temperature)
    misfit = law(1.0).misfit(cold, Potentiostatic(electrode_potential=-0.1))
    assert (misfit is None) == fits
    assert misfit is None or "{}" in misfit.reason
