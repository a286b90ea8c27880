"""Outlines of lines, cubic Bézier curves and elliptic arcs, and their polylines."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.importing.drawing import DrawnLine
from platefront.geometry.importing.formats.svg.errors import SvgError
from platefront.geometry.importing.formats.svg.transforms import Affine

MOST_PIECES = 16_384
"""Largest number of lines for a single curve."""
_FEWEST = 4  # lines for a Bézier curve, and for a quarter of an ellipse
_SAME = 1e-12  # of the coordinates: ends that are closer coincide

type Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Arc:
    """Arc of an ellipse: centre + cos(t) first + sin(t) second.

    Attributes:
        centre: centre.
        first: conjugate half-axis at t = 0.
        second: conjugate half-axis at t = π/2.
        start: t at the start.
        sweep: difference of t between end and start.
        end: exact end.
    """

    centre: Point
    first: Point
    second: Point
    start: float
    sweep: float
    end: Point


type PathSegment = tuple[Point, ...] | Arc
"""(end,) of a line, (control, control, end) of a Bézier curve, or an arc."""


@dataclass(slots=True)
class Subpath:
    """Connected part of an outline."""

    start: Point
    segments: list[PathSegment] = field(default_factory=list)
    closed: bool = False


def polyline(subpath: Subpath, matrix: Affine, tolerance: float) -> DrawnLine:
    """Return a subpath as a polyline in the coordinates of the drawing.

    Args:
        subpath: with a segment at least.
        matrix: coordinates of the subpath → those of the drawing.
        tolerance: largest distance of a curve from its chords, in units of the drawing.

    Raises:
        SvgError: a curve would take too many lines.
    """
    start = subpath.start
    pieces = [matrix.applied(np.array([start]))]
    for length, run in groupby(subpath.segments, lambda s: 0 if isinstance(s, Arc) else len(s)):
        segments = list(run)
        if length == 1:
            points = np.array([segment[0] for segment in segments])  # type: ignore[index]
            pieces.append(matrix.applied(points))
        elif length == 3:
            pieces.append(_beziers(start, segments, matrix, tolerance))
        else:
            pieces += _arcs(segments, matrix, tolerance)
        last = segments[-1]
        start = last.end if isinstance(last, Arc) else last[-1]
    points = np.concatenate(pieces)
    # an outline that returns to its start is closed, with or without a command that says so
    near = _SAME * np.abs(points).max()
    if len(points) < 3 or np.abs(points[0] - points[-1]).max() > near:
        return DrawnLine(points, subpath.closed)
    return DrawnLine(points[:-1], closed=True)


def _beziers(start: Point, segments: list[PathSegment], matrix: Affine, tolerance: float) -> Floats:
    """Return the points of a run of Bézier curves, without its start."""
    controls = matrix.applied(np.array(segments))  # (n, 3, 2)
    ends = np.concatenate([matrix.applied(np.array([start])), controls[:-1, 2]])
    curves = np.concatenate([ends[:, None], controls], axis=1)  # (n, 4, 2)
    # Wang's bound from the second differences of the control points
    bend = np.linalg.norm(np.diff(curves, n=2, axis=1), axis=2).max(axis=1)
    pieces = _checked(np.sqrt(0.75 * bend / tolerance), _FEWEST)
    which = np.repeat(np.arange(len(curves)), pieces)
    first = np.concatenate([[0], np.cumsum(pieces)[:-1]])
    t = ((np.arange(len(which)) - first[which] + 1) / pieces[which])[:, None]
    p0, p1, p2, p3 = (curves[which, k] for k in range(4))
    s = 1.0 - t
    points = s**3 * p0 + 3.0 * s**2 * t * p1 + 3.0 * s * t**2 * p2 + t**3 * p3
    points[np.cumsum(pieces) - 1] = curves[:, 3]
    return points


def _arcs(segments: list[PathSegment], matrix: Affine, tolerance: float) -> Iterator[Floats]:
    """Yield the points of each arc, without its start."""
    linear = Affine(matrix.a, matrix.b, matrix.c, matrix.d)
    for arc in segments:
        assert isinstance(arc, Arc)
        axes = linear.applied(np.array([arc.first, arc.second]))
        longest = float(np.linalg.norm(axes, 2))
        # the sagitta of a chord is longest (1 - cos(step / 2)) at most
        step = 4.0 * math.asin(math.sqrt(min(0.5 * tolerance / longest, 0.5))) if longest else 1.0
        fewest = math.ceil(abs(arc.sweep) / (0.5 * math.pi) * _FEWEST - 1e-9)
        count = int(_checked(np.array([abs(arc.sweep) / step]), max(fewest, 1))[0])
        t = arc.start + arc.sweep * np.arange(1, count + 1) / count
        points = np.cos(t)[:, None] * axes[0] + np.sin(t)[:, None] * axes[1]
        points += matrix.applied(np.array(arc.centre))
        points[-1] = matrix.applied(np.array(arc.end))
        yield points


def _checked(wanted: Floats, fewest: int) -> Integers:
    """Round numbers of lines up."""
    most = float(wanted.max(initial=0.0))
    if not most <= MOST_PIECES:
        raise SvgError(
            f"a curve takes {most:.3g} lines to be followed within the tolerance, more than "
            f"{MOST_PIECES}: raise tolerance, or correct scale or the curve"
        )
    return np.maximum(np.ceil(wanted), fewest).astype(int)
