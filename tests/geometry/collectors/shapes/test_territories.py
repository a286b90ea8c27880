from __future__ import annotations

import pytest
import shapely

from platefront.geometry.collectors.shapes.territories import territories

BOX = shapely.box(0, 0, 100, 60)


def test_points_go_to_the_nearest_solid():
    left, right = shapely.box(10, 20, 30, 40), shapely.box(70, 20, 90, 40)
    regions = territories({"left": left, "right": right}, BOX)
    assert list(regions) == ["left", "right"]
    assert regions["left"].area == pytest.approx(50 * 60, rel=1e-3)
    for x, owner in ((1.0, "left"), (49.9, "left"), (50.1, "right"), (99.0, "right")):
        assert regions[owner].intersects(shapely.Point(x, 50.0))
    assert regions["left"].intersection(regions["right"]).area == pytest.approx(0.0, abs=1e-9)


def test_floor_belongs_to_nothing_but_solids_that_stand_on_it():
    standing, floating = shapely.box(10, 0, 30, 40), shapely.box(70, 20, 90, 40)
    regions = territories({"standing": standing, "floating": floating}, BOX)
    floor = shapely.LineString([(0, 0), (100, 0)])
    assert regions["standing"].intersection(floor).length == pytest.approx(20.0)
    assert regions["floating"].intersection(floor).length == 0.0


def test_solids_that_touch_keep_their_own_ground():
    base, post = shapely.box(0, 0, 100, 10), shapely.box(40, 10, 60, 40)
    regions = territories({"base": base, "post": post}, BOX)
    assert base.difference(regions["base"]).area < 1e-9
    assert post.difference(regions["post"]).area < 1e-9
    assert regions["base"].intersects(shapely.Point(20.0, 10.001))
    assert regions["post"].intersects(shapely.Point(39.999, 30.0))
    # lithium laid on the post, as far as it is nearer to the post than to the base
    assert regions["post"].contains(shapely.box(38, 13, 40, 40))
