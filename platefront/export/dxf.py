"""DXF export of a section: layers with outlines and fills of materials, lines of surfaces."""

from __future__ import annotations

from pathlib import Path

import shapely
from ezdxf.colors import BYLAYER, RGB
from ezdxf.document import Drawing
from ezdxf.filemanagement import new
from ezdxf.lldxf.const import BOUNDARY_PATH_DEFAULT

from platefront.export.layers import UNIT, DrawingLayer, layers_of
from platefront.geometry.section.cross_section import CrossSection
from platefront.results.files import replace_file

_MICRON = 13
"""Value of the header variable $INSUNITS for micrometres."""
_HOLE = BOUNDARY_PATH_DEFAULT


def write_dxf(section: CrossSection, path: Path, title: str) -> None:
    """Write the section in micrometres, which the header states ($INSUNITS = 13).

    The outline of a polygon and its holes are closed polylines on the layer of the material, for
    programs that import curves; layer `MATERIAL_fill` contains it as one hatch, for programs that
    import regions.
    """
    drawing = new("R2010")
    drawing.header["$INSUNITS"] = _MICRON
    drawing.header["$MEASUREMENT"] = 1
    drawing.header.custom_vars.append("title", title)
    drawing.header.custom_vars.append("unit", UNIT)
    for layer in layers_of(section):
        _add(drawing, layer)
    replace_file(path, drawing.saveas)


def _add(drawing: Drawing, layer: DrawingLayer) -> None:
    """Add a layer with polylines of outlines and holes, and one with hatches."""
    colour = RGB.from_hex(layer.colour)
    drawing.layers.add(layer.name).rgb = colour
    space = drawing.modelspace()
    parts = shapely.get_parts(layer.shape)
    regions = parts[shapely.get_dimensions(parts) == 2]
    for ring in shapely.get_rings(regions):
        space.add_lwpolyline(_corners(ring), close=True, dxfattribs={"layer": layer.name})
    for line in parts[shapely.get_dimensions(parts) == 1]:
        points = shapely.get_coordinates(line).tolist()
        space.add_lwpolyline(points, dxfattribs={"layer": layer.name})
    if not layer.filled:
        return
    name = f"{layer.name}_fill"
    drawing.layers.add(name).rgb = colour
    for region in regions:
        hatch = space.add_hatch(color=BYLAYER, dxfattribs={"layer": name})
        hatch.paths.add_polyline_path(_corners(region.exterior), is_closed=True)
        for hole in region.interiors:
            hatch.paths.add_polyline_path(_corners(hole), is_closed=True, flags=_HOLE)


def _corners(ring: shapely.LinearRing) -> list[tuple[float, float]]:
    return [(x, y) for x, y in shapely.get_coordinates(ring)[:-1]]
