"""A counter electrode that recedes: what the front gains it loses, and the salt stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from platefront.geometry.arrays import Floats
from platefront.geometry.collectors import Profile
from platefront.geometry.collectors.curves import Sinusoid
from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.constants import FARADAY
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.counter import LithiumCounter, Reservoir
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.problem import PlatingProblem
from tests.shared.cells import foil, problem

WIDTH, HEIGHT, LAYER = 4.0, 20.0, 1.0
CAPACITY = 3.6e4  # C/m²: 4.85 µm of dense lithium
LAW = ButlerVolmer(exchange_current_density=20.0)
LOCAL, EVEN = LithiumCounter(recession="local"), LithiumCounter(recession="even")


def planar(counter: LithiumCounter | Reservoir, **changes: object) -> PlatingProblem:
    section = foil(WIDTH, HEIGHT, layer=LAYER)
    settings = {"potential": -0.1, "capacity": CAPACITY} | changes
    return problem(section, LAW, counter=counter, **settings)


def wave() -> CrossSection:
    curve = Sinusoid(amplitude=2e-6, waves=1.0)
    return Profile(width=20e-6, curve=curve).section(8.0, None, inverted=False)


def followed(simulation: Simulation) -> tuple[list[StepRecord], list[Floats]]:
    """All records, and the counter electrode's vertices from left to right at each."""
    records, lines = [], []
    for record in simulation.run():
        tracker = simulation.state.tracker.value
        line = tracker.outline.points[tracker.outline.counter_points]
        records.append(record)
        lines.append(line[np.argsort(line[:, 0])])
    return records, lines


def largest_area_change(records: Sequence[StepRecord]) -> float:
    area = np.array([record.electrolyte_area + record.trapped_area for record in records])
    return float(np.abs(area / area[0] - 1.0).max())


@pytest.mark.parametrize("counter", [LOCAL, EVEN, Reservoir(recession="even")], ids=repr)
def test_both_sides_of_a_planar_cell(counter: LithiumCounter | Reservoir) -> None:
    simulation = Simulation(planar(counter))
    records, lines = followed(simulation)
    thick = 6.941e-3 / 534.0 / FARADAY * CAPACITY * 1e6  # µm
    tracker = simulation.state.tracker.value
    front = tracker.outline.points[tracker.outline.front_points, 1]
    for name, found, wanted in (
        ("front", front, LAYER + thick),
        ("counter electrode", lines[-1][:, 1], HEIGHT + thick),
    ):
        off = np.abs(found / wanted - 1.0).max()
        assert off < 1e-6, f"the {name} is off by {off:.1e}"
        off = abs(found.mean() / wanted - 1.0)
        assert off < 1e-8, f"the mean of the {name} is off by {off:.1e}"
    assert records[-1].gap_to_counter == pytest.approx((HEIGHT - LAYER) * 1e-6, rel=1e-6)
    change = largest_area_change(records)
    assert change < 1e-12, f"the electrolyte's area changes by {change:.1e}"
    # The area of a first step of nanometres is known to fewer digits.
    for name, bound in (("anions", 1e-12), ("faraday", 1e-10), ("area", 1e-12)):
        worst = max(abs(getattr(record.books, name)) for record in records)
        assert worst < bound, f"{name}: {worst:.1e}"
    assert abs(records[-1].books.faraday) < 1e-13


def test_without_recession_the_electrolyte_is_squeezed() -> None:
    records, lines = followed(Simulation(planar(LithiumCounter())))
    assert (lines[-1][:, 1] == HEIGHT).all() and records[-1].stock.dissolved is None
    assert largest_area_change(records) > 0.2


def test_porous_lithium_outgrows_what_dissolves() -> None:
    """Dense metal dissolves, porous metal grows; a reservoir's plane keeps its distance."""
    metal = Metal(porosity=0.5)
    simulation = Simulation(planar(LOCAL, metal=metal, capacity=0.5 * CAPACITY))
    _, lines = followed(simulation)
    dense = 6.941e-3 / 534.0 / FARADAY * 0.5 * CAPACITY * 1e6
    assert lines[-1][:, 1].mean() == pytest.approx(HEIGHT + dense, rel=1e-8)
    ledger = simulation.state.ledger.value
    assert ledger.deposited == pytest.approx(2.0 * ledger.dissolved, rel=1e-9)


@pytest.fixture(scope="module")
def wavy() -> tuple[Simulation, list[StepRecord], list[Floats]]:
    fast = ButlerVolmer(exchange_current_density=2e3)
    counter = LithiumCounter(recession="local", exchange_current_density=2e3)
    settings = {"potential": -0.1, "capacity": 1.2 * CAPACITY, "size": 0.6e-6, "largest": 1.5e-6}
    simulation = Simulation(problem(wave(), fast, counter=counter, **settings))
    return simulation, *followed(simulation)


def test_books_of_a_wavy_front(
    wavy: tuple[Simulation, list[StepRecord], list[Floats]],
) -> None:
    simulation, records, _ = wavy
    assert records[-1].remeshings >= 1, "the test should see a new mesh"
    change = largest_area_change(records)
    assert change < 1e-10, f"the electrolyte's area changes by {change:.1e}"
    for name, bound in (("faraday", 1e-10), ("anions", 1e-12), ("area", 1e-12)):
        worst = max(abs(getattr(record.books, name)) for record in records)
        assert worst < bound, f"{name}: {worst:.1e}"
    stock = records[-1].stock
    dissolved = stock.dissolved
    assert dissolved is not None
    assert dissolved.area == pytest.approx(dissolved.charge * Metal().volume_per_charge, rel=1e-12)
    off = dissolved.charge_of_area / dissolved.charge - 1.0
    assert abs(off) < 1e-12, f"area dissolved and its charge differ by {off:.1e}"
    off = dissolved.charge / stock.charge - 1.0
    assert abs(off) < 1e-9, f"charge dissolved and charge plated differ by {off:.1e}"
    start = 1e-12 * simulation.problem.section.box.area
    assert stock.box == pytest.approx(start + dissolved.area, rel=1e-13)


def test_most_dissolves_where_the_front_is_near(
    wavy: tuple[Simulation, list[StepRecord], list[Floats]],
) -> None:
    """A crest lies at both walls, a trough in the middle; the line goes on through remeshings."""
    _, records, lines = wavy
    rise = np.array([line[:, 1] - lines[0][:, 1] for line in lines])
    assert (np.diff(rise, axis=0) > 0.0).all(), "every vertex rises in every step"
    assert all(np.array_equal(line[:, 0], lines[0][:, 0]) for line in lines)
    last = rise[-1]
    middle = len(last) // 2
    more = min(last[0], last[-1]) / last[middle] - 1.0
    assert 3e-3 < more < 1e-2, f"above the crests {more:.1e} more dissolves than above the trough"
    assert last[0] == pytest.approx(last[-1], rel=1e-4), "the section is symmetric"
    assert records[-1].remeshings >= 1


def test_even_recession_keeps_a_plane() -> None:
    case = problem(wave(), LAW, counter=EVEN, potential=-0.1, capacity=0.2 * CAPACITY, size=0.8e-6)
    records, lines = followed(Simulation(case))
    assert np.ptp(lines[-1][:, 1]) < 1e-12
    mean = 6.941e-3 / 534.0 / FARADAY * records[-1].capacity * 1e6
    assert lines[-1][0, 1] - lines[0][0, 1] == pytest.approx(mean, rel=1e-10)


def test_a_counter_electrode_is_plated_when_the_front_is_stripped() -> None:
    case = replace(
        planar(LOCAL, potential=0.05, capacity=None, time=60.0),
        section=foil(WIDTH, HEIGHT, layer=5.0),
    )
    records, lines = followed(Simulation(case))
    assert records[-1].capacity < 0.0
    x, y = lines[-1].T
    fallen = HEIGHT - float(np.trapezoid(y, x)) / WIDTH
    stripped = 6.941e-3 / 534.0 / FARADAY * -records[-1].capacity * 1e6
    assert fallen == pytest.approx(stripped, rel=1e-9) and fallen > 0.05
    assert largest_area_change(records) < 1e-12
