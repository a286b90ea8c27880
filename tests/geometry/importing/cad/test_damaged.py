"""Damaged and hostile CAD files are refused, or read with what is damaged left out."""

from __future__ import annotations

import math
import random
import time

import ezdxf
import pytest

from platefront.geometry.errors import SectionError
from platefront.geometry.importing.drawing import DrawingError
from platefront.geometry.importing.formats import dxf
from tests.shared.cad import BOX, METAL, add_sides, area, cad, drawn, omissions, read, round_points


def two_circles(document, space):
    space.add_circle((50, 50), 10, dxfattribs=METAL)
    space.add_circle((123.5, 60.25), 7.75, dxfattribs=METAL)


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1e300", "-1e300", "1e15"])
@pytest.mark.parametrize("replaced", ["123.5", "60.25", "7.75"])
def test_a_number_that_is_none_or_too_large(value, replaced, tmp_path):
    path = cad(tmp_path, two_circles)
    path.write_text(path.read_text().replace(f"\n{replaced}\n", f"\n{value}\n"))
    section, drawing = read(path, 1e-7)
    assert area(section) == pytest.approx(100 * math.pi, rel=1e-2)
    ((left),) = drawing.left_out
    assert left.kind == "CIRCLE"
    assert left.places[0].startswith("CIRCLE ")


@pytest.mark.parametrize(
    "add",
    [
        lambda space: space.add_line((math.nan, 0), (1, 1)),
        lambda space: space.add_arc((0, 0), 1e300, 0, 90),
        lambda space: space.add_ellipse((0, 0), (math.nan, 1), 0.5),
        lambda space: space.add_lwpolyline([(0, 0, 1e300), (9, 0, 0)], format="xyb"),
        lambda space: space.add_lwpolyline([(0, 0), (1e300, 0)], dxfattribs={"const_width": 1}),
        lambda space: space.add_open_spline([(0, 0), (1, math.inf), (2, 0), (3, 0)]),
        lambda space: space.add_solid([(0, 0), (1e300, 0), (0, 1)]),
        lambda space: space.add_hatch().paths.add_polyline_path([(0, 0), (math.nan, 0), (1, 1)]),
    ],
)
def test_objects_with_such_numbers(add, tmp_path):
    def draw(document, space):
        two_circles(document, space)
        add(space)

    section, drawing = drawn(tmp_path, draw)
    assert area(section) == pytest.approx(math.pi * (100 + 7.75**2), rel=1e-2)
    assert sum(number for _, _, number in omissions(drawing)) == 1


def without_last_line(text):
    return text.rstrip().rpartition("\n")[0]


def cut_in_half(text):
    return text[: len(text) // 2]


def odd_tags(text):
    head, _, tail = text.partition("\nCIRCLE\n")
    return f"{head}\nCIRCLE\n  8\n{tail}"


@pytest.mark.parametrize("damage", [without_last_line, cut_in_half, odd_tags])
def test_a_torn_file_is_refused(damage, tmp_path):
    path = cad(tmp_path, two_circles)
    path.write_text(damage(path.read_text()))
    with pytest.raises(DrawingError, match=r"^a\.dxf: the file is not a readable DXF drawing"):
        read(path)


@pytest.mark.parametrize(
    "content", [b"", b"0\n", b"AutoCAD Binary DXF\r\n\x1a\x00" + bytes(50), b"\xff\xfe\x00"]
)
def test_a_file_of_other_content_is_refused(content, tmp_path):
    (tmp_path / "a.dxf").write_bytes(content)
    with pytest.raises(DrawingError, match=r"^a\.dxf: the file is not a readable DXF drawing"):
        read(tmp_path / "a.dxf")


@pytest.mark.parametrize("name", ["TABLES", "CLASSES", "OBJECTS"])
def test_a_file_without_a_section_is_read(name, tmp_path):
    path = cad(tmp_path, two_circles)
    text = path.read_text()
    start = text.index(f"  0\nSECTION\n  2\n{name}\n")
    end = text.index("ENDSEC\n", start) + len("ENDSEC\n")
    path.write_text(text[:start] + text[end:])
    assert area(read(path)[0]) == pytest.approx(math.pi * (100 + 7.75**2), rel=1e-2)


@pytest.mark.parametrize("version", ["R2000", "R2007", "R2013", "R2018"])
@pytest.mark.parametrize("form", ["asc", "bin"])
def test_versions_and_binary_files(version, form, tmp_path):
    document = ezdxf.new(version, units=ezdxf.enums.InsertUnits.Microns)  # type: ignore[attr-defined]
    document.modelspace().add_lwpolyline(BOX, close=True, dxfattribs={"layer": "box"})
    two_circles(document, document.modelspace())
    document.saveas(tmp_path / "a.dxf", fmt=form)
    assert area(read(tmp_path / "a.dxf")[0]) == pytest.approx(math.pi * (100 + 7.75**2), rel=1e-2)


def test_a_block_that_lost_its_content_is_told(tmp_path):
    def draw(document, space):
        two_circles(document, space)
        document.blocks.new("b")
        space.add_blockref("b", (0, 0), dxfattribs=METAL)

    _, drawing = drawn(tmp_path, draw)
    assert omissions(drawing) == [("INSERT", 'its block "b" is empty', 1)]


def test_too_many_points_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(dxf, "MOST_POINTS", 100)
    with pytest.raises(DrawingError, match="more than 100 points"):
        drawn(tmp_path, two_circles)


def test_files_damaged_at_random(tmp_path):
    def draw(document, space):
        two_circles(document, space)
        document.blocks.new("b").add_ellipse((0, 0), (3, 0), 0.5)
        space.add_blockref("b", (150, 30), dxfattribs=METAL)
        space.add_hatch(dxfattribs=METAL).paths.add_edge_path().add_arc((20, 20), 5, 0, 360)
        space.add_open_spline([(100, 10), (110, 15), (120, 10)], degree=2, dxfattribs=METAL)
        space.add_lwpolyline([(60, 20, 3, 3, 1), (70, 20, 3, 3, 1)], close=True)

    path = cad(tmp_path, draw)
    lines = path.read_text().splitlines()
    start = lines.index("ENTITIES")
    words = ["nan", "1e300", "-5", "0", "INSERT", "b", "999", "SPLINE", "HATCH", "", "POLYLINE"]
    rng = random.Random(1)
    for _ in range(60):
        changed = list(lines)
        for _ in range(rng.randint(1, 3)):
            changed[rng.randrange(start, len(lines) - 1)] = rng.choice(words)
        path.write_text("\n".join(changed))
        try:
            read(path, 1e-7)
        except SectionError as error:
            assert str(error).startswith("a.dxf")
            assert len(str(error)) < 1000


def effort(path):
    """Time of the processor to read and clean [s]."""
    start = time.process_time()
    section, _ = read(path, 1e-7)
    return time.process_time() - start, section


def test_the_effort_grows_with_the_number_of_objects(tmp_path):
    """Two hundred outlines of 24 lines; four thousand circles; as many copies of one."""

    def outlines(document, space):
        for number in range(200):
            add_sides(space, round_points(5 + 9 * (number % 20), 5 + 9 * (number // 20), 4, 24))

    def circles(document, space):
        for number in range(4000):
            center = (2 + 2.4 * (number % 80), 2 + 2.3 * (number // 80))
            space.add_circle(center, 1, dxfattribs=METAL)

    def copies(document, space):
        for _ in range(4000):
            space.add_circle((50, 50), 10, dxfattribs=METAL)

    for draw, parts in ((outlines, 200), (circles, 4000), (copies, 1)):
        spent, section = effort(cad(tmp_path, draw))
        assert spent < 20.0  # about 1 s; what grows with the square takes minutes
        assert len(getattr(section.collector, "geoms", [section.collector])) == parts
