"""Objects that style hides are left out and told, all others are taken."""

from __future__ import annotations

import pytest

from platefront.geometry.importing import DrawingError
from tests.geometry.importing.svg.pages import SEEN, SQUARE, check_solid, read

OTHER = 'x="5" y="40" width="20" height="20"'
HIDDEN = {
    # attributes, style attributes
    "visibility_hidden": f'<rect visibility="hidden" {OTHER}/>',
    "visibility_collapse": f'<rect style="visibility:collapse" {OTHER}/>',
    "display_case": f'<rect style="DISPLAY:NONE" {OTHER}/>',
    "attribute_case": f'<rect display="None" {OTHER}/>',
    "comment_and_space": f'<rect style="fill : red ;/* no */ display : none " {OTHER}/>',
    "escaped": rf'<rect style="d\69splay:n\6fne" {OTHER}/>',
    "important_against_own_style": (
        f'<style>rect.h{{display:none!important}}</style><rect class="h" style="display:inline" '
        f"{OTHER}/>"
    ),
    "style_over_attribute": f'<rect display="inline" style="display:none" {OTHER}/>',
    "sheet_over_attribute": (
        f'<style>.h{{display:none}}</style><rect class="h" display="block" {OTHER}/>'
    ),
    "invalid_value_is_passed_over": f'<rect style="display:none;display:nonsense" {OTHER}/>',
    "opacity": f'<rect style="opacity:0" {OTHER}/>',
    "opacity_of_group": f'<g opacity="0%"><rect {OTHER}/></g>',
    # inheritance
    "group": f'<g style="display:none"><g><rect style="display:inline" {OTHER}/></g></g>',
    "visibility_of_group": f'<g visibility="hidden"><rect {OTHER}/></g>',
    "inherit": (
        f'<g visibility="hidden"><g visibility="visible"/><rect visibility="inherit" {OTHER}/></g>'
    ),
    "inherited_display": f'<g display="inline"><g style="display:none"><rect {OTHER}/></g></g>',
    "unset": f'<g visibility="hidden"><rect style="visibility:unset" {OTHER}/></g>',
    # selectors
    "visibility_hidden_css": f'<style>.h{{visibility:hidden}}</style><rect class="h" {OTHER}/>',
    "css_descendant": (
        f'<style>#a .h{{display:none}}</style><g id="a"><g><rect class="h" {OTHER}/></g></g>'
    ),
    "css_child": f'<style>#a>rect{{display:none}}</style><g id="a"><rect {OTHER}/></g>',
    "css_next_sibling": f'<style>path+rect{{display:none}}</style><path id="p"/><rect {OTHER}/>',
    "css_sibling": (
        f'<style>.m~rect{{display:none}}</style><g><g class="m"/><g/><rect {OTHER}/></g>'
    ),
    "css_attribute": f'<style>[x="5"]{{display:none}}</style><rect {OTHER}/>',
    "css_attribute_begins": f'<style>[id^="tm"]{{display:none}}</style><rect id="tmp1" {OTHER}/>',
    "css_attribute_of_inkscape": (
        "<style>@namespace i url(http://www.inkscape.org/namespaces/inkscape);"
        f'[i|label="old"]{{display:none}}</style><rect inkscape:label="old" {OTHER}/>'
    ),
    "css_first_child": f"<style>rect:first-child{{display:none}}</style><g><rect {OTHER}/></g>",
    "css_nth_of_type": (
        f"<style>g rect:nth-of-type(2n+1){{display:none}}</style><g><path/><rect {OTHER}/></g>"
    ),
    "css_not": f"<style>g > :not(.k){{display:none}}</style><g><rect {OTHER}/></g>",
    "css_list": f'<style>.a, .h , #q{{display:none}}</style><rect id="q" {OTHER}/>',
    "css_universal": f"<style>.x *{{display:none}}</style><g class='x y'><rect {OTHER}/></g>",
    "css_root": f'<style>:root > .h{{display:none}}</style><rect class="h" {OTHER}/>',
    # order and specificity
    "later_rule": (
        f'<style>.h{{display:inline}} .h{{display:none}}</style><rect class="h" {OTHER}/>'
    ),
    "more_specific": (
        f"<style>#q{{display:none}} rect.h{{display:inline}}</style>"
        f'<rect id="q" class="h" {OTHER}/>'
    ),
    "two_sheets": (
        "<style>.h{display:none}</style><defs><style>.k{fill:red}</style></defs>"
        f'<rect class="k h" {OTHER}/>'
    ),
    "sheet_below": f'<rect class="h" {OTHER}/><style>.h{{display:none}}</style>',
    "cdata": f'<style><![CDATA[ g > .h{{display:none}} ]]></style><g><rect class="h" {OTHER}/></g>',
    # media
    "css_media": (
        f"<style>@media screen {{.a{{fill:red}}}} .h{{display:none}}</style>"
        f'<rect class="h" {OTHER}/>'
    ),
    "media_screen": f'<style>@media screen{{.h{{display:none}}}}</style><rect class="h" {OTHER}/>',
    "media_all_of_many": (
        f'<style>@media print, ALL{{.h{{display:none}}}}</style><rect class="h" {OTHER}/>'
    ),
    "media_not_print": (
        f'<style>@media not print{{.h{{display:none}}}}</style><rect class="h" {OTHER}/>'
    ),
    "media_within_media": (
        f'<style>@media screen{{@media all{{.h{{display:none}}}}}}</style><rect class="h" {OTHER}/>'
    ),
    "media_of_sheet": f'<style media="screen">.h{{display:none}}</style><rect class="h" {OTHER}/>',
    # clones
    "clone": f'<use href="#q" style="display:none"/><defs><rect id="q" {OTHER}/></defs>',
    "clone_inherits": f'<use href="#q" visibility="hidden"/><defs><rect id="q" {OTHER}/></defs>',
    "original": f'<defs><rect id="q" display="none" {OTHER}/></defs><use href="#q"/>',
    # elements that are not drawn
    "unknown_element": f"<fibre><rect {OTHER}/></fibre>",
    "foreign_element": f'<f:g xmlns:f="urn:f"><rect {OTHER}/></f:g>',
}
SHOWN = {
    "visible_in_hidden_group": (
        f'<g visibility="hidden">{SQUARE.replace("rect ", "rect visibility='visible' ")}</g>'
    ),
    "print_only": f"<style>@media print{{rect{{display:none}}}}</style>{SQUARE}",
    "sheet_for_print": f'<style media="print">rect{{display:none}}</style>{SQUARE}',
    "not_screen": f"<style>@media not screen{{rect{{display:none}}}}</style>{SQUARE}",
    "other_sheet_language": f'<style type="text/less">rect{{display:none}}</style>{SQUARE}',
    "less_specific": f"<style>g rect{{display:inline}} rect{{display:none}}</style><g>{SQUARE}</g>",
    "important_shows": (
        "<style>rect{display:inline!important} #q{display:none}</style>"
        f"<g>{SQUARE.replace('rect ', "rect id='q' style='display:none' ")}</g>"
    ),
    "never_matches": f"<style>rect:hover, rect::before{{display:none}}</style>{SQUARE}",
    "hidden_defs": f'<g display="none"><g id="q">{SQUARE}</g></g><use href="#q"/>',
    "other_case_of_attribute": SQUARE.replace("rect ", "rect Display='none' "),
    "opacity_above_zero": f'<g opacity="0.01">{SQUARE}</g>',
    "initial": (
        f'<g visibility="hidden">{SQUARE.replace("rect ", "rect style='visibility:initial' ")}</g>'
    ),
    "invalid_selector_sets_colour_only": f"<style>rect{{fill:red}} font{{size:2}}</style>{SQUARE}",
}
REFUSED = {
    "import": (f'<style>@import "other.css";</style>{SQUARE}', r"holds @import \(line 2\)"),
    "media_width": (
        f"<style>\n@media (min-width:10px){{rect{{display:none}}}}</style>{SQUARE}",
        r"holds @media \(min-width:10px\) \(line 3\)",
    ),
    "supports": (f"<style>@supports (r:1px){{a{{r:1px}}}}</style>{SQUARE}", "holds @supports"),
    "layer": (f"<style>@layer a{{rect{{display:none}}}}</style>{SQUARE}", "holds @layer"),
    "nested_rule": (
        f"<style>g{{fill:red; rect{{display:none}}}}</style>{SQUARE}",
        r'style rule "g" \(line 2\) holds another rule',
    ),
    "selector": (
        f"<style>rect:nonsense{{display:none}}</style>{SQUARE}",
        r'selector of the style rule "rect:nonsense" \(line 2\)',
    ),
    "variable": (
        f'<g style="--d:none"><rect id="q" style="display:var(--d)" {OTHER}/></g>',
        r'rect "q" \(line 2\): "display: var\(--d\)" \(style attribute\)',
    ),
    "all": (f'<g id="g" style="all:initial">{SQUARE}</g>', r'g "g" \(line 2\): "all: initial'),
    "layers_revert": (
        f'<rect style="display:revert-layer" {OTHER}/>',
        r"rect without id \(line 2\)",
    ),
    "selected_by_surroundings": (
        f'<style>defs .h{{display:none}}</style><defs><rect id="q" class="h" {OTHER}/></defs>'
        '<use id="u" href="#q"/>',
        r'use "u" \(line 2\): the style rule "defs .h" \(line 2\) selects an object by',
    ),
    "link": (
        f'<link xmlns="http://www.w3.org/1999/xhtml" rel="stylesheet" href="a.css"/>{SQUARE}',
        "style in other files",
    ),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_hidden_object_is_left_out_and_told(name, tmp_path):
    drawing = read(tmp_path, f'<a id="metal"><title/>{SQUARE}</a>{HIDDEN[name]}')
    check_solid(drawing, SEEN)
    rects = [left for left in drawing.left_out if left.kind == "rect"]
    assert sum(len(left.places) for left in rects) == 1
    assert all("(line 2)" in place for left in rects for place in left.places)
    assert drawing.notes == ()


@pytest.mark.parametrize("name", SHOWN)
def test_object_that_is_seen_is_taken(name, tmp_path):
    check_solid(read(tmp_path, SHOWN[name]), SEEN)


@pytest.mark.parametrize("name", REFUSED)
def test_style_that_is_not_read_is_refused_with_its_place(name, tmp_path):
    body, message = REFUSED[name]
    with pytest.raises(DrawingError, match=message):
        read(tmp_path, body)


def test_reason_names_rule_line_and_group(tmp_path):
    body = (
        f'{SQUARE}\n<style>\n\n.old\n{{ display: none }}</style>\n<g class="old" id="layer2">\n'
        f'<rect id="r" {OTHER}/>\n<circle r="3"/></g>'
    )
    rect, circle = read(tmp_path, body).left_out
    reason = 'display: none (style rule ".old" (line 5)) of g "layer2" (line 7)'
    assert (rect.kind, rect.reason, rect.places) == (
        "rect",
        reason,
        ('rect "r" in "layer2" (line 8)',),
    )
    assert (circle.kind, circle.reason) == ("circle", reason)
