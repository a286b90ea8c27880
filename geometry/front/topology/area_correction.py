"""Area correction: a retreat of the front that compensates for the area of closed gaps."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats
from platefront.geometry.front.motion import advance
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.tags import SYMMETRY
from platefront.geometry.plane.polygons import polygons_of

_RETREAT = 0.1
"""Intended retreat of the front in a correction, in edge lengths."""
_STRETCH = 2.5
"""Largest retreat in intended retreats; three would reach the host or a wall."""


def correct_area(
    outline: Outline,
    surplus: float,
    places: list[shapely.Polygon],
    size: float,
    obstacles: BaseGeometry,
    *,
    apart: float = 0.0,
) -> Outline:
    """Remove surplus deposit from the lithium near the places where gaps were closed.

    The front retreats by at most a third of its distance from host, pockets and walls; where it
    ends on a side wall it slides down that.

    Args:
        outline: the front.
        surplus: area of deposit to be removed [µm²].
        places: gaps and pockets that were closed; without any the whole front retreats [µm].
        size: wanted edge length of the front [µm].
        obstacles: host, pockets and the region beyond the walls [µm].
        apart: distance from these places within which nothing is removed, so that a valley that
            was closed stays closed; if that leaves too little, they are near enough [µm].
    """
    sites = shapely.points(outline.places)
    depth = _depth(outline, sites, obstacles) / 3.0
    # A corner goes farther than flat front for the same area: its growth area is the smaller.
    growth = np.hypot(*outline.growth_area.T)
    available: Floats = np.minimum(_RETREAT * size * outline.front_length, depth * growth)
    if not available.any():
        return outline
    weight = available
    if places:
        distance = _distances(places, sites)
        beside = np.where(distance >= apart, available, 0.0)
        if beside.sum() > abs(surplus):
            available = beside
        radius = 2.0 * size
        while radius < 1e3 * size:
            weight = available * np.exp(-((distance / radius) ** 2))
            if weight.sum() > abs(surplus):
                break
            radius *= 1.5
    # A surplus that would drive the front through host and walls remains; the books show it.
    share = np.clip(surplus / weight.sum(), -_STRETCH, _STRETCH)
    return advance(outline, -share * weight, deposit=False)


def _depth(outline: Outline, sites: NDArray[np.object_], obstacles: BaseGeometry) -> Floats:
    """Distance of each vertex from obstacles, but from those between the side walls on a wall."""
    depth = _distances(polygons_of(obstacles), sites)
    beside = outline.tag == SYMMETRY
    on_wall = outline.front_points & (beside | beside[outline.preceding])
    if on_wall.any():
        left, right = outline.points[:, 0].min(), outline.points[:, 0].max()
        _, low, _, high = obstacles.bounds
        between = polygons_of(obstacles.intersection(shapely.box(left, low, right, high)))
        depth[on_wall] = _distances(between, sites[on_wall]) if between else np.inf
    return depth


def _distances(shapes: list[shapely.Polygon], sites: NDArray[np.object_]) -> Floats:
    """Distance of each site to the nearest of the shapes [µm]."""
    nearest = shapely.STRtree(shapes).nearest(sites)
    return np.asarray(shapely.distance(np.array(shapes, dtype=object)[nearest], sites))
