"""Random packing of equal discs into a region."""

from __future__ import annotations

import math

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]

_MAX_SWEEPS = 4000
# Discs are pushed a little further apart than asked for, so that the end is reached in finitely
# many sweeps.
_EXCESS = 1e-3


def pack_discs(
    region: BaseGeometry, count: int, distance: float, rng: np.random.Generator
) -> Floats | None:
    """Place `count` points in `region`, no two closer than `distance`.

    The points fall at random; pairs that are too close are then pushed apart, and points that
    leave the region brought back to its edge, until nothing is too close.

    Args:
        region: where the points may lie [µm].
        count: number of points.
        distance: smallest distance between two points [µm].
        rng: source of the random positions.

    Returns:
        Positions, (count, 2) [µm], or None if no such placement was found.
    """
    shapely.prepare(region)
    points = _scatter(region, count, rng)
    target = distance * (1.0 + _EXCESS)
    for _ in range(_MAX_SWEEPS):
        pairs = cKDTree(points).query_pairs(target, output_type="ndarray")
        first, second = points[pairs[:, 0]], points[pairs[:, 1]]
        length = np.linalg.norm(second - first, axis=1)
        if np.all(length >= distance):
            return points
        push = (0.5 * (target - length) / np.maximum(length, 1e-12))[:, None] * (second - first)
        np.subtract.at(points, pairs[:, 0], push)
        np.add.at(points, pairs[:, 1], push)
        points = _brought_back(points, region)
    return None


def regular_polygons(centres: Floats, radius: float, sides: int) -> list[shapely.Polygon]:
    """Regular polygons with the area of circles of `radius` about `centres` (n, 2) [µm]."""
    angle = 2.0 * math.pi * np.arange(sides) / sides
    corners = corner_radius(radius, sides) * np.column_stack([np.cos(angle), np.sin(angle)])
    rings = shapely.linearrings(centres[:, None, :] + corners[None, :, :])
    return list(shapely.polygons(rings))


def corner_radius(radius: float, sides: int) -> float:
    """Distance from centre to corner of the regular polygon with the area of a circle [µm]."""
    return radius * math.sqrt(2.0 * math.pi / (sides * math.sin(2.0 * math.pi / sides)))


def _scatter(region: BaseGeometry, count: int, rng: np.random.Generator) -> Floats:
    """`count` points, uniformly random in `region`."""
    x0, y0, x1, y1 = region.bounds
    points = np.empty((0, 2))
    while len(points) < count:
        trial = rng.uniform((x0, y0), (x1, y1), size=(4 * count, 2))
        inside = shapely.contains_xy(region, trial[:, 0], trial[:, 1])
        points = np.concatenate([points, trial[inside]])
    return points[:count].copy()


def _brought_back(points: Floats, region: BaseGeometry) -> Floats:
    """Points with those outside `region` moved to the nearest place on its edge."""
    outside = ~shapely.contains_xy(region, points[:, 0], points[:, 1])
    if np.any(outside):
        lines = shapely.shortest_line(region, shapely.points(points[outside]))
        points[outside] = shapely.get_coordinates(lines).reshape(-1, 2, 2)[:, 0]
    return points
