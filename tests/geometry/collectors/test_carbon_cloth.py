"""Carbon cloth: weave, packing, limits."""

from __future__ import annotations

import math
from functools import cache
from itertools import combinations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from scipy.spatial.distance import pdist

from platefront.geometry.collectors import CarbonCloth
from platefront.geometry.collectors.shapes.packing import (
    corner_radius,
    pack_discs,
    regular_polygons,
)
from platefront.geometry.collectors.shapes.weave import PlainWeave
from platefront.geometry.errors import SectionError
from tests.shared.small_collectors import SMALL_CLOTH

# small enough for a test: a crossing of two thin yarns


def cloth(**changes: float) -> CarbonCloth:
    return CarbonCloth(**(SMALL_CLOTH.model_dump() | changes))


@cache
def default_fibres() -> shapely.MultiPolygon:
    return CarbonCloth().fibres()


def centres(fibres: shapely.MultiPolygon) -> np.ndarray:
    return shapely.get_coordinates(shapely.centroid(shapely.get_parts(fibres)))


def test_a_fibre_polygon_has_the_area_of_the_circle():
    (polygon,) = regular_polygons(np.array([[3.0, 4.0]]), 4.5, 24)
    assert polygon.area == pytest.approx(math.pi * 4.5**2, rel=1e-14)
    assert polygon.centroid.coords[0] == pytest.approx((3.0, 4.0))
    farthest = shapely.hausdorff_distance(polygon, shapely.Point(3.0, 4.0))
    assert farthest == pytest.approx(corner_radius(4.5, 24))


def test_the_default_section_is_of_the_size_the_main_case_needs():
    fibres = default_fibres()
    assert 150 <= len(fibres.geoms) <= 250
    area = len(fibres.geoms) * math.pi * 4.5**2
    assert fibres.area == pytest.approx(area, rel=1e-12)
    porosity = 1.0 - fibres.area / (225.0 * 300.0)
    assert 0.70 < porosity < 0.85


def test_fibres_keep_their_distance_from_each_other_and_from_walls():
    fibres = default_fibres()
    parts = shapely.get_parts(fibres)
    tree = shapely.STRtree(parts)
    first, second = tree.query(parts, predicate="dwithin", distance=1.0 - 1e-9)
    np.testing.assert_array_equal(first, second)
    left, bottom, right, top = fibres.bounds
    assert left >= 1.0 - 1e-9
    assert right <= 224.0 + 1e-9
    assert bottom >= -150.0
    assert top <= 150.0


def test_the_same_seed_makes_the_same_fibres():
    first, again, other = cloth().fibres(), cloth().fibres(), cloth(seed=2).fibres()
    np.testing.assert_array_equal(shapely.get_coordinates(first), shapely.get_coordinates(again))
    assert not np.allclose(centres(first)[0], centres(other)[0])


def test_packing_is_the_fibre_fraction_of_the_yarns():
    yarns = PlainWeave(78.0, 55.0, 55.0, 120.0, math.pi / 4).yarns(110.0)
    assert len(yarns) == 2
    fibre = math.pi * 4.5**2
    # rounded to whole fibres, yarn by yarn
    assert cloth().fibres().area == pytest.approx(
        0.4 * sum(yarn.area for yarn in yarns), abs=len(yarns) * 0.5 * fibre
    )


def test_a_bias_cut_shows_a_lens_of_known_area_on_top_of_another():
    warp, weft = PlainWeave(78.0, 55.0, 55.0, 120.0, math.pi / 4).yarns(110.0)
    lens = 2.0 / 3.0 * 55.0 * math.sqrt(2.0) * 55.0
    assert warp.area == pytest.approx(lens, rel=1e-3)
    assert weft.area == pytest.approx(lens, rel=1e-3)
    assert warp.bounds[3] == pytest.approx(60.0)
    assert weft.bounds[1] == pytest.approx(-60.0)
    assert warp.bounds[1] >= -1e-9 + 5.0 - 55.0
    # turned about the middle, one is the other
    assert shapely.affinity.rotate(warp, 180, origin=(55.0, 0.0)).equals_exact(
        weft, 1e-9, normalize=True
    )


@settings(deadline=None)
@given(
    pitch=st.floats(20.0, 400.0),
    slimness=st.floats(0.3, 1.0),
    height=st.floats(10.0, 200.0),
    spare=st.floats(0.0, 50.0),
    angle=st.floats(math.radians(20), math.radians(70)),
    width=st.floats(20.0, 600.0),
)
def test_yarns_of_any_weave_do_not_overlap(pitch, slimness, height, spare, angle, width):
    thickness = 2.0 * height + spare
    yarns = PlainWeave(pitch, slimness * pitch, height, thickness, angle).yarns(width)
    assert yarns
    for yarn in yarns:
        assert yarn.is_valid
        assert max(abs(yarn.bounds[1]), abs(yarn.bounds[3])) <= 0.5 * thickness + 1e-9
    for one, other in combinations(yarns, 2):
        # outlines are polygons inscribed in curves: they may cut a corner where yarns touch
        assert one.intersection(other).area < 1e-3 * min(one.area, other.area)


@settings(max_examples=15, deadline=None)
@given(
    packing=st.floats(0.05, 0.4),
    gap=st.floats(0.2e-6, 1.5e-6),
    diameter=st.floats(6e-6, 11e-6),
    facets=st.integers(8, 40),
    width=st.floats(110e-6, 200e-6),
    seed=st.integers(0, 1000),
)
def test_any_cloth_has_valid_fibres_apart(packing, gap, diameter, facets, width, seed):
    made = cloth(
        packing=packing,
        min_gap=gap,
        fibre_diameter=diameter,
        facets=facets,
        width=width,
        seed=seed,
    )
    fibres = made.fibres()
    assert fibres.is_valid
    if len(fibres.geoms) > 1:
        apart = pdist(centres(fibres)).min() - 2.0 * corner_radius(0.5e6 * diameter, facets)
        assert apart >= 1e6 * gap - 1e-9


def test_packing_gives_up_on_the_impossible():
    rng = np.random.default_rng(0)
    assert pack_discs(shapely.box(0, 0, 10, 10), 200, 1.0, rng) is None


def test_packing_reaches_a_dense_arrangement():
    rng = np.random.default_rng(0)
    points = pack_discs(shapely.box(0, 0, 10, 10), 90, 1.0, rng)
    assert points is not None
    assert pdist(points).min() >= 1.0
    assert points.min() >= -1e-12
    assert points.max() <= 10.0 + 1e-12


def test_too_dense_a_yarn_is_refused():
    with pytest.raises(SectionError, match=r"fibres of 9 µm cannot be placed in a yarn with gaps "):
        cloth(packing=0.7, min_gap=2e-6).fibres()


def test_a_cloth_without_open_channel_is_refused():
    with pytest.raises(SectionError, match=r"no channel 9 µm wide leads from the top of the cloth"):
        cloth(thickness=110e-6, yarn_width=78e-6, cut_angle=math.radians(30), packing=0.5).section(
            50.0, None, inverted=False
        )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"yarn_width": 80e-6}, "yarn_width must not exceed yarn_pitch"),
        ({"thickness": 100e-6}, "thickness must be at least twice yarn_height"),
        ({"fibre_diameter": 60e-6}, "yarn_height has no room for a fibre and its min_gap"),
    ],
)
def test_impossible_weaves_are_refused(changes, message):
    with pytest.raises(ValidationError, match=message):
        cloth(**changes)


def test_an_empty_section_is_refused():
    with pytest.raises(SectionError, match="the section holds no fibre"):
        cloth(width=10e-6, packing=0.03).fibres()
