"""Clips of block references cut what they show; what a mask covers is refused."""

from __future__ import annotations

import math

import pytest
from ezdxf.xclip import XClip

from platefront.geometry.importing.drawing import DrawingError
from tests.shared.cad import METAL, area, drawn, omissions, rectangle


def block(document, name="b", width=20.0, height=10.0):
    """A rectangle with its lower left corner at the block's origin, on layer 0."""
    made = document.blocks.new(name)
    made.add_lwpolyline(rectangle(0, 0, width, height), close=True, dxfattribs={"layer": "0"})
    return made


def clip(reference, corners, inverted=False):
    XClip(reference).set_block_clipping_path(corners)
    if inverted:
        XClip(reference).invert_clipping_path(
            [(-100, -100), (100, 100)], ignore_acad_compatibility=True
        )


def test_a_clip_turns_with_its_reference(tmp_path):
    def draw(document, space):
        block(document, width=60, height=30)
        reference = space.add_blockref("b", (90, 20), dxfattribs=METAL | {"rotation": 90})
        clip(reference, [(10, 5), (30, 25)])

    section, _ = drawn(tmp_path, draw)
    assert section.collector.bounds == pytest.approx((65, 30, 85, 50))
    assert area(section) == pytest.approx(400)


def test_a_clip_within_a_block(tmp_path):
    def draw(document, space):
        block(document, "inner", width=60, height=30)
        reference = document.blocks.new("outer").add_blockref("inner", (0, 0))
        clip(reference, [(0, 0), (10, 30)])
        space.add_blockref("outer", (20, 20), dxfattribs=METAL | {"xscale": 2})

    section, _ = drawn(tmp_path, draw)
    assert section.collector.bounds == pytest.approx((20, 20, 40, 50))
    assert area(section) == pytest.approx(600)


def test_a_clip_cuts_a_ring_and_leaves_out_what_is_beyond(tmp_path):
    def draw(document, space):
        made = document.blocks.new("b")
        for radius in (10, 5):
            made.add_circle((20, 20), radius)
        made.add_circle((60, 20), 5)
        clip(space.add_blockref("b", (20, 20), dxfattribs=METAL), [(0, 0), (20, 40)])

    section, drawing = drawn(tmp_path, draw)
    assert area(section) == pytest.approx(0.5 * math.pi * 75, rel=1e-3)
    ((kind, reason, number),) = omissions(drawing)
    assert (kind, number) == ("outline", 1)
    assert reason.startswith("outside the clip of INSERT ")


def test_a_clip_that_shows_the_outside(tmp_path):
    def draw(document, space):
        block(document, width=40, height=40)
        reference = space.add_blockref("b", (20, 20), dxfattribs=METAL)
        clip(reference, [(10, 10), (30, 30)], inverted=True)

    assert area(drawn(tmp_path, draw)[0]) == pytest.approx(1200)


def test_a_clip_of_lines_and_a_hatch(tmp_path):
    def draw(document, space):
        made = document.blocks.new("b")
        corners = rectangle(0, 0, 40, 20)
        for start, end in zip(corners, corners[1:] + corners[:1], strict=True):
            made.add_line(start, end)
        made.add_hatch().paths.add_polyline_path(rectangle(0, 40, 40, 20))
        clip(space.add_blockref("b", (20, 20), dxfattribs=METAL), [(-5, -5), (10, 70)])

    section, _ = drawn(tmp_path, draw)
    assert area(section) == pytest.approx(400)
    assert section.collector.bounds == pytest.approx((20, 20, 30, 80))


def test_a_clip_that_is_switched_off_does_nothing(tmp_path):
    def draw(document, space):
        block(document)
        reference = space.add_blockref("b", (20, 20), dxfattribs=METAL)
        clip(reference, [(0, 0), (5, 5)])
        XClip(reference).disable_clipping()

    assert area(drawn(tmp_path, draw)[0]) == pytest.approx(200)


def test_what_a_mask_covers_is_refused(tmp_path):
    def draw(document, space):
        space.add_lwpolyline(rectangle(20, 20, 40, 40), close=True, dxfattribs=METAL)
        space.add_wipeout([(30, 30), (40, 40)])

    with pytest.raises(DrawingError, match="clipped or masked"):
        drawn(tmp_path, draw)


def test_an_array_of_clipped_references(tmp_path):
    def draw(document, space):
        block(document)
        reference = space.add_blockref("b", (20, 20), dxfattribs=METAL)
        reference.grid(size=(1, 3), spacing=(0, 40))
        clip(reference, [(0, 0), (5, 10)])

    section, _ = drawn(tmp_path, draw)
    assert area(section) == pytest.approx(150)
    assert section.collector.bounds == pytest.approx((20, 20, 105, 30))
