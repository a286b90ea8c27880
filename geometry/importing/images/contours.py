"""Contours of grey-level images at sub-pixel resolution, simplified to polygons."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from skimage.filters import gaussian
from skimage.measure import find_contours

from platefront.geometry.arrays import Floats
from platefront.geometry.plane.offsets import mitred
from platefront.geometry.plane.polygons import polygons_of

_REACH = 4.0  # truncation of the Gaussian, in standard deviations
_CUT = 0.75  # share of the tolerance for dropping vertices; the rest for restoring the area
_ROUNDS = 4  # iterations of the area correction; each reduces the error about tenfold


def smoothed(levels: Floats, blur: float) -> Floats:
    """Return the grey levels smoothed against noise.

    A Gaussian G of standard deviation σ alone moves a curved edge inwards, that of a fibre of
    radius R by σ²/2R. The filter applied is 2 G - G G, whose second moments vanish, so that curved
    edges keep their position.

    Args:
        levels: (rows, columns) grey levels.
        blur: standard deviation σ of G [pixels]; 0 for none.
    """
    if blur == 0.0:
        return levels

    def once(values: Floats) -> Floats:
        return gaussian(values, blur, mode="reflect", preserve_range=True, truncate=_REACH)

    soft = once(levels)
    return 2.0 * soft - once(soft)


def contour_length(levels: Floats, level: float) -> int:
    """Return the length of the contours of a level, counted in sides of pixels."""
    solid = levels > level
    return sum(int(np.count_nonzero(np.diff(solid, axis=axis))) for axis in (0, 1))


def above(levels: Floats, level: float, beyond: int = 3) -> BaseGeometry:
    """Return the region of levels above `level`, with linear interpolation between pixels.

    The image is reflected at its edges, so that contours meet them at right angles.

    Args:
        levels: (rows, columns), uppermost row first.
        level: grey level of the contour.
        beyond: width of the reflected margin in which contours continue [pixels].

    Returns:
        Polygons [pixels], x to the right, y upwards, origin at the lower left corner of the
        image; they include the margin.
    """
    rows = levels.shape[0]
    wide = np.pad(levels, beyond, mode="symmetric")
    low = min(float(levels.min()), level) - 1.0
    wide = np.pad(wide, 1, constant_values=low)  # so that every contour is closed
    lines = find_contours(wide, level)
    # row and column of pixel centres → x and y
    rings = [
        np.column_stack((ring[:, 1] - beyond - 0.5, rows - (ring[:, 0] - beyond - 0.5)))
        for ring in lines
        if len(ring) > 3
    ]
    if not rings:
        return shapely.MultiPolygon()
    area = shapely.build_area(shapely.multilinestrings([shapely.linestrings(r) for r in rings]))
    return shapely.MultiPolygon(polygons_of(area))


def simplified(shape: BaseGeometry, tolerance: float) -> BaseGeometry:
    """Simplify polygons within `tolerance` of the contour, at the same area.

    Dropping vertices (Douglas–Peucker) reduces the area of convex shapes; each ring is then offset
    until it has its original area again, still within the tolerance.
    """
    parts: list[shapely.Polygon] = []
    for polygon in polygons_of(shape):
        outer = _simple_ring(polygon.exterior, tolerance)
        if outer.is_empty:
            continue
        inner = [_simple_ring(ring, tolerance) for ring in polygon.interiors]
        parts += polygons_of(outer.difference(shapely.union_all(inner)))
    return shapely.union_all(parts) if parts else shapely.MultiPolygon()


def _simple_ring(ring: shapely.LinearRing, tolerance: float) -> BaseGeometry:
    """Return the region inside a ring, simplified at the same area."""
    whole = shapely.Polygon(ring)
    fewer = whole.simplify(_CUT * tolerance)
    for _ in range(_ROUNDS):
        if fewer.is_empty or abs(fewer.area - whole.area) < 1e-9 * whole.area:
            break
        shift = np.clip((whole.area - fewer.area) / fewer.length, -tolerance, tolerance)
        fewer = mitred(fewer, float(shift), 2.0)
    return fewer
