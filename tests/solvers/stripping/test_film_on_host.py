"""On bare host the rate laws see the film that is there, and what is plated during the step."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from platefront.geometry.arrays import Floats
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.tags import COUNTER, SYMMETRY
from platefront.solvers.front.metal_supply import Supply, depth_of_metal, film_on_host
from platefront.solvers.front.vertex_currents import VertexCurrents

AREA_PER_CHARGE = 2.0
"""Of deposit [µm²/(C/m)]."""
ROUND_OFF = 1e-12
CELL = 1e3
"""Far more than the height of any cell in these units [µm]."""
X = np.array([0.0, 1.0, 3.0, 6.0, 10.0, 12.0])
LENGTH = np.array([0.5, 1.5, 2.5, 3.5, 3.0, 1.0])
"""Of the front at each of its vertices [µm]."""
THICKNESS = np.array([0.2, 0.2, 0.2, 0.5, 0.5, 0.2])
BARE = np.array([1.0, 0.3, 0.0, 1.0, 0.25, 1.0])
DEPTH = np.array([0.6, 0.6, 0.6, 0.1, 0.7, np.inf])
"""Of metal [µm]."""


def floor(thickness: Floats = THICKNESS, bare: Floats = BARE, stretch: float = 1.0) -> Outline:
    """Electrolyte above y = 0, where front is `thickness` thick [µm]."""
    top = [(X[-1], 10.0), (X[0], 10.0)]
    points = np.concatenate((np.column_stack((X, np.zeros(len(X)))), top))
    tag = np.array([0, 0, 0, 1, 1, SYMMETRY, COUNTER, SYMMETRY])
    places = points * np.array([stretch, 1.0])
    of_walls = np.zeros(2)
    return Outline(
        places, np.array([0]), tag, 1e-6 * np.append(thickness, of_walls), np.append(bare, of_walls)
    )


def supply(outline: Outline) -> Supply:
    """The metal below this front."""
    return Supply(outline, np.append(DEPTH, [np.inf, np.inf]), AREA_PER_CHARGE)


def test_a_film_is_as_thick_as_the_metal_in_the_share_that_was_bare() -> None:
    outline = floor()
    film = film_on_host(outline, supply(outline))[: len(X)]
    wanted = (1.0 - BARE) * THICKNESS + BARE * np.maximum(THICKNESS, DEPTH)
    known = np.isfinite(DEPTH)
    assert film[known] == pytest.approx(wanted[known], rel=ROUND_OFF)


def test_front_that_started_on_lithium_keeps_its_thickness() -> None:
    outline = floor(bare=np.zeros(len(X)))
    assert np.array_equal(film_on_host(outline, supply(outline)), outline.thickness_um)


@pytest.mark.parametrize("bare", [0.0, 0.5, 1.0])
def test_metal_without_end_says_nothing_of_a_film(bare: float) -> None:
    outline = floor(bare=np.full(len(X), bare))
    endless = replace(supply(outline), depth=np.full(len(outline), np.inf))
    assert np.array_equal(film_on_host(outline, endless), outline.thickness_um)


def test_what_a_step_strips_makes_the_film_thinner_by_as_much() -> None:
    before, lost = floor(), 0.05
    metal = supply(before)
    film = film_on_host(floor(THICKNESS - lost), metal)[: len(X)]
    assert film == pytest.approx(film_on_host(before, metal)[: len(X)] - lost, rel=ROUND_OFF)


def test_a_film_counts_by_the_bareness_at_the_start_of_the_step() -> None:
    """A vertex whose metal a step exhausts is bare host at its end."""
    before = floor()
    metal = supply(before)
    bared = floor(bare=np.ones(len(X)))
    assert np.array_equal(film_on_host(bared, metal), film_on_host(before, metal))


def test_where_nothing_is_stripped_a_film_is_its_thickness_and_metal_is_plentiful() -> None:
    outline = floor()
    assert np.array_equal(film_on_host(outline, None), outline.thickness_um)
    depth = depth_of_metal(outline, None, 10.0)
    assert depth.shape == (len(outline),)
    assert np.isfinite(depth).all() and (depth > CELL).all()


def test_metal_without_end_is_a_finite_depth() -> None:
    outline = floor()
    depth = depth_of_metal(outline, supply(outline), 10.0)
    known = np.append(np.isfinite(DEPTH), [False, False])
    assert np.isfinite(depth).all() and (depth[~known] > CELL).all()
    assert depth[known] == pytest.approx(DEPTH[known[: len(X)]], rel=ROUND_OFF)


@pytest.mark.parametrize("stretch", [0.5, 3.0])
def test_the_same_metal_is_thinner_on_a_longer_front(stretch: float) -> None:
    known = np.flatnonzero(np.isfinite(DEPTH))
    depth = depth_of_metal(floor(stretch=stretch), supply(floor()), 10.0)
    assert depth[known] == pytest.approx(DEPTH[known] / stretch, rel=ROUND_OFF)


@pytest.mark.parametrize("step", [0.0, 0.1, 20.0])
def test_metal_that_another_surface_plates_in_the_step_can_be_stripped(step: float) -> None:
    outline = floor()
    plated, stripped, nothing = 0.3, -0.4, np.zeros(len(outline))
    plating, stripping = nothing.copy(), nothing.copy()
    plating[[2, 3]], stripping[[0, 3]] = plated, stripped
    metal = supply(outline).beside(VertexCurrents([plating, stripping], nothing))
    depth = depth_of_metal(outline, metal, step)[: len(X)]
    known = np.isfinite(DEPTH)
    assert depth[3] == pytest.approx(
        DEPTH[3] + plated * step * AREA_PER_CHARGE / LENGTH[3], rel=ROUND_OFF
    )
    alone = known & (np.arange(len(X)) != 3)
    assert depth[alone] == pytest.approx(DEPTH[alone], rel=ROUND_OFF)


def test_what_arrives_is_no_metal_at_the_start_of_the_step() -> None:
    """The charge that a vertex can pass is that of the metal below it."""
    outline = floor()
    parts = [np.full(len(outline), 0.3), np.full(len(outline), -0.4)]
    alone = supply(outline)
    metal = alone.beside(VertexCurrents(parts, np.zeros(len(outline))))
    assert np.array_equal(metal.charge, alone.charge)
    known = np.flatnonzero(np.isfinite(DEPTH))
    assert alone.charge[known] == pytest.approx(
        DEPTH[known] * LENGTH[known] / AREA_PER_CHARGE, rel=ROUND_OFF
    )
