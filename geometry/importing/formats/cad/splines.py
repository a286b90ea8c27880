"""Splines of CAD drawings as polylines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from ezdxf.math import Vec3, fit_points_to_cad_cv
from scipy.interpolate import BSpline

from platefront.geometry.arrays import Floats
from platefront.geometry.importing.formats.cad.objects import (
    CURVES,
    UnreadableObject,
    check_within_reach,
)
from platefront.geometry.importing.formats.flattening import flattened

INTERPOLATED = "its shape between its fit points is an interpolation, as it has no control points"
_LARGEST_DEGREE = 25


def control_polyline(
    degree: int,
    points: Sequence[Any],
    knots: Sequence[float],
    weights: Sequence[float],
    tolerance: float,
) -> Floats:
    """Return the polyline of a spline given by control points.

    The curve runs over the knots from number `degree` to the last but `degree` only, which are the
    ends of clamped splines too; ezdxf evaluates periodic ones beyond.

    Args:
        degree: degree p of the spline.
        points: n control points.
        knots: n + p + 1 knots, ascending.
        weights: n positive weights; empty for a spline that is not rational.
        tolerance: largest deviation of the polyline.

    Returns:
        (m, 3) points.

    Raises:
        UnreadableObject: numbers do not fit each other.
    """
    control = np.array([Vec3(point).xyz for point in points], dtype=np.float64)
    knot = np.array(knots, dtype=np.float64)
    weight = np.array(weights, dtype=np.float64) if len(weights) else np.ones(len(control))
    check_within_reach(control, tolerance)
    if not 1 <= degree <= _LARGEST_DEGREE:
        raise UnreadableObject(f"a degree of {degree} must be from 1 to {_LARGEST_DEGREE}")
    if len(control) <= degree:
        raise UnreadableObject(f"{len(control)} control points are too few for degree {degree}")
    if len(knot) != len(control) + degree + 1:
        raise UnreadableObject(
            f"it has {len(knot)} knots, but {len(control)} control points of degree {degree} need "
            f"{len(control) + degree + 1}"
        )
    if len(weight) != len(control) or not (np.isfinite(weight).all() and (weight > 0.0).all()):
        raise UnreadableObject("its weights must be positive, one for each control point")
    first, last = knot[degree], knot[len(control)]
    if not np.isfinite(knot).all() or (np.diff(knot) < 0.0).any() or not last > first:
        raise UnreadableObject("its knots do not ascend")
    # rational: a spline in homogeneous coordinates
    curve = BSpline(knot, np.column_stack([control * weight[:, None], weight]), degree)

    def piece(start: float, end: float) -> Floats:
        def at(parameters: Floats) -> Floats:
            found = curve(np.clip(start + (end - start) * parameters, start, end))
            return found[:, :3] / found[:, 3:]

        return flattened(at, CURVES * tolerance)

    breaks = np.unique(knot[degree : len(control) + 1])
    pieces = [piece(start, end) for start, end in pairwise(breaks)]
    return np.concatenate([pieces[0][:1], *(found[1:] for found in pieces)])


def fit_polyline(
    points: Sequence[Any], tangents: Sequence[Any] | None, closed: bool, tolerance: float
) -> Floats:
    """Return the polyline of a spline given by fit points only, interpolated by ezdxf.

    Args:
        points: points on the curve.
        tangents: directions at start and end; None if they are not given.
        closed: whether the curve returns to its first point.
        tolerance: largest deviation of the polyline.

    Raises:
        UnreadableObject: fewer than two different points.
    """
    given = [Vec3(point) for point in points]
    check_within_reach(np.array([point.xyz for point in given]).reshape(-1, 3), tolerance)
    if closed:
        given += given[:1]
    through = given[:1]
    for point in given[1:]:
        if not point.isclose(through[-1]):
            through.append(point)
    if len(through) < 2:
        raise UnreadableObject(f"{len(points)} fit points and no control points give no curve")
    tool = fit_points_to_cad_cv(through, tangents=tangents)
    return control_polyline(
        tool.degree, tool.control_points, tool.knots(), tool.weights(), tolerance
    )
