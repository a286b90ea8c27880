"""A hatch fills what its loops and its style say."""

from __future__ import annotations

import math

import pytest

from tests.shared.cad import METAL, area, drawn, omissions, rectangle

NESTED = [rectangle(20, 20, 60, 60), rectangle(30, 30, 40, 40), rectangle(40, 40, 20, 20)]


def hatch(space, loops, style=0, flags=None):
    made = space.add_hatch(dxfattribs=METAL | {"hatch_style": style})
    for number, loop in enumerate(loops):
        made.paths.add_polyline_path(loop, flags=1 if flags is None else flags[number])
    return made


@pytest.mark.parametrize(
    ("style", "expected"), [(0, 3600 - 1600 + 400), (1, 3600 - 1600), (2, 3600)]
)
@pytest.mark.parametrize("flags", [(1, 1, 1), (0, 0, 0), (1, 16, 0), (3, 18, 2), (0, 16, 1)])
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_nested_loops_by_style(style, expected, flags, order, tmp_path):
    def draw(document, space):
        hatch(space, [NESTED[i] for i in order], style, [flags[i] for i in order])

    assert area(drawn(tmp_path, draw)[0]) == pytest.approx(expected)


def test_loops_beside_each_other(tmp_path):
    loops = [*NESTED[:2], rectangle(100, 20, 30, 30), rectangle(110, 30, 10, 10)]
    section, _ = drawn(tmp_path, lambda _, space: hatch(space, loops, 1))
    assert area(section) == pytest.approx(2000 + 800)


def test_a_loop_drawn_twice_counts_once(tmp_path):
    section, _ = drawn(tmp_path, lambda _, space: hatch(space, [NESTED[0], NESTED[0][::-1]]))
    assert area(section) == pytest.approx(3600)


def test_a_loop_around_a_text_is_filled_and_told(tmp_path):
    section, drawing = drawn(tmp_path, lambda _, space: hatch(space, NESTED[:2], 0, (1, 9)))
    assert area(section) == pytest.approx(3600)
    (note,) = drawing.notes
    assert "has 1 loop(s) around texts, which are filled" in note


def test_edges_of_all_kinds_in_any_order(tmp_path):
    """A slot of 40 by 20, its ends round, with an elliptic hole."""

    def draw(document, space):
        made = space.add_hatch(dxfattribs=METAL)
        edges = made.paths.add_edge_path()
        edges.add_line((40, 40), (80, 40))
        edges.add_line((40, 60), (80, 60))
        edges.add_arc((40, 50), 10, 90, 270)
        edges.add_arc((80, 50), 10, -90, 90)
        hole = made.paths.add_edge_path()
        hole.add_ellipse((60, 50), (10, 0), 0.5, 0, 180)
        hole.add_ellipse((60, 50), (10, 0), 0.5, 180, 360, ccw=True)

    section, _ = drawn(tmp_path, draw)
    assert area(section) == pytest.approx(800 + 100 * math.pi - 50 * math.pi, rel=2e-3)


def test_clockwise_edges(tmp_path):
    def draw(document, space):
        edges = space.add_hatch(dxfattribs=METAL).paths.add_edge_path()
        edges.add_arc((50, 50), 20, 0, 180, ccw=False)
        edges.add_arc((50, 50), 20, 180, 360, ccw=False)

    assert area(drawn(tmp_path, draw)[0]) == pytest.approx(400 * math.pi, rel=2e-3)


def test_bulges(tmp_path):
    section, _ = drawn(tmp_path, lambda _, space: hatch(space, [[(30, 50, 1), (70, 50, 1)]]))
    assert area(section) == pytest.approx(400 * math.pi, rel=2e-3)


def test_a_loop_that_does_not_close_is_left_out(tmp_path):
    def draw(document, space):
        edges = space.add_hatch(dxfattribs=METAL).paths.add_edge_path()
        edges.add_line((40, 40), (80, 40))
        edges.add_line((80, 40), (80, 80))
        edges.add_line((80, 80), (50, 40))
        hatch(space, NESTED[:1])

    section, drawing = drawn(tmp_path, draw)
    assert area(section) == pytest.approx(3600)
    ((kind, reason, _),) = omissions(drawing)
    assert kind == "HATCH"
    assert reason.startswith("a loop of the hatch is open: it begins at (40, 40) and ends 10 away")


def test_a_pattern_and_a_polygon_are_filled(tmp_path):
    def draw(document, space):
        hatch(space, NESTED[:2]).set_pattern_fill("ANSI31")
        polygon = space.add_mpolygon(dxfattribs=METAL)
        polygon.paths.add_polyline_path(rectangle(100, 20, 30, 30))
        polygon.paths.add_polyline_path(rectangle(110, 30, 10, 10), flags=0)

    assert area(drawn(tmp_path, draw)[0]) == pytest.approx(2000 + 800)


def test_a_mirrored_hatch(tmp_path):
    def draw(document, space):
        made = hatch(space, [[(-x, y) for x, y in NESTED[0]]])
        made.dxf.extrusion = (0, 0, -1)

    section, _ = drawn(tmp_path, draw)
    assert section.collector.bounds == pytest.approx((20, 20, 80, 80))


def test_a_solid_lies_on_what_it_is_drawn_on(tmp_path):
    """A filled face within an outline is no hole of it."""

    def draw(document, space):
        space.add_lwpolyline(NESTED[0], close=True, dxfattribs=METAL)
        space.add_solid([(30, 30), (40, 30), (30, 40), (40, 40)], dxfattribs=METAL)

    section, _ = drawn(tmp_path, draw)
    assert area(section) == pytest.approx(3600)
    assert "overlap" in section.notes[0]


def test_holes_within_outlines_that_cross(tmp_path):
    def draw(document, space):
        for corners in (rectangle(20, 20, 60, 40), rectangle(40, 30, 80, 40)):
            space.add_lwpolyline(corners, close=True, dxfattribs=METAL)
        space.add_lwpolyline(rectangle(50, 40, 10, 10), close=True, dxfattribs=METAL)

    section, _ = drawn(tmp_path, draw)
    assert area(section) == pytest.approx(2400 + 3200 - 40 * 30 - 100)
