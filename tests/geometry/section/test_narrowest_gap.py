"""The narrowest gap: known distances, mirror images, and what is no gap."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.collectors import Foil, Pillars, Trench, Wire
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.narrowest_gap import narrowest_gap
from platefront.geometry.section.transforms import cropped, mirrored, repeated, scaled
from tests.shared.small_collectors import TINY_CLOTH

UM = 1e-6


def cell(*solids: BaseGeometry, width: float = 20.0, height: float = 30.0) -> CrossSection:
    shape = shapely.union_all(solids)
    return CrossSection(
        width=width,
        height=height,
        collector=shape,
        deposit=shapely.Polygon(),
        span=(shape.bounds[1], shape.bounds[3]),
        surfaces={"solid": shapely.box(0.0, 1e-3, width, height)},
    )


def test_two_squares_corner_to_corner():
    gap = narrowest_gap(cell(shapely.box(4, 4, 8, 8), shapely.box(9, 10, 13, 14)))
    assert gap is not None
    assert gap.width == pytest.approx(np.sqrt(1.0 + 4.0), rel=1e-12)
    assert sorted(gap.ends.tolist()) == [pytest.approx([8, 8]), pytest.approx([9, 10])]


def test_a_corner_before_an_edge():
    diamond = shapely.Polygon([(12, 8), (14, 10), (12, 12), (10, 10)])
    gap = narrowest_gap(cell(shapely.box(4, 6, 8.5, 14), diamond))
    assert gap is not None
    assert gap.width == pytest.approx(1.5, rel=1e-12)
    assert sorted(gap.ends[:, 0]) == pytest.approx([8.5, 10.0])


@pytest.mark.parametrize(("left", "place"), [(0.75, 0.0), (17.5, 20.0)])
def test_a_square_and_its_mirror_image(left: float, place: float):
    gap = narrowest_gap(cell(shapely.box(left, 8, left + 2.0, 12)))
    assert gap is not None
    distance = left if place == 0.0 else 20.0 - left - 2.0
    assert gap.width == pytest.approx(2.0 * distance, rel=1e-12)
    assert gap.ends[:, 0].mean() == pytest.approx(place, abs=1e-9)


def test_down_to_the_floor_but_not_up_to_the_counter_electrode():
    low = narrowest_gap(cell(shapely.box(8, 1.5, 12, 6)))
    assert low is not None
    assert low.width == pytest.approx(1.5, rel=1e-12)
    high = narrowest_gap(cell(shapely.box(8, 12, 12, 29)))
    assert high is not None
    assert high.width == pytest.approx(12.0, rel=1e-12)  # to the floor


def test_a_thin_wall_of_solid_is_no_gap():
    fin = shapely.box(9.9, 0.0, 10.1, 20.0)
    gap = narrowest_gap(cell(fin))
    assert gap is not None
    assert gap.width == pytest.approx(2 * 9.9, rel=1e-12)  # fin to fin


def test_the_mouth_of_a_bottle():
    """The narrowest place of a pore in one solid, though its corners are nearer together."""
    block = shapely.box(0, 0, 20, 20)
    bottle = shapely.Polygon([(3, 2), (17, 2), (17, 10), (11, 14), (11, 20), (8, 20), (8, 14)])
    gap = narrowest_gap(cell(block.difference(bottle)))
    assert gap is not None
    assert gap.width == pytest.approx(3.0, rel=1e-12)


@pytest.mark.parametrize(
    ("collector", "width"),
    [
        (Pillars(width=10 * UM, pitch=40 * UM), 30.0),
        (Pillars(width=30 * UM, pitch=40 * UM, count=3), 10.0),
        (Trench(width=20 * UM, trench_width=6 * UM, depth=9 * UM), 6.0),
        (Foil(), None),
        (Wire(), None),
    ],
    ids=["pillars", "narrow pillars", "trench", "foil", "wire"],
)
def test_collectors_of_known_gap(collector, width):
    gap = narrowest_gap(collector.section(30.0, None, inverted=False))
    assert (gap and gap.width) == (width and pytest.approx(width, rel=1e-9))


@pytest.fixture(scope="module")
def cloth() -> CrossSection:
    collector = TINY_CLOTH.model_copy(update={"packing": 0.35, "facets": 13})
    return collector.section(30.0, None, inverted=False)


def test_of_a_cloth_it_is_the_smallest_distance_of_all(cloth):
    fibres = shapely.get_parts(cloth.collector)
    apart = shapely.distance(fibres[:, None], fibres[None, :])
    pairs = apart[np.triu_indices(len(fibres), 1)]
    left, low, right, _ = shapely.bounds(fibres).T
    expected = min(pairs.min(), 2 * left.min(), 2 * (cloth.width - right.max()), low.min())
    gap = narrowest_gap(cloth)
    assert gap is not None
    assert gap.width == pytest.approx(expected, rel=1e-9)
    # and its ends are where it says
    ends = shapely.points(gap.ends)
    assert shapely.distance(ends, shapely.box(-60, 0, 120, 200)).max() == 0.0
    assert shapely.distance(*ends) == pytest.approx(gap.width, rel=1e-12)


def test_it_follows_the_section(cloth):
    gap = narrowest_gap(cloth)
    assert gap is not None
    for changed, factor in (
        (mirrored(cloth), 1.0),
        (repeated(cloth, 2), 1.0),
        (scaled(cloth, 2.5), 2.5),
        (cropped(cloth, 0.0, 60.0, 0.5), 1.0),
    ):
        other = narrowest_gap(changed)
        assert other is not None
        assert other.width == pytest.approx(factor * gap.width, rel=1e-9)
