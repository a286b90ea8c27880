from __future__ import annotations

import numpy as np
import pytest
import shapely

from platefront.results.reading import RunResults
from platefront.results.tables.depth_profile import DEPTH_BINS, area_below, area_fractions
from tests.results.written_run import EVERY, STEPS
from tests.shared.synthetic import COLLECTOR, HEIGHT, INVERTED, WIDTH, deposit_after


def test_area_below_is_that_of_the_cut_shape() -> None:
    disc = shapely.Point(5.0, 5.0).buffer(4.0)
    shape = shapely.union_all(
        [disc.difference(shapely.Point(5.5, 4.0).buffer(1.5)), shapely.box(10, 2, 12, 7)]
    )
    heights = np.linspace(-1.0, 10.0, 23)
    cut = [shape.intersection(shapely.box(-20, -20, 20, y)).area for y in heights]
    np.testing.assert_allclose(area_below(shape, heights), cut, atol=1e-12)


@pytest.mark.parametrize("empty", [shapely.Polygon(), shapely.MultiPolygon()])
def test_nothing_has_no_area(empty: shapely.Geometry) -> None:
    np.testing.assert_array_equal(area_fractions(empty, 10.0, 10.0, 5), 0.0)


def test_a_full_strip_counts_one() -> None:
    fractions = area_fractions(shapely.box(0, 2, 10, 5), 10.0, 10.0, 10)
    np.testing.assert_allclose(fractions, [0, 0, 1, 1, 1, 0, 0, 0, 0, 0], atol=1e-14)


def test_profile_holds_the_areas_of_lithium_and_collector(run: RunResults) -> None:
    profile = run.depth_profile
    assert list(profile.columns) == [
        "time_s",
        "capacity_mAh_per_cm2",
        "y_m",
        "lithium_fraction",
        "collector_fraction",
    ]
    assert len(profile) == DEPTH_BINS * (STEPS // EVERY + 1)
    strip = WIDTH * HEIGHT / DEPTH_BINS
    for time, rows in profile.groupby("time_s"):
        steps = round(time / 600.0)
        assert rows["y_m"].iloc[0] == pytest.approx(0.5e-6 * HEIGHT / DEPTH_BINS)
        assert rows["y_m"].iloc[-1] < HEIGHT * 1e-6
        lithium = strip * rows["lithium_fraction"].sum()
        assert lithium == pytest.approx(deposit_after(steps, INVERTED).area, rel=1e-9)
        trapped = 2.0 if steps > 5 else 0.0
        host = strip * rows["collector_fraction"].sum()
        assert host == pytest.approx(COLLECTOR.area - trapped, rel=1e-9)
