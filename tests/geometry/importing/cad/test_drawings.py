"""Small drawings, each of a kind that readers of CAD files get wrong, with the right areas."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from platefront.geometry.importing.drawing import DrawingError
from tests.shared.cad import area, omissions, read

FOLDER = Path(__file__).parent / "drawings"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("rectangle_twice", 800.0),
        ("one_circle_twice", 2 * math.pi * 15**2),
        ("circle_twice", math.pi * 20**2),
        ("short_lines", 2 * math.pi * 4.5**2),
        ("clipped_block", 600.0),
        ("donut", math.pi * (12.5**2 - 7.5**2)),
        ("outermost_hatch", 2000.0),
        ("periodic_spline", 610.0),
        ("radii", math.pi * 10**2),
        ("mesh", math.pi * 10**2),
        ("empty_splines", math.pi * 10**2),
        ("missing_block", math.pi * 10**2),
    ],
)
def test_area_of_the_metal(name, expected):
    section, _ = read(FOLDER / f"{name}.dxf")
    assert area(section) == pytest.approx(expected, rel=2e-3)


@pytest.mark.parametrize("tolerance", [1e-7, 3e-7])
def test_a_fibre_of_short_lines_does_not_depend_on_the_tolerance(tolerance):
    section, drawing = read(FOLDER / "short_lines.dxf", tolerance)
    fibre = min(section.collector.geoms, key=lambda part: -part.centroid.x)
    assert fibre.area == pytest.approx(math.pi * 4.5**2, rel=1e-3)
    assert drawing.left_out == ()


@pytest.mark.parametrize(
    ("name", "left_out"),
    [
        ("rectangle_twice", [("outline", "drawn twice", 1)]),
        ("one_circle_twice", [("outline", "drawn twice", 1)]),
        (
            "radii",
            [
                ("CIRCLE", "a radius of 0 must be positive", 1),
                ("CIRCLE", "a radius of -5 must be positive", 1),
            ],
        ),
        ("mesh", [("POLYLINE", "a mesh, no outline", 1)]),
        ("missing_block", [("INSERT", 'its block "NOPE" is not in the file', 1)]),
        (
            "empty_splines",
            [
                ("SPLINE", "0 fit points and no control points give no curve", 1),
                ("SPLINE", "1 fit points and no control points give no curve", 1),
            ],
        ),
    ],
)
def test_what_is_left_out_is_told(name, left_out):
    _, drawing = read(FOLDER / f"{name}.dxf")
    assert omissions(drawing) == left_out
    assert all("on layer" in place for left in drawing.left_out for place in left.places)


def test_an_object_on_a_frozen_layer_is_not_taken():
    with pytest.raises(DrawingError, match='collector names "metal", but no object has this name'):
        read(FOLDER / "frozen_layer.dxf")


def test_a_line_with_a_width_is_told():
    section, _ = read(FOLDER / "donut.dxf")
    assert section.notes == (
        'donut.dxf: LWPOLYLINE 30 on layer "metal" is a line with a width of 5: taken as a band '
        "of this width, not as an outline",
    )
