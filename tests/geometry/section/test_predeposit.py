"""Lithium laid down before a run: exact area, even thickness, one side."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.collectors.shapes.packing import regular_polygons
from platefront.geometry.errors import SectionError
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.plane.connectivity import connected_to_counter
from platefront.geometry.section.conformal_layer import conformal_layer
from platefront.geometry.section.predeposit import Predeposit
from platefront.geometry.section.states import LITHIATED, STATES, by_state
from tests.shared.small_collectors import SMALL_CLOTH

LAYER = 1e-10  # m³/C
BOX = shapely.box(0.0, 0.0, 60.0, 60.0)


def fibres(*places: tuple[float, float]) -> shapely.MultiPolygon:
    return shapely.MultiPolygon(regular_polygons(np.array(places), 5.0, 96))


def cloth(capacity: float, orientation: str = "upright", depth: float | None = None):
    parameters = SectionParameters(
        collector=SMALL_CLOTH,
        orientation=orientation,
        gap=50e-6,
        predeposit=Predeposit(capacity=capacity, depth=depth),
    )
    return build_section(parameters, LAYER)


def test_a_capacity_becomes_a_layer():
    layer = Predeposit(capacity=216e3, depth=50e-6).layer(1.347e-10)
    assert layer.thickness == pytest.approx(216e3 * 1.347e-10 * 1e6)
    assert layer.depth == pytest.approx(50.0)


def test_a_lone_fibre_gets_a_ring():
    host = fibres((30.0, 30.0))
    ring = conformal_layer(host, host, BOX, math.pi * (7.0**2 - 5.0**2), narrow=1.0)
    assert ring.area == pytest.approx(math.pi * (7.0**2 - 5.0**2), rel=1e-12)
    outer = shapely.get_coordinates(ring.geoms[0].exterior)
    radii = np.linalg.norm(outer - 30.0, axis=1)
    np.testing.assert_allclose(radii, 7.0, rtol=3e-3)


def test_a_narrow_pore_between_fibres_is_filled():
    host = fibres((24.0, 30.0), (36.0, 30.0))  # 2 µm apart
    apart = conformal_layer(host, host, BOX, 30.0, narrow=0.5)
    bridged = conformal_layer(host, host, BOX, 30.0, narrow=2.0)
    assert (apart.area, bridged.area) == pytest.approx((30.0, 30.0), rel=1e-12)
    assert len(apart.geoms) == 2
    assert len(bridged.geoms) == 1


def test_a_wall_is_a_mirror():
    host = fibres((6.0, 30.0))  # 1 µm from the wall, so 2 µm from its image
    at_wall = conformal_layer(host, host, BOX, 30.0, narrow=2.0)
    assert at_wall.bounds[0] == 0.0
    assert at_wall.area == pytest.approx(30.0, rel=1e-12)


def test_bare_fibres_stay_outside_the_coat():
    host, neighbour = fibres((24.0, 30.0)), fibres((36.0, 30.0))
    everything = shapely.MultiPolygon([*host.geoms, *neighbour.geoms])
    metal = conformal_layer(host, everything, BOX, 300.0, narrow=0.5)
    assert metal.area == pytest.approx(300.0, rel=1e-12)
    assert metal.intersection(everything).area < 1e-9


def test_more_lithium_than_room_is_refused():
    host = fibres((30.0, 30.0))
    with pytest.raises(SectionError, match=r"\(4000 µm²\) does not fit into the pores and the gap"):
        conformal_layer(host, host, BOX, 4000.0, narrow=1.0)


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    count=st.integers(1, 12),
    filling=st.floats(0.02, 0.7),
    narrow=st.floats(0.2, 3.0),
)
def test_any_coat_is_valid_and_exact(seed, count, filling, narrow):
    rng = np.random.default_rng(seed)
    corners = rng.permutation(25)[:count]
    places = 6.0 + 12.0 * np.column_stack([corners % 5, corners // 5])
    places = places + rng.uniform(-0.5, 0.5, size=places.shape)
    host = shapely.MultiPolygon(regular_polygons(places, 5.0, 24))
    area = filling * (BOX.area - host.area)
    metal = conformal_layer(host, host, BOX, area, narrow)
    assert metal.is_valid
    assert metal.area == pytest.approx(area, rel=1e-10)
    assert metal.intersection(host).area < 1e-9
    assert BOX.buffer(1e-9).covers(metal)


@pytest.mark.parametrize("orientation", ["upright", "inverted"])
def test_the_coat_of_a_cloth_has_the_area_of_its_capacity(orientation):
    section = cloth(40e3, orientation)
    assert section.deposit.area == pytest.approx(4.0 * 110.0, rel=1e-10)
    assert section.deposit.is_valid
    assert section.deposit.intersection(section.collector).area < 1e-9


@pytest.mark.parametrize("orientation", ["upright", "inverted"])
def test_lithium_on_a_cloth_lies_on_one_side(orientation):
    section = by_state(cloth(40e3, orientation), STATES)
    (electrolyte,), _ = connected_to_counter(section.electrolyte, section.counter_electrode)
    outline = trace_section(section, electrolyte)
    on_lithium = outline.tag[outline.on_lithium]
    assert len(on_lithium)
    assert {list(section.surfaces)[tag] for tag in on_lithium} == {LITHIATED}
    y = section.deposit.centroid.y
    assert (y > section.middle) == (orientation == "upright")


def test_the_floor_under_a_cloth_is_inert():
    section = cloth(40e3)
    outline = trace_section(
        section, connected_to_counter(section.electrolyte, section.counter_electrode)[0][0]
    )
    y = outline.points[:, 1]
    floor = (y == 0.0) & (y[outline.following] == 0.0)
    assert np.count_nonzero(floor) == 1
    assert np.all(outline.tag[floor] < 0)


def test_depth_limits_the_coat():
    shallow = cloth(10e3, depth=20e-6)
    top = shallow.span[1]
    assert shallow.deposit.bounds[1] > top - 20.0 - 10.0
    assert cloth(10e3).deposit.bounds[1] < top - 40.0


@pytest.mark.parametrize(
    ("capacity", "orientation", "depth", "message"),
    [
        (40e3, "upright", 130e-6, r"depth \(130 µm\) exceeds the thickness of the cloth \(120 µm"),
        (40e3, "upright", 1e-6, r"no fibre lies within predeposit\.depth \(1 µm\)"),
        (1400e3, "upright", None, "fills the gap of 50 µm up to the counter electrode"),
        (400e3, "inverted", None, "inverted there is only floor_gap = 8 µm below it"),
    ],
)
def test_impossible_coats_are_refused(capacity, orientation, depth, message):
    with pytest.raises(SectionError, match=message):
        cloth(capacity, orientation, depth)
