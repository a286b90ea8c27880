"""Surfaces that grow by their mean current, and fronts that cross several edges in a step."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from platefront.geometry.front.tracing import trace_section
from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.front.vertex_currents import VertexCurrents
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.kinetics.linear import Linear
from platefront.solvers.model.metal import Metal
from tests.shared.cells import at, foil, problem

WIDTH, HEIGHT = 4.0, 40.0
BATH = Ohmic(conductivity=1.0)
LAW = Linear(conductance=2e4)
POTENTIAL = -0.1


def unequal_halves() -> CrossSection:
    """A foil of two surfaces, the right one three times as long."""
    return CrossSection(
        width=8.0,
        height=10.0,
        collector=shapely.Polygon(),
        deposit=shapely.box(0.0, -1.0, 8.0, 0.0),
        span=(0.0, 0.0),
        surfaces={"left": shapely.box(0.0, -1.0, 2.0, 10.0), "right": shapely.box(2, -1, 8, 10)},
    )


def test_every_surface_spreads_its_own_charge() -> None:
    section = unequal_halves()
    outline = trace_section(section, section.electrolyte)
    uneven = np.random.default_rng(4).uniform(0.5, 1.5, (2, len(outline)))
    front = [(outline.tag == index) for index in range(2)]
    touched = [on | on[outline.preceding] for on in front]
    currents = VertexCurrents(
        [part * touches for part, touches in zip(uneven, touched, strict=True)],
        np.zeros(len(outline)),
    )
    evened = currents.evened(outline)
    for index, length in enumerate((2.0, 6.0)):
        before, after = currents.surfaces[index], evened.surfaces[index]
        assert abs(after.sum() / before.sum() - 1.0) < 1e-15
        half = 0.5 * np.where(front[index], outline.lengths, 0.0)
        own = half + half[outline.preceding]
        density = after[own > 0.0] / own[own > 0.0]
        assert np.allclose(density, before.sum() / length, rtol=1e-14, atol=0.0)
        assert not after[own == 0.0].any()


def test_flat_front_crosses_several_edges_in_a_step_and_stays_flat() -> None:
    """L h/κ - h²/2κ + h/g = V_m/F U t, and not a vertex out of line."""
    kappa = BATH.conductivity
    height, growth = 1e-6 * HEIGHT, Metal().volume_per_charge * -POTENTIAL
    heights = np.array([5e-6, 15e-6, 25e-6])
    times = tuple(
        (heights / LAW.conductance + (height * heights - 0.5 * heights**2) / kappa) / growth
    )
    case = problem(
        foil(WIDTH, HEIGHT),
        LAW,
        potential=POTENTIAL,
        electrolyte=BATH,
        size=2e-6,
        largest=4e-6,
        courant=3.0,
        first_step=0.1,
        must_hit=times,
        time=times[-1],
        tolerance=1e-2,
    )
    simulation = Simulation(replace(case, front=case.front.model_copy(update={"growth": "even"})))
    records = list(simulation.run())
    grown = [record.surfaces["foil"].thickness_mean for record in records]
    assert max(np.diff(grown)) > 2e-6, "no step was longer than an edge"
    for time, wanted in zip(times, heights, strict=True):
        off = at(records, time).surfaces["foil"].thickness_mean / wanted - 1.0
        assert abs(off) < 1e-3, f"t = {time:.4g} s: height off by {off:.1e}"
    outline = simulation.state.front()[0].outline
    rough = np.ptp(outline.points[outline.front_points][:, 1])
    assert rough < 1e-12, f"the front is rough by {rough:.1e} µm"
    assert abs(records[-1].books.faraday) < 1e-12
