"""A drawing that Inkscape 1.2 has saved is read as Inkscape shows it.

`inkscape.svg` was drawn and changed by Inkscape: pieces of ellipses, union, difference, stroke to
path, groups and a layer that are turned and slanted, clones of them (one lies below its original),
a hidden object, a text.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import shapely

from platefront.geometry.collectors import OwnOutline
from platefront.geometry.importing import DrawingError, read_drawing
from platefront.geometry.importing.rings import region
from tests.shared.drawings import cleaned_svg

FILE = Path(__file__).with_name("inkscape.svg")
MILLIMETRES = 25.4 / 96.0  # of a pixel
DISC = 4.0**2 * math.pi
BUNDLE = (1.012978**2 + 0.36869384**2) * np.array([9.0 * math.pi, 6.0 * math.pi, 20.0 + math.pi])
SLANT = 0.8 + 0.2 * 0.5  # determinant of the group's matrix
LENS = 2.0 * 16.0 * math.acos(5.0 / 8.0) - 2.5 * math.sqrt(4.0 * 16.0 - 25.0)
AREAS = {
    "slice": [0.5 * 6.0 * 4.0 * 4.0],
    "chord": [0.5 * 6.0 * 4.0 * (5.0 - math.sin(5.0))],
    "joined": [2.0 * DISC - LENS],
    "ring": [(6.0**2 - 3.0**2) * math.pi],
    "seam": [2.0 * math.hypot(8.0, 8.0) + math.pi],
    "bundle": [*BUNDLE, *BUNDLE],  # the clone shows what is called so
    "copy": BUNDLE,
    "slanted": [SLANT * DISC, SLANT * (40.0 - (4.0 - math.pi) * 4.0), SLANT * DISC],
}
"""Label → areas of its objects [mm²], by closed formulas."""
SEEN = {
    "slice": (61.7451, 78.9083, 43.3651, 29.0531),
    "copy": (207.207, 204.585, 56.7121, 56.5275),
    "ring": (274.882, 70.3076, 45.3536, 45.3554),
    "slanted": (287.206, 181.007, 88.6288, 54.9129),
}
"""Label → left, top, width, height [px] as `inkscape --query-all` tells them."""


def test_objects_have_their_areas_and_names():
    drawing = read_drawing(FILE, 1e-10, 1e-6)
    found = {
        label: [region(s, drawing, 1e-4, []).area for s in drawing.shapes if label in s.names]
        for label in AREAS
    }
    # union and difference of Inkscape are good to five digits
    assert found == {label: pytest.approx(areas, rel=2e-4) for label, areas in AREAS.items()}
    assert "hidden" not in drawing.names
    assert drawing.unit == pytest.approx(1e-3, rel=1e-12)
    assert [str(left) for left in drawing.left_out] == [
        "1 circle left out: display: none (style "
        'attribute) (circle "circle7" in "metal" (line 148))',
        '1 text left out: no outline (text "text1" in "notes" (line 160))',
    ]


def test_objects_are_where_inkscape_shows_them():
    drawing = read_drawing(FILE, 1e-10, 1e-6)
    for label, (left, top, width, height) in SEEN.items():
        shapes = [region(s, drawing, 1e-4, []) for s in drawing.shapes if label in s.names]
        bounds = MILLIMETRES * np.array([left, top, left + width, top + height])
        np.testing.assert_allclose(shapely.total_bounds(shapes), bounds, atol=2e-3)


def test_clones_are_named_and_placed():
    drawing = read_drawing(FILE, 1e-8, 1e-6)
    (disc, *_) = (shape for shape in drawing.shapes if "copy" in shape.names)
    assert disc.names == ("metal", "layer2", "copy", "use33", "bundle", "g1", "circle5", "#37474f")
    assert disc.place == 'circle "circle5", by clone "use33", in "metal" (line 55)'


def test_drawing_is_a_section():
    collector = OwnOutline(
        file=str(FILE),
        scale=1e-6,
        collector=("metal",),
        surfaces={"copper": ("slanted", "copy"), "carbon": ("layer2",)},
        tolerance=1e-9,
    )
    section = collector.section(20.0, None, inverted=False)
    # every label once, of the bundle the original and the copy
    total = sum(sum(areas) for label, areas in AREAS.items() if label != "copy")
    assert section.collector.area == pytest.approx(total, rel=5e-4)
    assert len(shapely.get_parts(section.collector)) == 14
    assert section.width == pytest.approx(100.0)


@pytest.mark.parametrize("how", ["clip-path", "mask"])
def test_clipped_object_is_refused(how, tmp_path):
    body = (
        f'<defs><clipPath id="cut"><rect id="r" width="30" height="80"/></clipPath></defs>'
        f'<g style="{how}:url(#cut)"><circle id="c" cx="30" cy="25" r="8"/></g>'
    )
    with pytest.raises(DrawingError, match=r'circle "c" in "fibres" .* is clipped or masked'):
        cleaned_svg(tmp_path, body)


def test_clones_of_nothing_are_told(tmp_path):
    body = (
        '<circle id="c" cx="30" cy="25" r="8"/><use id="u" xlink:href="#gone"/>'
        '<g id="loop"><use id="v" xlink:href="#loop"/></g>'
    )
    found = cleaned_svg(tmp_path, body)
    assert len(shapely.get_parts(found.collector)) == 1
    drawing = read_drawing(tmp_path / "drawing.svg", 1e-7, None)
    assert [str(left) for left in drawing.left_out] == [
        '1 use left out: its original is not there (use "u" in "fibres" (line 4))',
        "1 use left out: its original holds the clone itself "
        '(use "v", by clone "v", in "fibres" (line 4))',
    ]


def test_symbols_are_seen_where_they_are_placed_only(tmp_path):
    body = (
        '<symbol id="s"{}><circle id="c" cx="3" cy="2" r="8"/></symbol>'
        '<use id="u" xlink:href="#s" x="40" y="30" transform="translate(10,0)"/>'
    )
    with pytest.raises(
        DrawingError, match=r'circle "c", by clone "u", .*: this object reaches out'
    ):
        cleaned_svg(tmp_path, body.format(""))
    whole = body.format(' overflow="visible"')
    (disc,) = shapely.get_parts(cleaned_svg(tmp_path, whole).collector)
    assert (disc.centroid.x, disc.centroid.y) == pytest.approx((53.0, 48.0), abs=1e-3)


def test_slanted_arcs_are_followed(tmp_path):
    path = "m -5,0 a 5,3 0 0 1 10,0 a 5,3 0 0 1 -10,0 z"
    body = f'<path id="p" d="{path}" transform="matrix(-2,0.5,1.5,0.7,50,40)"/>'
    found = cleaned_svg(tmp_path, body, tolerance=1e-9).collector
    assert found.area == pytest.approx((2.0 * 0.7 + 0.5 * 1.5) * 15.0 * math.pi, rel=2e-4)
    wide, high = math.hypot(2.0 * 5.0, 1.5 * 3.0), math.hypot(0.5 * 5.0, 0.7 * 3.0)
    bounds = (50.0 - wide, 40.0 - high, 50.0 + wide, 40.0 + high)
    np.testing.assert_allclose(found.bounds, bounds, atol=2e-3)
