"""Solids below a curve from wall to wall.

A curve is (n, 2) points [µm] from x = 0 to the width, x non-decreasing and y ≥ 0.
"""

from __future__ import annotations

import numpy as np
import shapely
from scipy.optimize import brentq

from platefront.geometry.arrays import Floats
from platefront.geometry.plane.polygons import polygons_of

# Depth of the auxiliary closing line below the box, so that a curve may run along y = 0.
_CELLAR = 1.0  # µm


def solid_below(curve: Floats) -> shapely.MultiPolygon:
    """Return the region between y = 0 and the curve."""
    width, top = float(curve[-1, 0]), float(curve[:, 1].max())
    whole = shapely.Polygon([(0.0, -_CELLAR), *curve, (width, -_CELLAR)])
    return shapely.MultiPolygon(
        polygons_of(whole.intersection(shapely.box(0.0, 0.0, width, top + _CELLAR)))
    )


def area_below(curve: Floats) -> float:
    """Return the area between y = 0 and the curve [µm²]."""
    return float(np.trapezoid(curve[:, 1], curve[:, 0]))


def filled(curve: Floats, area: float) -> tuple[Floats, Floats]:
    """Fill the lowest parts of a curve up to a common level.

    Args:
        curve: the bare curve.
        area: area to be filled [µm²], less than that between the curve and its highest point.

    Returns:
        The bare curve with additional vertices at its intersections with the level, and the filled
        curve. Both share their other vertices, so that no slits arise between the solids.
    """
    low, high = float(curve[:, 1].min()), float(curve[:, 1].max())

    def excess(level: float) -> float:
        bare, full = _levelled(curve, level)
        return float(np.trapezoid(full[:, 1] - bare[:, 1], bare[:, 0])) - area

    return _levelled(curve, float(brentq(excess, low, high, xtol=1e-14, rtol=1e-14, maxiter=999)))


def _levelled(curve: Floats, level: float) -> tuple[Floats, Floats]:
    above = curve[:, 1] - level
    crossed = np.flatnonzero(above[:-1] * above[1:] < 0.0)
    share = above[crossed] / (above[crossed] - above[crossed + 1])
    x = curve[crossed, 0] + share * (curve[crossed + 1, 0] - curve[crossed, 0])
    meets = np.column_stack([x, np.full(len(x), level)])
    bare = np.insert(curve, crossed + 1, meets, axis=0)
    return bare, np.column_stack([bare[:, 0], np.maximum(bare[:, 1], level)])
