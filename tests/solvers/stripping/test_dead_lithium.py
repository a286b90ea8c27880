"""Lithium that stripping separates from the host carries no current until plating reaches it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from platefront.geometry.front.tags import DEAD
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.problem import PlatingProblem
from tests.shared.cells import problem, round_fibre, with_solids
from tests.solvers.protocol.steps import current, protocol, rest

WIDTH, WAIST = 30.0, 1.2
CAPACITY = 7418.0
"""Charge of one micrometre of flat lithium [C/m²]."""


def dumbbell() -> shapely.Polygon:
    """A head of radius 5 µm on a neck, narrowest in the middle, on a layer on the host."""
    notches = [
        shapely.Point(0.5 * WIDTH + side * (0.5 * WAIST + 3.0), 9.2).buffer(3.0, quad_segs=32)
        for side in (-1.0, 1.0)
    ]
    neck = shapely.box(12.0, 5.9, 18.0, 13.0).difference(shapely.union_all(notches))
    layer = shapely.box(0.0, 3.0, WIDTH, 6.3)
    return shapely.union_all([layer, neck, round_fibre(15.0, 16.0, 5.0, 96)])


def cell(largest_step: float = 600.0, size: float = 0.5, plated: float = 8.0) -> PlatingProblem:
    """The dumbbell is stripped, rests, and is plated again."""
    section = with_solids(
        WIDTH,
        40.0,
        deposit=dumbbell(),
        collector=shapely.box(0.0, 0.0, WIDTH, 3.0),
        surfaces={"host": shapely.box(0.0, -1.0, WIDTH, 40.0)},
    )
    return problem(
        section,
        ButlerVolmer(exchange_current_density=1.0),
        protocol=protocol(
            current(-1.0, capacity=-2.7 * CAPACITY),
            rest(600.0),
            current(1.0, capacity=plated * CAPACITY),
        ),
        counter=LithiumCounter(),
        size=size * 1e-6,
        largest=4e-6,
        growth=0.5,
        tolerance=1e-2,
        courant=0.25,
        largest_step=largest_step,
    )


def head_when_the_neck_parts() -> float:
    """Area of the head [µm²] when an even current has taken half of the waist from all sides."""
    left = dumbbell().buffer(-0.5 * WAIST * (1.0 + 1e-6), quad_segs=64)
    return float(max(shapely.get_parts(left), key=lambda part: part.centroid.y).area)


@pytest.mark.slow
def test_a_neck_leaves_exactly_its_head() -> None:
    """To first order in the step at whose end the cut neck is found."""
    exact = head_when_the_neck_parts()
    errors = []
    for step in (100.0, 25.0):
        for record in Simulation(cell(step)).run():
            if record.dead_area:
                break
        (event,) = [event for event in record.events if event.kind == "dead"]
        assert event.area == pytest.approx(record.dead_area, rel=1e-12)
        assert (event.x, event.y) == pytest.approx((15.0, 15.0), abs=0.2)
        errors.append(abs(1e12 * record.dead_area / exact - 1.0))
    told = f"errors {errors} with steps of 100 and 25 s"
    print(told)
    assert errors[1] < 1e-3, told
    assert errors[0] < 5e-3, told


@pytest.mark.slow
def test_dead_lithium_stays_and_lives_again_when_plating_reaches_it() -> None:
    kinds: list[str] = []
    simulation = Simulation(cell())
    dead, last = [], None
    for record in simulation.run():
        kinds += [event.kind for event in record.events if event.kind in ("dead", "revived")]
        outline, rates = simulation.state.tracker.value.outline, simulation.state.rates.value
        of_dead = (outline.tag == DEAD) & (outline.tag == DEAD)[outline.preceding]
        assert (rates.plated[of_dead] == 0.0).all()
        assert bool(of_dead.any()) == (record.dead_area > 0.0)
        if record.dead_area:
            dead.append(record.dead_area)
        assert abs(record.books.faraday) < 1e-8
        assert abs(record.books.area) < 1e-9
        last = record
    assert kinds == ["dead", "revived"]
    # new meshes elsewhere leave it its area, but for what they shift along the front
    assert np.ptp(dead) < 1e-3 * dead[0]
    assert last is not None
    assert last.dead_area == 0.0
    assert last.end == "capacity reached"
    expected = dumbbell().area + (8.0 - 2.7) * WIDTH
    host = shapely.box(0.0, 0.0, WIDTH, 3.0).intersection(dumbbell()).area
    assert 1e12 * last.deposit_area == pytest.approx(expected - host, rel=1e-3)


def test_what_is_left_in_contact_is_stripped_to_its_end() -> None:
    """The dead head is not metal that can be stripped: the run ends normally without it."""
    longer = protocol(current(-1.0, capacity=-20.0 * CAPACITY))
    records = list(Simulation(replace(cell(), protocol=longer)).run())
    last = records[-1]
    assert last.end.startswith("stripped empty")
    assert last.deposit_area == pytest.approx(last.dead_area, rel=5e-3)
    passed = sum(surface.charge for surface in last.surfaces.values())
    gone = 1e-12 * (dumbbell().area) - last.deposit_area
    assert -passed == pytest.approx(gone * 96485.33212 / 1.29981e-5, rel=1e-3)


def test_lithium_that_stands_alone_at_the_start_is_held_in_the_third_dimension() -> None:
    island = round_fibre(15.0, 16.0, 5.0, 64)
    alone = replace(
        cell(),
        section=replace(cell().section, deposit=island),
        protocol=protocol(current(-1.0, capacity=-0.5 * CAPACITY)),
    )
    last = list(Simulation(alone).run())[-1]
    assert last.end == "capacity reached"
    assert last.dead_area == 0.0
