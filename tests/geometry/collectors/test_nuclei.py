"""Nuclei: closed areas, distances, walls, where lithium lies, limits."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from platefront.geometry.collectors import Nuclei
from platefront.geometry.collectors.shapes.segments import Segment
from platefront.geometry.errors import SectionError
from platefront.geometry.front.tags import BOTTOM
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Layer
from platefront.geometry.section.transforms import mirrored
from tests.shared.effort import few, many
from tests.shared.meshed_sections import mesh_report, outline_of, uncovered

QUALITY_FLOOR = 0.25


@st.composite
def foils(draw: st.DrawFn) -> Nuclei:
    """Any foil with room for its nuclei; the length scale, too, is any."""
    radius = 10.0 ** draw(st.floats(-7.0, -4.5))  # m
    angle = math.radians(draw(st.floats(20.0, 90.0)))
    gap = radius * draw(st.floats(0.3, 1.0))
    share = {"density": None, "positions": None}
    count = draw(st.integers(1, 8))
    # a polygon's base is at most a few per cent wider than the segment's
    pitch = (2.1 * radius * math.sin(angle) + gap) * draw(st.floats(1.02, 3.0))
    width = count * pitch
    if draw(st.booleans()):
        share["density"] = count / width
    else:
        share["positions"] = tuple(k * pitch for k in range(count + 1))
    return Nuclei(
        width=width,
        material=draw(st.sampled_from(["lithium", "host"])),
        radius=radius,
        contact_angle=angle,
        min_gap=gap,
        seed=draw(st.integers(0, 10_000)),
        facets=draw(st.integers(6, 24)),
        **share,
    )


def number(foil: Nuclei) -> float:
    """Nuclei in the section, those on the walls counted half."""
    return foil.density * foil.width if foil.density else len(foil.positions) - 1.0


def check(foil: Nuclei) -> None:
    """Everything that must hold for any foil."""
    radius, angle = 1e6 * foil.radius, foil.contact_angle
    section = foil.section(4.0 * radius, None, inverted=False)
    host = foil.material == "host"
    metal, other = section.collector, section.deposit
    if not host:
        metal, other = other, metal
    assert other.is_empty
    assert metal.is_valid
    segment = radius**2 * (angle - math.sin(angle) * math.cos(angle))
    assert metal.area == pytest.approx(number(foil) * segment, rel=1e-9)
    top = radius * (1.0 - math.cos(angle))
    assert metal.bounds[3] == pytest.approx(top, rel=0.03)
    assert section.height == pytest.approx(4.0 * radius + (metal.bounds[3] if host else 0.0))
    assert len(shapely.get_parts(section.electrolyte)) == 1
    parts = shapely.get_parts(metal)
    apart = shapely.distance(parts[:, None], parts[None, :])[~np.eye(len(parts), dtype=bool)]
    assert apart.min(initial=math.inf) > 1e6 * foil.min_gap * (1.0 - 1e-6)
    for bounds in shapely.bounds(parts):
        for room in (bounds[0], section.width - bounds[2]):
            on_wall = room == pytest.approx(0.0, abs=1e-9 * section.width)
            assert on_wall or room > 0.5e6 * foil.min_gap * (1.0 - 1e-6)
    assert uncovered(section) < 1e-9 * section.width
    size = 0.25e6 * foil.finest_feature.size
    outline = outline_of(section, size)
    assert not (outline.tag == BOTTOM).any(), "foil without surface"
    assert set(outline.tag[outline.tag >= 0].tolist()) == {0, 1}
    report = mesh_report(section, size, radius)
    assert report.lowest_quality > QUALITY_FLOOR, f"quality {report.lowest_quality:.3f}"
    for turn in (CrossSection.flipped, mirrored):
        again = turn(turn(section)).solids
        assert again.symmetric_difference(section.solids).area < 1e-9 * section.box.area


@few(15)
@given(foils())
def test_any_foil_is_as_asked(foil: Nuclei) -> None:
    check(foil)


@pytest.mark.long
@many(200)
@given(foils())
def test_many_foils_are_as_asked(foil: Nuclei) -> None:
    check(foil)


@few(25)
@given(foils(), st.floats(0.02, 0.3))
def test_lithium_lies_on_the_nuclei_or_between_them(foil: Nuclei, share: float) -> None:
    """Upright it makes nuclei larger, inverted it is level; the nuclei stay where they are."""
    bare = foil.section(1e3, None, inverted=False)
    flat = share * bare.solids.area / bare.width
    gap = 1e3 + 1e6 * foil.width
    try:
        upright = foil.section(gap, Layer(flat), inverted=False)
        inverted = foil.section(gap, Layer(flat), inverted=True)
    except SectionError as error:
        assert "are too close" in str(error) or "does not fit" in str(error)
        return
    for section in (upright, inverted):
        assert section.solids.area == pytest.approx(bare.solids.area + flat * bare.width, rel=1e-9)
        assert section.solids.area + section.electrolyte.area == pytest.approx(section.box.area)
        assert bare.solids.difference(section.solids).area < 1e-9 * bare.solids.area
    assert upright.solids.bounds[3] > bare.solids.bounds[3]
    assert inverted.solids.bounds[3] == pytest.approx(bare.solids.bounds[3], rel=1e-12)
    assert not inverted.electrolyte.boundary.intersects(
        shapely.LineString([(1e-3 * bare.width, 0.0), (0.999 * bare.width, 0.0)])
    ), "bare foil is left"


@pytest.mark.parametrize("facets", [2, 12, 100])
@pytest.mark.parametrize("degrees", [20.0, 60.0, 90.0])
def test_a_segment_has_its_area(degrees: float, facets: int) -> None:
    segment = Segment(3.0, math.radians(degrees), facets)
    polygon = shapely.Polygon(segment.points())
    angle = segment.angle
    assert polygon.area == pytest.approx(9.0 * (angle - math.sin(angle) * math.cos(angle)))
    assert segment.area == pytest.approx(polygon.area, rel=1e-12)
    assert polygon.bounds[2] - polygon.bounds[0] == pytest.approx(segment.base, rel=1e-12)
    assert segment.base >= 6.0 * math.sin(angle)


def test_one_bump_in_the_middle_and_one_half_on_the_wall() -> None:
    common = {"width": 40e-6, "radius": 6e-6}
    middle = Nuclei(positions=(20e-6,), **common).section(20.0, None, inverted=False)
    wall = Nuclei(positions=(40e-6,), **common).section(20.0, None, inverted=False)
    assert middle.deposit.area == pytest.approx(0.5 * math.pi * 36.0, rel=1e-12)
    assert wall.deposit.area == pytest.approx(0.25 * math.pi * 36.0, rel=1e-12)
    assert wall.deposit.bounds[2] == 40.0
    assert middle.span == (0.0, 0.0), "the collector is the foil"


def test_the_seed_decides_the_places() -> None:
    first, again, other = (Nuclei(density=5e4, seed=seed).middles() for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert len(first) == len(other) == 5
    assert np.abs(first - other).max() > 0.1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({}, "give either density or positions"),
        ({"density": 1e4, "positions": (5e-5,)}, "give either density or positions"),
        ({"positions": ()}, "positions names no place"),
        ({"positions": (101e-6,)}, "positions must not exceed width"),
        ({"density": 1e4, "contact_angle": 2.0}, "less than or equal to"),
    ],
)
def test_impossible_nuclei_are_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Nuclei(**changes)


@pytest.mark.parametrize(
    ("changes", "layer", "inverted", "message"),
    [
        ({"density": 1e3}, None, False, "1000 nuclei per metre make none in a width of 100 µm"),
        ({"density": 1e5}, None, False, r"10 nuclei with a base of 10\.0. µm .* do not fit into"),
        ({"positions": (20e-6, 30e-6)}, None, False, "nuclei are too close"),
        ({"positions": (3e-6,)}, None, False, "one and its image in a side wall"),
        ({"positions": (5e-5,), "radius": 4e-5}, None, False, "the counter electrode is 30 µm"),
        ({"density": 6e4}, 5.0, False, "nuclei with the pre-deposited lithium on them are"),
        ({"density": 5e4}, 5.0, True, "inverted, it lies on the foil between the nuclei"),
    ],
)
def test_what_does_not_fit_is_refused(
    changes: dict[str, object], layer: float | None, inverted: bool, message: str
) -> None:
    with pytest.raises(SectionError, match=message):
        Nuclei(**changes).section(30.0, Layer(layer) if layer else None, inverted=inverted)
