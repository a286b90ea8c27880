"""Drawn regions beside a front that moves, is meshed anew, and comes near."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.regions import ElectrolyteRegion
from platefront.results.books import Audit
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.electrolyte.region import PorousMedium
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.insulating import Insulating
from platefront.solvers.model.problem import PlatingProblem
from tests.shared.cells import problem, round_fibre, with_solids
from tests.solvers.protocol.steps import current, protocol

WIDTH, HEIGHT = 20.0, 40.0
SIZE = 1.4e-6
SALT = NernstPlanck(salt_diffusivity=3e-10, transference_number=0.4)


def beside(periodic: bool) -> CrossSection:
    """A pillar below a region with a slanting face, which holds an inert fibre and touches one."""
    host = shapely.union_all([shapely.box(0, 0, WIDTH, 2), shapely.box(7, 2, 12, 7)])
    fibres = shapely.union_all([round_fibre(5.0, 24.0, 2.0, 12), round_fibre(13.0, 31.0, 2.0, 12)])
    area = shapely.Polygon([(0, 19), (10, 17), (20, 19), (20, 32), (13, 31), (0, 32)])
    section = with_solids(
        WIDTH,
        HEIGHT,
        None,
        shapely.union_all([host, fibres]),
        {
            "host": shapely.box(0.0, -1.0, WIDTH, 15.0),
            "fibres": shapely.box(0.0, 15.0, WIDTH, HEIGHT),
        },
    )
    region = ElectrolyteRegion.within("matrix", area, WIDTH if periodic else None)
    return replace(section, periodic=periodic, regions=(region,))


def cell(periodic: bool, **changes: object) -> PlatingProblem:
    settings: dict[str, object] = {
        "size": SIZE,
        "largest": 6e-6,
        "tolerance": 1e-2,
        "electrolyte": Ohmic(conductivity=1.0),
    }
    return problem(
        beside(periodic),
        {"host": ButlerVolmer(exchange_current_density=20.0), "fibres": Insulating()},
        counter=LithiumCounter(),
        regions={"matrix": PorousMedium(porosity=0.4)},
        **settings | changes,
    )


def test_books_close_over_plating_and_stripping() -> None:
    charge = 7418.0 * 4.0
    steps = protocol(current(150.0, capacity=charge), current(-150.0, capacity=-0.8 * charge))
    simulation, audit = Simulation(cell(periodic=True, electrolyte=SALT, protocol=steps)), Audit()
    section = simulation.state.problem.section
    area = section.region_areas["matrix"]
    measured = []
    for record in simulation.run():
        audit.add(record)
        salt = sum(region.salt for region in record.regions.values())
        assert salt == pytest.approx(record.stock.salt, rel=1e-9)
        pores = record.regions["matrix"].pores
        assert pores == pytest.approx(0.4e-12 * area.area, rel=1e-3), "chords across fibres"
        measured.append(pores)
        fields = record.fields().value
        inside = shapely.contains_xy(area, *fields.points[fields.triangles].mean(axis=1).T)
        assert np.array_equal(fields.region == 1, inside)
    assert record.end == "capacity reached"
    assert record.remeshings > 2
    assert np.ptp(measured) < 1e-6 * measured[0], "fibres that do not react stay as they are"
    assert not audit.breaches()
    assert record.corrections.salt < 1e-5


def test_the_run_ends_before_the_front_touches_a_region() -> None:
    records = list(Simulation(cell(periodic=False, current=150.0, capacity=1e6)).run())
    last = records[-1]
    assert last.end == "the electrode is as close to a region of the electrolyte as allowed"
    assert last.gap_to_layer == pytest.approx(2.0 * SIZE, rel=1e-5)
    assert records[0].gap_to_layer == pytest.approx(10e-6, rel=1e-9)  # to the corner at (10, 17)


def test_a_front_that_stops_at_a_region_goes_on_beside_it() -> None:
    """It rests within an edge of the region, and fills the room where there is any."""
    audit, records = Audit(), []
    filling = cell(periodic=True, current=300.0, capacity=7418.0 * 13.0, at_layer="stop")
    for record in Simulation(filling).run():
        audit.add(record)
        records.append(record)
    assert record.end == "capacity reached"
    assert not audit.breaches()
    gaps = [record.gap_to_layer for record in records if record.gap_to_layer is not None]
    assert 0.5 * SIZE < min(gaps) < SIZE  # vertices at 0.6, edges nearer to its corner
    assert min(record.room_left or 0.0 for record in records) < 0.9
