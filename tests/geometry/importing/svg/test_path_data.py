"""Path data and points: all commands, and mistakes, up to which SVG draws."""

from __future__ import annotations

import math

import pytest
import shapely

from platefront.geometry.importing import DrawingError
from tests.geometry.importing.svg.pages import (
    SEEN,
    check_solid,
    disc,
    places,
    read,
    solid,
    turned,
)

box = shapely.box
OFF = "M70 40h20v20h-20z"
BOTH = shapely.union(SEEN, box(70, 40, 90, 60))
DRAWN = {
    "absolute": ("M40 40 L60 40 L60 60 L40 60 Z", SEEN),
    "relative": ("m40 40 l20 0 l0 20 l-20 0 z", SEEN),
    "implicit_lines": ("M40 40 60 40 60 60 40 60Z", SEEN),
    "implicit_relative": ("m40,40 20,0 0,20 -20,0z", SEEN),
    "level_and_plumb": ("M40 40H60V60H40z", SEEN),
    "several_levels": ("M40 40H50 60V50 60H50 40z", SEEN),
    "without_spaces": ("M40-0+40h20v20h-20z".replace("-0+40", " 40"), SEEN),
    "dots": ("M40.0.4e2h.2e2v20.h-20z", SEEN),
    "new_lines": ("\n M\t40\r\n,40 h 20\nv20 h-20 z \n", SEEN),
    "after_close": (
        "M40 40h20v20h-20zM39 39zL20 40v-9z",
        shapely.union(SEEN, shapely.Polygon([(39, 39), (20, 40), (20, 31)])),
    ),
    "without_close": ("M40 40h20v20h-20v-20", SEEN),
    "two": (f"M40 40h20v20h-20z{OFF}", BOTH),
    "relative_move_after_close": ("M40 40h20v20h-20zm30 0h20v20h-20z", BOTH),
    "arcs": ("M40 50a10 10 0 0 1 20 0a10 10 0 0 1-20 0", disc(50, 50, 10)),
    "compact_flags": ("M40 50a10 10 0 0120 0 10 10 0 01-20 0z", disc(50, 50, 10)),
    "flags_and_dots": ("M40 50a10 10 0 11.001 0z", disc(40.0005, 40, 10)),
    "large_arc": (
        "M40 50A10 10 0 1 0 50 40L50 50z",
        disc(50, 50, 10).difference(shapely.box(40, 40, 50, 50)),
    ),
    "small_radius_is_enlarged": ("M40 50A1 1 0 0 0 60 50A1 1 0 0 0 40 50", disc(50, 50, 10)),
    "negative_radius": ("M40 50A-10 -10 0 0 0 60 50A10 10 0 0 0 40 50z", disc(50, 50, 10)),
    "zero_radius": ("M40 40A0 5 0 0 1 60 40A5 0 0 0 1 60 60L40 60z", SEEN),
    "arc_to_the_same_point": ("M40 40a5 5 0 0 1 0 0h20v20h-20z", SEEN),
    "turned_ellipse": (
        f"M{50 - 20 * math.cos(0.5)} {50 - 20 * math.sin(0.5)}A20 5 {math.degrees(0.5)} 0 0 "
        f"{50 + 20 * math.cos(0.5)} {50 + 20 * math.sin(0.5)}A20 5 {math.degrees(0.5)} 0 0 "
        f"{50 - 20 * math.cos(0.5)} {50 - 20 * math.sin(0.5)}z",
        turned(disc(50, 50, 20, 5), math.degrees(0.5), (50, 50)),
    ),
    "empty_subpath": ("M1 1M40 40h20v20h-20zM5 5z", SEEN),
}
CURVED = {
    # areas by Green's theorem
    "cubic": ("M40 40C40 60 60 60 60 40z", 240.0),
    "cubic_smooth": ("M30 40c0 10 10 10 10 0s10 -10 10 0v-30h-20z", 600.0),
    "quadratic": ("M40 40Q50 60 60 40z", 2.0 / 3.0 * 200.0),
    "quadratic_smooth": ("M40 40q10 20 20 0t20 0v-30h-40z", 1200.0),
}
MISTAKES = {
    # up to the mistake
    "err_path_dropped": (f"M40 40h20v20h-20z {OFF} M71 71 L bad", BOTH, "character 46"),
    "letter": ("M40 40h20v20h-20z X 5 5", SEEN, "character 19"),
    "number_after_close": ("M40 40h20v20h-20z 5 5", SEEN, "character 19"),
    "odd_pair": ("M40 40 60 40 60 60 40 60 40 40 7", SEEN, ""),
    "comma_at_end": ("M40 40h20v20h-20v-20,", SEEN, ""),
    "two_commas": ("M40 40h20v20h-20v-20,,h5", SEEN, ""),
    "bad_flag": ("M40 40h20v20h-20zM5 5A5 5 0 2 0 9 9", SEEN, ""),
    "incomplete_curve": ("M40 40h20v20h-20zM5 5C1 2 3 4 5", SEEN, ""),
    "not_a_number": ("M40 40h20v20h-20zM5 5L NaN 3", SEEN, ""),
    "units": ("M40 40h20v20h-20z M1mm 5", SEEN, ""),
    "arabic_digits": ("M40 40h20v20h-20zL٣ ٣", SEEN, ""),
}
REFUSED = {
    "infinite": ("M40 40h1e400v20z", "the number inf is beyond the largest"),
    "huge": ("M40 40h1e300v20z", r"the number 1e\+300 is beyond"),
    "huge_arc": ("M40 40a1e200 5 0 0 1 5 5z", r"the number 1e\+200 is beyond"),
    "sum": ("M9e8 0" + "h9e8" * 3 + "v5z", "a coordinate is beyond"),
    "long_number": (f"M40 40h{'9' * 5000}v20z", "the number inf is beyond"),
}


@pytest.mark.parametrize("name", DRAWN)
def test_commands_draw_what_they_say(name, tmp_path):
    data, right = DRAWN[name]
    drawing = read(tmp_path, f'<path d="{data}"/>'.replace("\n", "&#10;"))
    assert drawing.notes == ()
    check_solid(drawing, right)


@pytest.mark.parametrize("name", CURVED)
def test_curves_have_their_areas(name, tmp_path):
    data, area = CURVED[name]
    drawing = read(tmp_path, f'<path d="{data}"/>')
    assert solid(drawing).area == pytest.approx(area, rel=2e-4)


@pytest.mark.parametrize("name", MISTAKES)
def test_path_with_a_mistake_is_drawn_up_to_it_and_told(name, tmp_path):
    data, right, at = MISTAKES[name]
    drawing = read(tmp_path, f'<path id="p" d="{data}"/>')
    check_solid(drawing, right)
    (note,) = drawing.notes
    assert note.startswith(f'path "p" (line 2): mistake at {at}')
    assert note.endswith("it is drawn up to there")


@pytest.mark.parametrize("name", REFUSED)
def test_numbers_beyond_all_limits_are_refused(name, tmp_path):
    data, message = REFUSED[name]
    with pytest.raises(DrawingError, match=message) as refused:
        read(tmp_path, f'<path id="p" d="{data}"/>')
    assert 'path "p" (line 2)' in str(refused.value)


@pytest.mark.parametrize("data", ["", "L 5 5", "none", "M 5 5", "M bad", "z", "5 5"])
def test_path_of_which_nothing_is_drawn_is_told(data, tmp_path):
    drawing = read(tmp_path, f'<path id="p" d="{data}"/>')
    assert drawing.shapes == ()
    assert places(drawing, "") == ['path "p" (line 2)']


def test_open_end_before_a_mistake_is_not_closed_by_guess(tmp_path):
    drawing = read(tmp_path, '<path d="M 40 40 h20 v20 L oops h-20 z"/>')
    with pytest.raises(DrawingError, match="is open"):
        solid(drawing)


def test_points_of_polygons(tmp_path):
    drawing = read(
        tmp_path,
        '<polygon id="p" points="40,40 60-0,40+0 60,60 40 60"/>'.replace("-0", "").replace(
            "+0", ""
        ),
    )
    check_solid(drawing, SEEN)
    odd = read(tmp_path, '<polygon id="p" points="40,40 60,40 60,60 40,60 7"/>')
    check_solid(odd, SEEN)
    assert odd.notes == ('polygon "p" (line 2): the last point has no y; it is drawn up to there',)
    bad = read(tmp_path, '<polygon id="p" points="40,40 60,40 60,60 40,60 x 5,5"/>')
    check_solid(bad, SEEN)
    assert bad.notes[0].startswith('polygon "p" (line 2): mistake at character 25')
    none = read(tmp_path, '<polyline id="p" points="5,5"/>')
    assert places(none, "fewer than two points") == ['polyline "p" (line 2)']


@pytest.mark.parametrize(
    "body",
    [
        '<rect id="p" width="0" height="5"/>',
        '<rect id="p" width="5"/>',
        '<circle id="p" cx="5"/>',
        '<ellipse id="p" rx="0" ry="4"/>',
        '<ellipse id="p" rx="5" ry="0"/>',
    ],
)
def test_shapes_without_size_are_left_out(body, tmp_path):
    drawing = read(tmp_path, body)
    assert drawing.shapes == ()
    assert len(places(drawing, "is 0")) == 1


def test_rounded_rectangles(tmp_path):
    corner = (4.0 - math.pi) / 4.0
    for radii, cut in {
        'rx="3"': 4 * corner * 9,
        'ry="3"': 4 * corner * 9,
        'rx="3" ry="2"': 4 * corner * 6,
        'rx="99" ry="5"': 4 * corner * 50,
        'rx="10%"': 4 * corner * 100,
        'rx="auto" ry="4"': 4 * corner * 16,
        'rx="0" ry="4"': 0.0,
    }.items():
        drawing = read(tmp_path, f'<rect x="40" y="40" width="20" height="20" {radii}/>')
        assert solid(drawing).area == pytest.approx(400 - cut, rel=2e-4), radii
        assert drawing.notes == ()
