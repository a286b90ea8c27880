"""Concentrated solutions: limits of the simpler models, closed steady states, range."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from platefront.solvers.constants import FARADAY, thermal_voltage
from platefront.solvers.errors import LimitingCurrentError
from platefront.solvers.model.counter import LithiumCounter, Reservoir
from platefront.solvers.model.electrolyte.concentrated import Concentrated
from platefront.solvers.model.electrolyte.model import BulkState, Electrolyte
from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.electrolyte.region import free_path
from platefront.solvers.model.electrolyte.solution.own import OwnSolution
from platefront.solvers.model.electrolyte.solution.own_property import (
    OwnConductivity,
    OwnDiffusivity,
    OwnNumber,
)
from platefront.solvers.model.electrolyte.sustained import sustained_in_cell
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.metal import Metal
from tests.shared.cells import foil, problem, run

LENGTH = 40e-6
COUNTER = LithiumCounter(exchange_current_density=30.0)
LAW = ButlerVolmer(exchange_current_density=20.0)
VOLT = thermal_voltage(298.15)


def constant(
    conductivity: OwnConductivity | None = None,
    transference: float = 0.3,
    factor: float = 1.0,
    charges: tuple[int, int] = (1, -1),
    diffusivity: OwnDiffusivity | None = None,
    **changes: Any,
) -> Concentrated:
    solution = OwnSolution(
        concentrations=(1.0, 10000.0),
        conductivity=conductivity or OwnConductivity(value=0.8),
        diffusivity=diffusivity or OwnDiffusivity(value=3e-10),
        transference_number=OwnNumber(value=transference),
        thermodynamic_factor=OwnNumber(value=factor),
        cation_charge=charges[0],
        anion_charge=charges[1],
    )
    return Concentrated(solution=solution, **changes)


def dilute_twin(salt: NernstPlanck) -> Concentrated:
    """The same solution by its conductivity, diffusivity and transference number."""
    return constant(
        OwnConductivity(formula=f"{salt.conductivity!r}*c", concentration_unit=salt.concentration),
        transference=salt.transference,
        charges=(salt.cation_charge, salt.anion_charge),
        diffusivity=OwnDiffusivity(value=salt.diffusivity),
        concentration=salt.concentration,
        temperature=salt.temperature,
    )


@pytest.mark.parametrize("counter", [Reservoir(), COUNTER], ids=["reservoir", "lithium"])
@pytest.mark.parametrize(
    "salt",
    [
        NernstPlanck(cation_diffusivity=2e-10, anion_diffusivity=4e-10),
        NernstPlanck(
            cation_diffusivity=3e-10,
            anion_diffusivity=8e-10,
            cation_charge=2,
            concentration=400.0,
            temperature=310.0,
        ),
    ],
    ids=["1:1", "2:1"],
)
def test_ideal_dilute_solution_is_that_of_nernst_and_planck(
    salt: NernstPlanck, counter: Reservoir | LithiumCounter
) -> None:
    n = salt.cation_charge
    law = ButlerVolmer(
        exchange_current_density=20.0, anodic_transfer=0.5 * n, cathodic_transfer=0.5 * n
    )
    if isinstance(counter, LithiumCounter):
        counter = counter.model_copy(
            update={"anodic_transfer": 0.5 * n, "cathodic_transfer": 0.5 * n}
        )

    def records(electrolyte: Electrolyte) -> list[Any]:
        return run(
            problem(
                foil(height=1e6 * LENGTH, width=3.0),
                law,
                current=150.0,
                electrolyte=electrolyte,
                counter=counter,
                metal=Metal(electrons=n),
                size=1e-6,
                time=3.0,
            )
        )

    plain, twin = records(salt), records(dilute_twin(salt))
    assert len(plain) == len(twin)
    for one, other in zip(plain, twin, strict=True):
        assert other.time == pytest.approx(one.time, rel=1e-9)
        assert other.electrode_potential == pytest.approx(one.electrode_potential, abs=1e-9)
        assert other.min_concentration == pytest.approx(one.min_concentration, rel=1e-9)


def test_single_ion_conductor_is_ohmic() -> None:
    """With t₊ = 1 nothing moves the salt; the current obeys Ohm's law."""

    def last(electrolyte: Electrolyte) -> Any:
        return run(
            problem(
                foil(height=1e6 * LENGTH, width=3.0),
                LAW,
                current=300.0,
                electrolyte=electrolyte,
                counter=COUNTER,
                mode="fixed",
                size=2e-6,
                time=20.0,
            )
        )[-1]

    single, ohmic = last(constant(transference=1.0, factor=2.0)), last(Ohmic(conductivity=0.8))
    assert single.electrode_potential == pytest.approx(ohmic.electrode_potential, rel=1e-9)
    assert single.min_concentration == pytest.approx(1000.0, rel=1e-12)
    assert constant(transference=1.0).current_per_gradient is None


def steady_potential(bath: Concentrated, current: float) -> tuple[float, float, float]:
    """φ_s [V], Φ(0) - Φ(L) [V] and c(0) [mol/m³] in a steady state, with constant properties."""
    c0, solution = bath.concentration, bath.solution
    t = float(solution.transference_at(c0, 298.15))
    factor = float(solution.factor_at(c0, 298.15))
    slope = (1.0 - t) * current / (FARADAY * bath.diffusivity)
    low, high = c0 - 0.5 * slope * LENGTH, c0 + 0.5 * slope * LENGTH
    bulk = -current * LENGTH / bath.conductivity - 2.0 * VOLT * (1.0 - t) * factor * math.log(
        high / low
    )

    def kinetic(i0: float, c: float) -> float:
        return 2.0 * VOLT * math.asinh(0.5 * current / (i0 * math.sqrt(c / c0)))

    return bulk - kinetic(20.0, low) - kinetic(30.0, high), bulk, low


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize(
    "bath",
    [constant(), constant(factor=2.5), constant(transference=-0.2, factor=1.7)],
    ids=["ideal", "factor", "negative t+"],
)
@pytest.mark.slow
def test_steady_state_is_the_closed_one(bath: Concentrated, order: int) -> None:
    current = 400.0
    last = run(
        problem(
            foil(height=1e6 * LENGTH, width=3.0),
            LAW,
            current=current,
            electrolyte=bath,
            counter=COUNTER,
            mode="fixed",
            order=order,
            size=0.5e-6,
            largest=1e-6,
            time=200.0,
        )
    )[-1]
    potential, bulk, low = steady_potential(bath, current)
    tolerance = 1e-3 if order == 1 else 1e-5
    assert last.min_concentration == pytest.approx(low, rel=1e-6)
    assert last.max_concentration == pytest.approx(2000.0 - low, rel=1e-6)
    assert last.electrode_potential == pytest.approx(potential, rel=tolerance)
    fields = last.fields().value
    height = fields.points[:, 1]
    ends = [float(fields.against_metal[height == y].mean()) for y in (height.min(), height.max())]
    assert ends[0] - ends[1] == pytest.approx(bulk, rel=tolerance)


@pytest.mark.parametrize("reservoir", [True, False])
@pytest.mark.slow
def test_limiting_current_is_that_of_the_integral_of_diffusivity(reservoir: bool) -> None:
    """D = D1 (a - b c): ∫ D dc up to c0, or up to the c_L whose profile holds the salt.

    With u = ∫ D dc linear in y the mean of c is ∫ c D dc/∫ D dc.
    """
    a, b = 6.0, 0.55
    bath = constant(diffusivity=OwnDiffusivity(formula=f"{a} - {b}*c", unit=1e-10))
    per = FARADAY / (1.0 - 0.3) * 1e-10 * 1000.0
    top = 1.0
    if not reservoir:
        for _ in range(60):  # fixed point of the mean
            mean = (a * top**2 / 2 - b * top**3 / 3) / (a * top - b * top**2 / 2)
            top /= mean
    exact = per * (a * top - b * top**2 / 2) / LENGTH
    found = sustained_in_cell(bath, free_path(LENGTH), reservoir=reservoir)
    assert found == pytest.approx(exact, rel=1e-6)
    counter = Reservoir() if reservoir else COUNTER

    def reached(current: float) -> float:
        records = run(
            problem(
                foil(height=1e6 * LENGTH, width=3.0),
                LAW,
                current=current,
                electrolyte=bath,
                counter=counter,
                mode="fixed",
                size=0.4e-6,
                largest=1e-6,
                time=100.0,
            )
        )
        return float(records[-1].min_concentration)

    assert 0.0 < reached(0.99 * exact) < 30.0
    with pytest.raises(LimitingCurrentError, match="diffusion sustains") as error:
        reached(1.01 * exact)
    told = float(str(error.value).split("diffusion sustains ")[1].split(" mA")[0])
    assert told == pytest.approx(0.1 * exact, rel=1e-3)


def test_properties_are_held_outside_the_range() -> None:
    """Below it κ goes with c; no property is extrapolated."""
    bath = Concentrated(
        solution=OwnSolution(
            concentrations=(500.0, 1500.0),
            conductivity=OwnConductivity(formula="c*(1.2 - 0.2*c)"),
            diffusivity=OwnDiffusivity(formula="4 - 2*c", unit=1e-10),
            transference_number=OwnNumber(formula="0.5 - 0.2*c"),
        )
    )
    k = bath.constants()
    c = np.array([0.1, 0.5, 1.5, 3.0])[:, None]
    nothing = np.zeros((4, 2))
    along = np.array([[1.0, 0.0]])
    charge = bath.fluxes(BulkState(c, nothing, along), k).charge[:, 0]
    assert charge[0] / charge[1] == pytest.approx(0.2, rel=1e-12)
    assert charge[3] == pytest.approx(charge[2], rel=1e-12)
    spread = bath.fluxes(BulkState(c, along * np.ones((4, 1)), nothing), k)
    diffusive = spread.amount[:, 0] + (1.0 - np.array([0.4, 0.4, 0.2, 0.2])) * spread.charge[:, 0]
    assert diffusive == pytest.approx(np.array([3.0, 3.0, 1.0, 1.0]) / 2.0, rel=1e-12)
