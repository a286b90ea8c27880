"""Pillars: closed-form areas, labels, limits."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.collectors import Pillars
from platefront.geometry.errors import SectionError
from platefront.geometry.front.tags import COUNTER, SYMMETRY
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.section.predeposit import Predeposit
from tests.shared.meshed_sections import front_lengths

LAYER = 1e-10  # m³/C: a capacity of 36 kC/m² is a layer of 3.6 µm


def pillars(orientation: str = "upright", capacity: float | None = None, **shape: float):
    sizes = {"width": 20e-6, "height": 50e-6, "pitch": 40e-6, "count": 2} | shape
    parameters = SectionParameters(
        collector=Pillars(**sizes),
        orientation=orientation,
        gap=30e-6,
        predeposit=None if capacity is None else Predeposit(capacity=capacity),
    )
    return build_section(parameters, LAYER)


def test_bare_pillars_have_closed_form_areas_and_lengths():
    section = pillars()
    assert (section.width, section.height, *section.span) == pytest.approx((80, 80, 0, 50))
    assert section.collector.area == pytest.approx(2 * 20 * 50, rel=1e-14)
    assert front_lengths(section) == pytest.approx({"upper": 40, "side": 200, "lower": 40})


def test_a_fillet_rounds_the_top_edges_by_quarter_circles():
    section = pillars(fillet=4e-6)
    chopped = 2 * 2 * (1 - math.pi / 4) * 4**2
    assert section.collector.area == pytest.approx(2 * 20 * 50 - chopped, rel=1e-4)
    lengths = front_lengths(section)
    assert lengths["upper"] == pytest.approx(2 * (20 - 8 + math.pi * 4), rel=1e-3)
    assert lengths["side"] == pytest.approx(4 * 46, rel=1e-12)


@pytest.mark.parametrize("fillet", [0.0, 4e-6])
def test_upright_lithium_caps_the_tops(fillet):
    section = pillars("upright", 72e3, fillet=fillet)
    # 7.2 µm over the section, twice as much over the tops, which are half of it
    assert section.deposit.area == pytest.approx(7.2 * 80, rel=1e-12)
    assert section.deposit.bounds == pytest.approx((10, 50 - fillet * 1e6, 70, 64.4))
    bare, capped = front_lengths(pillars(fillet=fillet)), front_lengths(section)
    assert capped["upper"] == pytest.approx(bare["upper"] + 4 * 14.4)
    assert (capped["side"], capped["lower"]) == pytest.approx((bare["side"], bare["lower"]))


def test_inverted_lithium_lies_on_the_trench_floor():
    section = pillars("inverted", 72e3)
    assert section.deposit.area == pytest.approx(7.2 * 80, rel=1e-12)
    assert section.deposit.bounds == pytest.approx((0, 0, 80, 14.4))
    expected = {"upper": 40, "side": 200 - 4 * 14.4, "lower": 40}
    assert front_lengths(section) == pytest.approx(expected)


@pytest.mark.parametrize(("orientation", "surface"), [("upright", "upper"), ("inverted", "lower")])
def test_lithium_carries_the_name_of_the_side_it_lies_on(orientation, surface):
    section = pillars(orientation, 36e3)
    outline = trace_section(section, section.electrolyte)
    middles = 0.5 * (outline.points + outline.points[outline.following])
    on_lithium = shapely.distance(section.deposit, shapely.points(middles)) < 1e-9
    assert {list(section.surfaces)[tag] for tag in outline.tag[on_lithium & outline.is_front]} == {
        surface
    }


def test_walls_are_the_middles_of_trenches():
    outline = trace_section(pillars(), pillars().electrolyte)
    assert np.count_nonzero(outline.tag == SYMMETRY) == 2
    assert np.count_nonzero(outline.tag == COUNTER) == 1


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        ({"width": 40e-6}, "width must be smaller than pitch: there is no trench otherwise"),
        ({"fillet": 11e-6}, "fillet must not exceed half the width, nor the height, of a pillar"),
        ({"fillet": 9e-6, "height": 8e-6}, "fillet must not exceed half the width"),
    ],
)
def test_impossible_pillars_are_refused(shape, message):
    with pytest.raises(ValidationError, match=message):
        pillars(**shape)


def test_caps_must_leave_a_gap():
    with pytest.raises(SectionError, match=r"stand 36 µm high on the pillars, but the gap is 30"):
        pillars("upright", 180e3)


def test_a_floor_layer_must_leave_some_side():
    with pytest.raises(
        SectionError, match=r"fill the trenches 50\.4 µm high, but the sides are 50"
    ):
        pillars("inverted", 252e3)


def test_depth_has_no_meaning_for_pillars():
    with pytest.raises(ValidationError, match=r"predeposit\.depth has no meaning for kind pillars"):
        SectionParameters(
            collector=Pillars(), gap=30e-6, predeposit=Predeposit(capacity=1e4, depth=1e-5)
        )


@settings(deadline=None)
@given(
    width=st.floats(1e-6, 90e-6),
    trench=st.floats(1e-6, 90e-6),
    height=st.floats(5e-6, 200e-6),
    rounding=st.floats(0.0, 1.0),
    count=st.integers(1, 4),
    filling=st.floats(0.01, 0.9),
    orientation=st.sampled_from(["upright", "inverted"]),
)
def test_any_pillars_make_valid_shapes_of_exact_area(
    width, trench, height, rounding, count, filling, orientation
):
    fillet = 0.9 * rounding * min(0.5 * width, height)
    pitch = width + trench
    room = width * 30e-6 if orientation == "upright" else trench * (height - fillet)
    capacity = filling * room / pitch / LAYER
    section = pillars(
        orientation, capacity, width=width, pitch=pitch, height=height, fillet=fillet, count=count
    )
    assert section.collector.is_valid
    assert section.deposit.is_valid
    assert len(section.deposit.geoms) == (count if orientation == "upright" else count + 1)
    expected = capacity * LAYER * 1e6 * section.width
    assert section.deposit.area == pytest.approx(expected, rel=1e-10)
    assert section.electrolyte.geom_type == "Polygon"
    assert section.deposit.intersection(section.collector).area < 1e-9 * expected
