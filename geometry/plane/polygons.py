"""Polygons among the points and lines that overlays leave."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely import GeometryType
from shapely.geometry.base import BaseGeometry


def polygons_of(shape: BaseGeometry) -> list[shapely.Polygon]:
    """All polygons of a shape, without the points and lines an overlay may leave."""
    parts = shapely.get_parts(shape)
    return list(parts[shapely.get_type_id(parts) == GeometryType.POLYGON])


def joined(parts: Sequence[BaseGeometry]) -> shapely.MultiPolygon:
    """Disjoint polygons, and several as one, all together."""
    return shapely.MultiPolygon([polygon for part in parts for polygon in polygons_of(part)])
