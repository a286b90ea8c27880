"""Losses of lithium to film and to dead lithium, beside each other."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.growing_film import ParabolicGrowth
from platefront.solvers.model.metal import Metal
from tests.shared.cells import problem, round_fibre, with_solids
from tests.solvers.protocol.steps import current, protocol, rest

WIDTH, HOST = 16.0, 2.0
CAPACITY = 7418.0
"""Charge of one micrometre of flat lithium [C/m²]."""


def test_a_head_that_is_cut_off_takes_its_film_along() -> None:
    """Stripped charge, film and metal left add up; the film of dead lithium is carried away."""
    head, neck = round_fibre(8.0, 9.0, 3.0, 40), shapely.box(7.5, 3.0, 8.5, 8.0)
    layer = shapely.box(0.0, HOST, WIDTH, 4.0)
    section = with_solids(
        WIDTH,
        22.0,
        deposit=shapely.union_all([layer, neck, head]),
        collector=shapely.box(0.0, 0.0, WIDTH, HOST),
        surfaces={"host": shapely.box(0.0, -1.0, WIDTH, 22.0)},
    )
    film = ParabolicGrowth(initial_thickness=1e-8, rate=1e-18, resistivity=1e3, breaking_strain=0.1)
    case = problem(
        section,
        ButlerVolmer(exchange_current_density=1.0, film=film),
        protocol=protocol(
            rest(600.0),
            current(-2.0, capacity=-1.3 * CAPACITY),
            rest(600.0),
            current(2.0, capacity=0.5 * CAPACITY),
        ),
        counter=LithiumCounter(),
        size=0.6e-6,
        largest=4e-6,
        tolerance=1e-2,
    )
    simulation = Simulation(case)
    records = list(simulation.run())
    first, last = records[0], records[-1]
    (died,) = [e for record in records for e in record.events if e.kind == "dead"]
    dead = next(k for k, record in enumerate(records) if record.dead_area > 0.0)
    assert last.dead_area == pytest.approx(died.area, rel=1e-3), "no film grows on it"
    volume = Metal().volume_per_charge
    for record in records:
        assert record.film is not None and record.books.film is not None
        metal = (record.deposit_area - first.deposit_area) / record.footprint / volume
        assert metal == pytest.approx(record.capacity - record.film.consumed, abs=1e-6 * CAPACITY)
        assert abs(record.books.film) < 1e-10
    consumed = np.array([r.film.consumed for r in records if r.film is not None])
    assert (np.diff(consumed) >= 0.0).all()
    assert consumed[-1] > 0.01 * CAPACITY and last.dead_capacity > 0.05 * CAPACITY
    before, after = (records[k].stock.film for k in (dead - 1, dead))
    assert before is not None and after is not None
    share = head.length / (head.length + WIDTH)
    taken = before.carried - after.carried
    assert taken > 0.3 * share * (before.at_start + before.consumed + before.carried)
