"""A section handed to a drawing program comes back as it was."""

from __future__ import annotations

import pytest

from geometry.collectors import OwnOutline
from geometry.lengths import metres
from platefront.case.load import parse_case
from platefront.export.dxf import write_dxf
from platefront.export.svg import write_svg
from tests.case.cases import CLOTH
from tests.geometry.importing.drawings import differ

WRITERS = {".svg": write_svg, ".dxf": write_dxf}


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("inverted", [False, True])
def test_exported_cloth_comes_back(ending, inverted, tmp_path):
    orientation = '[section]\norientation = "inverted"' if inverted else "[section]"
    coarse = 'kind = "carbon_cloth"\nfibre_diameter = "16 um"'  # fewer fibres
    text = CLOTH.replace("[section]", orientation, 1).replace('kind = "carbon_cloth"', coarse)
    original = parse_case(text, "cloth.toml").cross_section()
    path = tmp_path / f"cloth{ending}"
    WRITERS[ending](original, path, "cloth")
    drawn = OwnOutline(
        file=str(path), collector=("collector",), deposit=("lithium",), tolerance=1e-8
    )
    gap = original.height - original.collector.bounds[3]  # its span is the nominal one
    section = drawn.section(gap, None, inverted=False)
    assert metres(section.width) == pytest.approx(metres(original.width), rel=1e-9)
    assert section.height == pytest.approx(original.height, abs=1e-4)
    assert differ(section.collector, original.collector) < 1e-4 * original.collector.area
    assert differ(section.deposit, original.deposit) < 1e-4 * original.deposit.area
    assert section.electrolyte.area == pytest.approx(original.electrolyte.area, rel=1e-5)
