"""Mirrored, turned over, repeated, cropped, scaled: shapes, surfaces and messages."""

from __future__ import annotations

import pytest
import shapely

from platefront.figures.section import surface_lines
from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.assembly.placing import Transform
from platefront.geometry.collectors import Pillars, Strip, Trench, Wire
from platefront.geometry.errors import SectionError
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Predeposit
from platefront.geometry.section.states import STATES, by_state
from platefront.geometry.section.transforms import cropped, mirrored, repeated, scaled, turned_over
from tests.shared.small_collectors import TINY_CLOTH

UM = 1e-6
LAYER = 1e-10  # m³/C
PILLARS = Pillars(width=10 * UM, height=20 * UM, pitch=30 * UM)


def built(collector, capacity: float | None = None, **transform) -> CrossSection:
    parameters = SectionParameters(
        collector=collector,
        gap=40 * UM,
        predeposit=None if capacity is None else Predeposit(capacity=capacity),
        transform=Transform(**transform) if transform else None,
    )
    return build_section(parameters, LAYER)


def lengths(section: CrossSection) -> dict[str, float]:
    return {name: line.length for name, line in surface_lines(section).items()}


def test_without_a_transform_nothing_changes():
    assert built(PILLARS, repeat=1, scale=1.0) == built(PILLARS)


def test_mirrored_exchanges_left_and_right_of_everything():
    strip = Strip(width=30 * UM, length=10 * UM, start=5 * UM, counter_as_long=True)
    other = built(strip, mirror=True)
    assert other.surfaces["strip"].bounds[::2] == pytest.approx((15.0, 25.0))
    assert other.counter is not None
    assert other.counter.bounds[::2] == pytest.approx((15.0, 25.0))


def test_turned_over_surfaces_go_with_the_material():
    section = by_state(built(TINY_CLOTH, 3e3), STATES)
    other = by_state(built(TINY_CLOTH, 3e3, flip=True), STATES)
    flipped = section.flipped()
    assert other.deposit.symmetric_difference(flipped.deposit).area < 1e-9
    assert other.collector.symmetric_difference(flipped.collector).area < 1e-9
    assert lengths(other) == pytest.approx(lengths(section), rel=1e-9)
    lithiated = surface_lines(other)["lithiated"]
    assert lithiated.bounds[3] < other.middle + 1e-9  # what was on top looks at the wall below
    low = other.deposit.bounds[1]
    assert low == pytest.approx(section.span[0] + section.span[1] - section.deposit.bounds[3])


def test_turned_over_the_floor_stays_inert():
    other = built(TINY_CLOTH, flip=True)
    floor = shapely.points([(1.0, 0.0), (30.0, 0.0), (59.0, 0.0)])
    for region in other.surfaces.values():
        assert shapely.distance(region, floor).min() > 0.0
    outline = trace_section(other, other.electrolyte)
    low = outline.points[:, 1] == 0.0
    assert (outline.tag[low & low[outline.following]] < 0).all()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: built(PILLARS, flip=True),
            "flip: the collector stands on the base y = 0 and cannot be turned over without "
            "leaving it. Leave flip out; orientation says where pre-deposited lithium lies",
        ),
        (
            lambda: built(Wire(), flip=True),
            "flip: the collector stands on the base y = 0 and cannot be turned over without "
            "leaving it. Leave flip out; orientation says where pre-deposited lithium lies",
        ),
        (
            lambda: turned_over(hanging(top=15.0)),
            "flip: turned over, the solids would lie between y = -1 and 10 µm, where the floor "
            "(y = 0) or the counter electrode is. Widen the gap on that side or lower the "
            "pre-deposited capacity",
        ),
        (
            lambda: built(PILLARS, crop=(20 * UM, 40 * UM)),
            "crop: from x = 20 to 40 µm is no part of the section, which reaches from 0 to 30 µm",
        ),
        (
            lambda: cropped(hanging(), 0.0, 3.0, 0.0),
            "crop: there is no collector between x = 0 and 3 µm",
        ),
        (
            lambda: built(
                Strip(width=30 * UM, length=10 * UM, start=5 * UM, counter_as_long=True),
                crop=(20 * UM, 30 * UM),
            ),
            "crop: the part contains no counter electrode",
        ),
        (
            lambda: repeated(hanging(tilted=True), 2, "translation"),
            "repeat: the collector meets the two side walls differently, for instance at "
            'y = 6 µm, so translated copies do not fit together: use repeat_by = "mirror"',
        ),
    ],
    ids=[
        "pillars turned over",
        "wire turned over",
        "no room",
        "beyond",
        "no collector",
        "no counter",
        "not periodic",
    ],
)
def test_impossible_requests_say_why(make, message):
    with pytest.raises(SectionError) as raised:
        make()
    assert str(raised.value) == message


def hanging(top: float = 10.0, tilted: bool = False) -> CrossSection:
    """A block, or a bar that leans from wall to wall, clear of the floor; its lithium on top."""
    block = shapely.box(4, 4, 12, 10)
    bar = shapely.Polygon([(0, 5), (20, 8), (20, 10), (0, 7)])
    return CrossSection(
        width=20.0,
        height=40.0,
        collector=bar if tilted else block,
        deposit=shapely.box(4, 10, 12, top) if top > 10.0 else shapely.Polygon(),
        span=(4.0, 10.0),
        surfaces={"solid": shapely.box(0, 1, 20, 40)},
    )


def test_keys_that_contradict_each_other():
    with pytest.raises(ValueError, match="crop must name two x, the smaller first"):
        Transform(crop=(20 * UM, 10 * UM))
    with pytest.raises(ValueError, match="sliver has no meaning without crop"):
        Transform(sliver=UM)


@pytest.mark.parametrize("by", ["mirror", "translation"])
def test_repeated_pillars_are_more_pillars(by):
    three = PILLARS.model_copy(update={"count": 3})
    repeated_ones, drawn = built(PILLARS, 1e3, repeat=3, repeat_by=by), built(three, 1e3)
    assert repeated_ones.width == drawn.width
    assert repeated_ones.collector.symmetric_difference(drawn.collector).area < 1e-9
    assert repeated_ones.deposit.symmetric_difference(drawn.deposit).area < 1e-9
    assert lengths(repeated_ones) == pytest.approx(lengths(drawn), rel=1e-9)


def test_mirror_and_translation_differ_for_a_lopsided_section():
    section = hanging()
    by_mirror, by_translation = repeated(section, 2), repeated(section, 2, "translation")
    assert by_mirror.collector.bounds[2] == 36.0
    assert by_translation.collector.bounds[2] == 32.0
    assert by_mirror.collector.area == by_translation.collector.area == 2 * section.collector.area


def test_seams_leave_no_slivers():
    trench = Trench(width=21.7 * UM, trench_width=6.1 * UM, depth=9.3 * UM)
    section = built(trench, repeat=7)
    assert section.collector.is_valid
    assert len(shapely.get_parts(section.collector)) == 8  # between and beside seven trenches
    assert len(shapely.get_parts(section.electrolyte)) == 1
    assert all(not len(part.interiors) for part in shapely.get_parts(section.collector))


def test_cropped_is_what_lies_between():
    section = built(TINY_CLOTH, 3e3)
    cut = built(TINY_CLOTH, 3e3, crop=(10 * UM, 45 * UM), sliver=0.0)
    window = shapely.box(10.0, 0.0, 45.0, section.height)
    assert cut.width == pytest.approx(35.0)
    assert cut.collector.area == pytest.approx(section.collector.intersection(window).area)
    assert cut.deposit.area == pytest.approx(section.deposit.intersection(window).area)
    assert (cut.height, cut.span) == (section.height, section.span)


def test_slivers_at_a_cut_are_dropped():
    three = PILLARS.model_copy(update={"count": 3})  # solid from 10 to 20, 40 to 50, 70 to 80
    kept = built(three, crop=(19.5 * UM, 70.4 * UM), sliver=0.3 * UM)
    dropped = built(three, crop=(19.5 * UM, 70.4 * UM))  # a tenth of 10 µm
    assert len(shapely.get_parts(kept.collector)) == 3
    assert len(shapely.get_parts(dropped.collector)) == 1
    assert dropped.collector.area == pytest.approx(10.0 * 20.0)


def test_scaled_multiplies_every_length():
    section, larger = built(TINY_CLOTH, 3e3), built(TINY_CLOTH, 3e3, scale=2.5)
    assert larger.width == pytest.approx(2.5 * section.width)
    assert larger.height == pytest.approx(2.5 * section.height)
    assert larger.span == pytest.approx(tuple(2.5 * y for y in section.span))
    assert larger.deposit.area == pytest.approx(2.5**2 * section.deposit.area)
    for name, length in lengths(section).items():
        assert lengths(larger)[name] == pytest.approx(2.5 * length)


def test_order_crop_scale_mirror_flip_repeat():
    together = built(
        TINY_CLOTH, crop=(0.0, 40 * UM), scale=2.0, mirror=True, flip=True, repeat=2, sliver=0.0
    )
    section = cropped(built(TINY_CLOTH), 0.0, 40.0, 0.0)
    one_by_one = repeated(turned_over(mirrored(scaled(section, 2.0))), 2)
    assert together.collector.equals_exact(one_by_one.collector, 1e-9)
    assert together.width == pytest.approx(160.0)
