"""An outline that is drawn more than once is one solid, whatever the way it is drawn again."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.shared.cad import METAL, add_sides, area, cad, drawn, omissions, read, rectangle

SQUARE = rectangle(40, 30, 20, 20)
HOLE = rectangle(45, 35, 10, 10)


def closed(space, corners, **attributes):
    space.add_lwpolyline(corners, close=True, dxfattribs=METAL | attributes)


def again(document, space):
    closed(space, SQUARE)


def reversed_order(document, space):
    closed(space, SQUARE[::-1])


def other_start(document, space):
    closed(space, SQUARE[2:] + SQUARE[:2])


def nearly(document, space):
    closed(space, [(x + 0.004, y - 0.004) for x, y in SQUARE])


def more_corners(document, space):
    closed(space, [SQUARE[0], (50, 30), *SQUARE[1:]])


def other_colour(document, space):
    closed(space, SQUARE, color=3)


def as_lines(document, space):
    add_sides(space, SQUARE)


def as_lines_twice(document, space):
    add_sides(space, SQUARE)
    add_sides(space, SQUARE[::-1])


def in_a_block(document, space):
    closed(document.blocks.new("b"), [(x - 40, y - 30) for x, y in SQUARE])
    space.add_blockref("b", (40, 30), dxfattribs=METAL)


def thrice(document, space):
    closed(space, SQUARE)
    closed(space, SQUARE[::-1])


def as_a_polyline(document, space):
    space.add_polyline2d(SQUARE, close=True, dxfattribs=METAL)


def as_a_hatch(document, space):
    space.add_hatch(dxfattribs=METAL).paths.add_polyline_path(SQUARE)


def as_a_solid(document, space):
    space.add_solid([SQUARE[0], SQUARE[1], SQUARE[3], SQUARE[2]], dxfattribs=METAL)


AGAIN = [
    again, reversed_order, other_start, nearly, more_corners, other_colour, as_lines,
    as_lines_twice, in_a_block, thrice, as_a_polyline, as_a_hatch, as_a_solid,
]  # fmt: skip


@pytest.mark.parametrize("second", AGAIN)
def test_a_square_drawn_again_is_one_square(second, tmp_path):
    def draw(document, space):
        closed(space, SQUARE)
        second(document, space)

    section, drawing = drawn(tmp_path, draw)
    assert area(section) == pytest.approx(400.0, rel=1e-3)
    assert {kind for kind, _, _ in omissions(drawing)} <= {"outline", "line"}
    assert len(omissions(drawing)) >= 1


@pytest.mark.parametrize("second", AGAIN)
def test_a_hole_drawn_again_stays_a_hole(second, tmp_path):
    def draw(document, space):
        closed(space, SQUARE)
        closed(space, HOLE)
        if second not in (as_a_hatch, as_a_solid):  # these fill the hole
            second(document, space)
        closed(space, HOLE[::-1])

    assert area(drawn(tmp_path, draw)[0]) == pytest.approx(300.0, rel=1e-3)


def test_a_hatched_ring_with_its_outlines_is_a_ring(tmp_path):
    def draw(document, space):
        for ring in (SQUARE, HOLE):
            closed(space, ring)
        hatch = space.add_hatch(dxfattribs=METAL)
        for ring in (SQUARE, HOLE):
            hatch.paths.add_polyline_path(ring)

    section, drawing = drawn(tmp_path, draw)
    assert area(section) == pytest.approx(300.0)
    assert omissions(drawing) == [("outline", "the boundary of a filled area", 2)]


def test_a_hatched_ring_with_its_outer_outline_only_is_a_ring(tmp_path):
    def draw(document, space):
        closed(space, SQUARE)
        hatch = space.add_hatch(dxfattribs=METAL)
        for ring in (SQUARE, HOLE):
            hatch.paths.add_polyline_path(ring)

    assert area(drawn(tmp_path, draw)[0]) == pytest.approx(300.0)


def test_two_layers_may_hold_the_same_outline(tmp_path):
    def draw(document, space):
        closed(space, SQUARE)
        closed(space, SQUARE, layer="sketch")

    section, drawing = drawn(tmp_path, draw)
    assert area(section) == pytest.approx(400.0)
    assert drawing.left_out == ()
    assert len(drawing.shapes) == 3


def test_names_of_both_are_kept(tmp_path):
    def draw(document, space):
        closed(space, SQUARE, color=1)
        closed(space, SQUARE, color=2)

    _, drawing = drawn(tmp_path, draw)
    assert {"colour 1", "colour 2"} <= set(drawing.shapes[-1].names)


def test_a_thin_ring_is_a_ring(tmp_path):
    """Its outlines are apart by more than the tolerance, here 0.01 µm."""

    def draw(document, space):
        space.add_circle((50, 50), 15, dxfattribs=METAL)
        space.add_circle((50, 50), 14.9, dxfattribs=METAL)

    section, drawing = drawn(tmp_path, draw)
    assert area(section) == pytest.approx(math.pi * (15**2 - 14.9**2), rel=0.05)
    assert drawing.left_out == ()


def test_short_lines_are_no_copies_of_their_neighbours(tmp_path):
    """Sides of 0.08 µm, their ends 1e-5 µm apart, at a tolerance of 0.3 µm."""
    rng = np.random.default_rng(1)
    turns = np.arange(360) * math.tau / 360

    def draw(document, space):
        corners = np.column_stack([50 + 4.5 * np.cos(turns), 50 + 4.5 * np.sin(turns)])
        for number in rng.permutation(360):
            ends = corners[[number, (number + 1) % 360]] + rng.uniform(-1e-5, 1e-5, (2, 2))
            space.add_line(*ends[:: rng.choice([-1, 1])], dxfattribs=METAL)

    section, drawing = read(cad(tmp_path, draw), 3e-7)
    assert area(section) == pytest.approx(math.pi * 4.5**2, rel=1e-3)
    assert drawing.left_out == ()
