"""Opening, closing and offsetting lose nothing."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.plane.offsets import closing, mitred, opening

SPLIT = shapely.from_wkt(
    "MULTIPOLYGON (((420.73 51.32, 410.15 101.54, 414.65 106.36, 417.16 109.59, 417.31 109.5, "
    "420.73 106.26, 420.73 51.32)), "
    "((359.5 106.83, 338.96 100.1, 309.81 110.54, 307.19 119.3, 359.5 106.83)))"
)
"""GEOS 3.13 loses a polygon of these two when it buffers both inwards by 3.1941."""


def test_opening_keeps_what_an_inward_buffer_loses() -> None:
    radius = 3.1941
    one_by_one = sum(opening(part, radius).wide.area for part in SPLIT.geoms)
    found = opening(SPLIT, radius)
    # the boundary's neighbourhood is rounded by chords at convex corners, too
    assert found.wide.area == pytest.approx(one_by_one, rel=1e-3)
    assert all(part.intersection(found.wide).area > 0.5 * part.area for part in SPLIT.geoms)


def test_opening_parts_wide_from_narrow() -> None:
    """Two squares of side 4 and a bar of width 1 between them: the bar goes, and the corners."""
    shape = shapely.union_all(
        [shapely.box(0, 0, 4, 4), shapely.box(4, 1.5, 9, 2.5), shapely.box(9, 0, 13, 4)]
    )
    radius = 1.0
    found = opening(shape, radius, quad_segs=32)
    corners = 8 * (1.0 - 0.25 * np.pi) * radius**2
    caps = np.pi / 3.0 - 0.5 * np.sqrt(3.0)  # discs reach a little into both ends of the bar
    bar = [piece for piece in found.narrow if piece.area > 1.0]
    assert len(shapely.get_parts(found.wide)) == 2
    assert len(bar) == 1
    assert bar[0].area == pytest.approx(5.0 - caps, rel=1e-3)
    assert found.wide.area == pytest.approx(32.0 - corners + caps, rel=1e-3)
    assert opening(shape, radius, swell=1.02).wide.area > found.wide.area


def test_closing_is_opening_of_what_is_outside() -> None:
    shape = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 3, 5, 10))
    around = shapely.box(-5, -5, 15, 15)
    closed = closing(shape, 1.0, quad_segs=32)
    outside = opening(around.difference(shape), 1.0, quad_segs=32).wide
    assert closed.area == pytest.approx(100.0, rel=1e-2), "the slot of width 1 is filled"
    assert closed.intersection(outside).area < 1e-2


@pytest.mark.parametrize("shape", [SPLIT, shapely.box(0, 0, 1, 1)])
def test_closing_keeps_the_shape(shape: BaseGeometry) -> None:
    closed = closing(shape, 0.3)
    assert shape.difference(closed).area < 1e-2 * shape.area


def test_mitred_keeps_corners() -> None:
    square = shapely.box(0, 0, 2, 2)
    assert mitred(square, 0.5).area == pytest.approx(9.0)
    assert mitred(square, -0.5).area == pytest.approx(1.0)
