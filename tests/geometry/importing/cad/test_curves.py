"""Splines, ellipses, arcs, bulges and widths are where the format defines them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.interpolate import BSpline, make_interp_spline

from platefront.geometry.importing.drawing import DrawingError
from tests.shared.cad import METAL, area, drawn, omissions, rectangle, round_points

CONTROL = [(50, 20), (80, 20), (80, 50), (50, 50)]


def shoelace(points):
    x, y = np.asarray(points, dtype=float).T
    return 0.5 * abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))))


def periodic_area(control, degree):
    """Area in a periodic spline of uniform knots, its control points wrapped around."""
    wrapped = np.array([*control, *control[:degree]], dtype=float)
    spline = BSpline(np.arange(len(wrapped) + degree + 1), wrapped, degree)
    return shoelace(spline(np.linspace(degree, len(wrapped), 20001)[:-1]))


def periodic(space, control, degree, flags=3, weights=None):
    spline = space.add_spline(dxfattribs=METAL)
    spline.dxf.degree = degree
    spline.control_points = [(*point, 0) for point in [*control, *control[:degree]]]
    spline.knots = [float(number) for number in range(len(control) + 2 * degree + 1)]
    spline.weights = weights or []
    spline.dxf.flags = flags


@pytest.mark.parametrize("flags", [1, 2, 3, 11])
@pytest.mark.parametrize("degree", [2, 3, 4])
@pytest.mark.parametrize("corners", [4, 5, 9])
def test_a_periodic_spline_is_closed(flags, degree, corners, tmp_path):
    control = round_points(60, 50, 25, corners)
    section, drawing = drawn(tmp_path, lambda _, space: periodic(space, control, degree, flags))
    assert area(section) == pytest.approx(periodic_area(control, degree), rel=1e-3)
    assert drawing.left_out == ()


def test_a_rational_spline_is_a_circle(tmp_path):
    """The circle as a NURBS of degree 2 with nine control points."""
    square = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1), (1, 0)]

    def draw(document, space):
        spline = space.add_spline(dxfattribs=METAL)
        spline.dxf.degree, spline.dxf.flags = 2, 13
        spline.control_points = [(60 + 20 * x, 50 + 20 * y, 0) for x, y in square]
        spline.knots = [0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 4]
        spline.weights = [1, math.sqrt(0.5)] * 4 + [1]

    assert area(drawn(tmp_path, draw)[0]) == pytest.approx(400 * math.pi, rel=1e-3)


def test_periodic_weights_of_one_change_nothing(tmp_path):
    weights = [2.0] * 7
    section, _ = drawn(tmp_path, lambda _, space: periodic(space, CONTROL, 3, 7, weights))
    assert area(section) == pytest.approx(610.0, rel=1e-3)


def test_a_spline_edge_of_a_hatch_is_closed_too(tmp_path):
    def draw(document, space):
        edges = space.add_hatch(dxfattribs=METAL).paths.add_edge_path()
        knots = [float(number) for number in range(11)]
        edges.add_spline(control_points=CONTROL + CONTROL[:3], degree=3, knot_values=knots)

    assert area(drawn(tmp_path, draw)[0]) == pytest.approx(610.0, rel=1e-3)


def test_a_spline_of_fit_points_only_is_told(tmp_path):
    through = round_points(60, 50, 20, 24)

    def draw(document, space):
        space.add_spline([*through, through[0]], dxfattribs=METAL)

    section, drawing = drawn(tmp_path, draw)
    assert area(section) == pytest.approx(400 * math.pi, rel=5e-3)
    (note,) = drawing.notes
    assert note.startswith("SPLINE ")
    assert note.endswith("is an interpolation, as it has no control points")


def test_a_spline_with_control_and_fit_points_follows_the_former(tmp_path):
    through = np.array(round_points(60, 50, 20, 12))
    through = np.vstack([through, through[:1]])
    curve = make_interp_spline(np.linspace(0, 1, 13), through, k=3, bc_type="natural")

    def draw(document, space):
        spline = space.add_spline([*map(tuple, through + 1.0)], dxfattribs=METAL)
        spline.control_points = [(*point, 0) for point in curve.c]
        spline.knots = curve.t.tolist()

    expected = shoelace(curve(np.linspace(0, 1, 20001)[:-1]))
    assert area(drawn(tmp_path, draw)[0]) == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda s: s.knots.pop(), "it has 10 knots, but 7 control points of degree 3 need 11"),
        (lambda s: s.knots.reverse(), "its knots do not ascend"),
        (lambda s: s.weights.extend([1.0, 2.0]), "its weights must be positive, one for each"),
        (lambda s: s.weights.extend([0.0] * 7), "its weights must be positive, one for each"),
        (lambda s: setattr(s.dxf, "degree", 9), "7 control points are too few for degree 9"),
        (lambda s: setattr(s.dxf, "degree", 99), "a degree of 99 must be from 1 to 25"),
        (lambda s: s.knots.__setitem__(4, math.nan), "its knots do not ascend"),
    ],
)
def test_a_spline_whose_numbers_do_not_fit_is_left_out(change, reason, tmp_path):
    def draw(document, space):
        space.add_circle((120, 60), 10, dxfattribs=METAL)
        periodic(space, CONTROL, 3)
        change(space[-1])

    section, drawing = drawn(tmp_path, draw)
    assert area(section) == pytest.approx(100 * math.pi, rel=1e-2)
    ((kind, found, number),) = omissions(drawing)
    assert (kind, number) == ("SPLINE", 1)
    assert found.startswith(reason)


def test_an_open_spline_is_no_outline(tmp_path):
    def draw(document, space):
        space.add_open_spline([(*point, 0) for point in CONTROL], degree=3, dxfattribs=METAL)

    with pytest.raises(DrawingError, match=r"SPLINE \w+ on layer .* the outline is open"):
        drawn(tmp_path, draw)


def bulged(space, points, **attributes):
    space.add_lwpolyline(points, format="xyb", close=True, dxfattribs=METAL | attributes)


def fitted_polyline(space):
    """A POLYLINE that the CAD program rounded; it keeps its frame among the vertices."""
    line = space.add_polyline2d([], close=True, dxfattribs=METAL | {"flags": 5})
    for corner in rectangle(20, 20, 60, 60):
        line.append_vertex(corner, {"flags": 16})
    for point in round_points(50, 50, 20, 90):
        line.append_vertex(point, {"flags": 8})


CURVES = [
    (lambda space: bulged(space, [(30, 50, 1), (70, 50, 1)]), 400 * math.pi),
    (lambda space: bulged(space, [(30, 50, -1), (70, 50, -1)]), 400 * math.pi),
    # a circle's quarter is a bulge of tan 22.5°
    (
        lambda space: bulged(space, [(x, y, 0.41421356) for x, y in round_points(60, 60, 20, 4)]),
        400 * math.pi,
    ),
    (
        lambda space: bulged(
            space, [(x, y, 0) for x, y in rectangle(-60, 20, 20, 20)], extrusion=(0, 0, -1)
        ),
        400.0,
    ),
    (lambda space: space.add_ellipse((60, 60), (0, 30), 0.5, dxfattribs=METAL), 450 * math.pi),
    (
        lambda space: space.add_ellipse(
            (60, 60), (30, 0), 0.5, dxfattribs=METAL | {"extrusion": (0, 0, -1)}
        ),
        450 * math.pi,
    ),
    (
        lambda space: space.add_circle((-60, 60), 20, dxfattribs=METAL | {"extrusion": (0, 0, -1)}),
        400 * math.pi,
    ),
    (lambda space: space.add_3dface(rectangle(20, 20, 30, 20), dxfattribs=METAL), 600.0),
    (
        lambda space: space.add_trace([(20, 20), (50, 20), (20, 40), (50, 40)], dxfattribs=METAL),
        600.0,
    ),
    (lambda space: space.add_solid([(20, 20), (50, 20), (20, 40)], dxfattribs=METAL), 300.0),
    (
        lambda space: space.add_polyline3d(rectangle(20, 20, 30, 20), close=True, dxfattribs=METAL),
        600.0,
    ),
    (fitted_polyline, 400 * math.pi),
]


@pytest.mark.parametrize(("add", "expected"), CURVES)
def test_area_of_an_object(add, expected, tmp_path):
    section, drawing = drawn(tmp_path, lambda _, space: add(space))
    assert area(section) == pytest.approx(expected, rel=2e-3)
    assert drawing.left_out == ()
    assert section.collector.bounds[0] >= 20.0 - 1e-6


def wide(space, points, close=False, **attributes):
    space.add_lwpolyline(points, format="xyseb", close=close, dxfattribs=METAL | attributes)


BANDS = [
    # a straight line of constant width
    (lambda space: wide(space, [(20, 50, 5, 5, 0), (80, 50, 5, 5, 0)]), 300.0),
    (lambda space: wide(space, [(20, 50), (80, 50)], const_width=5), 300.0),
    # a wedge, and an arrow of two
    (lambda space: wide(space, [(20, 50, 10, 0, 0), (80, 50, 0, 0, 0)]), 300.0),
    # an L: mitred at the corner
    (lambda space: wide(space, [(20, 20), (60, 20), (60, 60)], const_width=4), 4 * 80.0),
    # a frame
    (
        lambda space: wide(space, rectangle(20, 20, 40, 40), close=True, const_width=4),
        44**2 - 36**2,
    ),
    # half a ring
    (
        lambda space: wide(space, [(30, 50, 4, 4, 1), (70, 50, 4, 4, 0)]),
        0.5 * math.pi * (22**2 - 18**2),
    ),
    # an old polyline
    (
        lambda space: space.add_polyline2d(
            [(20, 50), (80, 50)],
            dxfattribs=METAL | {"default_start_width": 5, "default_end_width": 5},
        ),
        300.0,
    ),
    # mirrored
    (
        lambda space: wide(space, [(-80, 50), (-20, 50)], const_width=5, extrusion=(0, 0, -1)),
        300.0,
    ),
]


@pytest.mark.parametrize(("add", "expected"), BANDS)
def test_area_of_a_line_with_a_width(add, expected, tmp_path):
    section, drawing = drawn(tmp_path, lambda _, space: add(space))
    assert area(section) == pytest.approx(expected, rel=2e-3)
    (note,) = drawing.notes
    assert "taken as a band of this width, not as an outline" in note


def test_a_wide_line_in_a_scaled_block(tmp_path):
    def draw(document, space):
        made = document.blocks.new("b")
        wide(made, [(0, 0), (20, 0)], const_width=5, layer="0")
        space.add_blockref("b", (20, 50), dxfattribs=METAL | {"xscale": 2, "yscale": 3})

    assert area(drawn(tmp_path, draw)[0]) == pytest.approx(600.0)
