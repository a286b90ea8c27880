"""Closed gaps: the front retreats elsewhere by all that they have added to the deposit."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from platefront.geometry.front.outline import Outline
from platefront.geometry.front.topology.merging import merge

POST = shapely.box(3, 0, 9, 6.8)
BOX = shapely.box(0, 0, 12, 18.92)


def two_closing_trenches() -> Outline:
    """Thick lithium on a post of 6 µm in edges of 2 µm; half trenches of 1.2 µm beside it."""
    half = [(0, 0), (2.84, 0.21), (1.16, 1.31), (1.19, 3.4), (1.16, 5.35), (2.52, 7.84)]
    other = [(12.0 - x, y) for x, y in reversed(half)]
    points = np.array([*half, (6, 7.04), *other, (12, 18.92), (0, 18.92)], dtype=float)
    tags = np.array([1] * (len(points) - 3) + [-1, -3, -1])
    depth = shapely.distance(POST, shapely.points(points))
    return Outline(points, np.array([0]), tags, 1e-6 * depth, np.ones(len(points)))


def test_a_trench_that_closes_at_once_is_given_back_whole() -> None:
    front = two_closing_trenches()
    merging = merge(front, obstacles=POST, gap=1.2, size=2.0, cell=BOX)
    filled = sum(piece.area for piece in merging.filled)
    pockets = sum(piece.area for piece in merging.pockets)
    assert filled > 8.0 and len(merging.pockets) == 2, "else nothing has closed at once"
    off = merging.outline.area + pockets - front.area
    assert abs(off) < 1e-7, f"{off:.1e} of {filled:.1f} µm² not given back"
    assert merging.moved_area == pytest.approx(filled, rel=0.01)
    assert merging.outline.polygon().intersection(POST).area < 1e-6
    assert merging.outline.is_simple
