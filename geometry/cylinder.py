"""Shapes on a cylinder, which a section with periodic side walls is, seen in the plane.

A ring of points is continuous in the plane; after its last point it goes on at the first one,
`winding` periods to the right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from geometry.arrays import Floats

_NEAR = range(-3, 4)
"""Images that may reach into three periods, from one that lies not far from the middle one."""


def images(shape: BaseGeometry, period: float) -> BaseGeometry:
    """A shape in one period with its images in the two beside it.

    Args:
        shape: polygons, which are joined where they touch, or lines.
        period: width of the section [µm].
    """
    copies = [affinity.translate(shape, xoff=k * period) for k in (-1, 0, 1)]
    if shapely.get_dimensions(shape) == 2:
        return shapely.disjoint_subset_union_all(copies)
    return shapely.multilinestrings(np.concatenate([shapely.get_parts(copy) for copy in copies]))


def window(period: float, low: float, high: float) -> shapely.Polygon:
    """Three periods, the section in the middle [µm]."""
    return shapely.box(-period, low, 2.0 * period, high)


def three_periods(rings: Sequence[Floats], winding: Sequence[int], period: float) -> BaseGeometry:
    """The electrolyte inside rings on the cylinder, from -period to 2 period.

    Args:
        rings: points of each [µm]; the electrolyte is on the left of all.
        winding: of each ring. Either one runs round to the right, below, and one to the left,
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
    """Whether rings on the cylinder neither cross nor touch themselves or each other."""
    lines: list[BaseGeometry] = []
    for ring, turns in zip(rings, winding, strict=True):
        if turns:
            lines.append(shapely.LineString(_chain(ring, turns, period)))
            continue
        closed = shapely.LineString(np.vstack((ring, ring[:1])))
        lines += [affinity.translate(closed, xoff=k * period) for k in (-1, 0, 1)]
    return bool(shapely.is_simple(shapely.multilinestrings(lines)))


def _chain(ring: Floats, turns: int, period: float) -> Floats:
    """A ring that runs round the cylinder, unrolled over several periods in its own direction."""
    shifts = [np.array([turns * k * period, 0.0]) for k in _NEAR]
    return np.concatenate([ring + shift for shift in shifts])


def _seen(rings: Iterable[Floats], period: float, view: shapely.Polygon) -> BaseGeometry:
    """What closed rings and their images hold of a window."""
    polygons = [_valid(shapely.Polygon(ring)) for ring in rings]
    copies = np.array(
        [affinity.translate(shape, xoff=k * period) for shape in polygons for k in _NEAR],
        dtype=object,
    )
    return shapely.disjoint_subset_union_all(copies[shapely.intersects(copies, view)]).intersection(
        view
    )


def _valid(shape: shapely.Polygon) -> BaseGeometry:
    return shape if shape.is_valid else shape.buffer(0)
