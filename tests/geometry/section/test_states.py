"""Surfaces by part and state: what a name covers, and that lithiated and bare divide the front."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely

from platefront.geometry.errors import SectionError
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.states import BARE, LITHIATED, STATES, by_state, surface_names

WIDTH, HEIGHT = 40.0, 30.0
LITHIUM = shapely.box(0.0, 0.0, 10.0, 2.0)


def two_parts(lithium: shapely.Polygon = LITHIUM) -> CrossSection:
    """Foil with a block on it; lithium lies on a part of the foil."""
    return CrossSection(
        width=WIDTH,
        height=HEIGHT,
        collector=shapely.box(20.0, 0.0, 30.0, 8.0),
        deposit=lithium,
        span=(0.0, 8.0),
        surfaces={
            "block": shapely.box(19.0, 0.0, 31.0, HEIGHT),
            "foil": shapely.box(0.0, -1.0, WIDTH, HEIGHT).difference(
                shapely.box(19.0, 0.0, 31.0, HEIGHT)
            ),
        },
    )


def owner(section: CrossSection, x: float, y: float) -> str:
    """The one surface whose region holds a point."""
    point = shapely.Point(x, y)
    (name,) = [name for name, region in section.surfaces.items() if region.intersects(point)]
    return name


ON_LITHIUM, BESIDE, ON_FOIL, ON_BLOCK = (5.0, 2.0), (10.0, 1.0), (15.0, 0.0), (25.0, 8.0)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("foil", "block"), ("foil", "foil", "foil", "block")),
        (STATES, (LITHIATED, LITHIATED, BARE, BARE)),
        (
            ("lithiated_foil", "bare_foil", "block"),
            ("lithiated_foil", "lithiated_foil", "bare_foil", "block"),
        ),
        (
            (LITHIATED, "bare_foil", "bare_block"),
            (LITHIATED, LITHIATED, "bare_foil", "bare_block"),
        ),
        # the most special name counts
        ((*STATES, "foil"), ("foil", "foil", "foil", BARE)),
        ((*STATES, "foil", "bare_foil"), ("foil", "foil", "bare_foil", BARE)),
    ],
)
def test_a_place_belongs_to_the_most_special_name(names, expected):
    section = by_state(two_parts(), names)
    places = (ON_LITHIUM, BESIDE, ON_FOIL, ON_BLOCK)
    assert tuple(owner(section, x, y) for x, y in places) == expected
    assert set(section.surfaces) <= set(names)


def test_regions_of_whole_parts_stay_as_they_are():
    parts = two_parts()
    section = by_state(parts, ("foil", "block"))
    for name, region in parts.surfaces.items():
        assert section.surfaces[name].symmetric_difference(region).area == 0.0


def test_without_lithium_all_is_bare():
    parts = replace(two_parts(shapely.Polygon()), lithiated=shapely.box(0, 0, WIDTH, HEIGHT))
    assert list(by_state(parts, STATES).surfaces) == [BARE]
    assert set(by_state(parts, ("block", "bare_foil")).surfaces) == {"block", "bare_foil"}


def test_a_lithiated_half_counts_where_it_is_bare():
    half = replace(two_parts(), lithiated=shapely.box(20.0, 0.0, WIDTH, HEIGHT))
    section = by_state(half, STATES)
    assert owner(section, *ON_BLOCK) == LITHIATED
    assert owner(section, 15.0, 1.0) == BARE


def test_no_border_lies_on_the_plane_of_the_foil():
    """It would cut an edge off the bare foil, a hair long."""
    section = by_state(two_parts(), STATES)
    floor = shapely.LineString([(0.0, 0.0), (WIDTH, 0.0)])
    assert section.surfaces[LITHIATED].intersection(floor).is_empty
    assert section.surfaces[BARE].intersection(floor).length == pytest.approx(WIDTH)


def test_a_part_without_a_name_is_refused():
    with pytest.raises(SectionError, match="block, bare, belongs to none of the surfaces foil"):
        by_state(two_parts(shapely.Polygon()), ("foil",))


def test_names_of_one_part_and_of_several():
    assert surface_names(["foil"]) == ("foil", LITHIATED, BARE)
    assert surface_names(["a", "b"]) == (
        "a", "b", LITHIATED, BARE, "lithiated_a", "bare_a", "lithiated_b", "bare_b",
    )  # fmt: skip
    assert surface_names([LITHIATED, BARE]) == STATES
