"""Matching of periodic side walls to the last bit.

The results of buffers and simplifications depend slightly on the first point of a ring, so that
periodic images of one shape may differ a little. Fields and fronts are periodic only if the two
walls match exactly.
"""

from __future__ import annotations

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats
from platefront.geometry.errors import SectionError
from platefront.geometry.plane.polygons import joined

_PLACES = 32
"""Number of positions that are tried for the cut."""
_ROUND_OFF = 1e-9
"""Difference within which lengths are equal [µm]."""


def exactly_periodic(shape: BaseGeometry, width: float, room: float, reach: float) -> BaseGeometry:
    """Return one period of a shape, repeated.

    It is cut where its two ends match best and the cut is far from vertices.

    Args:
        shape: polygons, nearly periodic for 0 ≤ x ≤ width + room [µm].
        width: the period [µm].
        room: largest distance of the cut from x = 0 [µm].
        reach: extent of the result beyond x = 0 and x = width [µm].

    Raises:
        SectionError: there is no position where the ends match.
    """
    if shape.is_empty:
        return shape
    places = room * (np.arange(_PLACES) + 0.5) / _PLACES
    vertices = shapely.get_coordinates(shape)[:, 0]
    cut = min(places, key=lambda place: _badness(shape, float(place), width, vertices))
    period = walls_matched(_between(affinity.translate(shape, xoff=-cut), width), width)
    turns = range(int(np.floor((-reach - cut) / width)), int(np.ceil((reach + width) / width)) + 1)
    copies = [_copy(period, width, float(cut), turn) for turn in turns]
    low, high = shape.bounds[1], shape.bounds[3]
    view = shapely.box(-reach, low - 1.0, width + reach, high + 1.0)
    return joined([shapely.union_all(copies).intersection(view)])


def walls_matched(shape: BaseGeometry, width: float) -> BaseGeometry:
    """Return the shape with its corners on x = width exactly as high as those on x = 0.

    Args:
        shape: polygons, 0 ≤ x ≤ width [µm].
        width: of the section [µm].

    Raises:
        SectionError: the numbers of corners on the two walls differ.
    """
    points = shapely.get_coordinates(shape)
    heights = [
        np.unique(points[np.abs(points[:, 0] - wall) < _ROUND_OFF, 1]) for wall in (0.0, width)
    ]
    left, right = (height[np.diff(height, prepend=-np.inf) > _ROUND_OFF] for height in heights)
    if len(left) != len(right):
        raise SectionError(
            "the two periodic side walls come out a little different: change the width slightly"
        )

    def matched(points: Floats) -> Floats:
        at_right = np.abs(points[:, 0] - width) < _ROUND_OFF
        points[np.abs(points[:, 0]) < _ROUND_OFF, 0] = 0.0
        points[at_right, 0] = width
        if at_right.any():
            nearest = np.abs(points[at_right, 1, None] - right).argmin(axis=1)
            points[at_right, 1] = left[nearest]
        return points

    return shapely.transform(shape, matched)


def _copy(period: BaseGeometry, width: float, cut: float, turn: int) -> BaseGeometry:
    """One period shifted by periods to the right; copies match to the last bit."""
    start, end = cut + turn * width, cut + (turn + 1) * width

    def placed(points: Floats) -> Floats:
        x = start + points[:, 0]
        x[points[:, 0] == 0.0] = start
        x[points[:, 0] == width] = end
        return np.column_stack((x, points[:, 1]))

    return shapely.transform(period, placed)


def _between(shape: BaseGeometry, width: float) -> BaseGeometry:
    """Part of the shape between the side walls."""
    _, low, _, high = shape.bounds
    return joined([shape.intersection(shapely.box(0.0, low - 1.0, width, high + 1.0))])


def _badness(
    shape: BaseGeometry, place: float, width: float, vertices: Floats
) -> tuple[float, float]:
    """Misfit of the ends for a cut at x = `place`, and negative distance of the nearest vertex."""
    ends = [_crossings(shape, x) for x in (place, place + width)]
    if len(ends[0]) != len(ends[1]):
        return np.inf, 0.0
    differences = np.abs(ends[0] - ends[1])
    misfit = float(differences.max(initial=0.0))
    clear = min(float(np.abs(vertices - x).min()) for x in (place, place + width))
    return (misfit if misfit > _ROUND_OFF else 0.0), -clear


def _crossings(shape: BaseGeometry, x: float) -> Floats:
    """Heights of the crossings of an outline and a vertical line, in ascending order."""
    _, low, _, high = shape.bounds
    line = shapely.LineString([(x, low - 1.0), (x, high + 1.0)])
    return np.sort(shapely.get_coordinates(shape.boundary.intersection(line))[:, 1])
