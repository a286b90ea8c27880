"""Layers above a front that moves, is meshed anew, and comes near."""

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
from platefront.solvers.model.electrolyte.region import PorousMedium
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.problem import PlatingProblem
from tests.shared.cells import problem, with_solids
from tests.solvers.protocol.steps import current, protocol

WIDTH, HEIGHT = 20.0, 40.0
SEPARATOR = ElectrolyteRegion("separator", 18.0, 30.0)
REGIONS = {"separator": PorousMedium(porosity=0.4)}


def pillar(periodic: bool) -> CrossSection:
    host = shapely.union_all([shapely.box(0, 0, WIDTH, 2), shapely.box(7, 2, 12, 9)])
    section = with_solids(
        WIDTH, HEIGHT, None, host, {"host": shapely.box(0.0, -1.0, WIDTH, HEIGHT)}
    )
    return replace(section, periodic=periodic, regions=(SEPARATOR,))


def cell(periodic: bool, **changes: object) -> PlatingProblem:
    settings: dict[str, object] = {"size": 0.7e-6, "largest": 3e-6, "tolerance": 1e-2}
    return problem(
        pillar(periodic),
        ButlerVolmer(exchange_current_density=20.0),
        electrolyte=NernstPlanck(salt_diffusivity=3e-10, transference_number=0.4),
        counter=LithiumCounter(),
        regions=REGIONS,
        **settings | changes,
    )


@pytest.mark.parametrize("periodic", [False, True], ids=["symmetric", "periodic"])
@pytest.mark.slow
def test_books_close_over_plating_and_stripping(periodic: bool) -> None:
    charge = 7418.0 * 5.0
    steps = protocol(current(150.0, capacity=charge), current(-150.0, capacity=-0.8 * charge))
    simulation, audit = Simulation(cell(periodic, protocol=steps)), Audit()
    for record in simulation.run():
        audit.add(record)
        points = simulation.state.transport.domain.gather_points().value
        triangles = simulation.state.front()[0].mesh.mesh.triangles
        y = points[triangles, 1]
        for face in (SEPARATOR.low, SEPARATOR.high):
            crossed = (y.min(axis=1) < face - 1e-9) & (y.max(axis=1) > face + 1e-9)
            assert not crossed.any(), f"cells cross y = {face:g} µm at {record.time:.4g} s"
        salt = sum(region.salt for region in record.regions.values())
        assert salt == pytest.approx(record.stock.salt, rel=1e-9)
        pores = record.regions["separator"].pores
        assert pores == pytest.approx(0.4 * 12.0 * WIDTH * 1e-12, rel=1e-9)
    assert record.end == "capacity reached"
    assert record.remeshings > 3
    assert not audit.breaches()
    assert record.corrections.salt < 1e-5
    fields = record.fields().value
    assert fields.region_names == ("electrolyte", "separator")
    middles = fields.points[fields.triangles, 1].mean(axis=1)
    inside = (middles > SEPARATOR.low) & (middles < SEPARATOR.high)
    assert np.array_equal(fields.region == 1, inside)


def test_the_run_ends_before_the_front_touches_a_layer() -> None:
    records = list(Simulation(cell(periodic=False, current=150.0, capacity=1e6)).run())
    last = records[-1]
    assert last.end == "the electrode is as close to a region of the electrolyte as allowed"
    assert last.gap_to_layer == pytest.approx(1.4e-6, rel=1e-5)
    gaps = [record.gap_to_layer for record in records]
    assert gaps[0] == pytest.approx(9e-6, rel=1e-9)
    assert np.all(np.diff(gaps) < 0.0)


def test_current_passes_the_interface() -> None:
    """The vectors of the fields carry the same current through planes on both sides of it."""
    *_, last = Simulation(cell(periodic=False, current=150.0, time=30.0)).run()
    fields = last.fields().value
    middles = fields.points[fields.triangles].mean(axis=1)
    across = fields.current_density[fields.triangles, 1].mean(axis=1)
    for low, high in ((19.0, 29.0), (31.0, 39.0)):
        here = (middles[:, 1] > low) & (middles[:, 1] < high)
        assert -across[here].mean() == pytest.approx(150.0, rel=0.02)


@pytest.mark.parametrize("size", [0.8e-6, 0.4e-6])
@pytest.mark.slow
def test_a_front_that_stops_at_a_layer_fills_the_room_below(size: float) -> None:
    """It rests between a merge gap and 5/3 of it below; the rest of the room fills."""
    filling = cell(False, current=150.0, capacity=1e6, size=size, at_layer="stop")
    audit, records = Audit(), []
    for record in Simulation(filling).run():
        audit.add(record)
        records.append(record)
    least = min(record.gap_to_layer for record in records if record.gap_to_layer is not None)
    assert record.end == "no room is left beside regions of the electrolyte"
    assert not audit.breaches()
    assert 0.6 * size < least < size
    assert records[0].room_left == 1.0
    assert record.room_left is not None
    assert record.room_left < 0.02
    above = (HEIGHT - SEPARATOR.low) * WIDTH
    film = (1e12 * record.electrolyte_area - above) / WIDTH * 1e-6
    assert 0.6 * size < film < size, f"{film / size:.3f} edges of electrolyte left below the layer"


@pytest.mark.slow
def test_a_front_that_rests_on_a_layer_is_stripped_again() -> None:
    charge = 7418.0 * 13.65
    steps = protocol(current(150.0, capacity=charge), current(-150.0, capacity=-0.8 * charge))
    audit, records = Audit(), []
    for record in Simulation(cell(False, protocol=steps, at_layer="stop")).run():
        audit.add(record)
        records.append(record)
    assert record.end == "capacity reached"
    assert not audit.breaches()
    assert min(record.room_left or 0.0 for record in records) < 0.8  # it has touched the layer
    assert record.room_left == 1.0
