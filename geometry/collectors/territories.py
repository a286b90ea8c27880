"""Regions of surfaces that are given by the solids they lie on."""

from __future__ import annotations

from collections.abc import Mapping

import shapely
from shapely.geometry.base import BaseGeometry

_STEPS = 400  # sites on the length of the box's width
_GRID, _DIGITS = 1e-6, 6  # µm: cells of nearly coincident points are not exact
_OFF_FLOOR = 1e-4  # of the height: the floor belongs to no surface unless a solid's region has it


def territories(
    solids: Mapping[str, BaseGeometry], box: shapely.Polygon
) -> dict[str, BaseGeometry]:
    """Divide the box among the surfaces: every point goes to the nearest solid.

    So lithium on a solid belongs to the solid's surface. Borders between solids are found from
    points on their outlines, a four-hundredth of the width apart.

    Args:
        solids: surface → what it lies on [µm].
        box: the section [µm].

    Returns:
        Surface → region [µm], in the same order.
    """
    left, low, right, high = box.bounds
    above = shapely.box(left, low + _OFF_FLOOR * (high - low), right, high)
    step = (right - left) / _STEPS
    sites, owners = [], []
    for name, solid in solids.items():
        outline = solid.simplify(0.1 * step).boundary
        points = shapely.get_coordinates(shapely.segmentize(outline, step)).round(_DIGITS)
        sites += [tuple(point) for point in points]
        owners += [name] * len(points)
    owner_of = dict(zip(sites, owners, strict=True))  # points that occur twice count once
    cells = shapely.voronoi_polygons(
        shapely.multipoints(list(owner_of)), extend_to=box, ordered=True
    )
    regions = {}
    for name, solid in solids.items():
        own = [
            cell
            for cell, owner in zip(cells.geoms, owner_of.values(), strict=True)
            if owner == name
        ]
        others = [other for key, other in solids.items() if key != name]
        near = (
            shapely.union_all(own, grid_size=_GRID)
            .intersection(above)
            .difference(shapely.union_all(others))
        )
        regions[name] = near.union(solid)
    return regions
