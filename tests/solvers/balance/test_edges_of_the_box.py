"""Sections that touch the walls, pores cut off from the start, several pockets at once."""

from __future__ import annotations

import pytest
import shapely

from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from tests.shared.cells import problem, round_fibre, run, with_solids

LAW = GivenOverpotential(overpotential=-0.1, exchange_current_density=20.0)
WIDTH, HEIGHT = 24.0, 32.0


def check_books(records: list[StepRecord], area: float = 1e-10) -> None:
    for name, bound in (("faraday", 1e-3), ("anions", 1e-5), ("area", area)):
        worst = max(abs(getattr(record.books, name)) for record in records)
        assert worst < bound, f"{name}: {worst:.1e}"


def test_fibres_on_walls_corners_and_floor() -> None:
    places = [(0, 0), (WIDTH, 6), (0, 14), (12, 3), (WIDTH, 20), (9, 18)]
    box = shapely.box(0, 0, WIDTH, HEIGHT)
    fibres = shapely.union_all([round_fibre(x, y, 3.0, 22) for x, y in places]).intersection(box)
    section = with_solids(WIDTH, HEIGHT, collector=fibres)
    records = run(problem(section, LAW, size=0.9e-6, largest=4e-6, capacity=3.6e4 * 0.8))
    check_books(records)
    assert records[-1].surfaces["fibres"].thickness_mean > 1e-6
    assert records[-1].remeshings > 0


def test_a_front_that_starts_on_the_counter_side_walls() -> None:
    """A wedge of lithium that reaches up one side wall almost to the counter electrode."""
    wedge = shapely.Polygon([(0, 0), (WIDTH, 0), (WIDTH, 2), (6, 2), (0, HEIGHT - 4)])
    section = with_solids(WIDTH, HEIGHT, deposit=wedge)
    records = run(problem(section, LAW, largest=4e-6, time=200.0))
    check_books(records)
    assert records[0].gap_to_counter == pytest.approx(4e-6, rel=1e-6)
    assert records[-1].gap_to_counter <= 2e-6 * (1.0 + 1e-6), "it grows there and stops"


def test_pores_cut_off_from_the_start_are_pockets() -> None:
    block = shapely.box(0, 0, WIDTH, 12)
    pores = [shapely.box(3, 3, 8, 8), shapely.box(13, 2, 21, 9)]
    section = with_solids(WIDTH, HEIGHT, deposit=block.difference(shapely.union_all(pores)))
    records = run(problem(section, LAW, largest=4e-6, time=30.0))
    assert records[0].trapped_area == pytest.approx(81e-12, rel=1e-9)
    assert records[-1].trapped_area == records[0].trapped_area
    assert records[0].deposit_area == pytest.approx((24 * 12 - 81) * 1e-12, rel=1e-9)
    check_books(records)


def test_two_pockets_in_one_step() -> None:
    block = shapely.box(0, 0, WIDTH, 12)
    holes = [shapely.box(3, 3, 9, 10), shapely.box(5.6, 9, 6.8, 13)]
    holes += [shapely.affinity.translate(hole, 11.0) for hole in holes]
    section = with_solids(WIDTH, HEIGHT, deposit=block.difference(shapely.union_all(holes)))
    records = run(problem(section, LAW, size=0.8e-6, largest=4e-6, capacity=3.6e4 * 0.3))
    pockets = [event for record in records for event in record.events if event.kind == "pocket"]
    assert len(pockets) == 2, f"{len(pockets)} pockets"
    assert abs(pockets[0].x - pockets[1].x) > 6.0
    assert all(pocket.salt > 0.0 for pocket in pockets)
    check_books(records)
