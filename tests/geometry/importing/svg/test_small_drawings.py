"""Small whole drawings: the section in its size and place, or the refusal."""

from __future__ import annotations

from pathlib import Path

import pytest

from platefront.geometry.importing import DrawingError
from platefront.geometry.importing.cleaning import DrawnSection, clean_section
from platefront.geometry.importing.naming import Roles
from tests.shared.direct_reading import read_directly

FOLDER = Path(__file__).with_name("drawings")
TOLERANCE = 1e-7
SQUARE = (40.0, 40.0, 60.0, 60.0)
SECTIONS = {
    # drawing → scale, area [µm²], left, bottom, right and top [µm], y upwards
    "aspect_none_um": (None, 800.0, (80.0, 40.0, 120.0, 60.0)),
    "css_descendant": (1e-6, 400.0, SQUARE),
    "css_media": (1e-6, 400.0, SQUARE),
    "display_case": (1e-6, 400.0, SQUARE),
    "err_path_dropped": (1e-6, 800.0, (40.0, 40.0, 90.0, 60.0)),
    "nested_svg": (1e-6, 400.0, SQUARE),
    "switch_alt": (1e-6, 400.0, SQUARE),
    "symbol_use": (1e-6, 400.0, SQUARE),
    "transform_origin": (1e-6, 300.0, (40.0, 50.0, 70.0, 60.0)),
    "unit_calc": (1e-6, 800.0, (40.0, 40.0, 90.0, 60.0)),
    "visibility_hidden": (1e-6, 400.0, SQUARE),
    "visibility_hidden_css": (1e-6, 400.0, SQUARE),
    "w_only_2mm": (None, 160_000.0, (800.0, 800.0, 1200.0, 1200.0)),
}
CLIPPED = ("css_clip", "css_clip_group", "mask_css")


def section_of(name: str, scale: float | None) -> DrawnSection:
    """Read and clean a drawing."""
    drawing = read_directly(FOLDER / f"{name}.svg", TOLERANCE, scale)
    return clean_section(drawing, Roles(("metal",), (), None), TOLERANCE, scale)


@pytest.mark.parametrize("name", SECTIONS)
def test_section_is_the_one_that_is_seen(name):
    scale, area, bounds = SECTIONS[name]
    section = section_of(name, scale)
    assert section.collector.area == pytest.approx(area, rel=1e-9)
    assert section.collector.bounds == pytest.approx(bounds, rel=1e-9)


@pytest.mark.parametrize("name", CLIPPED)
def test_clip_by_a_style_sheet_is_refused(name):
    with pytest.raises(DrawingError, match=r'rect without id in "metal" \(line 4\): .* is clipped'):
        section_of(name, 1e-6)


def test_every_drawing_is_tried():
    assert {path.stem for path in FOLDER.iterdir()} == {*SECTIONS, *CLIPPED}
