"""Polygons among the points and lines that overlays leave."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry


def polygons_of(shape: BaseGeometry) -> list[shapely.Polygon]:
    """All polygons of a shape, without the points and lines an overlay may leave."""
    return [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]


def joined(parts: Sequence[BaseGeometry]) -> shapely.MultiPolygon:
    """Disjoint polygons, and several as one, all together."""
    return shapely.MultiPolygon([polygon for part in parts for polygon in polygons_of(part)])
