"""A plate of lithium on an insulating plane is stripped from above and from its end."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.kinetics.insulating import Insulating
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.metal import Metal
from tests.shared.cells import SALT, problem, robin

WIDE, HIGH = 10.0, 4.0
SLOW = GivenOverpotential(overpotential=0.1, exchange_current_density=1.0)
"""So slow that the concentration stays what it is: every point recedes alike."""


def plate() -> CrossSection:
    """Half a plate beside a symmetry plane."""
    return CrossSection(
        width=20.0,
        height=20.0,
        collector=shapely.Polygon(),
        deposit=shapely.box(0, 0, WIDE, HIGH),
        span=(0.0, HIGH),
        surfaces={"plate": shapely.box(0, 1e-6, 20, 20), "plane": shapely.box(WIDE, -1, 20, 1e-6)},
    )


@pytest.mark.parametrize("gone", [1.0, 2.5])
def test_what_is_left_is_a_smaller_plate(gone: float) -> None:
    forward, backward = robin(SLOW, SALT)
    speed = 1e6 * (backward - forward) * Metal().volume_per_charge  # µm/s
    laws = {"plate": SLOW, "plane": Insulating()}
    simulation = Simulation(problem(plate(), laws, time=gone / speed, size=0.5e-6))
    last = list(simulation.run())[-1]
    fields = last.fields().value
    exact = shapely.box(0, 0, WIDE - gone, HIGH - gone)
    off = last.deposit_area * 1e12 / exact.area - 1.0
    assert abs(off) < 3e-3, f"area off by {off:.1e}"
    distance = shapely.hausdorff_distance(fields.deposit.exterior, exact.exterior)
    assert distance < 0.25, f"an outline off by {distance:.2f} µm"
    on_plane = fields.points[np.unique(fields.front[fields.surface == 1])]
    assert (on_plane[:, 1] == 0.0).all()
    assert abs(last.books.faraday) < 1e-9 and abs(last.books.anions) < 1e-9
