"""A section as DXF: closed polylines on a layer for each material, lines for surfaces."""

from __future__ import annotations

from pathlib import Path

import shapely
from ezdxf.colors import RGB
from ezdxf.document import Drawing
from ezdxf.filemanagement import new

from geometry.section import CrossSection
from platefront.export.layers import UNIT, Layer, layers_of
from platefront.results.files import replace_file

_MICRON = 13
"""Of the header variable $INSUNITS."""


def write_dxf(section: CrossSection, path: Path, title: str) -> None:
    """Write the section in micrometres, which the header states ($INSUNITS = 13).

    A polygon's outline and its holes are closed polylines on the same layer.
    """
    drawing = new("R2010")
    drawing.header["$INSUNITS"] = _MICRON
    drawing.header["$MEASUREMENT"] = 1
    drawing.header.custom_vars.append("title", title)
    drawing.header.custom_vars.append("unit", UNIT)
    for layer in layers_of(section):
        _add(drawing, layer)
    replace_file(path, drawing.saveas)


def _add(drawing: Drawing, layer: Layer) -> None:
    """A layer with its polylines; holes and outlines alike."""
    entry = drawing.layers.add(layer.name)
    entry.rgb = RGB.from_hex(layer.colour)
    space = drawing.modelspace()
    parts = shapely.get_parts(layer.shape)
    surfaces = shapely.get_dimensions(parts) == 2
    for ring in shapely.get_rings(parts[surfaces]):
        points = shapely.get_coordinates(ring)[:-1]
        space.add_lwpolyline(points.tolist(), close=True, dxfattribs={"layer": layer.name})
    for line in parts[~surfaces]:
        points = shapely.get_coordinates(line).tolist()
        space.add_lwpolyline(points, dxfattribs={"layer": layer.name})
