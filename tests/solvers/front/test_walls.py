"""Vertices that pass a wall of the cell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from platefront.geometry.front.outline import Outline
from platefront.solvers.balance.ledger import Ledger
from platefront.solvers.front.front_tracker import FrontTracker
from platefront.solvers.front.walls import beyond_walls, drawn_inside, is_inside
from tests.shared.cells import PLATING, foil, problem

WIDTH, HEIGHT = 8.0, 12.0
CELL = problem(foil(WIDTH, HEIGHT), PLATING, time=1.0)


def moved(x: float, y: float) -> tuple[Outline, int]:
    """The front of a foil with one of its vertices at another place [µm]."""
    books = Ledger(CELL.section, CELL.metal.volume_per_charge, np.zeros(1))
    outline = FrontTracker.start(CELL, books).outline
    vertex = int(np.flatnonzero(outline.front_points)[1])
    points = outline.points.copy()
    points[vertex] = x, y
    return replace(outline, points=points), vertex


@pytest.mark.parametrize("place", [(4.0, -1e-3), (-1e-3, 1.0), (WIDTH + 1e-3, 1.0)])
def test_a_vertex_beyond_a_wall_is_found(place: tuple[float, float]) -> None:
    outline, vertex = moved(*place)
    np.testing.assert_array_equal(np.flatnonzero(beyond_walls(outline, CELL.section)), [vertex])
    assert not is_inside(outline, CELL.section, recedes=False)


@pytest.mark.parametrize("place", [(4.0, 0.0), (4.0, -1e-12), (0.0, 1.0), (WIDTH, 1.0)])
def test_walls_may_be_reached(place: tuple[float, float]) -> None:
    outline, _ = moved(*place)
    assert not beyond_walls(outline, CELL.section).any()
    assert is_inside(outline, CELL.section, recedes=False)


def test_a_cylinder_has_no_wall_beside_it() -> None:
    section = replace(CELL.section, periodic=True)
    outline, _ = moved(WIDTH + 1.0, 1.0)
    assert not beyond_walls(outline, section).any()
    outline, vertex = moved(4.0, -1.0)
    assert beyond_walls(outline, section)[vertex]


def test_a_fixed_counter_electrode_bounds_the_front() -> None:
    outline, _ = moved(4.0, HEIGHT + 1e-3)
    assert not beyond_walls(outline, CELL.section).any()
    assert not is_inside(outline, CELL.section, recedes=False)


@pytest.mark.parametrize(
    ("place", "drawn"),
    [
        ((4.0, -2e-9), (4.0, 0.0)),
        ((4.0, -1.4e-6), (4.0, 0.0)),
        ((-3e-8, 1.0), (0.0, 1.0)),
        ((WIDTH + 3e-8, 1.0), (WIDTH, 1.0)),
        ((4.0, -1e-3), (4.0, -1e-3)),
        ((4.0, 1e-9), (4.0, 1e-9)),
    ],
)
def test_vertices_a_hair_beyond_a_wall_are_drawn_onto_it(place, drawn) -> None:
    outline, vertex = moved(*place)
    found = drawn_inside(outline, CELL.section)
    assert tuple(found.points[vertex]) == drawn
    others = np.arange(len(outline)) != vertex
    np.testing.assert_array_equal(found.points[others], outline.points[others])
