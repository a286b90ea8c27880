"""Shapes on the cylinder of a section with periodic side walls, in the plane.

A ring of points is continuous in the plane; its last point is followed by the first one, shifted by
`winding` periods to the right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats


def images(shape: BaseGeometry, period: float) -> BaseGeometry:
    """Return all images of a shape in three periods, from -period to 2 period.

    Args:
        shape: polygons, which are joined where they touch, or lines; at any position [µm].
        period: width of the section [µm].
    """
    if shape.is_empty:
        return shape
    left, _, right, _ = shape.bounds
    copies = [affinity.translate(shape, xoff=k * period) for k in turns_seen(left, right, period)]
    if shapely.get_dimensions(shape) == 2:
        return shapely.disjoint_subset_union_all(copies)
    return shapely.multilinestrings(np.concatenate([shapely.get_parts(copy) for copy in copies]))


def turns_seen(left: float, right: float, period: float) -> range:
    """Shifts in periods of an interval of x whose images lie within the three periods."""
    return range(int(np.floor(-1.0 - right / period)) + 1, int(np.ceil(2.0 - left / period)))


def window(period: float, low: float, high: float) -> shapely.Polygon:
    """Three periods, the section in the middle [µm]."""
    return shapely.box(-period, low, 2.0 * period, high)


def three_periods(rings: Sequence[Floats], winding: Sequence[int], period: float) -> BaseGeometry:
    """Return the electrolyte inside rings on the cylinder, from -period to 2 period.

    Args:
        rings: points of each [µm]; the electrolyte lies on the left.
        winding: of each ring. Either one ring runs round to the right, below, and one to the left,
            above, or none does and the first is the outer one.
        period: width of the section [µm].
    """
    heights = np.concatenate(rings)[:, 1]
    view = window(period, float(heights.min()) - 1.0, float(heights.max()) + 1.0)
    round_it = [number for number, turns in enumerate(winding) if turns]
    if round_it:
        chains = [_chain(rings[number], winding[number], period) for number in round_it]
        outer = _valid(shapely.Polygon(np.concatenate(chains))).intersection(view)
    else:
        outer = _seen([rings[0]], period, view)
    inner = [ring for number, ring in enumerate(rings) if number not in (round_it or [0])]
    return outer.difference(_seen(inner, period, view)) if inner else outer


def is_simple(rings: Sequence[Floats], winding: Sequence[int], period: float) -> bool:
    """Return True if rings on the cylinder neither cross nor touch themselves or each other."""
    lines: list[BaseGeometry] = []
    for ring, turns in zip(rings, winding, strict=True):
        if turns:
            lines.append(shapely.LineString(_chain(ring, turns, period)))
            continue
        closed = shapely.LineString(np.vstack((ring, ring[:1])))
        beside = 1 + int(np.ptp(ring[:, 0]) / period)  # a spiral reaches farther
        turns_on = range(-beside, beside + 1)
        lines += [affinity.translate(closed, xoff=k * period) for k in turns_on]
    return bool(shapely.is_simple(shapely.multilinestrings(lines)))


def _chain(ring: Floats, turns: int, period: float) -> Floats:
    """A ring round the cylinder, repeated over several periods in its own direction."""
    seen = _turns_seen(ring, period)
    copies = range(seen.start - 2, seen.stop + 2)[::turns]  # its ends are out of sight
    return np.concatenate([ring + np.array([k * period, 0.0]) for k in copies])


def _turns_seen(ring: Floats, period: float) -> range:
    return turns_seen(float(ring[:, 0].min()), float(ring[:, 0].max()), period)


def _seen(rings: Iterable[Floats], period: float, view: shapely.Polygon) -> BaseGeometry:
    """Part of a window inside closed rings and their images."""
    copies = np.array(
        [
            affinity.translate(_valid(shapely.Polygon(ring)), xoff=k * period)
            for ring in rings
            for k in _turns_seen(ring, period)
        ],
        dtype=object,
    )
    return shapely.disjoint_subset_union_all(copies[shapely.intersects(copies, view)]).intersection(
        view
    )


def _valid(shape: shapely.Polygon) -> BaseGeometry:
    return shape if shape.is_valid else shape.buffer(0)
