from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from platefront.figures.half_edges import BOUNDARY, filled_region, twins
from platefront.geometry.arrays import Floats, Integers
from platefront.results.fields import triangulated

SQUARE = shapely.box(0, 0, 10, 10)
SHAPES = {
    "square": SQUARE,
    "ring": SQUARE.difference(shapely.Point(5, 5).buffer(2.0)),
    "two parts": shapely.union_all([SQUARE, shapely.box(20, 0, 25, 5)]),
    "island in a lake": shapely.union_all(
        [SQUARE.difference(shapely.Point(5, 5).buffer(3.0)), shapely.Point(5, 5).buffer(1.0)]
    ),
    "parts that touch in a corner": shapely.union_all([SQUARE, shapely.box(10, 10, 12, 12)]),
    "many holes": SQUARE.difference(
        shapely.union_all(
            [shapely.box(i, j, i + 0.4, j + 0.4) for i in range(1, 9) for j in range(1, 9)]
        )
    ),
}


def triangles_of(shape: BaseGeometry) -> tuple[Floats, Integers]:
    corners = triangulated(shape)
    points, cells = np.unique(corners.reshape(-1, 2), axis=0, return_inverse=True)
    return points, cells.reshape(-1, 3)


@pytest.mark.parametrize("name", SHAPES)
def test_region_is_the_shape_that_was_cut_up(name: str) -> None:
    shape = SHAPES[name]
    region = filled_region(*triangles_of(shape))
    assert region.is_valid
    assert region.symmetric_difference(shape).area < 1e-12 * shape.area
    assert len(shapely.get_parts(region)) == len(shapely.get_parts(shape))


def test_no_triangles_no_region() -> None:
    assert filled_region(np.empty((0, 2)), np.empty((0, 3), dtype=np.int64)).is_empty


def test_direction_of_the_triangles_does_not_matter() -> None:
    points, triangles = triangles_of(SHAPES["ring"])
    mixed = np.where(np.arange(len(triangles))[:, None] % 2 == 0, triangles, triangles[:, ::-1])
    one, other = filled_region(points, triangles), filled_region(points, mixed)
    assert one.equals(other)


def test_a_hole_that_touches_the_outline_is_left_open() -> None:
    shape = shapely.box(0, 0, 4, 4).difference(shapely.Polygon([(0, 0), (2, 1), (1, 2)]))
    assert filled_region(*triangles_of(shape)).area == pytest.approx(shape.area, rel=1e-14)


def test_twins_are_mutual() -> None:
    _, triangles = triangles_of(SHAPES["ring"])
    twin = twins(triangles)
    inner = np.flatnonzero(twin != BOUNDARY)
    np.testing.assert_array_equal(twin[twin[inner]], inner)
    assert (twin == BOUNDARY).sum() == len(shapely.get_coordinates(SHAPES["ring"])) - 2
