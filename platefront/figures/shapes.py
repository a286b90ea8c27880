"""Shapely shapes as matplotlib artists."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from matplotlib.collections import LineCollection
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from shapely.geometry.base import BaseGeometry


def patch(shape: BaseGeometry, **style: Any) -> PathPatch | None:
    """The polygons of `shape` as one patch whose holes stay open; None if there are none."""
    polygons = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    rings = [
        Path(np.asarray(ring.coords), closed=True)
        for polygon in shapely.orient_polygons(polygons)
        for ring in (polygon.exterior, *polygon.interiors)
    ]
    return PathPatch(Path.make_compound_path(*rings), **style) if rings else None


def lines(shape: BaseGeometry, **style: Any) -> LineCollection:
    """The lines of `shape` as one collection."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type != "Point"]
    return LineCollection([np.asarray(part.coords) for part in parts], **style)
