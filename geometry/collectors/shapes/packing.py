"""Random packing of equal discs into a region."""

from __future__ import annotations

import math

import numpy as np
import shapely
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats

_TRIALS = 12
# First stage, uniform spreading: number of sweeps that separate pairs closer than this fraction of
# the spacing of a hexagonal pattern.
_EVEN_SWEEPS = 200
_EVENNESS = 0.98
# Second stage, smallest distance: pairs are separated slightly further than required, so that the
# iteration ends after finitely many sweeps.
_MAX_SWEEPS = 1500
_EXCESS = 1e-3


def pack_discs(
    region: BaseGeometry,
    count: int,
    distance: float,
    rng: np.random.Generator,
    period: float | None = None,
) -> Floats | None:
    """Place `count` points in `region`, no two closer than `distance`.

    The points are placed one by one, at random but far from each other, and repel each other for
    some sweeps to spread without order, as fibres in a yarn; then pairs that are still too close
    are separated. Points that leave the region are projected to its boundary.

    Args:
        region: region of the points [µm].
        count: number of points.
        distance: smallest distance between two points [µm].
        rng: random number generator for the positions.
        period: period along x of a region that extends from x = 0 to x = `period` at every height;
            None if it is not periodic [µm].

    Returns:
        Positions, (count, 2) [µm], or None if no such placement was found.
    """
    shapely.prepare(region)
    points = _scatter(region, count, rng, period)
    hexagonal = math.sqrt(2.0 / math.sqrt(3.0) * region.area / count)
    spread = max(_EVENNESS * hexagonal, distance)
    for _ in range(_EVEN_SWEEPS):
        points = _pushed_apart(points, spread, region, period)
    for _ in range(_MAX_SWEEPS):
        if not len(_tree(points, period).query_pairs(distance, output_type="ndarray")):
            return points
        points = _pushed_apart(points, distance * (1.0 + _EXCESS), region, period)
    return None


def regular_polygons(centres: Floats, radius: float, sides: int) -> list[shapely.Polygon]:
    """Return regular polygons with the area of circles of `radius` about `centres` (n, 2) [µm]."""
    angle = 2.0 * math.pi * np.arange(sides) / sides
    corners = corner_radius(radius, sides) * np.column_stack([np.cos(angle), np.sin(angle)])
    rings = shapely.linearrings(centres[:, None, :] + corners[None, :, :])
    return list(shapely.polygons(rings))


def corner_radius(radius: float, sides: int) -> float:
    """Return the circumradius of the regular polygon with the area of a circle [µm]."""
    return radius * math.sqrt(2.0 * math.pi / (sides * math.sin(2.0 * math.pi / sides)))


def _tree(points: Floats, period: float | None) -> cKDTree:
    """Return a search tree for neighbours, periodic along x if there is a period."""
    return cKDTree(points, boxsize=None if period is None else (period, 0.0))


def _scatter(
    region: BaseGeometry, count: int, rng: np.random.Generator, period: float | None
) -> Floats:
    """Return points in `region`, each the farthest of a few random ones from those before it."""
    points = np.empty((count, 2))
    for number in range(count):
        trials = _random_points(region, _TRIALS, rng)
        if number == 0:
            points[0] = trials[0]
            continue
        nearest, _ = _tree(points[:number], period).query(trials)
        points[number] = trials[np.argmax(nearest)]
    return points


def _random_points(region: BaseGeometry, count: int, rng: np.random.Generator) -> Floats:
    """Return `count` points, uniformly distributed in `region`."""
    points = np.empty((0, 2))
    x0, y0, x1, y1 = region.bounds
    while len(points) < count:
        trials = rng.uniform((x0, y0), (x1, y1), size=(2 * count, 2))
        inside = shapely.contains_xy(region, trials[:, 0], trials[:, 1])
        points = np.concatenate([points, trials[inside]])
    return points[:count]


def _pushed_apart(
    points: Floats, target: float, region: BaseGeometry, period: float | None
) -> Floats:
    """Return points after one sweep that separates each pair closer than `target`."""
    first, second = _tree(points, period).query_pairs(target, output_type="ndarray").T
    apart = points[second] - points[first]
    if period is not None:
        apart[:, 0] -= period * np.round(apart[:, 0] / period)
    length = np.maximum(np.linalg.norm(apart, axis=1), 1e-12)
    push = (0.5 * (target / length - 1.0))[:, None] * apart
    moved = points.copy()
    np.subtract.at(moved, first, push)
    np.add.at(moved, second, push)
    if period is not None:
        moved[:, 0] %= period
        moved[moved[:, 0] == period, 0] = 0.0  # round-off of values slightly below 0
    return _brought_back(moved, region)


def _brought_back(points: Floats, region: BaseGeometry) -> Floats:
    """Return points with those outside `region` projected to its boundary."""
    outside = ~shapely.contains_xy(region, points[:, 0], points[:, 1])
    if np.any(outside):
        lines = shapely.shortest_line(region, shapely.points(points[outside]))
        points[outside] = shapely.get_coordinates(lines).reshape(-1, 2, 2)[:, 0]
    return points
