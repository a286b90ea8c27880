"""Random drawings in Inkscape's format: areas by closed formulas, places, meshes."""

from __future__ import annotations

import math
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from platefront.geometry.collectors import OwnOutline
from tests.shared.effort import few, many
from tests.shared.meshed_sections import mesh_report

CELL = 20.0  # units of the drawing, a solid each
MARGIN = 5.0
QUALITY = 0.3

# Solids about the origin that fit into a circle of radius 1, and their areas.
SOLIDS = {
    '<circle id="{id}" r="1" {at}/>': math.pi,
    '<rect id="{id}" x="-0.8" y="-0.6" width="1.6" height="1.2" {at}/>': 1.92,
    '<rect id="{id}" x="-0.8" y="-0.6" width="1.6" height="1.2" rx="0.3" {at}/>': (
        1.92 - (4.0 - math.pi) * 0.09
    ),
    '<path id="{id}" d="M -0.9,0 A 0.9,0.9 0 0 1 0.9,0 Z" {at}/>': 0.405 * math.pi,
    '<polygon id="{id}" points="0,-1 0.8,0.6 -0.8,0.6" {at}/>': 1.28,
    '<path id="{id}" fill-rule="evenodd" {at} d="M -1,0 a 1,1 0 1 0 2,0 a 1,1 0 1 0 -2,0 z '
    'M -0.5,-0.5 h 1 v 1 h -1 z"/>': math.pi - 1.0,
}


@dataclass(frozen=True)
class Drawn:
    """A drawing, the length of its unit, the areas of its solids and where they are."""

    text: str
    scale: float
    areas: tuple[float, ...]
    places: tuple[tuple[float, float], ...]
    height: float


@st.composite
def drawings(draw: st.DrawFn) -> Drawn:
    """Up to 16 solids in cells of a grid: stretched, turned, mirrored, moved within the cell."""
    columns, rows = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    width, height = CELL * columns + 2 * MARGIN, CELL * rows + 2 * MARGIN
    body, areas, places = [], [], []
    for cell in range(columns * rows):
        if cell and draw(st.booleans()):
            continue
        solid, unit = draw(st.sampled_from(list(SOLIDS.items())))
        wide, high = draw(st.floats(4.0, 8.0)), draw(st.floats(4.0, 8.0))
        sense = draw(st.sampled_from((-1, 1)))
        x = MARGIN + CELL * (cell % columns + 0.5) + draw(st.floats(-1.0, 1.0))
        y = MARGIN + CELL * (cell // columns + 0.5) + draw(st.floats(-1.0, 1.0))
        turn = draw(st.floats(0.0, 360.0))
        at = f"translate({x - 3},{y - 7}) rotate({turn}) scale({sense * wide},{high})"
        body.append(solid.format(id=f"s{cell}", at=f'transform="{at}"'))
        areas.append(unit * wide * high)
        places.append((x, height - y))
    text = (
        '<svg xmlns="http://www.w3.org/2000/svg" '
        'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" '
        f'width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}">\n'
        f'<rect id="box" width="{width}" height="{height}"/>\n'
        '<g inkscape:groupmode="layer" inkscape:label="fibres" transform="translate(3,7)">\n'
        + "\n".join(body)
        + "\n</g></svg>\n"
    )
    scale = 10.0 ** draw(st.floats(-8.0, -5.0))
    return Drawn(text, scale, tuple(areas), tuple(places), height)


def check(drawn: Drawn) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "random.svg"
        path.write_text(drawn.text, encoding="utf-8")
        tolerance = 0.02 * drawn.scale
        collector = OwnOutline(
            file=str(path), scale=drawn.scale, collector=("fibres",), tolerance=tolerance
        )
        micrometre = 1e6 * drawn.scale  # a unit of the drawing
        section = collector.section(CELL * micrometre, None, inverted=False)
        inverted = collector.section(CELL * micrometre, None, inverted=True)
        finest = collector.finest_feature
        assert collector.remarks == ()
    assert section.collector.is_valid
    parts = list(shapely.get_parts(section.collector))
    assert len(parts) == len(drawn.areas)
    places = micrometre * np.array(drawn.places)
    for (x, y), area in zip(places, drawn.areas, strict=True):
        solid = min(parts, key=lambda part: part.distance(shapely.Point(x, y)))
        reach = solid.length * tolerance * 1e6
        assert abs(solid.area - area * micrometre**2) < reach
        assert solid.distance(shapely.Point(x, y)) < 8.0 * micrometre
    whole = section.collector.area + section.electrolyte.area
    assert whole == pytest.approx(section.box.area, rel=1e-10)
    turned = upside_down(section.collector, section.span)
    assert turned.symmetric_difference(inverted.collector).area < 1e-9 * whole
    assert finest is not None
    size = 0.2e6 * finest.size
    lowest = mesh_report(section, size, 8.0 * size).lowest_quality
    assert lowest > QUALITY, f"lowest quality {lowest:.3f}"


def upside_down(shape: shapely.Geometry, span: tuple[float, float]) -> shapely.Geometry:
    return shapely.transform(shape, lambda p: np.column_stack((p[:, 0], sum(span) - p[:, 1])))


@few(15)
@given(drawings())
def test_any_drawing(drawn: Drawn) -> None:
    check(drawn)


@pytest.mark.long
@many(200)
@given(drawings())
def test_many_drawings(drawn: Drawn) -> None:
    check(drawn)
