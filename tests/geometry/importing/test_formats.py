"""Every format gives the same section for the same drawing, and follows curves as stated."""

from __future__ import annotations

import math
from pathlib import Path

import ezdxf
import pytest
import shapely

from platefront.geometry.importing import read_drawing
from platefront.geometry.trust import trust
from tests.geometry.importing.frame_files import BOX, INNER, OUTER, WRITERS
from tests.shared.drawings import (
    FRAME,
    MICROMETRE,
    TOLERANCE,
    cleaned,
    cleaned_svg,
    differ,
    svg,
)


@pytest.mark.parametrize("ending", WRITERS)
def test_every_format_gives_the_same_section(ending, tmp_path):
    path = tmp_path / f"frame{ending}"
    WRITERS[ending](path)
    found = cleaned(path)
    assert (found.width, found.drawn_height) == pytest.approx((100.0, 80.0), rel=1e-12)
    assert differ(found.collector, FRAME) < 1e-6
    assert found.deposit.is_empty
    assert found.notes == ()


def circle_svg(path: Path) -> None:
    path.write_text(svg('<circle id="c" cx="50" cy="30" r="20"/>'))


def circle_dxf(path: Path) -> None:
    document = ezdxf.new(units=ezdxf.units.MM)  # type: ignore[attr-defined]
    space = document.modelspace()
    space.add_lwpolyline(BOX, close=True, dxfattribs={"layer": "box"})
    space.add_circle((50, 50), 20, dxfattribs={"layer": "fibres"})
    document.saveas(path)


def circle_geo(path: Path) -> None:
    path.write_text(
        'SetFactory("OpenCASCADE");\nDisk(1) = {50, 50, 0, 20};\n'
        'Rectangle(2) = {0, 0, 0, 100, 80};\nPhysical Surface("fibres") = {1};\n'
        'Physical Surface("box") = {2};\n'
    )
    trust(path)


@pytest.mark.parametrize("tolerance", [1e-6, 1e-7, 1e-8])
@pytest.mark.parametrize("write", [circle_svg, circle_dxf, circle_geo])
def test_curves_are_followed_to_the_tolerance(write, tolerance, tmp_path):
    path = tmp_path / f"circle.{write.__name__.partition('_')[2]}"
    write(path)
    (disc,) = shapely.get_parts(cleaned(path, tolerance=tolerance).collector)
    reach = shapely.Point(50, 50).distance(disc.exterior)
    deviation = 1e-6 * (20.0 - reach)
    assert 0.05 * tolerance < deviation <= 1.01 * tolerance
    radii = [math.hypot(x - 50, y - 50) for x, y in disc.exterior.coords]
    assert max(abs(radius - 20.0) for radius in radii) < 2e-4


@pytest.mark.parametrize(
    ("units", "length"), [(13, 1e-6), (4, 1e-3), (1, 0.0254), (12, 1e-9), (0, None)]
)
def test_unit_of_a_dxf_drawing_is_in_its_header(units, length, tmp_path):
    document = ezdxf.new(units=units)  # type: ignore[attr-defined]
    document.modelspace().add_circle((0, 0), 1.0)
    document.saveas(tmp_path / "a.dxf")
    assert read_drawing(tmp_path / "a.dxf", 1e-8, None).unit == length


@pytest.mark.parametrize(
    ("root", "length"),
    [
        ('width="100mm" height="80mm" viewBox="0 0 100 80"', 1e-3),
        ('width="1cm" height="0.8cm" viewBox="0 0 100 80"', 1e-4),
        ('width="100" height="80"', None),
        ('width="100%" height="100%" viewBox="0 0 100 80"', None),
        ("", None),
    ],
)
def test_unit_of_an_svg_drawing_is_that_of_its_page(root, length, tmp_path):
    path = tmp_path / "a.svg"
    path.write_text(svg('<circle id="c" cx="50" cy="30" r="20"/>', root))
    drawing = read_drawing(path, 1e-7, None)
    assert drawing.unit == (None if length is None else pytest.approx(length, rel=1e-6))
    assert cleaned(path).width == pytest.approx(100.0, rel=1e-6)


def test_lines_and_arcs_of_a_cad_drawing_make_outlines(tmp_path):
    document = ezdxf.new(units=ezdxf.units.MM)  # type: ignore[attr-defined]
    space = document.modelspace()
    space.add_lwpolyline(BOX, close=True, dxfattribs={"layer": "box"})
    slot = {"layer": "fibres"}  # a slot, its pieces in no order; ends miss by a nanometre
    space.add_line((30, 30), (60, 30.001), dxfattribs=slot)
    space.add_arc((30, 40), 10, 90, 270, dxfattribs=slot)
    space.add_line((60, 50), (30, 50), dxfattribs=slot)
    space.add_arc((60, 40), 10, -90, 90, dxfattribs=slot)
    document.saveas(tmp_path / "slot.dxf")
    found = cleaned(tmp_path / "slot.dxf", tolerance=1e-8)
    assert found.collector.area == pytest.approx(600 + 100 * math.pi, rel=5e-4)
    assert len(shapely.get_parts(found.collector)) == 1


def test_blocks_of_a_cad_drawing_are_placed(tmp_path):
    document = ezdxf.new(units=ezdxf.units.MM)  # type: ignore[attr-defined]
    document.blocks.new("fibre").add_circle((0, 0), 5.0)
    space = document.modelspace()
    space.add_lwpolyline(BOX, close=True, dxfattribs={"layer": "box"})
    for x in (20, 50, 80):
        space.add_blockref("fibre", (x, 40), dxfattribs={"layer": "fibres"})
    space.add_text("felt")
    document.saveas(tmp_path / "block.dxf")
    found = cleaned(tmp_path / "block.dxf")
    centres = [part.centroid.x for part in shapely.get_parts(found.collector)]
    assert sorted(centres) == pytest.approx([20, 50, 80], abs=1e-3)
    drawing = read_drawing(tmp_path / "block.dxf", TOLERANCE, MICROMETRE)
    (text,) = drawing.left_out
    assert str(text) == f"1 TEXT left out: no outline ({text.places[0]})"
    assert text.places[0].endswith(' on layer "0"')


def test_clones_hidden_layers_and_text_of_inkscape(tmp_path):
    body = (
        '<circle id="c" cx="20" cy="20" r="5"/>'
        '<use id="copy" xlink:href="#c" transform="translate(40,20)"/>'
        '<g inkscape:groupmode="layer" inkscape:label="old" style="display:none">'
        '<circle id="gone" cx="80" cy="60" r="5"/></g>'
        '<text id="t" x="1" y="2">felt</text>'
    )
    found = cleaned_svg(tmp_path, body)
    centres = sorted((p.centroid.x, p.centroid.y) for p in shapely.get_parts(found.collector))
    assert centres[0] == pytest.approx((20, 60), abs=1e-3)  # y upwards
    assert centres[1] == pytest.approx((60, 40), abs=1e-3)
    assert len(centres) == 2
    drawing = read_drawing(tmp_path / "drawing.svg", 1e-7, None)
    assert [str(left) for left in drawing.left_out] == [
        '1 circle left out: display: none (style attribute) of g "old" in "fibres" (line 4) '
        '(circle "gone" in "fibres" (line 4))',
        '1 text left out: no outline (text "t" in "fibres" (line 4))',
    ]


def test_fill_rule_decides_on_holes(tmp_path):
    rings = "M 20,20 h 40 v 40 h -40 z M 30,30 h 20 v 20 h -20 z"
    full = cleaned_svg(tmp_path, f'<path id="p" d="{rings}"/>')
    assert full.collector.area == pytest.approx(1600)
    hollow = cleaned_svg(tmp_path, f'<path id="p" fill-rule="evenodd" d="{rings}"/>')
    assert hollow.collector.area == pytest.approx(1200)
    turned = rings.replace("h 20 v 20 h -20", "v 20 h 20 v -20")
    assert cleaned_svg(tmp_path, f'<path d="{turned}"/>').collector.area == pytest.approx(1200)


def test_outlines_within_outlines_of_a_cad_layer_are_holes(tmp_path):
    document = ezdxf.new(units=ezdxf.units.MM)  # type: ignore[attr-defined]
    space = document.modelspace()
    space.add_lwpolyline(BOX, close=True, dxfattribs={"layer": "box"})
    for ring in (OUTER, INNER):
        space.add_lwpolyline(ring, close=True, dxfattribs={"layer": "fibres"})
    space.add_circle((40, 30), 5.0, dxfattribs={"layer": "fibres"})
    document.saveas(tmp_path / "nested.dxf")
    found = cleaned(tmp_path / "nested.dxf")
    solid_again = 25 * math.pi
    assert found.collector.area == pytest.approx(FRAME.area + solid_again, rel=1e-3)
    assert len(shapely.get_parts(found.collector)) == 2
