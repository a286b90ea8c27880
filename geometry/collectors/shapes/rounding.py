"""Rounding of the corners of a polyline by arcs of exact area."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from platefront.geometry.arrays import Floats

# Corners with a smaller angle [rad] or radius [µm] are kept: the arc would be indistinguishable.
_STRAIGHT = 1e-4
_SHARP = 1e-6


def tangent_length(radius: float, turn: float) -> float:
    """Return the distance from a corner with exterior angle `turn` [rad] to the ends of its arc."""
    return radius * math.tan(0.5 * turn)


def rounded(corners: Floats, radii: Sequence[float], facets: int) -> Floats:
    """Replace corners of an open polyline by arcs.

    An arc of exterior angle δ is drawn with n = ⌈2 `facets` δ/π⌉ chords of a circle of radius R.
    The true arc, of radius r, cuts r² (tan δ/2 - δ/2) off the corner; the chords cut off the same
    area with

        R² (tan δ/2 - n/2 sin δ/n) = r² (tan δ/2 - δ/2),

    so R is 0.5 % less than r at 12 facets and 90°.

    Args:
        corners: (m, 2) [µm].
        radii: (m,) radius r of each corner [µm], 0 for sharp ones; ends are not rounded. The
            arcs of neighbours must fit on the line between them (`tangent_length`).
        facets: chords per quarter circle.

    Returns:
        The points of the rounded polyline, (n, 2) [µm].
    """
    arcs = [_arc(corners[k - 1 : k + 2], radii[k], facets) for k in range(1, len(corners) - 1)]
    return np.concatenate([corners[:1], *arcs, corners[-1:]])


def _arc(corners: Floats, radius: float, facets: int) -> Floats:
    """Return the points that replace the middle one of three corners."""
    corner = corners[1]
    if radius < _SHARP:
        return corners[1:2]
    u, v = (line / np.hypot(*line) for line in np.diff(corners, axis=0))
    turn = math.atan2(u[0] * v[1] - u[1] * v[0], u[0] * v[0] + u[1] * v[1])
    angle = abs(turn)
    if angle < _STRAIGHT:
        return corners[1:2]
    count = math.ceil(facets * angle / (0.5 * math.pi) - 1e-9)
    slope = math.tan(0.5 * angle)
    true, drawn = slope - 0.5 * angle, slope - 0.5 * count * math.sin(angle / count)
    radius *= math.sqrt(true / drawn)
    inwards = math.copysign(1.0, turn) * np.array([-u[1], u[0]])
    start, end = corner - radius * slope * u, corner + radius * slope * v
    angles = np.linspace(0.0, angle, count + 1)[1:-1, None]
    between = start + radius * (np.sin(angles) * u + (1.0 - np.cos(angles)) * inwards)
    return np.concatenate([start[None], between, end[None]])
