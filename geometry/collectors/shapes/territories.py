"""Regions of surfaces defined by solids or lines."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

_STEPS = 400  # sites per width of the box
_GRID, _DIGITS = 1e-6, 6  # µm: Voronoi cells of nearly coincident points are inaccurate
_HAIR = 1e-6  # half width given to a line, relative to the box, to contain the front along it
_OFF_FLOOR = 1e-4  # lower end of Voronoi regions, relative to the height: the floor is inert


def territories(
    solids: Mapping[str, BaseGeometry], box: shapely.Polygon
) -> dict[str, BaseGeometry]:
    """Divide the box among the surfaces by the nearest solid or line.

    Lithium on a solid thus belongs to the solid's surface. Borders between solids are those of
    Voronoi cells of points on the outlines, spaced by 1/400 of the width.

    Args:
        solids: surface → polygons, lines, or both that define it [µm].
        box: the section [µm].

    Returns:
        Surface → region [µm], in the same order.
    """
    left, low, right, high = box.bounds
    above = shapely.box(left, low + _OFF_FLOOR * (high - low), right, high)
    step = (right - left) / _STEPS
    sites, owners = [], []
    for name, solid in solids.items():
        outlines = shapely.segmentize(_outlines(solid, 0.1 * step), step)
        points = shapely.get_coordinates(outlines).round(_DIGITS)
        sites += [tuple(point) for point in points]
        owners += [name] * len(points)
    owner_of = dict(zip(sites, owners, strict=True))  # coincident points count once
    diagram = shapely.voronoi_polygons(
        shapely.multipoints(list(owner_of)), extend_to=box, ordered=True
    )
    cells = shapely.set_precision(shapely.make_valid(shapely.get_parts(diagram)), _GRID)
    areas = {name: _widened(solid, _HAIR * (right - left)) for name, solid in solids.items()}
    regions = {}
    for name, area in areas.items():
        own = [cell for cell, owner in zip(cells, owner_of.values(), strict=True) if owner == name]
        others = [other for key, other in areas.items() if key != name]
        near = (
            shapely.union_all(own, grid_size=_GRID)
            .intersection(above)
            .difference(shapely.union_all(others))
        )
        regions[name] = near.union(area)
    return regions


def _outlines(solid: BaseGeometry, tolerance: float) -> NDArray[np.object_]:
    """Return the boundaries of polygons, and the lines."""
    parts = shapely.get_parts(solid.simplify(tolerance))
    return np.where(shapely.get_dimensions(parts) == 2, shapely.boundary(parts), parts)


def _widened(solid: BaseGeometry, hair: float) -> BaseGeometry:
    """Return polygons unchanged, and lines as narrow polygons."""
    parts = shapely.get_parts(solid)
    if (shapely.get_dimensions(parts) == 2).all():
        return solid
    lines = shapely.get_dimensions(parts) < 2
    return shapely.union_all(np.where(lines, shapely.buffer(parts, hair), parts))
