"""Objects of many outlines: filled by the rule, in seconds, however they are nested."""

from __future__ import annotations

import time

import numpy as np
import pytest
import shapely

from platefront.geometry.importing.drawing import Drawing, DrawingError, DrawnLine, DrawnShape
from platefront.geometry.importing.rings import region

SECONDS = 40.0
DRAWING = Drawing("a.svg", (), 1e-6)


def square(x: float, y: float, side: float, *, turned: bool = False) -> DrawnLine:
    corners = np.array([(x, y), (x + side, y), (x + side, y + side), (x, y + side)], dtype=float)
    return DrawnLine(corners[::-1] if turned else corners, True)


def filled(*lines: DrawnLine, even_odd: bool = True) -> shapely.geometry.base.BaseGeometry:
    begun = time.monotonic()
    found = region(DrawnShape((), lines, "path", even_odd), DRAWING, 1e-3, [])
    assert time.monotonic() - begun < SECONDS
    assert found.is_valid
    return found


def test_many_outlines_beside_each_other():
    lines = [square(n % 200, n // 200, 0.5) for n in range(20_000)]
    assert filled(*lines).area == pytest.approx(5000.0)
    assert len(shapely.get_parts(filled(*lines))) == 20_000


def test_many_holes_in_one_outline():
    holes = [square(n % 100 + 0.2, n // 100 + 0.2, 0.5) for n in range(5_000)]
    assert filled(square(0, 0, 100), *holes).area == pytest.approx(10_000 - 1250)


@pytest.mark.parametrize(("even_odd", "share"), [(True, 0.5), (False, 1.0)])
def test_many_outlines_within_each_other(even_odd, share):
    lines = [square(0.1 * n, 0.1 * n, 200.2 - 0.2 * n) for n in range(1000)]
    assert filled(*lines, even_odd=even_odd).area == pytest.approx(share * 200**2, rel=0.01)


def test_many_outlines_that_meet_are_refused_at_once():
    begun = time.monotonic()
    with pytest.raises(DrawingError, match=r"two outlines of this object meet") as caught:
        filled(*[square(1, 1, 1)] * 20_000)
    assert "at (" in str(caught.value)
    assert time.monotonic() - begun < SECONDS


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("even_odd", [True, False])
def test_random_nesting_agrees_with_unions_and_differences(seed, even_odd):
    rng = np.random.default_rng(seed)
    lines, boxes = [], [(0.0, 0.0, 64.0)]
    while boxes:
        x, y, side = boxes.pop()
        if side < 1.0:
            continue
        lines.append(square(x, y, side, turned=bool(rng.integers(2))))
        inner = 0.4 * side
        places = [(0.05, 0.05), (0.55, 0.05), (0.05, 0.55), (0.55, 0.55)]
        for dx, dy in places:
            if rng.random() < 0.6:
                boxes.append((x + dx * side, y + dy * side, inner))
    polygons = [shapely.Polygon(line.points) for line in lines]
    points = shapely.points(rng.uniform(0.0, 64.0, (2000, 2)))
    windings = sum(
        shapely.contains(polygon, points) * (1 if even_odd or polygon.exterior.is_ccw else -1)
        for polygon in polygons
    )
    inside = windings % 2 == 1 if even_odd else windings != 0
    assert np.array_equal(shapely.contains(filled(*lines, even_odd=even_odd), points), inside)


def test_objects_that_fill_nothing_are_empty():
    lines = [square(0, 0, 2), square(0.5, 0.5, 1, turned=True)]
    assert filled(*lines, even_odd=False).area == pytest.approx(3.0)
    assert len(filled(*lines, even_odd=False).interiors) == 1
