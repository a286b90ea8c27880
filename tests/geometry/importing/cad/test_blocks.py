"""Contents of blocks are where a CAD program puts them, and no larger."""

from __future__ import annotations

import math

import pytest
import shapely

from platefront.geometry.importing.drawing import DrawingError
from platefront.geometry.importing.formats.cad import traversal
from tests.shared.cad import METAL, area, drawn, omissions, rectangle


def block(document, name="b", width=20.0, height=10.0):
    """A rectangle with its lower left corner at the block's origin, on layer 0."""
    made = document.blocks.new(name)
    made.add_lwpolyline(rectangle(0, 0, width, height), close=True, dxfattribs={"layer": "0"})
    return made


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({}, (50, 40, 70, 50)),
        ({"rotation": 90}, (40, 40, 50, 60)),
        ({"xscale": 2, "yscale": 0.5}, (50, 40, 90, 45)),
        ({"xscale": -1}, (30, 40, 50, 50)),
        ({"rotation": 180, "yscale": -1}, (30, 40, 50, 50)),
        # x is turned over, that of the insertion point too
        ({"extrusion": (0, 0, -1)}, (30, 40, 50, 50)),
        ({"extrusion": (0, 0, -1), "rotation": 90}, (50, 40, 60, 60)),
    ],
)
def test_rectangle_is_placed(attributes, expected, tmp_path):
    def draw(document, space):
        block(document)
        across = -50 if "extrusion" in attributes else 50
        space.add_blockref("b", (across, 40), dxfattribs=METAL | attributes)

    section, _ = drawn(tmp_path, draw)
    assert section.collector.bounds == pytest.approx(expected, abs=1e-6)


def test_the_base_point_of_a_block_is_where_it_is_put(tmp_path):
    def draw(document, space):
        block(document).block.dxf.base_point = (20, 10)
        space.add_blockref("b", (70, 50), dxfattribs=METAL)

    assert drawn(tmp_path, draw)[0].collector.bounds == pytest.approx((50, 40, 70, 50))


def test_a_circle_scaled_in_one_direction_is_an_ellipse(tmp_path):
    def draw(document, space):
        document.blocks.new("b").add_circle((0, 0), 10)
        space.add_blockref("b", (60, 60), dxfattribs=METAL | {"xscale": 3, "rotation": 30})

    assert area(drawn(tmp_path, draw)[0]) == pytest.approx(300 * math.pi, rel=1e-3)


def test_bulges_scaled_in_one_direction_and_sheared(tmp_path):
    """A slot of 20 by 10 with half circles, turned by 30° within a block drawn out threefold."""

    def draw(document, space):
        slot = [(0, 0, 0), (20, 0, 1), (20, 10, 0), (0, 10, 1)]
        inner = document.blocks.new("inner")
        inner.add_lwpolyline(slot, format="xyb", close=True, dxfattribs={"layer": "0"})
        outer = document.blocks.new("outer")
        outer.add_blockref("inner", (0, 0), dxfattribs={"rotation": 30, "layer": "0"})
        space.add_blockref("outer", (60, 30), dxfattribs=METAL | {"xscale": 3})

    section, drawing = drawn(tmp_path, draw)
    assert area(section) == pytest.approx(3 * (200 + 25 * math.pi), rel=1e-3)
    assert len(drawing.shapes) == 2


def test_a_hatch_scaled_in_one_direction(tmp_path):
    def draw(document, space):
        hatch = document.blocks.new("b").add_hatch(dxfattribs={"layer": "0"})
        hatch.paths.add_edge_path().add_arc((0, 0), 10, 0, 360)
        space.add_blockref("b", (60, 60), dxfattribs=METAL | {"yscale": 2})

    assert area(drawn(tmp_path, draw)[0]) == pytest.approx(200 * math.pi, rel=1e-3)


def test_an_array_of_references(tmp_path):
    def draw(document, space):
        block(document)
        reference = space.add_blockref("b", (20, 20), dxfattribs=METAL)
        reference.grid(size=(2, 3), spacing=(30, 40))

    section, drawing = drawn(tmp_path, draw)
    assert len(section.collector.geoms) == 6
    assert area(section) == pytest.approx(1200)
    assert section.collector.bounds == pytest.approx((20, 20, 120, 60))
    assert drawing.left_out == ()


def test_layer_and_colour_of_a_reference_reach_the_innermost_block(tmp_path):
    def draw(document, space):
        made = block(document, "inner")
        made[0].dxf.color = 0
        outer = document.blocks.new("outer")
        outer.add_blockref("inner", (0, 0), dxfattribs={"layer": "0", "color": 0})
        space.add_blockref("outer", (20, 20), dxfattribs=METAL | {"color": 3})

    section, drawing = drawn(tmp_path, draw)
    assert area(section) == pytest.approx(200)
    assert drawing.shapes[-1].names[:2] == ("metal", "colour 3")


def test_attributes_are_texts(tmp_path):
    def draw(document, space):
        block(document).add_attdef("NAME", (0, 0))
        space.add_blockref("b", (20, 20), dxfattribs=METAL).add_attrib("NAME", "felt", (0, 0))

    section, drawing = drawn(tmp_path, draw)
    assert area(section) == pytest.approx(200)
    assert ("ATTRIB", "no outline", 1) in omissions(drawing)


@pytest.mark.parametrize("depth", [0, 1, 5])
def test_a_block_that_contains_itself_is_left_out(depth, tmp_path):
    def draw(document, space):
        block(document, "b0")
        for number in range(depth):
            made = document.blocks.new(f"b{number + 1}")
            made.add_blockref(f"b{number}", (0, 0), dxfattribs={"layer": "0"})
        document.blocks.get("b0").add_blockref(f"b{depth}", (5, 0))
        space.add_blockref(f"b{depth}", (20, 20), dxfattribs=METAL)

    section, drawing = drawn(tmp_path, draw)
    assert area(section) == pytest.approx(200)
    assert omissions(drawing) == [("INSERT", f'its block "b{depth}" contains itself', 1)]


def test_blocks_nested_too_deep_are_left_out(tmp_path):
    def draw(document, space):
        block(document, "b0")
        for number in range(40):
            document.blocks.new(f"b{number + 1}").add_blockref(f"b{number}", (0, 0))
        space.add_blockref("b40", (20, 20), dxfattribs=METAL)
        space.add_lwpolyline(rectangle(20, 20, 40, 40), close=True, dxfattribs=METAL)

    section, drawing = drawn(tmp_path, draw)
    assert area(section) == pytest.approx(1600)
    assert omissions(drawing) == [("INSERT", "its blocks are nested more than 32 deep", 1)]


def test_an_external_reference_is_not_followed(tmp_path):
    def draw(document, space):
        document.add_xref_def("../other.dxf", "other")
        space.add_blockref("other", (0, 0), dxfattribs=METAL)
        space.add_lwpolyline(rectangle(20, 20, 40, 40), close=True, dxfattribs=METAL)

    section, drawing = drawn(tmp_path, draw)
    assert area(section) == pytest.approx(1600)
    reason = 'the external reference "../other.dxf" is not followed'
    assert omissions(drawing) == [("INSERT", reason, 1)]


def test_blocks_that_multiply_are_refused(tmp_path, monkeypatch):
    """Ten references of ten references of … would be a thousand million objects."""
    monkeypatch.setattr(traversal, "MOST_OBJECTS", 500)

    def draw(document, space):
        block(document, "b0")
        for number in range(9):
            made = document.blocks.new(f"b{number + 1}")
            for _ in range(10):
                made.add_blockref(f"b{number}", (0, 0), dxfattribs={"layer": "0"})
        space.add_blockref("b9", (20, 20), dxfattribs=METAL)

    with pytest.raises(DrawingError, match="holds more than 500 objects"):
        drawn(tmp_path, draw)


def test_a_huge_array_is_left_out(tmp_path):
    def draw(document, space):
        block(document)
        space.add_blockref("b", (20, 20), dxfattribs=METAL).grid((30000, 30000), (50, 50))
        space.add_lwpolyline(rectangle(20, 20, 40, 40), close=True, dxfattribs=METAL)

    _, drawing = drawn(tmp_path, draw)
    assert omissions(drawing) == [("INSERT", "an array of 30000 by 30000 is too large", 1)]


def test_blocks_keep_their_shapes_apart(tmp_path):
    def draw(document, space):
        made = document.blocks.new("b")
        made.add_circle((0, 0), 8)
        made.add_circle((0, 0), 4)
        for x in (30, 60, 90):
            space.add_blockref("b", (x, 60), dxfattribs=METAL)

    section, _ = drawn(tmp_path, draw)
    assert len(shapely.get_parts(section.collector)) == 3
    assert area(section) == pytest.approx(3 * math.pi * 48, rel=3e-3)
