"""From grey levels to polygons: contours below the size of a pixel, simplified."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from skimage.filters import gaussian
from skimage.measure import find_contours

from platefront.geometry.arrays import Floats
from platefront.geometry.plane.offsets import mitred
from platefront.geometry.plane.polygons import polygons_of

_REACH = 4.0  # of a Gaussian, in radii
_CUT = 0.75  # of the tolerance, for dropping corners; the rest for moving what is left
_ROUNDS = 4  # of the correction of an area; each leaves about a tenth


def smoothed(levels: Floats, blur: float) -> Floats:
    """Levels with less noise.

    A Gaussian G alone moves a curved edge inwards, a fibre of radius R by G's radius²/2R. What
    is applied is 2 G - G G, whose second moments are zero: round edges stay where they are.

    Args:
        levels: (rows, columns).
        blur: radius of G, its standard deviation [pixels]; 0 for none.
    """
    if blur == 0.0:
        return levels

    def once(values: Floats) -> Floats:
        return gaussian(values, blur, mode="reflect", preserve_range=True, truncate=_REACH)

    soft = once(levels)
    return 2.0 * soft - once(soft)


def above(levels: Floats, level: float, beyond: int = 3) -> BaseGeometry:
    """Where levels lie above `level`, between pixels by linear interpolation.

    The image goes on beyond its edges as in a mirror, so that contours meet them at right angles.

    Args:
        levels: (rows, columns), uppermost row first.
        level: grey level of the contour.
        beyond: pixels that contours go on beyond the image.

    Returns:
        Polygons [pixels], x to the right, y upwards, from the lower left corner of the image;
        they reach `beyond` it.
    """
    rows = levels.shape[0]
    wide = np.pad(levels, beyond, mode="symmetric")
    low = min(float(levels.min()), level) - 1.0
    wide = np.pad(wide, 1, constant_values=low)  # closes every contour
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
    """Polygons with fewer corners, no farther from the contour than `tolerance`, of its area.

    Dropping corners (Douglas–Peucker) cuts round shapes to polygons inside them; each ring is
    then moved outwards until it has the area it had, still within the tolerance.
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
    """The region within a ring, simplified, of the same area."""
    whole = shapely.Polygon(ring)
    fewer = whole.simplify(_CUT * tolerance)
    for _ in range(_ROUNDS):
        if fewer.is_empty or abs(fewer.area - whole.area) < 1e-9 * whole.area:
            break
        shift = np.clip((whole.area - fewer.area) / fewer.length, -tolerance, tolerance)
        fewer = mitred(fewer, float(shift), 2.0)
    return fewer
