"""Approximation of curves by polylines to a tolerance."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from platefront.geometry.arrays import Floats

_FEWEST = 4  # pieces, so that a symmetric curve cannot be missed between its samples
_MOST = 4096


def flattened(curve: Callable[[Floats], Floats], tolerance: float) -> Floats:
    """Return a curve as a polyline, ends included.

    The parameter interval is divided uniformly until the midpoints lie within `tolerance` of the
    chords.

    Args:
        curve: (n,) parameters from 0 to 1 → (n, 2) or (n, 3) points.
        tolerance: greatest distance between curve and polyline, in the units of the points.

    Returns:
        (m, 2) or (m, 3) points.
    """
    pieces = _FEWEST
    while True:
        fine = curve(np.linspace(0.0, 1.0, 2 * pieces + 1, dtype=np.float64))
        points, halfway = fine[::2], fine[1::2]
        deviation = _deviation(points, halfway)
        if pieces >= _MOST or deviation <= tolerance:
            return points
        # the deviation falls with the square of the number
        wanted = math.ceil(pieces * math.sqrt(deviation / tolerance))
        pieces = min(max(wanted, pieces + 1), _MOST)


def _deviation(points: Floats, halfway: Floats) -> float:
    """Return the largest distance of the midpoints from their chords."""
    start, chord = points[:-1], np.diff(points, axis=0)
    square = np.maximum((chord**2).sum(axis=1), np.finfo(float).tiny)
    share = np.clip(((halfway - start) * chord).sum(axis=1) / square, 0.0, 1.0)
    away = halfway - start - share[:, None] * chord
    return float(np.linalg.norm(away, axis=1).max())
