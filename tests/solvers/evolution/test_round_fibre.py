"""A round fibre under slow kinetics grows as r0 + V_m i t/F and stays round."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from platefront.geometry.arrays import Floats
from platefront.geometry.front.outline import Outline
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.metal import Metal
from tests.shared.cells import SALT, problem, robin, round_fibre, with_solids

RADIUS, SIDE, SIZE = 3.0, 28.0, 0.3  # µm
SLOW = GivenOverpotential(overpotential=-0.02, exchange_current_density=1.0)
WITHIN = 1e-3


def time_to(radius: float) -> float:
    """Seconds until the fibre has a radius [µm]."""
    forward, backward = robin(SLOW, SALT)
    speed = 1e6 * Metal().volume_per_charge * (forward - backward)
    return (radius - RADIUS) / speed


def fibre(outline: Outline) -> Floats:
    """Vertices of the fibre about its first centre [µm]."""
    return np.asarray(outline.points[outline.front_points] - 0.5 * SIDE)


@pytest.mark.parametrize("edges", [62, 40])
@pytest.mark.slow
def test_radius_and_roundness(edges: int) -> None:
    section = with_solids(SIDE, SIDE, round_fibre(SIDE / 2, SIDE / 2, RADIUS, edges))
    times = {time_to(factor * RADIUS): factor for factor in (2.0, 3.0)}
    simulation = Simulation(
        problem(
            section, SLOW, size=1e-6 * SIZE, largest=3e-6, must_hit=tuple(times), time=max(times)
        )
    )
    seen = 0
    for record in simulation.run():
        if record.time not in times:
            continue
        seen += 1
        points = fibre(simulation.state.tracker.value.outline)
        radii = np.hypot(*points.T)
        exact = times[record.time] * RADIUS
        area = np.sqrt(1e12 * record.deposit_area / np.pi)
        roundness = np.ptp(radii) / exact
        centroid = shapely.Polygon(points).centroid
        centre = np.hypot(centroid.x, centroid.y) / exact
        off = radii.mean() / exact - 1.0
        assert abs(off) < WITHIN, f"radius off by {off:.2e}"
        assert abs(area / exact - 1.0) < WITHIN, f"radius by area off by {area / exact - 1.0:.2e}"
        assert roundness < WITHIN, f"radii differ by {roundness:.2e}"
        assert centre < WITHIN, f"the fibre moved by {centre:.2e} radii"
        assert abs(record.books.faraday) < 1e-10, f"charge and area: {record.books.faraday:.1e}"
        assert abs(record.books.area) < 1e-10, f"areas of regions: {record.books.area:.1e}"
    assert seen == 2
