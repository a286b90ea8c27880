"""SVG and DXF of a section, read back by other programs' libraries."""

from __future__ import annotations

from pathlib import Path

import ezdxf
import ezdxf.colors
import numpy as np
import pytest
import shapely
import svgelements

from platefront.export.dxf import write_dxf
from platefront.export.layers import layers_of
from platefront.export.svg import write_svg
from platefront.figures import palette
from platefront.figures.section import surface_lines
from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.collectors import Pillars, Strip, Wire
from platefront.geometry.collectors.own_outline import OwnOutline
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Predeposit
from tests.shared.small_collectors import TINY_CLOTH

UM = 1e-6
COLLECTORS = {
    "pillars": Pillars(width=10 * UM, height=20 * UM, pitch=30 * UM, fillet=2 * UM),
    "strip": Strip(width=30 * UM, length=10 * UM, start=5 * UM, counter_as_long=True),
    "wire": Wire(radius=10 * UM),
    "cloth": TINY_CLOTH,
}


@pytest.fixture(scope="module", params=COLLECTORS)
def section(request: pytest.FixtureRequest) -> CrossSection:
    parameters = SectionParameters(
        collector=COLLECTORS[request.param], gap=30 * UM, predeposit=Predeposit(capacity=2e4)
    )
    return build_section(parameters, 1e-10)


def joined(rings: list[np.ndarray]) -> shapely.Geometry:
    """Rings and holes in one, by the even-odd rule."""
    shape = shapely.Polygon()
    for ring in rings:
        shape = shape.symmetric_difference(shapely.Polygon(ring))
    return shape


def from_svg(path: Path) -> dict[str, shapely.Geometry]:
    """Layer → shape with y upwards, as svgelements has it in user units."""
    document = svgelements.SVG.parse(path, reify=False)
    height = document.viewbox.height
    found = {}
    for group in document.select(lambda item: isinstance(item, svgelements.Group) and item.id):
        rings, lines, filled = [], [], not group.id.startswith("surface_")
        for item in group:
            for part in svgelements.Path(item.d(transformed=False)).as_subpaths():
                steps = part.segments()
                ends = [step.end for step in steps if not isinstance(step, svgelements.Close)]
                points = np.array([(point.x, height - point.y) for point in ends])
                closed = isinstance(steps[-1], svgelements.Close)
                rings.append(points)
                lines.append(
                    shapely.LineString(np.vstack((points, points[:1]) if closed else points))
                )
                filled &= closed
        found[group.id] = joined(rings) if filled else shapely.MultiLineString(lines)
    return found


def from_dxf(path: Path) -> dict[str, shapely.Geometry]:
    document = ezdxf.readfile(path)
    found = {}
    for layer in {entity.dxf.layer for entity in document.modelspace()}:
        pieces = list(document.modelspace().query(f'LWPOLYLINE[layer=="{layer}"]'))
        if layer.endswith("_fill"):
            assert not pieces
            continue
        points = [np.array([(x, y) for x, y, *_ in piece]) for piece in pieces]
        if all(piece.closed for piece in pieces):
            found[layer] = joined(points)
        else:
            found[layer] = shapely.MultiLineString([shapely.LineString(p) for p in points])
    return found


def expected(section: CrossSection) -> dict[str, shapely.Geometry]:
    return {layer.name: layer.shape for layer in layers_of(section)}


@pytest.mark.parametrize(
    ("write", "read"), [(write_svg, from_svg), (write_dxf, from_dxf)], ids=["svg", "dxf"]
)
def test_every_layer_comes_back_with_its_shape(section, tmp_path, write, read):
    path = tmp_path / f"section.{read.__name__[-3:]}"
    write(section, path, "test")
    found, wanted = read(path), expected(section)
    assert found.keys() == wanted.keys()
    for name, shape in wanted.items():
        assert found[name].area == pytest.approx(shape.area, rel=1e-8, abs=1e-9), name
        assert found[name].length == pytest.approx(shape.length, rel=1e-8), name
        assert found[name].bounds == pytest.approx(shape.bounds, rel=1e-8, abs=1e-7), name


def test_layers_of_materials_fill_the_box(section):
    layers = {layer.name: layer for layer in layers_of(section)}
    materials = [layer.shape.area for layer in layers.values() if layer.filled]
    assert sum(materials) == pytest.approx(section.box.area, rel=1e-9)
    assert layers["box"].shape.equals(section.box)
    for name in section.surfaces:
        assert f"surface_{name}" in layers


def test_svg_states_true_size_and_unit(section, tmp_path):
    write_svg(section, tmp_path / "a.svg", "a title")
    document = svgelements.SVG.parse(tmp_path / "a.svg", ppi=25.4)  # pixels of a millimetre
    assert document.width == pytest.approx(1e-3 * section.width, rel=1e-6)
    assert document.height == pytest.approx(1e-3 * section.height, rel=1e-6)
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "1 unit = 1 µm" in text
    assert "<title>a title</title>" in text


def test_dxf_states_its_unit_and_colours(section, tmp_path):
    write_dxf(section, tmp_path / "a.dxf", "a title")
    document = ezdxf.readfile(tmp_path / "a.dxf")
    assert document.header["$INSUNITS"] == 13  # microns
    assert not document.audit().has_errors
    for layer in layers_of(section):
        colour = ezdxf.colors.RGB.from_hex(layer.colour)
        assert document.layers.get(layer.name).rgb == colour
    assert document.layers.get("lithium").rgb == ezdxf.colors.RGB.from_hex(palette.LITHIUM)


def test_dxf_fills_materials_with_one_hatch_a_piece(section, tmp_path):
    write_dxf(section, tmp_path / "a.dxf", "a title")
    document = ezdxf.readfile(tmp_path / "a.dxf")
    for layer in layers_of(section):
        hatches = document.modelspace().query(f'HATCH[layer=="{layer.name}_fill"]')
        pieces = shapely.get_parts(layer.shape) if layer.filled else []
        assert len(hatches) == len(pieces)
        for hatch, piece in zip(hatches, pieces, strict=True):
            rings = [np.array([corner[:2] for corner in path.vertices]) for path in hatch.paths]
            assert len(rings) == 1 + len(piece.interiors)
            assert joined(rings).area == pytest.approx(piece.area, rel=1e-8)


@pytest.mark.parametrize(
    ("write", "suffix"), [(write_svg, ""), (write_dxf, "_fill")], ids=["svg", "dxf"]
)
def test_a_drawing_comes_back_as_the_users_own_outline(tmp_path, write, suffix):
    parameters = SectionParameters(
        collector=COLLECTORS["cloth"], gap=30 * UM, predeposit=Predeposit(capacity=2e4)
    )
    section = build_section(parameters, 1e-10)
    path = tmp_path / f"cloth.{write.__name__[-3:]}"
    write(section, path, "test")
    solids = (f"collector{suffix}", f"lithium{suffix}")
    outline = OwnOutline(
        file=str(path),
        collector=solids[:1],
        deposit=solids[1:],
        surfaces={"all": solids},
        tolerance=1e-9,
    )
    again = outline.section(30.0, None, inverted=False)
    assert again.width == pytest.approx(section.width, rel=1e-6)
    assert again.collector.area == pytest.approx(section.collector.area, rel=2e-6)
    assert again.deposit.area == pytest.approx(section.deposit.area, rel=2e-6)
    wetted = sum(line.length for line in surface_lines(section).values())
    assert surface_lines(again)["all"].length == pytest.approx(wetted, rel=1e-5)


def test_surfaces_have_colours_of_their_own(section):
    colours = [each.colour for each in layers_of(section) if each.name.startswith("surface_")]
    assert len(set(colours)) == len(colours) == len(section.surfaces)
