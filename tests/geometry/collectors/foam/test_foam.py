"""Foam: porosity, connected pores, passages, walls, coat, limits."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st

from platefront.geometry.collectors import Foam
from platefront.geometry.collectors.shapes.cells import tessellate
from platefront.geometry.plane.side_walls import SideWalls
from platefront.geometry.section.predeposit import Layer
from tests.geometry.collectors.foam.foams import (
    CUT_AT_A_FACE,
    HAIR_THIN,
    STEEP_AT_A_WALL,
    check,
    foams,
)
from tests.shared.effort import few, many

FEW_PORES = 2.5


@few(4)
@given(foams(FEW_PORES))
@example(CUT_AT_A_FACE)
@example(HAIR_THIN)
@pytest.mark.slow
def test_any_foam_is_as_asked(foam: Foam) -> None:
    check(foam)


@few(2)
@given(foams(FEW_PORES))
@example(CUT_AT_A_FACE)
@example(STEEP_AT_A_WALL)
def test_any_foam_between_periodic_walls_is_as_asked(foam: Foam) -> None:
    check(foam.between_periodic_walls())


@pytest.mark.long
@many(200)
@given(foams(), st.booleans())
def test_many_foams_are_as_asked(foam: Foam, periodic: bool) -> None:
    check(foam.between_periodic_walls() if periodic else foam)


@pytest.mark.parametrize("seed", [1, 2])
def test_foam_and_coat_are_turned_over_in_place(seed: int) -> None:
    foam, layer = Foam(width=45e-6, thickness=45e-6, seed=seed), Layer(3.0)
    upright, inverted = (foam.section(30.0, layer, inverted=turned) for turned in (False, True))
    assert upright.deposit.area == pytest.approx(layer.thickness * upright.width, rel=1e-9)
    assert upright.deposit.intersection(upright.collector).area < 1e-9 * upright.box.area
    assert upright.deposit.centroid.y > upright.middle > inverted.deposit.centroid.y
    back = inverted.flipped()
    for shape, turned in ((upright.collector, back.collector), (upright.deposit, back.deposit)):
        assert shape.symmetric_difference(turned).area < 1e-9 * upright.box.area


def test_pores_have_the_size_asked_for() -> None:
    width, height, size = 400.0, 300.0, 25.0
    cells = tessellate(SideWalls(width), 0.0, height, size, np.random.default_rng(1)).cells
    halves = shapely.area(shapely.intersection(cells, shapely.box(0.0, 0.0, width, height)))
    assert halves.sum() == pytest.approx(width * height, rel=1e-9), "cells leave no gap"
    whole = halves / shapely.area(cells)  # a cell on the wall counts as the half that is inside
    mean = width * height / whole.sum()
    assert mean == pytest.approx(0.25 * math.pi * size**2, rel=0.05)


def small(**changes: Any) -> Foam:
    """Some nine pores, half of them cut by a wall."""
    return Foam(**{"width": 45e-6, "thickness": 45e-6, "seed": 3, **changes})


def test_ligaments_and_windows_change_what_is_joined() -> None:
    """Without optional ligaments the metal falls into more pieces."""
    pieces = [len(small(ligaments=share).metal()[0].geoms) for share in (0.0, 0.5, 1.0)]
    assert pieces[0] > pieces[1] > pieces[2]
    struts = [small(porosity=porosity).metal()[1] for porosity in (0.85, 0.9, 0.95)]
    assert struts[0] > struts[1] > struts[2]


def test_the_same_seed_makes_the_same_foam() -> None:
    # what lies below the foam does not matter, but makes it another one than the one that is kept
    first, again = (small(floor_gap=gap).metal()[0] for gap in (8e-6, 9e-6))
    assert first is not again
    np.testing.assert_array_equal(shapely.get_coordinates(first), shapely.get_coordinates(again))
    assert first.symmetric_difference(small(seed=4).metal()[0]).area > 1.0
