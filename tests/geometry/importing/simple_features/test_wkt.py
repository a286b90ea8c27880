"""WKT: what its rules forbid is refused with the place, never guessed."""

from __future__ import annotations

import pytest

from platefront.geometry.importing.drawing import DrawingError
from tests.shared.direct_reading import read_directly
from tests.shared.drawings import MICROMETRE, TOLERANCE, cleaned

RING = "(20 20, 40 20, 40 40, 20 40, 20 20)"
INSIDE = "(25 25, 35 25, 35 35, 25 35, 25 25)"


def wkt(folder, text):
    (folder / "a.wkt").write_text(text)
    return folder / "a.wkt"


@pytest.mark.parametrize(
    ("text", "area"),
    [
        (f"POLYGON ({RING})", 400),
        (f"polygon ({RING}, {INSIDE})", 300),
        (f"SRID=4326;POLYGON ({RING})", 400),
        ("POLYGON Z ((20 20 0, 40 20 0, 40 40 0, 20 20 0))", 200),
        ("POLYGON M ((20 20 7, 40 20 8, 40 40 9, 20 20 7))", 200),
        (f"MULTIPOLYGON (({RING}, {INSIDE}), ((60 20, 70 20, 70 30, 60 20)))", 350),
        (f"GEOMETRYCOLLECTION (POINT (1 2), POLYGON ({RING}), POLYGON EMPTY)", 400),
        (f"LINESTRING {RING}", 400),
    ],
)
def test_area_of_a_line_of_wkt(text, area, tmp_path):
    found = cleaned(wkt(tmp_path, f"fibres: {text}\n"))
    assert found.collector.area == pytest.approx(area)


def test_what_has_no_outline_in_wkt_is_left_out(tmp_path):
    text = f"fibres: POLYGON ({RING})\nPOINT (1 2)\nb: POLYGON EMPTY\nMULTIPOINT ((1 2))\n"
    drawing = read_directly(wkt(tmp_path, text), TOLERANCE, MICROMETRE)
    assert [str(left) for left in drawing.left_out] == [
        "1 Point left out: no outline (line 2)",
        '1 Polygon left out: empty (line 3 "b")',
        "1 MultiPoint left out: no outline (line 4)",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("CIRCULARSTRING (0 0, 1 1, 2 0)", "curves (CIRCULARSTRING) are not read"),
        ("CURVEPOLYGON (CIRCULARSTRING (0 0, 1 1, 0 0))", "curves (CURVEPOLYGON) are not read"),
        ("MULTISURFACE EMPTY", "curves (MULTISURFACE) are not read"),
        ("GEOMETRYCOLLECTION (" * 50_000, "the geometry is nested more than 32 deep"),
        ("POLYGON ((20 20, 40 20, 40 40, 20 40))", "the geometry cannot be read ("),
        ("POLYGON ((20 20, 40 20, 40 x, 20 20))", "the geometry cannot be read ("),
        ("TIN (((0 0, 1 0, 1 1, 0 0)))", "the geometry cannot be read ("),
        ("PYRAMID (1 2)", "the geometry cannot be read ("),
        ("POLYGON Z ((20 20 1, 40 20 1, 40 40 1, 20 20 1))", "the drawing is not flat: z = 1"),
        ("POLYGON ((20 20, 40 20, 40 1e300, 20 20))", "a coordinate of 1e+300 is beyond"),
        ("POLYGON ((20 20, 40 20, 40 1e999, 20 20))", "a coordinate is not a finite number"),
        ("POLYGON ((20 20, 40 20, 40 nan, 20 20))", "a coordinate is not a finite number"),
        (f"POLYGON ({RING}, (60 20, 70 20, 70 30, 60 20))", "a hole lies outside the outline"),
    ],
)
def test_what_is_wrong_in_wkt_is_told(text, message, tmp_path):
    with pytest.raises(DrawingError) as caught:
        cleaned(wkt(tmp_path, f"# a comment\nfibres: {text}\n"))
    assert str(caught.value).startswith("a.wkt, line 2")
    assert message in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("content", [b"a: POLYGON ((0 0, 1 0, 1 1, 0 0))\0(", b"\xff\xfe"])
def test_a_file_that_is_no_text_is_refused(content, tmp_path):
    (tmp_path / "a.wkt").write_bytes(content)
    with pytest.raises(DrawingError, match=r"^a\.wkt: the file is not (a text file|text in UTF-8)"):
        cleaned(tmp_path / "a.wkt")
