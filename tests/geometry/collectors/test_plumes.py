"""Plumes: areas, distances, density, where lithium lies, limits."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import assume, example, given
from hypothesis import strategies as st
from pydantic import ValidationError
from shapely import affinity

from platefront.geometry.collectors import Plumes
from platefront.geometry.errors import SectionError
from platefront.geometry.front.tags import BOTTOM
from platefront.geometry.plane.narrow_pieces import narrow_pieces
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Layer
from tests.shared.effort import few, many
from tests.shared.meshed_sections import mesh_report, outline_of, uncovered

QUALITY_FLOOR = 0.35


@st.composite
def forests(draw: st.DrawFn) -> Plumes:
    """Any forest; the length scale, too, is any."""
    scale = 10.0 ** draw(st.floats(-6.5, -5.0))  # width of a stem [m]
    gap = draw(st.floats(0.3, 1.0))
    irregularity = draw(st.floats(0.0, 0.6))
    pitch = (1.0 + 2.0 * gap) / (1.0 - irregularity) * draw(st.floats(1.05, 3.0))
    count = draw(st.integers(1, 4))
    width = (count - 0.5) * pitch
    return Plumes(
        width=scale * width,
        density=(count - 0.5) / (scale * width),
        height=scale * draw(st.floats(3.0, 12.0)),
        stem_width=scale,
        tip_width=scale * draw(st.floats(0.4, 1.0)),
        generations=draw(st.integers(1, 3)),
        side_branches=draw(st.integers(1, 6)),
        branch_ratio=draw(st.floats(0.1, 0.7)),
        branch_angle=math.radians(draw(st.floats(20.0, 90.0))),
        irregularity=irregularity,
        min_gap=scale * gap,
        seed=draw(st.integers(0, 1000)),
    )


def with_images(section: CrossSection) -> shapely.Geometry:
    """Electrolyte of the section and its images in both side walls."""
    electrolyte = section.electrolyte
    images = [
        affinity.scale(electrolyte, -1.0, 1.0, origin=(wall, 0.0)) for wall in (0.0, section.width)
    ]
    return shapely.union_all([electrolyte.buffer(1e-9), *(image.buffer(1e-9) for image in images)])


def check(plumes: Plumes) -> None:
    """Everything that must hold for any forest."""
    height, gap, stem = 1e6 * plumes.height, 1e6 * plumes.min_gap, 1e6 * plumes.stem_width
    section = plumes.section(3.0 * stem, None, inverted=False)
    forest = section.collector
    assert forest.is_valid
    assert len(shapely.get_parts(forest)) == plumes.count
    assert abs((plumes.count - 0.5) - plumes.density * plumes.width) <= 0.5 + 1e-9
    assert forest.bounds[3] == pytest.approx(height, abs=5e-3 * gap + 1e-4)
    assert forest.bounds[1] == 0.0
    assert forest.bounds[0] == 0.0, "no plume on the left wall"
    assert forest.bounds[2] <= section.width
    assert len(shapely.get_parts(section.electrolyte)) == 1, "electrolyte is shut in"
    narrow = [
        piece
        for piece in narrow_pieces(with_images(section), 0.9 * gap)
        if piece.intersects(section.box)
    ]
    assert not narrow, f"{len(narrow)} places narrower than min_gap"
    assert uncovered(section) < 1e-9 * section.width
    size = 0.25e6 * plumes.tip_width
    outline = outline_of(section, size)
    assert not (outline.tag == BOTTOM).any(), "foil without surface"
    assert set(outline.tag[outline.tag >= 0].tolist()) == {0, 1}
    mesh = mesh_report(section, size, 2.0 * stem)
    assert mesh.lowest_quality > QUALITY_FLOOR, f"quality {mesh.lowest_quality:.3f}"


LEANING_ON_A_NEIGHBOUR = Plumes(
    width=4.921875e-05,
    density=50793.65,
    height=1e-4,
    stem_width=1e-5,
    tip_width=1e-5,
    generations=2,
    side_branches=5,
    branch_ratio=0.5,
    branch_angle=math.radians(20.0),
    irregularity=0.0,
    min_gap=3.75e-6,
    seed=0,
)


@few(10)
@given(forests())
@example(LEANING_ON_A_NEIGHBOUR)
@pytest.mark.slow
def test_any_forest_is_as_asked(plumes: Plumes) -> None:
    check(plumes)


@pytest.mark.long
@many(200)
@given(forests())
def test_many_forests_are_as_asked(plumes: Plumes) -> None:
    check(plumes)


@few(10)
@given(forests(), st.floats(0.02, 0.15))
def test_plumes_stay_and_keep_their_lithium(plumes: Plumes, share: float) -> None:
    height = 1e6 * plumes.height
    layer = Layer(share * height)
    try:
        upright, inverted = (
            plumes.section(height, layer, inverted=inverted) for inverted in (False, True)
        )
    except SectionError as error:
        assert "does not fit" in str(error) or "no layer of uniform thickness" in str(error)
        assume(False)
    assert upright.collector.equals(inverted.collector)
    for section in (upright, inverted):
        assert section.deposit.area == pytest.approx(layer.thickness * section.width, rel=1e-9)
        assert section.deposit.intersection(section.collector).area < 1e-9 * section.box.area
    assert inverted.deposit.bounds[1] == 0.0
    assert upright.deposit.centroid.y > inverted.deposit.centroid.y
    twice = upright.flipped().flipped()
    assert twice.deposit.symmetric_difference(upright.deposit).area < 1e-9 * upright.box.area


@pytest.mark.parametrize("count", [1, 3])
def test_bare_stems_have_the_area_of_tapering_rods(count: int) -> None:
    pitch, height, foot, tip, gap = 10.0, 20.0, 1.2, 0.8, 1.0
    width = (count - 0.5) * pitch
    forest = Plumes(
        width=1e-6 * width,
        density=1e6 / pitch,
        height=1e-6 * height,
        stem_width=2e-6 * foot,
        tip_width=2e-6 * tip,
        generations=1,
        irregularity=0.0,
        min_gap=1e-6 * gap,
    ).forest()
    length = height - tip
    slope = math.asin((foot - tip) / length)
    rod = foot**2 * slope + (foot + tip) * length * math.cos(slope)
    rod += tip**2 * (0.5 * math.pi - slope)
    fillets = 2.0 * (0.5 * gap) ** 2 * (1.0 - 0.25 * math.pi)
    assert forest.area == pytest.approx((count - 0.5) * (rod + fillets), rel=2e-3)


def test_generations_and_branches_add_metal() -> None:
    areas = [Plumes(generations=generations).forest().area for generations in (1, 2, 3)]
    assert areas[1] > 1.3 * areas[0]
    assert areas[2] > 1.02 * areas[1]


def test_the_same_seed_makes_the_same_forest() -> None:
    first, again, other = (Plumes(seed=seed).forest() for seed in (3, 3, 4))
    np.testing.assert_array_equal(shapely.get_coordinates(first), shapely.get_coordinates(again))
    assert first.symmetric_difference(other).area > 1.0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"density": 1e4, "width": 20e-6}, "width holds no half plume at this density"),
        ({"tip_width": 3e-6}, "tip_width must not exceed stem_width: plumes taper"),
        ({"height": 4e-6}, "height must be more than twice stem_width"),
        ({"density": 4e5}, "density leaves no foil, twice min_gap wide, between stems"),
    ],
)
def test_impossible_forests_are_refused(changes: dict[str, float], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Plumes(**changes)


def test_too_much_lithium_between_plumes_is_refused() -> None:
    with pytest.raises(SectionError, match="the space between the plumes holds as much as"):
        Plumes().section(20.0, Layer(19.0), inverted=True)


def test_lithium_up_to_the_counter_electrode_is_refused() -> None:
    with pytest.raises(SectionError, match="it fills the gap of 2 µm up to the counter electrode"):
        Plumes().section(2.0, Layer(9.0), inverted=False)


def test_more_lithium_than_the_upper_half_has_room_for_is_refused() -> None:
    with pytest.raises(SectionError, match="does not fit into the pores and the gap on the coated"):
        Plumes().section(2.0, Layer(12.0), inverted=False)
