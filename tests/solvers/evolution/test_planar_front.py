"""A planar front that moves through a depleting electrolyte follows its exact law."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.metal import Metal
from tests.shared.cells import SALT, at, foil, problem
from tests.solvers.evolution.planar_front import PlanarFront

TIMES = (1.0, 5.0, 60.0, 180.0)
WIDTH = 2.0
LAW = GivenOverpotential(overpotential=-0.2, exchange_current_density=20.0)
FRONT = PlanarFront(LAW, SALT, Metal(), start=2e-6, length=30e-6)
WITHIN = 1e-3


def test_reference_is_converged_and_close_to_the_quasi_steady_law() -> None:
    height, current = FRONT.integrate(TIMES)
    finer = FRONT.integrate(TIMES, count=28)
    assert np.allclose(current, finer[1], rtol=1e-7, atol=0.0)
    assert np.allclose(height, finer[0], rtol=1e-8, atol=0.0)
    straight = FRONT.quasi_steady(TIMES)
    off = abs(straight[1][-1] / current[-1] - 1.0)
    assert off < 3e-3, f"quasi-steady current differs by {off:.2e}"


def test_the_swept_anions_are_seen() -> None:
    """Without c w the law differs by more than the test below allows."""
    _, current = FRONT.integrate(TIMES)
    _, without = replace(FRONT, sweeping=False).integrate(TIMES)
    difference = np.abs(without / current - 1.0)[-2:]
    assert (difference > 4.0 * WITHIN).all(), f"only {difference}"


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.slow
def test_height_and_current(order: int) -> None:
    section = foil(WIDTH, 1e6 * FRONT.length, layer=1e6 * FRONT.start)
    simulation = Simulation(
        problem(section, LAW, size=0.5e-6, order=order, must_hit=TIMES, time=TIMES[-1])
    )
    records = []
    heights = {}
    for record in simulation.run():
        records.append(record)
        heights[record.time] = simulation.state.tracker.value.outline.points[:, 1]
    exact_height, exact_current = FRONT.integrate(TIMES)
    for time, height, current in zip(TIMES, exact_height, exact_current, strict=True):
        record = at(records, time)
        grown = record.deposit_area / (1e-6 * WIDTH) - FRONT.start
        off = grown / (height - FRONT.start) - 1.0
        assert abs(off) < WITHIN, f"t = {time} s: growth off by {off:.2e}"
        off = record.current / current - 1.0
        assert abs(off) < WITHIN, f"t = {time} s: current off by {off:.2e}"
    rough = np.ptp(heights[TIMES[-1]][heights[TIMES[-1]] < 20.0])
    assert rough < 1e-3, f"the front is rough by {rough:.1e} µm"
    last = records[-1]
    assert last.remeshings >= 1, "the front did not move far enough to need a new mesh"
    assert abs(last.books.faraday) < 1e-10, f"charge and area differ by {last.books.faraday:.1e}"
    assert abs(last.books.anions) < 1e-8, f"anions differ by {last.books.anions:.1e}"
