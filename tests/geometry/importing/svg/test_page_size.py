"""Size of the page: width, height, viewBox, aspect, units; refused where it is not stated."""

from __future__ import annotations

import pytest

from platefront.geometry.importing import DrawingError
from platefront.geometry.importing.cleaning import clean_section
from platefront.geometry.importing.naming import Roles
from tests.geometry.importing.svg.pages import page, read_text

INCH = 0.0254
UNITS = {
    # size of the page → length of a unit [m]
    "w_only_2mm": ('width="2mm" viewBox="0 0 1 1"', 2e-3),
    "height_only": ('height="3cm" viewBox="0 0 60 30"', 1e-3),
    "width_auto": ('width="auto" height="1in" viewBox="0 0 100 10"', INCH / 10),
    "width_in_percent": ('width="100%" height="80mm" viewBox="0 0 100 40"', 2e-3),
    "both": ('width="100mm" height="80mm" viewBox="0 0 50 40"', 2e-3),
    "wider_page": ('width="100mm" height="20mm" viewBox="0 0 10 10"', 2e-3),
    "higher_page": ('width="10mm" height="20mm" viewBox="0 0 10 10"', 1e-3),
    "slice": (
        'width="10mm" height="20mm" viewBox="0 0 10 10" preserveAspectRatio="xMidYMid slice"',
        2e-3,
    ),
    "calculation": ('width="calc(1cm + 5mm * 2)" height="2cm" viewBox="0 0 20 20"', 1e-3),
    "style": ('style="width:2cm;height:20mm" viewBox="0 0 20 20"', 1e-3),
    "capitals": ('width="20MM" height="20mm" viewBox="0 0 20 20"', 1e-3),
    "points": ('width="72pt" viewBox="0 0 10 10"', INCH / 10),
    "picas": ('width="6pc" height="6pc" viewBox="0 0 10 10"', INCH / 10),
    "quarters": ('width="40Q" height="40q" viewBox="0 0 10 10"', 1e-3),
    "exponent": ('width="2e1mm" height="2E1mm" viewBox="0 0 20 20"', 1e-3),
    "one_side_in_px": ('width="1in" height="96px" viewBox="0 0 10 10"', INCH / 10),
    "without_box": ('width="1in" height="1in"', INCH / 96),
    "nearly_square": (
        'width="10mm" height="10.00000001mm" viewBox="0 0 10 10" preserveAspectRatio="none"',
        1e-3,
    ),
    "pixels": ('width="200" height="200px" viewBox="0 0 10 10"', None),
    "nothing": ("", None),
    "box_only": ('viewBox="0 0 10 10"', None),
    "percent": ('width="100%" height="50%" viewBox="0 0 10 10"', None),
}
STRETCHED = {
    # size of the page → width and height of a unit [µm]
    "aspect_none_um": (
        'width="0.2mm" height="0.1mm" viewBox="0 0 100 100" preserveAspectRatio="none"',
        2,
        1,
    ),
    "high": (
        'width="0.1mm" height="0.3mm" viewBox="0 0 100 100" preserveAspectRatio=" none "',
        1,
        3,
    ),
    "of_wide_box": (
        'width="0.1mm" height="0.1mm" viewBox="0 0 100 50" preserveAspectRatio="none slice"',
        1,
        2,
    ),
    "style": (
        'style="width:.2mm;height:.1mm" viewBox="0 0 100 100" preserveAspectRatio="none"',
        2,
        1,
    ),
    "shifted": (
        'width="0.2mm" height="0.1mm" viewBox="-9 -5 100 100" preserveAspectRatio="none"',
        2,
        1,
    ),
    "not_stretched": ('width="0.2mm" viewBox="0 0 100 100" preserveAspectRatio="none"', 2, 2),
}
REFUSED = {
    "unit": ('width="20em" viewBox="0 0 1 1"', 'width of the drawing: "20em" has the unit "em"'),
    "no_number": ('width="wide" viewBox="0 0 1 1"', 'width of the drawing: "wide"'),
    "zero": ('width="0mm" viewBox="0 0 1 1"', 'width of the drawing is "0mm", so nothing is drawn'),
    "negative": ('height="-3mm" viewBox="0 0 1 1"', 'height of the drawing is "-3mm"'),
    "infinite": ('width="1e400mm" viewBox="0 0 1 1"', "beyond the largest number"),
    "huge": ('width="1e300mm" viewBox="0 0 1 1"', "beyond the largest number"),
    "empty_box": ('width="3mm" viewBox="0 0 0 1"', "viewBox has no area"),
    "negative_box": ('width="3mm" viewBox="0 0 1 -1"', 'viewBox "0 0 1 -1" is not'),
    "infinite_box": ('width="3mm" viewBox="0 0 inf 1"', "is not left, top"),
    "nan_box": ('width="3mm" viewBox="0 0 nan 1"', "viewBox"),
    "no_box": ('width="3mm" viewBox="0 0 1mm 1"', 'viewBox "0 0 1mm 1" is not left, top'),
    "aspect": (
        'width="3mm" height="2mm" viewBox="0 0 1 1" preserveAspectRatio="fill"',
        '"fill" cannot be read',
    ),
    "transform": (
        'width="3mm" viewBox="0 0 1 1" transform="scale(2)"',
        "transform of the whole drawing",
    ),
    "variable": ('style="width:var(--w)" viewBox="0 0 1 1"', "is not read"),
}
PART = (
    '<rect id="box" width="100" height="100"/><g id="metal">'
    '<rect x="40" y="40" width="20" height="20"/></g>'
)


@pytest.mark.parametrize("name", UNITS)
def test_length_of_a_unit_is_that_of_the_page(name, tmp_path):
    root, length = UNITS[name]
    found = read_text(tmp_path, page(PART, root)).unit
    assert found == (None if length is None else pytest.approx(length, rel=1e-7))


@pytest.mark.parametrize("name", STRETCHED)
def test_stretched_page_stretches_the_section(name, tmp_path):
    root, across, down = STRETCHED[name]
    drawing = read_text(tmp_path, page(PART, root))
    section = clean_section(drawing, Roles(("metal",), (), None), 1e-9, None)
    assert (section.width, section.drawn_height) == pytest.approx((100 * across, 100 * down))
    assert section.collector.area == pytest.approx(400 * across * down)
    if across != down:
        with pytest.raises(DrawingError, match="scale cannot be the length of both"):
            read_text(tmp_path, page(PART, root), scale=1e-6)


@pytest.mark.parametrize("name", REFUSED)
def test_wrong_size_is_refused(name, tmp_path):
    root, message = REFUSED[name]
    with pytest.raises(DrawingError, match=message):
        read_text(tmp_path, page(PART, root))


def test_percentage_of_an_unknown_size_is_refused(tmp_path):
    with pytest.raises(DrawingError, match=r'rect "q" \(line 2\): width: "50%" refers to a size'):
        read_text(tmp_path, page('<rect id="q" width="50%" height="5"/>', ""))


def test_small_section_is_read_in_its_size(tmp_path):
    body = (
        '<rect id="box" width="1" height="1"/>'
        '<rect id="metal" x=".4" y=".4" width=".2" height=".2"/>'
    )
    drawing = read_text(tmp_path, page(body, UNITS["w_only_2mm"][0]))
    section = clean_section(drawing, Roles(("metal",), (), None), 1e-7, None)
    assert section.width == pytest.approx(2000.0)
    assert section.collector.area == pytest.approx(400.0**2)
