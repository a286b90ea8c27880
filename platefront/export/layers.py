"""Layers of a drawing of a section: one for each material and line."""

from __future__ import annotations

from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from platefront.figures import palette
from platefront.figures.section import surface_lines
from platefront.geometry.plane.connectivity import connected_to_counter
from platefront.geometry.plane.polygons import joined
from platefront.geometry.section.cross_section import CrossSection

UNIT = "1 unit = 1 µm; x along the electrode, y from the current collector's side upwards"
"""Description of the coordinates in every drawing."""
_NEAR = 1e-6  # µm


@dataclass(frozen=True, slots=True)
class DrawingLayer:
    """Layer of a drawing.

    Attributes:
        name: name of the layer.
        colour: `"#rrggbb"`.
        shape: polygons, or lines [µm].
        filled: whether the shape is a filled region of a material.
    """

    name: str
    colour: str
    shape: BaseGeometry
    filled: bool


def layers_of(section: CrossSection) -> list[DrawingLayer]:
    """Return the layers of a section in drawing order, without empty ones.

    `box` is the rectangle of walls and floor. Materials: `electrolyte`, `trapped` (electrolyte
    not connected to the counter electrode), `collector`, `lithium`. Lines: `side_walls`,
    `counter`, and `surface_NAME` for the wetted part of every named surface. `region_NAME` is a
    region of the electrolyte that was drawn.
    """
    reaching, cut_off = connected_to_counter(
        section.electrolyte, section.counter_electrode, section.period
    )
    width, height = section.width, section.height
    walls = shapely.MultiLineString([[(x, 0.0), (x, height)] for x in (0.0, width)])
    open_electrolyte = joined(reaching)
    plate = section.counter_electrode
    if plate.area > 0.0:  # metal inside the box: its wetted line
        plate = shapely.line_merge(open_electrolyte.boundary.intersection(plate.buffer(_NEAR)))
    materials = [
        DrawingLayer("box", palette.MUTED_TEXT, section.box, False),
        DrawingLayer("electrolyte", palette.ELECTROLYTE, open_electrolyte, True),
        DrawingLayer("trapped", palette.POCKET, shapely.MultiPolygon(cut_off), True),
        DrawingLayer("collector", palette.COLLECTOR, section.host, True),
        DrawingLayer("separator", palette.SEPARATOR, section.separator, True),
        DrawingLayer("lithium", palette.LITHIUM, section.deposit, True),
        DrawingLayer("side_walls", palette.MUTED_TEXT, walls, False),
        DrawingLayer("counter", palette.STREAM_LINE, plate, False),
    ]
    colours = palette.CURVES
    surfaces = [
        DrawingLayer(
            f"surface_{name}", colours[number % len(colours)], shapely.line_merge(line), False
        )
        for number, (name, line) in enumerate(surface_lines(section).items())
    ]
    areas = section.region_areas
    regions = [
        DrawingLayer(f"region_{region.name}", palette.REGION_EDGE, areas[region.name], False)
        for region in section.drawn_regions
    ]
    return [layer for layer in (*materials, *surfaces, *regions) if not layer.shape.is_empty]
