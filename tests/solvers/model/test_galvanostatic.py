"""A given current: met exactly, with the concentrations and potentials that belong to it."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from scipy.optimize import brentq

from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.constants import FARADAY, thermal_voltage
from platefront.solvers.errors import NotConvergedError
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.metal import Metal
from tests.shared.cells import SALT, at, foil, problem, round_fibre, run, with_solids

LAW = ButlerVolmer(exchange_current_density=20.0)
C0 = SALT.concentration
VOLT = thermal_voltage(SALT.temperature)
PER_CURRENT = (1.0 - SALT.transference) / (FARADAY * SALT.diffusivity)
"""Concentration gradient at the front per current density [mol/m⁴ / (A/m²)]."""


def front_concentration(current: float, length: float, time: float) -> float:
    """c at the front between two electrodes that conserve the salt (closed series) [mol/m³]."""
    n = np.arange(1, 401, 2)
    decay = np.exp(-((n * math.pi / length) ** 2) * SALT.diffusivity * time)
    series = float((4.0 * length / (n * math.pi) ** 2 * decay).sum())
    return C0 + PER_CURRENT * current * (series - 0.5 * length)


@pytest.mark.parametrize("order", [1, 2])
def test_concentration_at_the_front_follows_the_series(order: int) -> None:
    length, current, times = 60e-6, 150.0, (0.5, 2.0, 10.0)
    case = problem(
        foil(4.0, 1e6 * length, bare=True), LAW, current=current, counter=LithiumCounter(),
        mode="fixed", size=0.5e-6, largest=2e-6, order=order, tolerance=2e-5,
        must_hit=times, time=times[-1],
    )  # fmt: skip
    records = run(case)
    for time in times:
        exact = front_concentration(current, length, time)
        off = (at(records, time).min_concentration - exact) / (C0 - exact)
        assert abs(off) < 1e-3, f"t = {time} s: depletion off by {off:.2e}"
        share = (at(records, time).min_concentration - exact) / C0
        assert abs(share) < 1e-4, f"t = {time} s: concentration off by {share:.2e} c0"
    worst = max(abs(record.current / current - 1.0) for record in records)
    assert worst < 1e-10, f"the current is missed by {worst:.1e}"
    charge = records[-1].capacity / (current * times[-1]) - 1.0
    assert abs(charge) < 1e-10, f"the charge is missed by {charge:.1e}"


def test_steady_potential_follows_the_logarithmic_profile() -> None:
    length, current = 60e-6, 250.0
    case = problem(
        foil(4.0, 1e6 * length, bare=True), LAW, current=current, mode="fixed", size=0.5e-6,
        largest=2e-6, order=2, time=600.0,
    )  # fmt: skip
    last = run(case)[-1]
    c = 1.0 - PER_CURRENT * current * length / C0
    eta = brentq(
        lambda x: 20.0 * (c * math.exp(-0.5 * x) - math.exp(0.5 * x)) - current, -20.0, 0.0,
        xtol=1e-14,
    )  # fmt: skip
    expected = VOLT * (math.log(c) + eta)
    assert last.electrode_potential is not None
    off = last.electrode_potential / expected - 1.0
    assert abs(off) < 1e-6, f"electrode potential off by {off:.2e}"


def test_depletion_comes_at_sands_time() -> None:
    current, length = 300.0, 900e-6
    sand = (
        math.pi * SALT.diffusivity * (C0 * FARADAY) ** 2
        / (4.0 * (current * (1.0 - SALT.transference)) ** 2)
    )  # fmt: skip
    case = problem(
        foil(8.0, 1e6 * length, bare=True), LAW, current=current, counter=LithiumCounter(),
        mode="fixed", size=1e-6, largest=30e-6, order=2, time=2.0 * sand,
    )  # fmt: skip
    records: list[StepRecord] = []
    with pytest.raises(NotConvergedError, match=r"at t = \d"):
        for record in Simulation(case).run():
            records.append(record)  # noqa: PERF402 - the run fails on the way
    reached = records[-1].time
    assert abs(reached / sand - 1.0) < 0.01, f"depleted at {reached / sand:.4f} of Sand's time"


def test_current_is_met_through_motion_and_remeshing() -> None:
    fibre = round_fibre(15.0, 12.0, 5.0, 32)
    section = with_solids(30.0, 40.0, deposit=fibre)
    records = run(problem(section, LAW, current=40.0, size=1e-6, capacity=4e4))
    worst = max(abs(record.current / 40.0 - 1.0) for record in records)
    assert records[-1].remeshings > 0
    assert worst < 1e-10, f"the current is missed by {worst:.1e}"
    assert records[-1].time == pytest.approx(1000.0, rel=1e-9)
    potentials = [record.electrode_potential for record in records]
    assert all(potential is not None and potential < 0.0 for potential in potentials)


@pytest.mark.parametrize(("barrier", "equilibrium"), [(0.4, 0.0), (0.0, -0.6), (0.1, 0.3)])
def test_a_current_begins_however_far_the_onset(barrier: float, equilibrium: float) -> None:
    """Bare host does not respond at all on the far side of its barrier or equilibrium."""
    law = ButlerVolmer(
        exchange_current_density=20.0,
        nucleation_barrier=barrier,
        equilibrium_potential=equilibrium,
    )
    case = problem(
        foil(4.0, 20.0, bare=True), law, current=50.0, mode="fixed", size=2e-6, largest=4e-6,
        first_step=1e-3, time=0.1,
    )  # fmt: skip
    records = run(case)
    eta = -2.0 * VOLT * math.asinh(50.0 / 40.0)  # at t = 0, but for the ohmic drop
    first = records[0].electrode_potential
    assert first is not None
    drop = first - (equilibrium - barrier + eta)
    assert -1e-2 < drop < 0.0, f"ohmic drop of {1e3 * drop:.3g} mV"
    worst = max(abs(record.current / 50.0 - 1.0) for record in records)
    assert worst < 1e-10, f"the current is missed by {worst:.1e}"


@pytest.mark.parametrize("current", [1e-3, 0.5, 5.0])
def test_a_small_current_on_much_bare_host_begins(current: float) -> None:
    """Two electrons make the anodic branch steep, and bare host does not answer to it."""
    fibres = [round_fibre(8.0 * k + 5.0, 12.0 * row, 3.0, 16) for k in range(3) for row in (1, 2)]
    law = ButlerVolmer(exchange_current_density=20.0, anodic_transfer=1.5, cathodic_transfer=0.5)
    copper = NernstPlanck(
        salt_diffusivity=2e-10, transference_number=0.4, cation_charge=2, anion_charge=-2
    )
    case = problem(
        with_solids(26.0, 40.0, collector=shapely.MultiPolygon(fibres)), law, current=current,
        electrolyte=copper, metal=Metal(electrons=2), size=2e-6, largest=4e-6, first_step=1e-3,
        time=0.05,
    )  # fmt: skip
    records = run(case)
    worst = max(abs(record.current / current - 1.0) for record in records)
    assert worst < 1e-9, f"the current is missed by {worst:.1e}"
    assert all(surface.current > 0.0 for surface in records[-1].surfaces.values())
