"""Trench: closed-form areas, labels, mirror images, limits."""

from __future__ import annotations

import math

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from shapely import affinity

from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.collectors import Trench
from platefront.geometry.errors import SectionError
from platefront.geometry.front.tags import COUNTER, SYMMETRY
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Predeposit
from tests.shared.meshed_sections import front_lengths

LAYER = 1e-10  # m³/C: a capacity of 10 kC/m² is a layer of 1 µm
CUT = 1.0 - math.pi / 4  # what a fillet takes off a right corner, in squared radii
SHARP = {"mouth_fillet": 0.0, "bottom_fillet": 0.0}


def trench(orientation: str = "upright", capacity: float | None = None, **shape: float):
    """The trench of the copper benchmark (16 × 40 µm, 4 µm wide, 10 µm deep) by default."""
    parameters = SectionParameters(
        collector=Trench(**shape),
        orientation=orientation,
        gap=30e-6,
        predeposit=None if capacity is None else Predeposit(capacity=capacity),
    )
    return build_section(parameters, LAYER)


def lithium_names(section: CrossSection) -> set[str]:
    """Surfaces whose front lies on lithium."""
    outline = trace_section(section, section.electrolyte)
    middles = shapely.points(0.5 * (outline.points + outline.points[outline.following]))
    on_lithium = shapely.distance(section.deposit, middles) < 1e-9
    return {list(section.surfaces)[tag] for tag in outline.tag[on_lithium & outline.is_front]}


def test_the_copper_benchmark_has_its_areas_and_coordinates():
    section = trench()
    assert (section.width, section.height, *section.span) == pytest.approx((16, 40, 0, 10))
    # fillets of one radius give and take the same
    assert section.electrolyte.area == pytest.approx(520.0, rel=1e-14)
    assert section.collector.area == pytest.approx(120.0, rel=1e-14)
    assert section.electrolyte.bounds == (0.0, 0.0, 16.0, 40.0)
    assert section.collector.bounds == (0.0, 0.0, 16.0, 10.0)
    assert not section.collector.covers(shapely.Point(8.0, 0.1))


def test_a_sharp_trench_has_closed_form_lengths():
    assert front_lengths(trench(**SHARP)) == pytest.approx({"shoulder": 12, "wall": 20, "floor": 4})


def test_fillets_belong_to_shoulder_and_floor():
    lengths = front_lengths(trench(facets=200))
    expected = {"shoulder": 10 + math.pi, "wall": 16, "floor": 2 + math.pi}
    assert lengths == pytest.approx(expected, rel=1e-4)


def test_fillets_are_tangent_quarter_circles():
    section = trench(facets=40)
    mouth = shapely.Point(5.0, 9.0)
    points = shapely.points(shapely.get_coordinates(section.collector))
    arc = [p for p in points if 5.0 <= p.x < 6.0 and 9.0 < p.y <= 10.0]
    assert len(arc) >= 40
    assert [mouth.distance(p) for p in arc] == pytest.approx([1.0] * len(arc), rel=1e-3)


@pytest.mark.parametrize("shape", [{}, SHARP], ids=["fillets", "sharp"])
def test_upright_lithium_stands_on_the_shoulders(shape):
    bare, covered = trench(**shape), trench("upright", 12e3, **shape)
    # 1.2 µm over the section is 1.6 µm on the shoulders, three quarters of it
    assert covered.deposit.area == pytest.approx(1.2 * 16, rel=1e-12)
    assert covered.deposit.bounds[3] == pytest.approx(11.6, rel=1e-12)
    grown = front_lengths(bare) | {"shoulder": front_lengths(bare)["shoulder"] + 2 * 1.6}
    assert front_lengths(covered) == pytest.approx(grown, rel=1e-9)
    assert lithium_names(covered) == {"shoulder"}


@pytest.mark.parametrize("shape", [{}, SHARP], ids=["fillets", "sharp"])
@pytest.mark.parametrize("capacity", [12e3, 0.5e3], ids=["above the fillets", "within them"])
def test_inverted_lithium_fills_the_trench_to_a_level(shape, capacity):
    section = trench("inverted", capacity, **shape)
    assert section.deposit.area == pytest.approx(capacity * 1e-4 * 16, rel=1e-10)
    assert section.deposit.bounds[0] >= 6.0
    assert lithium_names(section) == {"floor"}
    level = section.deposit.bounds[3]
    if capacity == 12e3:
        corners = 0.0 if shape else 2 * CUT
        assert level == pytest.approx((1.2 * 16 + corners) / 4, rel=1e-12)
        bare = front_lengths(trench(**shape))
        walls = 2 * (10 - level - (0.0 if shape else 1.0))
        expected = bare | {"wall": walls, "floor": 4.0}
        assert front_lengths(section) == pytest.approx(expected, rel=3e-3)


def test_nothing_but_walls_and_counter_is_left_besides_the_surfaces():
    section = trench()
    tags = list(trace_section(section, section.electrolyte).tag)
    assert [tags.count(SYMMETRY), tags.count(COUNTER)] == [2, 1]
    assert {tag for tag in tags if tag < 0} == {SYMMETRY, COUNTER}


IMPOSSIBLE = [
    ({"trench_width": 16e-6}, "trench_width must be smaller than width: there is no shoulder left"),
    ({"bottom_fillet": 2.1e-6}, "bottom_fillet must not exceed half of trench_width"),
    ({"mouth_fillet": 6.1e-6}, "mouth_fillet must not exceed the shoulders"),
    ({"mouth_fillet": 5e-6, "depth": 6e-6}, "together must be smaller than depth"),
]


@pytest.mark.parametrize(("shape", "message"), IMPOSSIBLE)
def test_impossible_trenches_are_refused(shape, message):
    with pytest.raises(ValidationError, match=message):
        trench(**shape)


@pytest.mark.parametrize(
    ("orientation", "capacity", "message"),
    [
        ("upright", 240e3, r"would stand 32 µm high on the shoulders, but the gap is 30 µm"),
        ("inverted", 24e3, r"fill the trench 9\.707 µm high, but the walls end 9 µm above"),
    ],
)
def test_lithium_must_fit(orientation, capacity, message):
    with pytest.raises(SectionError, match=message):
        trench(orientation, capacity)


@pytest.mark.parametrize(
    ("shape", "name", "size"),
    [({}, "trench width", 4e-6), ({"trench_width": 13e-6}, "shoulder width", 3e-6)],
)
def test_the_finest_feature_is_trench_or_shoulder(shape, name, size):
    assert Trench(**shape).finest_feature == (name, pytest.approx(size))


@settings(deadline=None, derandomize=True)
@given(
    shoulder=st.floats(1e-6, 90e-6),
    half=st.floats(0.5e-6, 50e-6),
    depth=st.floats(2e-6, 200e-6),
    mouth=st.floats(0.0, 1.0),
    bottom=st.floats(0.0, 1.0),
    facets=st.integers(2, 40),
    filling=st.floats(0.001, 0.95),
    orientation=st.sampled_from(["upright", "inverted"]),
)
def test_any_trench_makes_valid_shapes_of_exact_area(
    shoulder, half, depth, mouth, bottom, facets, filling, orientation
):
    shape = {
        "width": 2 * (shoulder + half),
        "trench_width": 2 * half,
        "depth": depth,
        "mouth_fillet": mouth * min(0.99 * shoulder, 0.49 * depth),
        "bottom_fillet": bottom * min(0.99 * half, 0.49 * depth),
        "facets": facets,
    }
    cuts = [2 * CUT * shape[key] ** 2 for key in ("mouth_fillet", "bottom_fillet")]
    upper = 2 * shoulder * 30e-6
    lower = 2 * half * (depth - shape["mouth_fillet"]) - cuts[1]
    capacity = filling * (upper if orientation == "upright" else lower) / shape["width"] / LAYER
    section = trench(orientation, capacity, **shape)
    solid = 2 * shoulder * depth - cuts[0] + cuts[1]
    assert section.collector.area == pytest.approx(1e12 * solid, rel=1e-9)
    expected = capacity * LAYER * 1e6 * section.width
    assert section.deposit.area == pytest.approx(expected, rel=1e-9)
    assert section.collector.is_valid
    assert section.deposit.is_valid
    electrolyte = section.electrolyte
    assert (electrolyte.is_valid, electrolyte.geom_type) == (True, "Polygon")
    parts = section.collector.area + section.deposit.area + electrolyte.area
    assert parts == pytest.approx(section.box.area, rel=1e-12)
    assert lithium_names(section) == {"shoulder" if orientation == "upright" else "floor"}
    mirrored = affinity.scale(electrolyte, xfact=-1.0, origin=(0.5 * section.width, 0.0))
    assert mirrored.symmetric_difference(electrolyte).area < 1e-9 * section.box.area
    assert section.flipped().flipped().collector.equals_exact(section.collector, 1e-9)
