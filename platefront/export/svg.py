"""SVG export of a section: a layer for each material and surface, in true size."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import shapely

from platefront.export.layers import UNIT, DrawingLayer, layers_of
from platefront.geometry.arrays import Floats
from platefront.geometry.section.cross_section import CrossSection
from platefront.results.files import replace_text

_SVG = "http://www.w3.org/2000/svg"
_INKSCAPE = "http://www.inkscape.org/namespaces/inkscape"
_LINE = 0.003
"""Line width relative to the larger side of the section."""


def write_svg(section: CrossSection, path: Path, title: str) -> None:
    """Write the section with groups as Inkscape layers, whose names are their ids.

    The page has the true size of the section (Inkscape: View, Zoom, Page), so that programs with
    units read correct lengths; the unit of the coordinates is 1 µm, y downwards as in any SVG.
    """
    width, height = section.width, section.height
    ET.register_namespace("", _SVG)
    ET.register_namespace("inkscape", _INKSCAPE)
    root = ET.Element(
        f"{{{_SVG}}}svg",
        {
            "width": f"{1e-3 * width:.9g}mm",
            "height": f"{1e-3 * height:.9g}mm",
            "viewBox": f"0 0 {width:.9g} {height:.9g}",
            "version": "1.1",
        },
    )
    ET.SubElement(root, f"{{{_SVG}}}title").text = title
    ET.SubElement(root, f"{{{_SVG}}}desc").text = f"Cross-section. {UNIT} (downwards in this file)"
    for layer in layers_of(section):
        _add(root, layer, height, _LINE * max(width, height))
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    replace_text(path, f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n')


def _add(root: ET.Element, layer: DrawingLayer, height: float, line: float) -> None:
    """Add a group for a layer, with a path for each of its polygons or lines."""
    style = f"fill:{layer.colour};fill-rule:evenodd;stroke:none"
    if not layer.filled:
        style = f"fill:none;stroke:{layer.colour};stroke-width:{line:.4g};stroke-linejoin:round"
    group = ET.SubElement(
        root,
        f"{{{_SVG}}}g",
        {
            f"{{{_INKSCAPE}}}groupmode": "layer",
            f"{{{_INKSCAPE}}}label": layer.name,
            "id": layer.name,
            "style": style,
        },
    )
    for part in shapely.get_parts(layer.shape):
        ET.SubElement(group, f"{{{_SVG}}}path", {"d": _path(part, height)})


def _path(part: shapely.Geometry, height: float) -> str:
    """Return path data of a polygon with its holes, or of a line, closed if it is a ring."""
    if part.geom_type == "Polygon" or part.is_ring:
        rings = shapely.get_rings(part) if part.geom_type == "Polygon" else [part]
        return " ".join(f"{_moves(shapely.get_coordinates(r)[:-1], height)} Z" for r in rings)
    return _moves(shapely.get_coordinates(part), height)


def _moves(points: Floats, height: float) -> str:
    turned = np.column_stack((points[:, 0], height - points[:, 1]))
    return "M " + " L ".join(f"{x:.10g},{y:.10g}" for x, y in turned)
