"""Objects that a CAD program does not show are left out, and told with reason and place."""

from __future__ import annotations

import pytest

from tests.shared.cad import METAL, area, cad, drawn, omissions, read, rectangle

SHOWN = rectangle(20, 20, 20, 20)
HIDDEN = rectangle(100, 20, 20, 30)


def outline(space, corners, **attributes):
    return space.add_lwpolyline(corners, close=True, dxfattribs=METAL | attributes)


def frozen_layer(document, space):
    document.layers.add("old").freeze()
    outline(space, HIDDEN, layer="old")


def frozen_layer_in_other_letters(document, space):
    document.layers.add("Old").freeze()
    outline(space, HIDDEN, layer="oLD")


def layer_off(document, space):
    document.layers.add("old").off()
    outline(space, HIDDEN, layer="old")


def invisible(document, space):
    outline(space, HIDDEN).dxf.invisible = 1


def on_a_sheet(document, space):
    outline(document.layout("Layout1"), HIDDEN)


def frozen_reference(document, space):
    document.layers.add("old").freeze()
    outline(document.blocks.new("b"), HIDDEN)
    space.add_blockref("b", (0, 0), dxfattribs={"layer": "old"})


def invisible_reference(document, space):
    outline(document.blocks.new("b"), HIDDEN)
    space.add_blockref("b", (0, 0), dxfattribs=METAL).dxf.invisible = 1


def frozen_within_a_block(document, space):
    document.layers.add("old").freeze()
    outline(document.blocks.new("b"), HIDDEN, layer="old")
    space.add_blockref("b", (0, 0), dxfattribs=METAL)


def reference_off_with_content_on_layer_0(document, space):
    document.layers.add("old").off()
    outline(document.blocks.new("b"), HIDDEN, layer="0")
    space.add_blockref("b", (0, 0), dxfattribs={"layer": "old"})


def nested_in_a_frozen_reference(document, space):
    document.layers.add("old").freeze()
    outline(document.blocks.new("inner"), HIDDEN)
    document.blocks.new("outer").add_blockref("inner", (0, 0), dxfattribs=METAL)
    space.add_blockref("outer", (0, 0), dxfattribs={"layer": "old"})


def array_of_frozen_references(document, space):
    document.layers.add("old").freeze()
    outline(document.blocks.new("b"), HIDDEN)
    reference = space.add_blockref("b", (0, 0), dxfattribs={"layer": "old"})
    reference.grid(size=(2, 2), spacing=(30, 30))


@pytest.mark.parametrize(
    ("draw", "kind", "reason"),
    [
        (frozen_layer, "LWPOLYLINE", 'its layer "old" is frozen'),
        (frozen_layer_in_other_letters, "LWPOLYLINE", 'its layer "Old" is frozen'),
        (layer_off, "LWPOLYLINE", 'its layer "old" is off'),
        (invisible, "LWPOLYLINE", "it is hidden"),
        (on_a_sheet, "LWPOLYLINE", 'in paper space, layout "Layout1"'),
        (frozen_reference, "INSERT", 'its layer "old" is frozen'),
        (invisible_reference, "INSERT", "it is hidden"),
        (frozen_within_a_block, "LWPOLYLINE", 'its layer "old" is frozen'),
        (reference_off_with_content_on_layer_0, "LWPOLYLINE", 'its layer "old" is off'),
        (nested_in_a_frozen_reference, "INSERT", 'its layer "old" is frozen'),
        (array_of_frozen_references, "INSERT", 'its layer "old" is frozen'),
    ],
)
def test_what_is_not_shown_is_left_out(draw, kind, reason, tmp_path):
    def both(document, space):
        outline(space, SHOWN)
        draw(document, space)

    section, drawing = drawn(tmp_path, both)
    assert area(section) == pytest.approx(400.0)
    assert omissions(drawing) == [(kind, reason, 1)]
    assert len(drawing.shapes) == 2


def test_of_a_reference_that_is_off_only_what_is_on_its_layer_goes(tmp_path):
    def draw(document, space):
        document.layers.add("old").off()
        block = document.blocks.new("b")
        outline(block, SHOWN)
        outline(block, HIDDEN, layer="0")
        space.add_blockref("b", (0, 0), dxfattribs={"layer": "old"})

    section, drawing = drawn(tmp_path, draw)
    assert area(section) == pytest.approx(400.0)
    assert omissions(drawing) == [("LWPOLYLINE", 'its layer "old" is off', 1)]


def test_layers_that_are_locked_or_not_printed_are_shown(tmp_path):
    def draw(document, space):
        document.layers.add("metal").lock()
        document.layers.get("metal").dxf.plot = 0
        outline(space, SHOWN)

    section, drawing = drawn(tmp_path, draw)
    assert area(section) == pytest.approx(400.0)
    assert drawing.left_out == ()


def add_mesh(space):
    with space.add_mesh().edit_data() as data:
        data.vertices = [(0, 0, 0), (9, 0, 0), (0, 9, 0)]
        data.faces = [(0, 1, 2)]


@pytest.mark.parametrize(
    ("add", "kind", "reason"),
    [
        (lambda space: space.add_text("felt"), "TEXT", "no outline"),
        (lambda space: space.add_mtext("felt"), "MTEXT", "no outline"),
        (lambda space: space.add_point((1, 2)), "POINT", "no outline"),
        (lambda space: space.add_ray((1, 2), (1, 0)), "RAY", "an endless construction line"),
        (lambda space: space.add_xline((1, 2), (1, 0)), "XLINE", "an endless construction line"),
        (lambda space: space.add_linear_dim((0, 9), (0, 0), (9, 0)).render(), "DIMENSION", None),
        (lambda space: space.add_leader([(0, 0), (9, 9)]), "LEADER", "no outline"),
        (add_mesh, "MESH", "no outline"),
        (lambda space: space.add_helix(3, 1, 2), "HELIX", "no outline"),
    ],
)
def test_objects_without_outline_are_left_out(add, kind, reason, tmp_path):
    def draw(document, space):
        outline(space, SHOWN)
        add(space)

    section, drawing = drawn(tmp_path, draw)
    assert area(section) == pytest.approx(400.0)
    assert omissions(drawing) == [(kind, reason or "no outline", 1)]


def test_the_place_names_handle_layer_and_blocks(tmp_path):
    def draw(document, space):
        outline(space, SHOWN)
        document.blocks.new("inner").add_text("t", dxfattribs={"layer": "notes"})
        document.blocks.new("outer").add_blockref("inner", (0, 0))
        space.add_blockref("outer", (0, 0), dxfattribs=METAL)

    _, drawing = drawn(tmp_path, draw)
    ((place,),) = [left.places for left in drawing.left_out]
    text, _, insert = place.partition(' in block "inner", block "outer" (INSERT ')
    assert text.startswith("TEXT ")
    assert insert.endswith(') on layer "notes"')


@pytest.mark.parametrize("kind", ["REGION", "BODY", "3DSOLID"])
def test_solid_models_are_left_out(kind, tmp_path):
    path = cad(tmp_path, lambda _, space: (outline(space, SHOWN), space.add_point((1, 2))))
    path.write_text(path.read_text().replace("\nPOINT\n", f"\n{kind}\n"))
    section, drawing = read(path)
    assert area(section) == pytest.approx(400.0)
    reason = "a solid model, no outline: explode it in the CAD program"
    assert omissions(drawing) == [(kind, reason, 1)]
