"""Stripping that reaches a pocket of electrolyte leaves it closed."""

from __future__ import annotations

import pytest
import shapely

from platefront.results.books import Audit
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from tests.shared.cells import problem, with_solids

POCKET = shapely.Point(10.0, 4.0).buffer(1.5, quad_segs=6)


def test_metal_is_stripped_down_to_a_pocket() -> None:
    lithium = shapely.box(0.0, 0.0, 20.0, 6.5).difference(POCKET)
    foil = {"foil": shapely.box(0.0, -1.0, 20.0, 20.0)}
    section = with_solids(20.0, 20.0, lithium, surfaces=foil)
    law = GivenOverpotential(overpotential=20e-3, exchange_current_density=10.0)
    case = problem(section, law, size=1e-6, largest=4e-6, tolerance=1e-2, time=4e3)
    simulation, audit = Simulation(case), Audit()
    for record in simulation.run():
        audit.add(record)
        outline = simulation.state.front()[0].outline
        cut = outline.polygon().intersection(POCKET).area
        assert cut < 1e-3, f"the front cuts {cut:.1e} µm² off the pocket at {record.time:.4g} s"
        assert record.step < 300
    assert not audit.breaches()
    assert record.stock.pockets == pytest.approx(POCKET.area * 1e-12, rel=1e-9)
    assert record.remeshings < 30
    shadow = float(shapely.distance(outline.polygon(), POCKET))
    assert shadow < 1e-3, "the front has reached the pocket"
