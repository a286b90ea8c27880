"""Alternatives, text, pictures, markers, animations: "
"what is not taken is told; names and remarks."""

from __future__ import annotations

import pytest
import shapely

from platefront.geometry.importing.cleaning import clean_section
from platefront.geometry.importing.naming import Roles
from tests.geometry.importing.svg.pages import SEEN, SQUARE, check_solid, places, read

OTHER = '<rect {} x="70" y="40" width="20" height="20"/>'
ALTERNATIVES = {
    "switch_alt": OTHER.format('systemLanguage="xx"') + SQUARE,
    "languages": OTHER.format('systemLanguage="de, fr"') + SQUARE,
    "no_language": OTHER.format('systemLanguage=""') + SQUARE,
    "extension": OTHER.format('requiredExtensions="http://ns.adobe.com/x"') + SQUARE,
    "empty_extension": OTHER.format('requiredExtensions=""') + SQUARE,
    "first_of_two": SQUARE + OTHER.format(""),
    "language_read": SQUARE.replace("rect ", "rect systemLanguage='de,en-GB' ") + OTHER.format(""),
    "features_are_no_condition": (
        SQUARE.replace("rect ", "rect requiredFeatures='http://nonsense' ") + OTHER.format("")
    ),
    "groups": f'<g systemLanguage="xx">{OTHER.format("")}</g><g>{SQUARE}</g>',
    "titles_are_no_alternatives": f"<title>a</title>{SQUARE}{OTHER.format('')}",
}
LEFT_OUT = {
    # body → kind and reason
    "text": ("<text>felt<tspan>!</tspan></text>", "text", "no outline"),
    "image": ('<image href="a.png" width="9" height="9"/>', "image", "no outline"),
    "foreign": ("<foreignObject><p/></foreignObject>", "foreignObject", "no outline"),
    "flowed_text": ("<flowRoot><flowRegion><rect/></flowRegion></flowRoot>", "flowRoot", "no out"),
    "script": ("<script>draw()</script>", "script", "scripts are not run"),
    "animation": (
        '<circle r="5" display="none"><animate attributeName="r" to="9" dur="1s"/></circle>',
        "animate",
        "display: none",
    ),
    "animation_of_group": ('<g><set attributeName="x" to="1"/></g>', "set", "not played"),
    "clone": ('<use id="u"/>', "use", "its original is not there"),
    "clone_of_file": ('<use href="a.svg#b"/>', "use", 'is in another file, "a.svg#b"'),
    "clone_of_clip": ('<clipPath id="c"/><use href="#c"/>', "use", "a <clipPath>, is not drawn"),
    "condition": (OTHER.format('systemLanguage="xx"'), "rect", 'the language "xx"'),
    "hidden_text": ('<text display="none">a</text>', "text", "display: none (attribute)"),
}


@pytest.mark.parametrize("name", ALTERNATIVES)
def test_first_alternative_that_holds_is_taken(name, tmp_path):
    drawing = read(tmp_path, f"<switch>{ALTERNATIVES[name]}</switch>")
    check_solid(drawing, SEEN)
    assert len(places(drawing, "alternative in <switch> that is not taken")) == 1


def test_alternative_that_is_hidden_is_taken_all_the_same(tmp_path):
    drawing = read(tmp_path, f"<switch>{OTHER.format('display="none"')}{SQUARE}</switch>")
    assert drawing.shapes == ()
    assert len(places(drawing, "")) == 2


def test_alternatives_within_clones(tmp_path):
    body = f'<defs><switch id="s">{ALTERNATIVES["languages"]}</switch></defs><use href="#s" x="3"/>'
    check_solid(read(tmp_path, body), shapely.box(43, 40, 63, 60))


@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_is_no_outline_is_left_out_and_told(name, tmp_path):
    body, kind, reason = LEFT_OUT[name]
    drawing = read(tmp_path, SQUARE + body)
    check_solid(drawing, SEEN)
    (left,) = [left for left in drawing.left_out if left.kind == kind]
    assert reason in left.reason
    assert drawing.held == 1 + sum(len(left.places) for left in drawing.left_out)


def test_everything_in_a_hidden_group_is_counted(tmp_path):
    body = (
        f'<defs>{OTHER.format("id='d'")}</defs><g id="old" style="display:none">{SQUARE * 3}'
        '<circle r="x"/><g><text>a</text><use href="#d"/></g></g>'
    )
    drawing = read(tmp_path, body)
    assert drawing.shapes == ()
    assert {left.kind: len(left.places) for left in drawing.left_out} == {
        "rect": 4,
        "circle": 1,
        "text": 1,
    }


def test_markers_are_told(tmp_path):
    body = (
        '<marker id="m"><rect width="9" height="9"/></marker><g style="marker:url(#m)">'
        '<path id="p" d="M40 40h20v20h-20z"/><circle r="5" cx="9" cy="9"/></g>'
    )
    assert places(read(tmp_path, body), "no outline") == ['path "p" (line 2)']


@pytest.mark.parametrize(
    ("paint", "names"),
    [
        ("", ()),
        ('fill="#F00"', ("#ff0000",)),
        ('style="fill:rgb(55, 71, 79)"', ("#37474f",)),
        ('fill="red" style="fill:RebeccaPurple"', ("#663399",)),
        ('style="fill:hsl(120, 100%, 25%)"', ("#008000",)),
        ('style="fill:#12345678"', ("#123456",)),
        ('style="color:#010203;fill:currentColor"', ("#010203",)),
        ('style="fill:url(#gradient) red"', ()),
        ('fill="none"', ()),
        ('fill="red" style="fill:var(--metal, red)"', ()),
    ],
)
def test_colours_are_names(paint, names, tmp_path):
    (shape,) = read(tmp_path, f'<g id="g" {paint}><rect id="r" width="5" height="5"/></g>').shapes
    assert shape.names == ("g", "r", *names)


def test_colours_by_style_sheets_are_names(tmp_path):
    body = '<style>.st0{fill:#0a0b0c}.st0{stroke:red}</style><path class="st0" d="M0 0h5v5z"/>'
    (shape,) = read(tmp_path, body).shapes
    assert shape.names == ("#0a0b0c",)


def test_solids_drawn_as_lines_are_told(tmp_path):
    body = (
        '<rect id="box" width="100" height="100" fill="none"/><g id="metal">'
        '<rect id="a" x="10" y="40" width="20" height="20" style="fill:none;stroke:#000;'
        'stroke-width:2.5px"/><rect id="b" x="40" y="40" width="20" height="20" fill="none"/>'
        '<rect id="c" x="70" y="40" width="20" height="20" stroke="red"/>'
        '<rect id="d" x="10" y="10" width="20" height="20" fill="none"/></g>'
    )
    section = clean_section(read(tmp_path, body), Roles(("metal",), (), None), 1e-9, 1e-6)
    assert section.collector.area == pytest.approx(1600.0)
    assert section.notes == (
        'drawing.svg, rect "a" in "metal" (line 2): drawn as a line of width 2.5px without fill; '
        "the region inside its centre line was taken",
        'drawing.svg, rect "b" in "metal" (line 2) and 1 more: drawn without fill and stroke; '
        "the region inside its outline was taken",
    )


def test_places_name_line_layer_and_clone(tmp_path):
    body = (
        '<defs><circle id="c" r="3"/></defs>\n<g inkscape:label="fibres"\n id="layer1">\n'
        '<use\n id="u"\n href="#c" x="50" y="50"/>\n<path\n\n d="M0 0h5v5z"/></g>'
    )
    first, second = read(tmp_path, body).shapes
    assert first.place == 'circle "c", by clone "u", in "fibres" (line 5)'
    assert first.names == ("fibres", "layer1", "u", "c")
    assert second.place == 'path without id in "fibres" (line 8)'
