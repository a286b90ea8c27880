"""Stripping that reaches a pocket of electrolyte opens it: its area and salt come back."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely

from platefront.results.books import Audit
from platefront.solvers.constants import FARADAY
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.problem import PlatingProblem
from tests.shared.cells import problem, with_solids
from tests.solvers.protocol.steps import current, protocol

WIDTH, HEIGHT = 20.0, 6.5
DROP = shapely.Point(10.0, 4.0).buffer(1.5, quad_segs=6)
VOLUME = 1.29981e-5
"""Molar volume of lithium [m³/mol]."""


LEFT = 0.4
"""Thickness of the layer that is left at the end [µm]."""


def layer(pocket: shapely.Polygon, *, periodic: bool) -> PlatingProblem:
    """A layer of lithium on a foil, with a pocket, of which little is left at the end."""
    lithium = shapely.box(0.0, 0.0, WIDTH, HEIGHT).difference(pocket)
    foil = {"foil": shapely.box(0.0, -1.0, WIDTH, 20.0)}
    section = replace(with_solids(WIDTH, 20.0, lithium, surfaces=foil), periodic=periodic)
    stripped = 1e-6 * (lithium.area / WIDTH - LEFT) * FARADAY / VOLUME
    return problem(
        section,
        ButlerVolmer(exchange_current_density=10.0),
        protocol=protocol(current(-20.0, capacity=-stripped)),
        counter=LithiumCounter(),
        size=1e-6,
        largest=4e-6,
        tolerance=1e-2,
    )


@pytest.mark.parametrize("periodic", [False, True], ids=["symmetric", "periodic"])
@pytest.mark.parametrize(
    "pocket",
    [
        pytest.param(DROP, id="a drop"),
        pytest.param(shapely.box(6.0, 2.0, 14.0, 4.5), id="a slit parallel to the front"),
    ],
)
@pytest.mark.slow
def test_a_pocket_opens_and_gives_its_salt_back(pocket, periodic):
    audit, events = Audit(), []
    for record in Simulation(layer(pocket, periodic=periodic)).run():
        audit.add(record)
        events += record.events
        assert record.step < 250
    assert record.end == "capacity reached"
    assert not audit.breaches()
    (opened,) = (event for event in events if event.kind == "opened")
    assert opened.area == pytest.approx(pocket.area * 1e-12, rel=1e-9)
    assert opened.salt == pytest.approx(1000.0 * pocket.area * 1e-12, rel=1e-9)
    assert record.stock.pockets == 0.0
    assert record.stock.salt_in_pockets == 0.0
    # its electrolyte takes part in the transfer like that of the old mesh
    assert record.corrections.salt < 5e-6, f"corrections of the salt: {record.corrections.salt:.2g}"
    left = LEFT * WIDTH
    assert 1e12 * record.deposit_area == pytest.approx(left, rel=1e-3)
    assert 1e12 * record.electrolyte_area == pytest.approx(20.0 * WIDTH - left, rel=1e-6)


def test_nothing_is_stripped_below_a_pocket_before_it_opens():
    law = GivenOverpotential(overpotential=20e-3, exchange_current_density=10.0)
    foil = {"foil": shapely.box(0.0, -1.0, WIDTH, 20.0)}
    lithium = shapely.box(0.0, 0.0, WIDTH, HEIGHT).difference(DROP)
    section = with_solids(WIDTH, 20.0, lithium, surfaces=foil)
    case = problem(section, law, size=1e-6, largest=4e-6, tolerance=1e-2, time=8e3)
    simulation, audit = Simulation(case), Audit()
    closed = True
    for record in simulation.run():
        audit.add(record)
        closed = closed and not any(event.kind == "opened" for event in record.events)
        outline = simulation.state.front()[0].outline
        cut = outline.polygon().intersection(DROP).area
        assert (cut < 1e-3) == closed, f"{cut:.3g} µm² of the pocket at {record.time:.4g} s"
    assert not closed
    assert not audit.breaches()
    assert record.end.startswith("stripped empty")
    assert 1e12 * record.deposit_area < 1e-3 * lithium.area
