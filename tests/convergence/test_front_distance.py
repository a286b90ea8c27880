from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from platefront.convergence.front_distance import front_distance, thickness_near
from platefront.solvers.balance.step_record import Fields
from tests.convergence.fake_levels import fields


def with_front(points: np.ndarray) -> Fields:
    """A front along these points."""
    index = np.arange(len(points))
    return replace(
        fields(1.0),
        points=points,
        front=np.column_stack([index[:-1], index[1:]]),
        thickness=np.zeros(len(points)),
    )


def circle(radius: float, count: int) -> Fields:
    angle = np.linspace(0.0, 2.0 * np.pi, count + 1)
    return with_front(radius * np.column_stack([np.cos(angle), np.sin(angle)]))


def test_equal_fronts_have_no_distance():
    found = front_distance(circle(5.0, 40), circle(5.0, 40))
    assert (found.largest, found.mean) == pytest.approx((0.0, 0.0), abs=1e-14)


def test_parallel_fronts_differ_by_their_distance_whatever_their_vertices():
    x = np.linspace(0.0, 10.0, 7)
    fine = np.linspace(0.0, 10.0, 31)
    one = with_front(np.column_stack([x, np.zeros_like(x)]))
    other = with_front(np.column_stack([fine, np.full_like(fine, 0.25)]))
    found = front_distance(one, other)
    assert found.largest == pytest.approx(0.25)
    assert found.mean == pytest.approx(0.25)


def test_concentric_circles_differ_by_their_radii():
    found = front_distance(circle(5.0, 400), circle(5.5, 300))
    assert found.largest == pytest.approx(0.5, rel=2e-3)
    assert found.mean == pytest.approx(0.5, rel=2e-3)


def test_a_closed_pore_shows_with_its_depth_but_little_in_the_mean():
    flat = with_front(np.column_stack([np.linspace(0, 100, 201), np.zeros(201)]))
    x = np.array([0.0, 50.0, 50.0, 51.0, 51.0, 100.0])
    y = np.array([0.0, 0.0, -8.0, -8.0, 0.0, 0.0])
    found = front_distance(flat, with_front(np.column_stack([x, y])))
    assert found.largest == pytest.approx(8.0)
    assert 0.1 < found.mean < 1.0


@pytest.mark.parametrize("seed", range(4))
def test_largest_distance_is_that_of_hausdorff_and_symmetric(seed):
    rng = np.random.default_rng(seed)
    one, other = (
        with_front(np.column_stack([np.linspace(0, 20, n), rng.uniform(0, 3, n)])) for n in (17, 23)
    )
    lines = [shapely.linestrings(f.points) for f in (one, other)]
    # ours looks at edge middles as well, as `densify=0.5` does
    expected = max(
        shapely.hausdorff_distance(*lines, densify=0.5),
        shapely.hausdorff_distance(*lines[::-1], densify=0.5),
    )
    found = front_distance(one, other)
    assert found.largest == pytest.approx(expected, rel=1e-12)
    back = front_distance(other, one)
    assert (back.largest, back.mean) == pytest.approx((found.largest, found.mean))


def test_no_front_no_distance():
    bare = replace(fields(1.0), front=np.empty((0, 2), dtype=np.int64))
    with pytest.raises(ValueError, match="without a front"):
        front_distance(bare, fields(1.0))


@pytest.mark.parametrize(
    ("place", "thickness"),
    [((0.0, 10.0), 1e-6), ((3.0, 12.0), 2e-6), ((9.0, 0.0), 4e-6), ((99.0, 10.0), 5e-6)],
)
def test_thickness_is_that_of_the_nearest_point_of_the_front(place, thickness):
    assert thickness_near(fields(0.0), *place) == pytest.approx(thickness)
