"""Polygons among the results of overlays, and their edges."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import GeometryType
from shapely.geometry.base import BaseGeometry


def polygons_of(shape: BaseGeometry) -> list[shapely.Polygon]:
    """Return all polygons of a shape, without points and lines that overlays may leave."""
    parts = shapely.get_parts(shape)
    return list(parts[shapely.get_type_id(parts) == GeometryType.POLYGON])


def joined(parts: Sequence[BaseGeometry]) -> shapely.MultiPolygon:
    """Return one multipolygon of disjoint polygons and multipolygons."""
    return shapely.MultiPolygon([polygon for part in parts for polygon in polygons_of(part)])


def narrowest_polygon(shape: BaseGeometry) -> tuple[float, shapely.Polygon]:
    """Return the smallest 4 · area/perimeter of the polygons of a shape, and its polygon.

    This is the diameter of a disc and twice the width of a plate, in the unit of the shape.
    """
    parts = polygons_of(shape)
    widths = 4.0 * shapely.area(parts) / shapely.length(parts)
    index = int(widths.argmin())
    return float(widths[index]), parts[index]


def edges_of(shapes: BaseGeometry | Sequence[BaseGeometry]) -> NDArray[np.object_]:
    """Return the straight edges of polygons and lines, one by one."""
    parts = shapely.get_parts(shapely.get_parts(shapes))
    areas = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    lines = [*shapely.get_rings(parts[areas]), *parts[~areas]]
    points, line = shapely.get_coordinates(lines, return_index=True)
    pairs = np.stack((points[:-1], points[1:]), axis=1)[line[1:] == line[:-1]]
    return np.asarray(shapely.linestrings(pairs))
