"""A film and the deposit's own resistance in series with the reaction."""

from __future__ import annotations

import numpy as np
import pytest
import ufl
from mpi4py import MPI
from scipy.optimize import brentq

from platefront.geometry.arrays import Floats
from platefront.solvers.constants import FARADAY, thermal_voltage
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.fenicsx import fem, mesh
from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.film import balanced
from platefront.solvers.model.kinetics.linear import Linear
from platefront.solvers.model.metal import Metal
from tests.shared.cells import SALT, at, butler_volmer, foil, problem, run

LARGEST = 300.0  # where the program's exponentials go on as straight lines


def bracket(v: Floats, anodic: Floats, cathodic: Floats) -> Floats:
    """exp(α_a v) - exp(-α_c v) with bounded exponentials."""

    def bounded(x: Floats) -> Floats:
        low = np.exp(np.minimum(x, LARGEST))
        return np.where(x > LARGEST, np.exp(LARGEST) * (1.0 + x - LARGEST), low)

    return np.asarray(bounded(anodic * v) - bounded(-cathodic * v))


def by_bisection(y: Floats, strength: Floats, anodic: Floats, cathodic: Floats) -> Floats:
    """v of v + K [exp(α_a v) - exp(-α_c v)] = y."""
    low, high = np.minimum(y, 0.0), np.maximum(y, 0.0)
    for _ in range(110):  # v may be 1e-16 times as small as y
        middle = 0.5 * (low + high)
        above = middle + strength * bracket(middle, anodic, cathodic) > y
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return 0.5 * (low + high)


def compiled(arguments: list[Floats]) -> tuple[Floats, list[Floats]]:
    """Evaluate `balanced` and its derivatives by y and K in compiled forms."""
    count = len(arguments[0])
    points = mesh.create_interval(MPI.COMM_SELF, count, (0.0, 1.0))
    space = fem.functionspace(points, ("DG", 0))
    functions = [fem.Function(space) for _ in arguments]
    for function, values in zip(functions, arguments, strict=True):
        function.x.array[:] = values
    variables = [ufl.variable(function) for function in functions]
    value = balanced(*variables)
    cells = np.arange(count, dtype=np.int32)

    def evaluated(expression: object) -> Floats:
        at_middle = fem.Expression(expression, np.array([[0.5]]), comm=MPI.COMM_SELF)
        return np.asarray(at_middle.eval(points, cells)).ravel()

    return evaluated(value), [evaluated(ufl.diff(value, by)) for by in variables[:2]]


def slope(v: Floats, anodic: Floats, cathodic: Floats) -> Floats:
    """d/dv of `bracket`."""
    up, down = (np.exp(np.minimum(x, LARGEST)) for x in (anodic * v, -cathodic * v))
    return np.asarray(anodic * up + cathodic * down)


def test_balance_is_met_everywhere() -> None:
    """α from 0.05 to 4, |y| to 1e4 and K from 0 to 1e14, in units of RT/F."""
    coefficients = np.array([0.05, 0.3, 0.5, 1.0, 1.5, 4.0])
    size = np.concatenate((np.logspace(-9, 4, 60), [25.0, 40.0, 280.0, 299.9, 300.1, 320.0]))
    driving = np.concatenate((-size, [0.0], size))
    strength = np.concatenate(([0.0], np.logspace(-24, 14, 80)))
    grid = np.meshgrid(driving, strength, coefficients, coefficients, indexing="ij")
    y, k, anodic, cathodic = arguments = [axis.ravel() for axis in grid]
    v = by_bisection(y, k, anodic, cathodic)
    current, (by_y, by_k) = compiled(arguments)
    response = slope(v, anodic, cathodic)
    with np.errstate(divide="ignore", invalid="ignore"):
        exact = np.where(k > 1.0, (y - v) / k, bracket(v, anodic, cathodic))
    stiffness = 1.0 + k * response

    def worst(error: Floats) -> tuple[float, str]:
        at = int(np.argmax(error))
        where = ", ".join(f"{argument[at]:.3g}" for argument in arguments)
        return float(error[at]), f"{error[at]:.1e} at y, K, α_a, α_c = {where}"

    # as errors of the potential that is left to the reaction, against the potentials at play
    error, text = worst(np.abs(current - exact) / response / np.maximum(1.0, np.abs(v)))
    assert error < 1e-13, text
    error, text = worst(np.abs(by_y * stiffness / response - 1.0))
    assert error < 1e-12, text
    # near equilibrium the bracket is the difference of two numbers of size one
    round_off = 4.0 * np.finfo(float).eps * response * np.maximum(1.0, response)
    allowed = 1e-9 * np.abs(exact) * response + round_off
    error, text = worst(np.abs(by_k * stiffness + exact * response) / allowed)
    assert error < 1.0, text


LENGTH = 40e-6
POTENTIAL = -0.1
FILM = 8e-4  # Ω m²
BATH = NernstPlanck(salt_diffusivity=2.93e-10, transference_number=0.4, concentration=100.0)


def steady_current(law: ButlerVolmer, salt: NernstPlanck, potential: float) -> float:
    """Root of i = f(φ_s - φ + i R_f, c) with the steady profile to a reservoir [A/m²]."""
    d_plus = salt.ion_diffusivities[0]
    per_current = LENGTH / (2.0 * FARADAY * d_plus * salt.concentration)

    def excess(current: float) -> float:
        c = 1.0 - per_current * current
        phi = thermal_voltage(salt.temperature) * np.log(c)
        eta = potential - phi + current * law.film_resistance
        return butler_volmer(law, eta, c, salt) - current

    ends = sorted((0.0, np.sign(-potential) * (1.0 - 1e-12) / per_current))
    return float(brentq(excess, *ends, xtol=1e-13, rtol=1e-14))


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("potential", [-0.1, 0.03], ids=["plating", "stripping"])
def test_foil_behind_a_film(order: int, potential: float) -> None:
    law = ButlerVolmer(exchange_current_density=30.0, film_resistance=FILM)
    cell = foil(height=1e6 * LENGTH + 4.0, width=2.0, layer=4.0)
    case = problem(
        cell, law, potential=potential, electrolyte=BATH, order=order, mode="fixed", time=100.0
    )
    last = run(case)[-1]
    exact = steady_current(law, BATH, potential)
    off = last.current / exact - 1.0
    assert abs(off) < 1e-4, f"current {last.current:.8g}, exact {exact:.8g}: {off:.1e}"
    free = steady_current(law.model_copy(update={"film_resistance": 0.0}), BATH, potential)
    assert abs(free / exact - 1.0) > 0.1, f"the film hardly matters: {free:.4g} without it"


def first_current(law: ButlerVolmer | Linear, potential: float = POTENTIAL) -> float:
    """Current of a foil the moment it is switched on [A/m²], while c = c0."""
    case = problem(foil(width=2.0, height=20.0), law, potential=potential, mode="fixed", time=1.0)
    return next(iter(Simulation(case).run())).current


@pytest.mark.parametrize("potential", [-0.1, 0.1])
@pytest.mark.parametrize("film", [0.0, 2e-3])
def test_linear_law_is_a_resistance(film: float, potential: float) -> None:
    """At c0 the cell is a row of resistances: reaction, film, electrolyte."""
    law = Linear(conductance=500.0, equilibrium_potential=0.02, film_resistance=film)
    resistance = 1.0 / law.conductance + film + 20e-6 / SALT.conductivity
    exact = -(potential - law.equilibrium_potential) / resistance
    off = first_current(law, potential) / exact - 1.0
    assert abs(off) < 1e-10, f"current off by {off:.1e}"


def test_butler_volmer_shares_the_potential_with_its_film() -> None:
    law = ButlerVolmer(exchange_current_density=30.0, film_resistance=FILM)

    def excess(current: float) -> float:
        ohmic = current * (FILM + 20e-6 / SALT.conductivity)
        return butler_volmer(law, POTENTIAL + ohmic, 1.0, SALT) - current

    exact = float(brentq(excess, 0.0, 1e4, xtol=1e-13, rtol=1e-14))
    off = first_current(law) / exact - 1.0
    assert abs(off) < 1e-10, f"current off by {off:.1e}"


@pytest.mark.parametrize("mode", ["fixed", "moving"])
def test_deposit_resists_the_more_the_thicker_it_is(mode: str) -> None:
    """Without depletion: 1/g + L/κ + h/κ_d, a quadratic for h(t)."""
    conductivity, slow = 2e-6, 0.2  # S/m; S/m²
    law = Linear(conductance=slow, deposit_conductivity=conductivity)
    growth = Metal().volume_per_charge * -POTENTIAL
    # R0 h + h²/2κ_d = V_m/F U t
    thickness = np.array([0.2e-6, 0.5e-6, 1e-6])
    times = tuple((thickness / slow + 0.5 * thickness**2 / conductivity) / growth)
    records = run(
        problem(
            foil(height=10.0, width=2.0),
            law,
            mode=mode,
            potential=POTENTIAL,
            must_hit=times,
            time=times[-1],
            largest_step=times[0] / 20.0,
        )
    )
    for time, wanted in zip(times, thickness, strict=True):
        record = at(records, time)
        off = record.surfaces["foil"].thickness_mean / wanted - 1.0
        assert abs(off) < 2e-4, f"t = {time:.4g} s: thickness off by {off:.1e}"
        current = -POTENTIAL / (1.0 / slow + wanted / conductivity)
        off = record.current / current - 1.0
        assert abs(off) < 2e-4, f"t = {time:.4g} s: current off by {off:.1e}"
    assert records[-1].current < 0.95 * records[0].current, "the deposit hardly resists"
