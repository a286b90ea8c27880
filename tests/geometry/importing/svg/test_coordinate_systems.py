"""Coordinate systems within coordinate systems; transforms by attribute and by style."""

from __future__ import annotations

import math

import pytest
import shapely
from shapely import affinity

from platefront.geometry.importing import DrawingError
from tests.geometry.importing.svg.pages import (
    SEEN,
    SQUARE,
    check_solid,
    disc,
    places,
    read,
    solid,
    turned,
)

UNIT = '<rect width="1" height="1"/>'
TEN = '<symbol id="s" viewBox="0 0 10 10"><rect width="10" height="10"/></symbol>'
BAR = shapely.box(40, 30, 50, 60)
BAR_OF = '<rect x="40" y="30" width="10" height="30" {}/>'
box = shapely.box
PLACED = {
    # nested svg
    "nested_svg": (
        f'<svg x="40" y="40" width="20" height="20" viewBox="0 0 1 1">{UNIT}</svg>',
        SEEN,
    ),
    "nested_in_percent": (
        f'<svg x="40%" y="40%" width="20%" height="20%" viewBox="0 0 1 1">{UNIT}</svg>',
        SEEN,
    ),
    "nested_twice": (
        '<svg x="20" y="20" width="40" height="40" viewBox="0 0 4 4">'
        f'<svg x="2" y="2" width="2" height="2" viewBox="0 0 1 1">{UNIT}</svg></svg>',
        SEEN,
    ),
    "nested_without_box": (
        '<svg x="20" y="20"><rect x="20" y="20" width="25%" height="25%"/></svg>',
        box(40, 40, 65, 65),
    ),
    "nested_fills": (
        '<svg viewBox="0 0 5 5"><rect x="2" y="2" width="1" height="1"/></svg>',
        SEEN,
    ),
    "middle": (f'<svg x="10" y="40" width="80" height="20" viewBox="0 0 1 1">{UNIT}</svg>', SEEN),
    "right": (
        '<svg x="0" y="40" width="60" height="20" viewBox="0 0 1 1" '
        f'preserveAspectRatio="xMaxYMin">{UNIT}</svg>',
        SEEN,
    ),
    "bottom": (
        '<svg x="40" y="0" width="20" height="60" viewBox="5 7 1 1" '
        'preserveAspectRatio="xMinYMax meet"><rect x="5" y="7" width="1" height="1"/></svg>',
        SEEN,
    ),
    "stretched": (
        '<svg x="40" y="40" width="20" height="20" viewBox="0 0 2 8" '
        'preserveAspectRatio="none"><rect width="2" height="8"/></svg>',
        SEEN,
    ),
    "slice": (
        '<svg x="40" y="40" width="20" height="20" viewBox="0 0 1 2" '
        'preserveAspectRatio="xMinYMin slice"><rect width="1" height="1"/></svg>',
        SEEN,
    ),
    "nested_transform": (
        f'<svg transform="translate(30,0)" x="10" y="40" width="20" height="20" viewBox="0 0 1 1">'
        f"{UNIT}</svg>",
        SEEN,
    ),
    "overflow_is_seen": (
        '<svg x="50" y="50" width="2" height="2" overflow="visible">'
        '<rect x="-10" y="-10" width="20" height="20"/></svg>',
        SEEN,
    ),
    # symbols and clones
    "symbol_use": (f'{TEN}<use xlink:href="#s" x="40" y="40" width="20" height="20"/>', SEEN),
    "symbol_in_percent": (f'{TEN}<use href="#s" x="40%" y="40%" width="20%" height="20%"/>', SEEN),
    "symbol_of_own_size": (
        f'{TEN.replace("id=", "width='20' height='20' id=")}<use href="#s" x="40" y="40"/>',
        SEEN,
    ),
    "symbol_fills": (f'{TEN}<use href="#s"/>', box(0, 0, 100, 100)),
    "symbol_turned": (
        f'{TEN}<use href="#s" width="20" height="20" transform="translate(50,40) rotate(45)"/>',
        turned(box(50, 40, 70, 60), 45, (50, 40)),
    ),
    "clone_by_style": (
        "<defs><rect id='q' width='20' height='20'/></defs><style>use{x:40px;y:40%}</style>"
        "<use href='#q'/>",
        SEEN,
    ),
    "symbol_of_other_shape": (
        f'{TEN}<use href="#s" x="20" y="40" width="60" height="20"/>',
        SEEN,
    ),
    "clone_of_svg": (
        f'<defs><svg id="n" viewBox="0 0 1 1" width="5" height="5">{UNIT}</svg></defs>'
        '<use href="#n" x="40" y="40" width="20" height="20"/>',
        SEEN,
    ),
    "clone_in_units": (
        '<defs><rect id="q" width="20" height="20"/></defs><use href="#q" x="40px" y="30pt"/>',
        SEEN,
    ),
    "clone_of_clone": (
        '<defs><rect id="q" width="20" height="20"/><use id="u" href="#q" x="20"/></defs>'
        '<use href="#u" x="20" y="40"/>',
        SEEN,
    ),
    "clone_size_is_ignored": (
        '<defs><rect id="q" width="20" height="20"/></defs>'
        '<use href="#q" x="40" y="40" width="3" height="5"/>',
        SEEN,
    ),
    "href_before_xlink": (
        '<defs><rect id="q" width="20" height="20"/><circle id="o" r="9"/></defs>'
        '<use xlink:href="#o" href="#q" x="40" y="40"/>',
        SEEN,
    ),
    # transforms
    "transform_origin": (
        BAR_OF.format('transform="rotate(90)" transform-origin="50 50"'),
        turned(BAR, 90, (50, 50)),
    ),
    "origin_in_words": (
        BAR_OF.format('style="transform:rotate(90deg);transform-origin:center"'),
        turned(BAR, 90, (50, 50)),
    ),
    "origin_in_percent": (
        BAR_OF.format('transform="rotate(30)" style="transform-origin:40% 30%"'),
        turned(BAR, 30, (40, 30)),
    ),
    "origin_vertical_first": (
        BAR_OF.format('transform="rotate(20)" transform-origin="bottom left"'),
        turned(BAR, 20, (0, 100)),
    ),
    "origin_of_group": (
        f'<g style="transform-origin:60px 50px" transform="scale(-1,1)">{BAR_OF.format("")}</g>',
        affinity.scale(BAR, -1, 1, origin=(60, 50)),
    ),
    "origin_by_sheet": (
        f"<style>rect{{transform:rotate(.25turn);transform-origin:50px 50px}}</style>"
        f"{BAR_OF.format('')}",
        turned(BAR, 90, (50, 50)),
    ),
    "style_over_attribute": (
        BAR_OF.format('transform="scale(9)" style="transform:translate(10px,-5%)"'),
        box(50, 25, 60, 55),
    ),
    "style_none": (BAR_OF.format('transform="scale(9)" style="transform:none"'), BAR),
    "radians_and_list": (
        BAR_OF.format('style="transform: translateX(50px) rotate(1.5707963rad) translate(-50px)"'),
        affinity.translate(turned(affinity.translate(BAR, -50), 90, (0, 0)), 50),
    ),
    "about_a_point": (BAR_OF.format('transform="rotate( 90 , 50,50 )"'), turned(BAR, 90, (50, 50))),
    "list": (
        BAR_OF.format('transform="translate(5) , scale(1 -1)translate(0-90)"'),
        box(45, 30, 55, 60),
    ),
    "matrix": (BAR_OF.format('transform="matrix(0 1 -1 0 100 0)"'), turned(BAR, 90, (50, 50))),
    "skew": (
        '<rect width="10" height="10" transform="translate(40 40) skewX(45) skewY(0)"/>',
        shapely.Polygon([(40, 40), (50, 40), (60, 50), (50, 50)]),
    ),
    "own_geometry_by_style": (
        "<style>circle{cx:50px;cy:40%;r:7.5px}</style><circle cx='9' cy='9' r='1'/>",
        disc(50, 40, 7.5),
    ),
    "radius_in_percent": ('<circle cx="50%" cy="50%" r="10%"/>', disc(50, 50, 10)),
    "calculation": (
        '<rect x="calc(10px * 4)" y="calc((50% - 10px))" width="calc(10px + 20px/2)" '
        'height="calc(100% / 5)"/>',
        SEEN,
    ),
    "units": (
        f'<rect x="{40 / 96}in" y="{40 * 25.4 / 96}mm" width="15pt" height="1.25pc"/>',
        SEEN,
    ),
    "path_by_style": ('<path d="M0 0h9v9z" style="d:path(\'M40 40h20v20h-20z\')"/>', SEEN),
}
CUT = {
    "nested": ('<svg x="40" y="40" width="20" height="20"><circle id="c" r="5"/></svg>', "svg"),
    "symbol": (
        '<symbol id="s"><circle id="c" cx="3" cy="2" r="8"/>'
        '</symbol><use href="#s" x="40" y="30"/>',
        "use",
    ),
    "view_box": (
        f'{TEN.replace("<rect", "<rect y='5'")}<use href="#s" width="20" height="20"/>',
        "use",
    ),
    "slice": (
        '<svg width="20" height="20" viewBox="0 0 1 2" preserveAspectRatio="xMidYMid slice">'
        '<rect width="1" height="1"/></svg>',
        "svg",
    ),
    "turned": (
        '<svg x="40" y="40" width="20" height="20"><rect width="20" height="20" '
        'transform="rotate(5)"/></svg>',
        "svg",
    ),
}
OUTSIDE = {
    "nested": '<svg width="20" height="20"><rect x="20" width="9" height="9"/></svg>',
    "symbol": f'{TEN.replace("<rect", "<rect x='12'")}<use href="#s" width="20" height="20"/>',
    "no_area": f'<svg width="0" height="5">{SQUARE}</svg>',
    "empty_view_box": f'<svg viewBox="0 0 0 5">{SQUARE}</svg>',
    "flat": f'<g transform="scale(1,0)">{SQUARE}</g>',
}
REFUSED = {
    "transform": ('<rect id="q" width="1" height="1" transform="rotate(5"/>', None),
    "transform_unknown": ('<g id="q" transform="turn(5)"/>', r'g "q" \(line 2\): the transform'),
    "transform_count": ('<g id="q" transform="matrix(1 2 3)"/>', "matrix with 3 values"),
    "transform_3d": (
        f'<g id="q" style="transform:rotate3d(1,0,0,9deg)">{SQUARE}</g>',
        "rotate3d with 4 values",
    ),
    "transform_box": (
        f'<g id="q" style="transform:scale(2);transform-box:fill-box">{SQUARE}</g>',
        '"transform-box: fill-box" is not read',
    ),
    "rotate_property": (f'<g id="q" style="rotate:45deg">{SQUARE}</g>', '"rotate: 45deg'),
    "zoom": (f'<g id="q" style="zoom:2">{SQUARE}</g>', '"zoom: 2'),
    "unit_of_font": ('<rect id="q" width="2em" height="1"/>', 'width: "2em" has the unit "em"'),
    "unit_of_window": ('<rect id="q" width="2vw" height="1"/>', 'the unit "vw"'),
    "no_length": ('<rect id="q" width="2 0" height="1"/>', 'width: "2 0" is no length'),
    "function": ('<rect id="q" width="min(2px,3px)" height="1"/>', "is not read"),
    "calculation": ('<rect id="q" width="calc(2px * 3px)" height="1"/>', "no calculation"),
    "sum_of_kinds": ('<rect id="q" width="calc(2px + 3)" height="1"/>', "no calculation"),
    "negative": ('<circle id="q" r="-2"/>', r"r is negative \(-2\)"),
    "view_box": (f'<svg id="q" viewBox="0 0 5">{SQUARE}</svg>', 'viewBox "0 0 5" is not left'),
    "viewport_by_style": (
        f'<style>svg svg{{width:20px}}</style><svg id="q" viewBox="0 0 1 1">{UNIT}</svg>',
        r'width is set by the style rule "svg svg" \(line 2\)',
    ),
    "symbol_by_style": (
        f'{TEN}<use id="q" style="height:20px" href="#s"/>',
        "height is set by the style attribute",
    ),
    "aspect": (
        f'<svg id="q" viewBox="0 0 5 5" preserveAspectRatio="middle">{SQUARE}</svg>',
        'preserveAspectRatio "middle"',
    ),
    "reference_point": (
        '<symbol id="s" refX="5"><rect width="1" height="1"/></symbol><use id="q" href="#s"/>',
        "refX",
    ),
}


@pytest.mark.parametrize("name", PLACED)
def test_object_is_where_viewers_show_it(name, tmp_path):
    body, right = PLACED[name]
    check_solid(read(tmp_path, body), right)


@pytest.mark.parametrize("name", CUT)
def test_object_that_a_viewport_cuts_is_refused_when_it_is_used(name, tmp_path):
    body, tag = CUT[name]
    drawing = read(tmp_path, body)
    with pytest.raises(DrawingError, match=rf"reaches out of {tag} without id .*\(line 2\)"):
        solid(drawing)


@pytest.mark.parametrize("name", OUTSIDE)
def test_object_outside_of_a_viewport_is_left_out(name, tmp_path):
    drawing = read(tmp_path, OUTSIDE[name])
    assert drawing.shapes == ()
    assert len(places(drawing, "")) == 1


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_read_is_refused_with_its_place(name, tmp_path):
    body, message = REFUSED[name]
    if message is None:  # a parenthesis that is missing at the end is closed, as viewers do
        read(tmp_path, body)
        return
    with pytest.raises(DrawingError, match=message) as refused:
        read(tmp_path, body)
    assert '"q" (line 2)' in str(refused.value)


@pytest.mark.parametrize("turns", [1, 7])
def test_slanted_ellipse_has_its_area(turns, tmp_path):
    body = f'<ellipse rx="9" ry="4" transform="matrix(1,.5,-1,1.5,50,50) rotate({turns * 13})"/>'
    found = solid(read(tmp_path, body))
    assert found.area == pytest.approx((1.5 + 0.5) * math.pi * 36.0, rel=2e-4)
