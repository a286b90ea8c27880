"""Lithium without collector below it is stripped like any other, and no more than there is."""

from __future__ import annotations

import pytest
import shapely

from platefront.results.books import Audit
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.metal import Metal
from tests.shared.cells import problem, run, with_solids

ISLAND = shapely.box(5.0, 5.0, 10.0, 10.0)
ON_THE_FLOOR = shapely.box(5.0, 0.0, 10.0, 5.0)


@pytest.mark.parametrize("lithium", [ISLAND, ON_THE_FLOOR], ids=["island", "on the floor"])
def test_what_is_stripped_is_gone(lithium: shapely.Polygon) -> None:
    law = GivenOverpotential(overpotential=20e-3, exchange_current_density=200.0)
    section = with_solids(15.0, 15.0, lithium, surfaces={"lithium": shapely.box(0, 1e-3, 15, 15)})
    records = run(problem(section, law, size=1e-6, largest=4e-6, tolerance=1e-2, time=60.0))
    audit = Audit()
    for record in records:
        audit.add(record)
    assert not audit.breaches()
    last = records[-1]
    lost = lithium.area * 1e-12 - last.deposit_area
    per_charge = Metal().volume_per_charge
    assert 0.3 * lithium.area * 1e-12 < lost, "hardly anything was stripped"
    assert last.stock.charge == pytest.approx(-lost / per_charge, rel=1e-9)
    assert -last.stock.charge * per_charge <= lithium.area * 1e-12
