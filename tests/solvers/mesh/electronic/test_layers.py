"""Drops across deposit and contact by closed formulas, and the limit of perfect conductors."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
import shapely

from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.linear import Linear
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.voltage.conduction import SolidConduction
from tests.shared.cells import foil, problem, round_fibre, run, with_solids

LAW = ButlerVolmer(exchange_current_density=20.0, nucleation_barrier=0.02)
PILLAR = with_solids(
    16.0,
    30.0,
    collector=shapely.box(6.0, 0.0, 10.0, 14.0),
    surfaces={"host": shapely.box(0.0, -1.0, 16.0, 30.0)},
)


def last_two(
    case: PlatingProblem, conduction: SolidConduction
) -> tuple[StepRecord, StepRecord, StepRecord, StepRecord]:
    """First and last record on perfect conductors, and on those that resist."""
    perfect, resists = run(case), run(replace(case, conduction=conduction))
    return perfect[0], perfect[-1], resists[0], resists[-1]


@pytest.mark.parametrize("layer", [3.0, 8.0])
def test_a_layer_on_a_foil(layer: float) -> None:
    """i h/σ + i r_c, which grows with h: area and volume belong to each other."""
    current, sigma, contact = 10.0, 1e-2, 1e-3
    case = problem(
        foil(height=20.0, layer=layer),
        Linear(conductance=500.0),
        electrolyte=Ohmic(conductivity=0.5),
        current=current,
        time=600.0,
    )
    solids = SolidConduction(deposit_conductivity=sigma, contact_resistance=contact)
    perfect, perfect_end, first, end = last_two(case, solids)
    grown = end.surfaces["foil"].thickness_mean
    assert grown > 0.8e-6
    for ideal, found, height in (
        (perfect, first, 1e-6 * layer),
        (perfect_end, end, 1e-6 * layer + grown),
    ):
        assert found.electrode_potential is not None and ideal.electrode_potential is not None
        assert found.voltage is not None and found.solids is not None
        drop = current * (height / sigma + contact)
        off = ideal.electrode_potential - found.electrode_potential
        assert off == pytest.approx(drop, rel=1e-8)
        assert found.voltage.electronic == pytest.approx(-drop, rel=1e-8)
        assert found.solids.largest == pytest.approx(drop, rel=1e-8)
        per_width = current / found.footprint
        assert found.solids.deposit == pytest.approx(
            current**2 * height / sigma * found.footprint, rel=1e-8
        )
        assert found.solids.contact == pytest.approx(
            current**2 * contact * found.footprint, rel=1e-8
        )
        assert found.solids.terminal_current == pytest.approx(
            per_width * found.footprint**2, rel=1e-9
        )


def test_a_ring_on_a_fibre() -> None:
    """I ln(R/r)/(2πσ) + I r_c/(2πr) on a fibre that is held, within the error of polygons."""
    sigma, contact, inner, outer = 1e-2, 1e-3, 4.0, 7.0
    fibre = round_fibre(15.0, 15.0, inner, 96)
    ring = round_fibre(15.0, 15.0, outer, 96).difference(fibre)
    case = problem(
        with_solids(30.0, 30.0, collector=fibre, deposit=ring),
        Linear(conductance=1.0),  # so little that it is even
        electrolyte=Ohmic(conductivity=100.0),
        current=1e-3,
        size=0.45e-6,
        mode="fixed",
        time=1.0,
    )
    solids = SolidConduction(deposit_conductivity=sigma, contact_resistance=contact)
    ideal, _, found, _ = last_two(case, solids)
    assert found.electrode_potential is not None and ideal.electrode_potential is not None
    total = found.current * found.footprint
    drop = total * math.log(outer / inner) / (2.0 * math.pi * sigma)
    drop += total * contact / (2.0 * math.pi * 1e-6 * inner)
    off = ideal.electrode_potential - found.electrode_potential
    assert off == pytest.approx(drop, rel=2e-3)


@pytest.mark.parametrize("given", [{"current": 40.0}, {"potential": -0.04}])
def test_perfect_conductors_are_the_limit(given: dict[str, float]) -> None:
    """σ of 1e12 S/m in host and deposit, while lithium grows on bare host: within 1e-6."""
    case = problem(
        PILLAR, LAW, counter=LithiumCounter(), size=1e-6, capacity=2e3, merge_gap=0.6, **given
    )
    solids = SolidConduction(host_conductivity=1e12, deposit_conductivity=1e12)
    _, perfect, _, found = last_two(case, solids)
    assert found.electrode_potential == pytest.approx(perfect.electrode_potential, rel=1e-6)
    assert found.current == pytest.approx(perfect.current, rel=1e-6)
    for name, surface in perfect.surfaces.items():
        mean = surface.thickness_mean
        assert found.surfaces[name].thickness_mean == pytest.approx(mean, rel=1e-6)
    assert found.unevenness == pytest.approx(perfect.unevenness, rel=1e-6)


def test_a_deposit_shorts_a_host_that_resists() -> None:
    """Dense lithium of a few nanometres joins a pillar of 0.1 S/m with the terminal."""
    case = problem(PILLAR, LAW, counter=LithiumCounter(), size=1e-6, current=40.0, capacity=5e2)
    solids = SolidConduction(host_conductivity=0.1)
    _, perfect, bare, found = last_two(case, solids)
    assert bare.solids is not None and found.solids is not None
    assert bare.solids.largest > 1e-3, f"{bare.solids.largest:.1e} V"
    assert found.solids.largest < 1e-6, f"{found.solids.largest:.1e} V"
    assert found.electrode_potential == pytest.approx(perfect.electrode_potential, rel=1e-3)


def test_a_run_is_the_same_each_time() -> None:
    case = problem(PILLAR, LAW, counter=LithiumCounter(), size=1.5e-6, current=40.0, capacity=5e2)
    solids = SolidConduction(host_conductivity=1.0, deposit_conductivity=10.0)
    one, other = (Simulation(replace(case, conduction=solids)).run() for _ in range(2))
    for first, second in zip(one, other, strict=True):
        assert first.electrode_potential == second.electrode_potential
        assert first.solids == second.solids
