"""Objects that are cut, masked or filtered are refused, however that is set."""

from __future__ import annotations

import pytest

from platefront.geometry.importing import DrawingError
from tests.geometry.importing.svg.pages import SEEN, SQUARE, check_solid, read, solid

CLIP = '<clipPath id="cp"><rect x="40" y="40" width="10" height="20"/></clipPath>'
MASK = '<mask id="k"><rect x="40" y="40" width="10" height="20" fill="white"/></mask>'
CUT = {
    "attribute": f'{CLIP}<g clip-path="url(#cp)">{SQUARE}</g>',
    "style": f'{CLIP}<g style="clip-path : url( #cp )">{SQUARE}</g>',
    "css_clip": f"{CLIP}<style>rect{{clip-path:url(#cp)}}</style>{SQUARE}",
    "css_clip_group": (
        f'<style>#metal{{clip-path:url(#cp)}}</style>{CLIP}<g id="metal">{SQUARE}</g>'
    ),
    "css_of_ancestor": (
        f"<style>g > g{{clip-path:url(#cp)}}</style>{CLIP}<g><g><g>{SQUARE}</g></g></g>"
    ),
    "basic_shape": f'<g style="clip-path:circle(5px at 50px 50px)">{SQUARE}</g>',
    "box_of_reference": f'<g style="clip-path:fill-box">{SQUARE}</g>',
    "webkit": f'<g style="-webkit-clip-path:inset(5px)">{SQUARE}</g>',
    "important": (
        f"<style>g{{clip-path:url(#cp)!important}}</style>{CLIP}"
        f'<g style="clip-path:none">{SQUARE}</g>'
    ),
    "inherit": f'{CLIP}<g clip-path="url(#cp)"><g clip-path="inherit">{SQUARE}</g></g>',
    "mask_attribute": f'{MASK}<g mask="url(#k)">{SQUARE}</g>',
    "mask_css": f"<style>rect{{mask:url(#k)}}</style>{MASK}{SQUARE}",
    "mask_image": f'{MASK}<g style="mask-image:url(#k)">{SQUARE}</g>',
    "mask_webkit": f'{MASK}<g style="-webkit-mask:url(#k) no-repeat">{SQUARE}</g>',
    "clone": f'{CLIP}<use href="#m" clip-path="url(#cp)"/><defs><g id="m">{SQUARE}</g></defs>',
    "original": f'{CLIP}<use href="#m"/><defs><g id="m" clip-path="url(#cp)">{SQUARE}</g></defs>',
    "media": f"<style>@media screen{{rect{{clip-path:url(#cp)}}}}</style>{CLIP}{SQUARE}",
}
FREE = {
    "none": f'<g style="clip-path:none;mask:none;filter:none">{SQUARE}</g>',
    "overruled": f'{CLIP}<g clip-path="url(#cp)" style="clip-path:none">{SQUARE}</g>',
    "initial": f'{CLIP}<g clip-path="url(#cp)" style="clip-path:initial">{SQUARE}</g>',
    "print_only": f"<style>@media print{{rect{{mask:url(#k)}}}}</style>{MASK}{SQUARE}",
    "other_object": f'<style>.c{{clip-path:url(#cp)}}</style>{CLIP}<g class="C">{SQUARE}</g>',
    "not_a_value": f'<g style="clip-path:nonsense">{SQUARE}</g>',
}
FILTER = '<filter id="f"><feOffset dx="5"/></filter>'
FILTERED = {
    "attribute": f'{FILTER}<g filter="url(#f)">{SQUARE}</g>',
    "style": f'{FILTER}<g style="filter:url(#f)">{SQUARE}</g>',
    "css": f"<style>rect{{filter:blur(2px)}}</style>{SQUARE}",
    "of_group": f'<style>.a{{filter:url(#f)}}</style>{FILTER}<g class="a"><g>{SQUARE}</g></g>',
    "clone": f'{FILTER}<use href="#m" filter="url(#f)"/><defs><g id="m">{SQUARE}</g></defs>',
}


@pytest.mark.parametrize("name", CUT)
def test_clipped_object_is_refused_when_it_is_used(name, tmp_path):
    drawing = read(tmp_path, CUT[name])
    with pytest.raises(DrawingError, match=r"rect without id.*\(line 2\): this object is clipped"):
        solid(drawing)


@pytest.mark.parametrize("name", FREE)
def test_object_without_clip_is_taken(name, tmp_path):
    check_solid(read(tmp_path, FREE[name]), SEEN)


@pytest.mark.parametrize("name", FILTERED)
def test_filtered_object_is_refused_when_it_is_used(name, tmp_path):
    drawing = read(tmp_path, FILTERED[name])
    with pytest.raises(DrawingError, match="a filter changes what is seen of this object"):
        solid(drawing)


def test_legacy_clip_is_refused(tmp_path):
    with pytest.raises(DrawingError, match=r'svg without id \(line 2\): "clip: rect\(1px'):
        read(tmp_path, f'<svg style="clip:rect(1px,2px,3px,4px)">{SQUARE}</svg>')
