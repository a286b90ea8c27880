"""Lines and arcs whose ends meet are joined; none is lost, none guessed."""

from __future__ import annotations

import math

import numpy as np
import pytest

from platefront.geometry.importing.drawing import DrawingError
from platefront.geometry.importing.formats.chaining import joined
from tests.shared.cad import METAL, add_sides, area, drawn, rectangle, round_points

TOLERANCE = 0.1


def lengths(pieces):
    return [(len(chain.points), chain.closed) for chain in joined(pieces, TOLERANCE).chains]


def line(*points):
    return np.array(points, dtype=float)


def test_pieces_in_any_direction_close():
    pieces = [line((0, 0), (5, 0)), line((5, 5), (5, 0)), line((0, 0), (0, 5), (5, 5))]
    assert lengths(pieces) == [(4, True)]


def test_a_gap_within_the_tolerance_is_joined():
    pieces = [line((0, 0), (5, 0)), line((5.09, 0), (5, 5)), line((5, 5), (0, 5), (0, 0.05))]
    (chain,) = joined(pieces, TOLERANCE).chains
    assert chain.closed
    assert chain.gap == pytest.approx(0.09)


def test_a_gap_beyond_it_is_not():
    pieces = [line((0, 0), (5, 0)), line((5.11, 0), (5, 5)), line((5, 5), (0, 5), (0, 0.05))]
    assert lengths(pieces) == [(5, False)]


def test_the_nearest_end_is_taken():
    pieces = [line((0, 0), (5, 0)), line((5.09, 0), (9, 9)), line((5.01, 0), (5, 5))]
    (first, second) = joined(pieces, TOLERANCE).chains
    assert first.pieces == (0, 2)
    assert second.pieces == (1,)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.9])
@pytest.mark.parametrize("number", [12, 100])
def test_pieces_shorter_than_the_tolerance_stay(share, number):
    """A polygon with sides of a fraction of the tolerance."""
    side = share * TOLERANCE
    corners = np.array(round_points(0, 0, side / (2 * math.sin(math.pi / number)), number))
    pieces = [corners[[i, (i + 1) % number]] for i in range(number)]
    assert lengths(pieces) == [(number, True)]


def test_where_three_ends_meet_none_are_joined():
    pieces = [line((0, 0), (5, 0)), line((5, 0), (9, 9)), line((5, 0), (9, -9))]
    found = joined(pieces, TOLERANCE)
    assert [chain.closed for chain in found.chains] == [False] * 3
    assert found.branchings == [(5.0, 0.0)]


def test_a_short_stroke_does_not_close_on_itself():
    assert lengths([line((0, 0), (0.05, 0))]) == [(2, False)]


def test_nothing_gives_nothing():
    assert joined([], TOLERANCE).chains == []


def slot(document, space):
    space.add_line((30, 30), (60, 30), dxfattribs=METAL)
    space.add_arc((30, 40), 10, 90, 270, dxfattribs=METAL)
    space.add_line((60, 50), (30, 50), dxfattribs=METAL)
    space.add_arc((60, 40), 10, -90, 90, dxfattribs=METAL)


def two_rectangles(document, space):
    for corners in (rectangle(20, 20, 30, 20), rectangle(80, 20, 10, 31.416)):
        add_sides(space, corners)


def rectangle_with_a_round_hole(document, space):
    add_sides(space, rectangle(20, 20, 40, 40))
    for start in (0, 90, 180, 270):
        space.add_arc((40, 40), 10, start, start + 90, dxfattribs=METAL)


def open_polylines(document, space):
    space.add_lwpolyline([(20, 20), (60, 20), (60, 40)], dxfattribs=METAL)
    space.add_lwpolyline([(20, 20), (20, 40), (60, 40)], dxfattribs=METAL)


def halves_of_an_ellipse(document, space):
    space.add_ellipse((60, 60), (20, 0), 0.5, 0, math.pi, dxfattribs=METAL)
    space.add_ellipse((60, 60), (20, 0), 0.5, math.pi, math.tau, dxfattribs=METAL)


def a_spline_closed_by_a_line(document, space):
    control = [(20, 20), (30, 60), (60, 60), (70, 20)]
    space.add_open_spline(control, degree=3, dxfattribs=METAL)
    space.add_line((70, 20), (20, 20), dxfattribs=METAL)


def area_below_the_spline():
    control, t = np.array([(20, 20), (30, 60), (60, 60), (70, 20)]), np.linspace(0, 1, 20001)
    shares = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3]
    points = np.column_stack(shares) @ control
    return float(np.trapezoid(points[:, 1] - 20, points[:, 0]))


@pytest.mark.parametrize(
    ("draw", "expected"),
    [
        (slot, 600 + 100 * math.pi),
        (two_rectangles, 600 + 314.16),
        (rectangle_with_a_round_hole, 1600 - 100 * math.pi),
        (open_polylines, 800),
        (halves_of_an_ellipse, 200 * math.pi),
        (a_spline_closed_by_a_line, area_below_the_spline()),
    ],
)
def test_area_of_joined_pieces(draw, expected, tmp_path):
    section, _ = drawn(tmp_path, draw)
    assert area(section) == pytest.approx(expected, rel=2e-3)


def test_lines_that_branch_are_refused_with_the_place(tmp_path):
    def draw(document, space):
        add_sides(space, rectangle(20, 20, 30, 20))
        space.add_line((20, 20), (50, 40), dxfattribs=METAL)

    with pytest.raises(DrawingError, match=r"LINE \w+ on layer \"metal\", at \(\d+, \d+\) µm"):
        drawn(tmp_path, draw)


def test_gaps_are_told(tmp_path):
    def draw(document, space):
        space.add_lwpolyline([(20, 20), (50, 20), (50, 40)], dxfattribs=METAL)
        space.add_lwpolyline([(50, 40.005), (20, 40), (20, 20)], dxfattribs=METAL)

    section, _ = drawn(tmp_path, draw)
    assert area(section) == pytest.approx(600, rel=1e-3)
    (note,) = section.notes
    assert "gaps up to 0.005 between its lines closed" in note


def test_a_multiple_line_is_its_lines(tmp_path):
    def draw(document, space):
        style = document.mline_styles.new("band")
        style.elements.append(3.0)
        style.elements.append(-3.0)
        style.dxf.flags = 16 | 256  # a straight cap at both ends
        space.add_mline([(20, 50), (80, 50)], dxfattribs=METAL | {"style_name": "band"})

    assert area(drawn(tmp_path, draw)[0]) == pytest.approx(360.0)
