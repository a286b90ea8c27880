"""A section handed to a drawing program comes back as it was."""

from __future__ import annotations

import pytest

from platefront.case.load import parse_case
from platefront.export.dxf import write_dxf
from platefront.export.svg import write_svg
from platefront.figures.section import surface_lines
from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.collectors import (
    Fabric,
    Foam,
    Layers,
    OwnOutline,
    Pillars,
    Trench,
)
from platefront.geometry.collectors.base import Collector
from platefront.geometry.importing import DrawingError
from platefront.geometry.lengths import metres
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Predeposit
from platefront.solvers.model.metal import Metal
from tests.shared.case_files import CLOTH
from tests.shared.drawings import differ

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


COLLECTORS = {
    "fabric": Fabric(),
    "foam": Foam(width=60e-6, thickness=60e-6),
    "pillars": Pillars(),
    "trench": Trench(),
}


def built(collector: Collector, **keys) -> CrossSection:
    parameters = SectionParameters(collector=collector, **keys)
    return build_section(parameters, Metal().volume_per_charge)


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("kind", COLLECTORS)
@pytest.mark.slow
def test_solids_and_surfaces_come_back(kind, ending, tmp_path):
    lithium = Predeposit(capacity=1e4)
    original = built(COLLECTORS[kind], gap=30e-6, predeposit=lithium)
    path = tmp_path / f"section{ending}"
    WRITERS[ending](original, path, kind)
    drawn = OwnOutline(
        file=str(path),
        collector=("collector",),
        deposit=("lithium",),
        surfaces={name: (f"surface_{name}",) for name in original.surfaces},
        tolerance=1e-9,
    )
    section = built(drawn, gap=metres(original.height - original.collector.bounds[3]))
    assert section.collector.area == pytest.approx(original.collector.area, rel=1e-6)
    assert section.deposit.area == pytest.approx(original.deposit.area, rel=1e-6)
    assert differ(section.solids, original.solids) < 1e-6 * original.solids.area
    before, after = surface_lines(original), surface_lines(section)
    assert list(after) == list(before)
    for name, line in before.items():
        assert after[name].length == pytest.approx(line.length, abs=2e-3), name
        assert after[name].hausdorff_distance(line) < 2e-3, name


def test_surfaces_come_back_where_they_meet(tmp_path):
    """Surfaces that share corners and cross at right angles: cells of sites nearly degenerate."""
    original = built(Layers(), gap=30e-6)
    path = tmp_path / "layers.svg"
    write_svg(original, path, "layers")
    surfaces = {name: (f"surface_{name}",) for name in original.surfaces}
    drawn = OwnOutline(
        file=str(path), collector=("collector",), deposit=("lithium",), surfaces=surfaces
    )
    after = surface_lines(built(drawn, gap=30e-6))
    for name, line in surface_lines(original).items():
        assert after[name].length == pytest.approx(line.length, abs=2e-3), name


@pytest.mark.parametrize(
    ("ending", "place"),
    [
        (".svg", 'path without id in "surface_upper" (line 22), at (30, 30.0001) µm'),
        (".dxf", 'LWPOLYLINE 3F on layer "surface_upper", at (30, 50) µm'),
    ],
)
def test_lines_are_no_solids(ending, place, tmp_path):
    path = tmp_path / f"pillars{ending}"
    WRITERS[ending](built(Pillars(), gap=30e-6), path, "pillars")
    unnamed = OwnOutline(file=str(path), collector=("collector",))
    assert built(unnamed, gap=30e-6).collector.area > 0.0
    (remark,) = unnamed.remarks
    assert "not used, as the case does not name them: " in remark
    named = OwnOutline(file=str(path), collector=("collector", "surface_upper"))
    with pytest.raises(DrawingError) as refusal:
        built(named, gap=30e-6)
    assert str(refusal.value).startswith(f"{path.name}, {place}: the outline is open: it begins")
