"""Hostile files are refused with their place, or read in seconds."""

from __future__ import annotations

import random
import time

import numpy as np
import pytest

from platefront.geometry.errors import SectionError
from platefront.geometry.importing import DrawingError
from tests.geometry.importing.svg.pages import SQUARE, page, read, read_text, solid

NESTED = 5_000
LAUGHS = "".join(f'<!ENTITY l{i + 1} "{f"&l{i};" * 10}">' for i in range(9))
BOMB = '<g id="b0"><rect width="1" height="1"/></g>' + "".join(
    f'<g id="b{i + 1}">{f'<use href="#b{i}"/>' * 10}</g>' for i in range(9)
)
EMPTY_BOMB = BOMB.replace('<rect width="1" height="1"/>', "")
CHAIN = "".join(f'<use id="c{i + 1}" href="#c{i}"/>' for i in range(500))
STYLE = '<rect style="{}" width="1" height="1"/>'
FILES = {
    # whole files → part of the message
    "nested": (
        page("<g>" * NESTED + "</g>" * NESTED),
        r"line 2: elements are nested more than 100",
    ),
    "nested_svg": (page("<svg>" * NESTED + "</svg>" * NESTED), "nested more than 100 deep"),
    "laughs": (f'<!DOCTYPE svg [<!ENTITY l0 "ha">{LAUGHS}]>{page("&l9;")}', "DOCTYPE declares"),
    "laughs_in_attribute": (
        f'<!DOCTYPE svg [<!ENTITY l0 "M0 0">{LAUGHS}]>{page("<path d='&l9;'/>")}',
        "line 1: its DOCTYPE declares",
    ),
    "harmless_entity": (
        f'<!DOCTYPE svg [<!ENTITY a "9">]>{page("<rect width='&a;' height='9'/>")}',
        "DOCTYPE declares",
    ),
    "default_attributes": (
        f'<!DOCTYPE svg [<!ATTLIST rect display CDATA "none">]>{page(SQUARE)}',
        "DOCTYPE declares",
    ),
    "external_entity": (
        f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>{page("<text>&x;</text>")}',
        "DOCTYPE declares",
    ),
    "parameter_entity": (
        f'<!DOCTYPE svg [<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd"> %x;]>{page(SQUARE)}',
        "DOCTYPE declares",
    ),
    "entity_of_other_file": (
        f'<!DOCTYPE svg SYSTEM "other.dtd">{page("<path d='M0 0 &data;'/>")}',
        'refers to the entity "&data;"',
    ),
    "style_of_other_file": (
        f'<?xml-stylesheet href="file:///etc/passwd" type="text/css"?>{page(SQUARE)}',
        "line 1: the drawing takes its style from another file",
    ),
    "undefined_entity": (page("&x;"), "not valid XML"),
    "no_text": ("", "not valid XML"),
    "zeros": ("\0" * 1000, "not valid XML"),
    "encoding": ('<?xml version="1.0" encoding="klingon"?><svg/>', "not valid XML"),
    "many_bytes_encoding": ('<?xml version="1.0" encoding="euc-jp"?><svg/>', "not valid XML"),
    "html": ("<html><svg/></html>", "first element is <html>"),
    "other_namespace": ('<svg xmlns="urn:x"/>', None),
    "svg_within": ('<x xmlns="urn:x"><svg xmlns="http://www.w3.org/2000/svg"/></x>', "is <x>"),
}
BODIES = {
    "clones_of_clones": (BOMB, "more than|over 100000"),
    "clones_of_nothing": (EMPTY_BOMB, "over 100000 elements"),
    "chain_of_clones": (f'<g id="c0"/>{CHAIN}', "nested more than 100 deep"),
    "infinite_width": ('<rect width="1e999" height="5"/>', r"rect without id \(line 2\): width: "),
    "huge_width": ('<rect width="1e308" height="5"/>', "beyond the largest number"),
    "nan_width": ('<rect width="nan" height="5"/>', 'width: "nan" is not read'),
    "inf_word": ('<circle r="Infinity"/>', 'r: "Infinity"'),
    "thousands_of_digits": (
        f'<circle r="{"9" * 5000}"/>',
        "beyond the largest number|cannot be read",
    ),
    "digits_in_style": (STYLE.format(f"opacity:{'9' * 5000}"), "style attribute cannot be read"),
    "infinite_translation": (f'<g transform="translate(1e999)">{SQUARE}</g>', "beyond the largest"),
    "infinite_matrix": (
        f'<g transform="matrix(1e308 0 0 1 0 0)">{SQUARE}</g>',
        "beyond the largest",
    ),
    "growing_scale": ('<g transform="scale(1e5)">' * 9 + SQUARE + "</g>" * 9, "beyond the largest"),
    "shrinking_scale": ('<g transform="scale(1e-9)">' * 90 + SQUARE + "</g>" * 90, None),
    "nan_rotation": (f'<g transform="rotate(nan)">{SQUARE}</g>', "cannot be read|no angle"),
    "infinite_points": ('<polygon points="0,0 1e999,5 5,5"/>', "the number inf is beyond"),
    "infinite_view_box": (f'<svg viewBox="0 0 1e999 5">{SQUARE}</svg>', "beyond the largest"),
    "infinite_line": ('<line x1="1e999" y2="5"/>', "x1: "),
    "nan_points": ('<polygon points="0,0 nan,5 5,5"/>', None),
    "infinite_stroke": (
        '<path d="M0 0h5v5z" stroke-width="1e999" fill="none" stroke="red"/>',
        None,
    ),
    "endless_calculation": (f'<circle r="calc({"(" * 5000}1px{")" * 5000})"/>', "r: "),
    "long_calculation": (f'<circle r="calc({"1px + " * 50_000}1px)"/>', None),
    "division_by_zero": ('<circle r="calc(1px / 0)"/>', "no calculation"),
    "tiny_divisor": (
        '<circle r="calc(1px / 1e-300 / 1e-300)"/>',
        "beyond the largest|no calculation",
    ),
    "deep_selector": (
        f"<style>{':not(' * 3000}g{')' * 3000}{{display:none}}</style>",
        "selector|cannot",
    ),
    "deep_style": (STYLE.format("{" * 5000), "style attribute holds another rule"),
    "deep_blocks": (f"<style>{'a{' * 3000}</style>", "another rule|cannot be read|"),
    "deep_media": (
        f"<style>{'@media all{' * 3000}a{{display:none}}{'}' * 3000}</style>",
        "cannot|media",
    ),
    "many_rules": (f"<style>{'a{display:none}' * 5000}</style>", "more than 2000 style rules"),
    "long_selector": (f"<style>{'g>' * 20_000}g{{display:none}}</style>", "selector"),
    "many_functions": (f'<g transform="{"rotate(1)" * 20_000}">{SQUARE}</g>', None),
    "clone_of_itself": ('<use id="u" href="#u"/>', None),
    "clones_of_each_other": ('<use id="u" href="#v"/><use id="v" href="#u"/>', None),
    "clone_of_the_drawing": ('<use href="#r"/>', None),
    "clone_of_a_file": ('<use href="/etc/passwd#x"/><use href="data:,x"/>', None),
    "long_names": (f'<g id="{"n" * 10_000}"><rect id="{"m" * 10_000}" width="x"/></g>', "width: "),
    "huge_circle": ('<circle r="9e8"/>', "takes .* lines to be followed"),
}


@pytest.mark.parametrize("name", FILES)
def test_hostile_file_is_refused(name, tmp_path):
    text, message = FILES[name]
    if message is None:  # svg of no namespace that is known holds nothing
        assert read_text(tmp_path, text).shapes == ()
        return
    with pytest.raises(DrawingError, match=message) as refused:
        read_text(tmp_path, text)
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.slow
def test_hostile_drawing_is_refused_or_read(name, tmp_path):
    body, message = BODIES[name]
    began = time.monotonic()
    if message is None:
        read(tmp_path, body)
    else:
        with pytest.raises(DrawingError, match=message) as refused:
            read(tmp_path, body)
        assert len(str(refused.value)) < 400
    assert time.monotonic() - began < 60.0


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
        "<!DOCTYPE svg>",
    ],
)
def test_plain_doctype_is_read(doctype, tmp_path):
    drawing = read_text(tmp_path, f'<?xml version="1.0"?>\n{doctype}\n{page(SQUARE)}')
    assert solid(drawing).area == pytest.approx(400.0)
    assert drawing.shapes[0].place == "rect without id (line 4)"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_encodings_are_read(encoding, tmp_path):
    body = '<g id="Fäden"><circle r="5"/></g>'
    text = f'<?xml version="1.0" encoding="{encoding}"?>{page(body)}'
    drawing = read_text(tmp_path, text.encode(encoding))
    assert "Fäden" in drawing.names


def test_drawing_without_namespace_is_read(tmp_path):
    drawing = read_text(tmp_path, f'<svg width="9mm" viewBox="0 0 9 9">{SQUARE}</svg>')
    assert solid(drawing).area == pytest.approx(400.0)


def test_twenty_thousand_circles_are_read_in_seconds(tmp_path):
    body = "".join(
        f'<circle id="c{i}" style="fill:#37474f" cx="{i % 200}" cy="{i // 200}" r="0.3"/>'
        for i in range(20_000)
    )
    began = time.process_time()
    drawing = read(tmp_path, body)
    assert time.process_time() - began < 20.0  # 3 s on an idle machine
    assert len(drawing.shapes) == 20_000


@pytest.mark.parametrize(("gap", "length"), [(" ", 100_000), (" L", 100_000), ("C1,2,3,4,", 3_000)])
@pytest.mark.slow
def test_long_paths_are_read_in_seconds_or_refused(gap, length, tmp_path):
    points = np.random.default_rng(1).uniform(0, 100, (1_000_000, 2)).round(2)
    corners = [f"{x},{y}" for x, y in points]
    began = time.process_time()
    with pytest.raises(
        DrawingError, match=r"path .*\(line 2\): (there are|the path holds) more than"
    ):
        read(tmp_path, f'<path d="M{gap.join(corners)}"/>')
    (shape,) = read(tmp_path, f'<path d="M{gap.join(corners[:length])}"/>').shapes
    assert len(shape.lines[0].points) >= length
    assert time.process_time() - began < 30.0  # 4 s on an idle machine


@pytest.mark.parametrize("seed", range(4))
def test_damaged_drawing_is_refused_or_read(seed, tmp_path):
    """Pieces of all features, damaged at random: nothing but a message or a drawing."""
    rng = random.Random(seed)
    pieces = (
        '<style media="screen">.h &gt; rect, '
        "#a:not(.b){transform:rotate(5deg);x:3px!important}</style>",
        '<symbol id="s" viewBox="0 0 10 10"><rect width="10" height="10"/></symbol>',
        '<use href="#s" x="40%" y="calc(2px * 3)" width="20" height="20" clip-path="none"/>',
        '<svg x="4" viewBox="0,0 5 5" preserveAspectRatio="xMinYMax slice">' + SQUARE + "</svg>",
        '<path d="M1 2a3 4 5 0 1 6 7c1 2 3 4 5 6s1 2 3 '
        '4q1 2 3 4t5 6z" style="d:path(\'M1 2h3v4z\')"/>',
        '<g transform="matrix(1 2 3 4 5 6) skewX(7)" transform-origin="left 5%">' + SQUARE + "</g>",
        '<switch><rect systemLanguage="xx"/><polygon points="1,2 3,4 5,6"/></switch>',
        '<rect rx="2" ry="auto" width="9" height="8" style="fill:url(#p) red;opacity:50%"/>',
    )
    letters = "0123456789.-+eE%<>&;:(){}\"' \nzMLAhvcnaif#,"
    refused = 0
    for _ in range(150):
        text = page("".join(rng.sample(pieces, 5)))
        for _ in range(rng.randint(1, 3)):
            at = rng.randrange(280, len(text))
            new = rng.choice(("", rng.choice(letters), rng.choice(letters) * 3, "1e999", "nan"))
            text = text[:at] + new + text[at + rng.randrange(4) :]
        try:
            read_text(tmp_path, text)
        except SectionError as error:
            refused += 1
            assert str(error).startswith("drawing.svg")
            assert len(str(error)) < 500
    assert refused > 0
