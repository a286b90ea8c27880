"""The outline: orientation, neighbours, lengths, areas."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings

from platefront.geometry.front.outline import Outline
from platefront.geometry.front.tags import BOTTOM, COUNTER, SYMMETRY
from tests.geometry.front.packings import HEIGHT, WIDTH, outlines


def square_with_hole() -> Outline:
    """A 4 x 4 box, its floor front 0, round a unit square hole, front 1."""
    points = np.array([[0, 0], [4, 0], [4, 4], [0, 4], [1, 1], [1, 2], [2, 2], [2, 1]], float)
    tag = np.array([0, SYMMETRY, COUNTER, SYMMETRY, 1, 1, 1, 1])
    return Outline(points, np.array([0, 4]), tag, np.zeros(8), np.zeros(8))


def test_neighbours_lengths_and_areas_of_a_known_outline() -> None:
    outline = square_with_hole()
    assert outline.following.tolist() == [1, 2, 3, 0, 5, 6, 7, 4]
    assert outline.preceding.tolist() == [3, 0, 1, 2, 7, 4, 5, 6]
    assert outline.ring.tolist() == [0] * 4 + [1] * 4
    assert outline.ring_areas.tolist() == [16.0, -1.0]
    assert outline.area == 15.0
    assert outline.polygon().area == 15.0
    assert outline.front_length.tolist() == [2.0, 2.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0]
    assert outline.front_points.tolist() == [True, True, False, False, True, True, True, True]


def test_growth_area_points_into_the_electrolyte() -> None:
    growth = square_with_hole().growth_area
    assert growth[:2].tolist() == [[0.0, 2.0], [0.0, 2.0]]  # the floor grows upwards
    assert growth[4].tolist() == [-0.5, -0.5]  # the hole's corners grow outwards
    assert growth[6].tolist() == [0.5, 0.5]


def test_lithium_is_what_was_there_or_has_grown() -> None:
    outline = square_with_hole()
    bare = Outline(
        outline.points, outline.starts, outline.tag, np.array([0, 0, 0, 0, 0, 1e-9, 0, 0]),
        np.array([0.0, 0, 0, 0, 1, 1, 1, 1]),
    )  # fmt: skip
    # Wall edges are never lithium; of the hole only the two edges at the grown vertex are.
    assert bare.on_lithium.tolist() == [True, False, False, False, True, True, False, False]


@settings(deadline=None, max_examples=40, derandomize=True)
@given(outlines)
def test_invariants_of_random_packings(outline: Outline) -> None:
    everyone = np.arange(len(outline))
    assert np.array_equal(outline.preceding[outline.following], everyone)
    assert np.array_equal(outline.ring[outline.following], outline.ring)
    polygon = outline.polygon()
    assert polygon.is_valid
    assert abs(outline.area / polygon.area - 1.0) < 1e-12
    assert outline.ring_areas[0] > 0.0 and (outline.ring_areas[1:] < 0.0).all()
    front = outline.lengths[outline.is_front].sum()
    assert abs(outline.front_length.sum() / max(front, 1e-300) - 1.0) < 1e-12 or front == 0.0
    x, y = (outline.points + 0.5 * outline.edges).T
    assert (((x == 0.0) | (x == WIDTH)) == (outline.tag == SYMMETRY)).all()
    assert ((y == HEIGHT) == (outline.tag == COUNTER)).all()
    assert ((y == 0.0) == (outline.tag == BOTTOM)).all()
