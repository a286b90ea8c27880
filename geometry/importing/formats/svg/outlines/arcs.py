"""Elliptic arcs of path data: from end points to centre (SVG 2, appendix B.2)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from platefront.geometry.importing.formats.svg.outlines.curves import Arc, PathSegment, Point


def arc_segments(start: Point, values: Sequence[float], end: Point) -> list[PathSegment]:
    """Return the arc between two points: nothing between equal ones, a line without radius.

    Args:
        start: first point.
        values: radii, rotation of the ellipse in degrees, large-arc and sweep flags.
        end: last point.
    """
    rx, ry, degrees, large, sweep = values
    rx, ry = abs(rx), abs(ry)
    if start == end:
        return []
    if rx == 0.0 or ry == 0.0:
        return [(end,)]
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    half_x, half_y = 0.5 * (start[0] - end[0]), 0.5 * (start[1] - end[1])
    # the ends on the unit circle, relative to the middle between them
    u = (cosine * half_x + sine * half_y) / rx
    v = (cosine * half_y - sine * half_x) / ry
    square = u * u + v * v
    if square > 1.0:  # radii that are too small are enlarged
        rx, ry = rx * math.sqrt(square), ry * math.sqrt(square)
        u, v = u / math.sqrt(square), v / math.sqrt(square)
        square = 1.0
    if square == 0.0:  # ends that nearly coincide on a huge ellipse
        return [(end,)]
    away = math.sqrt(max(1.0 / square - 1.0, 0.0)) * (-1.0 if large == sweep else 1.0)
    centre_u, centre_v = away * v, -away * u
    first = math.atan2(v - centre_v, u - centre_u)
    last = math.atan2(-v - centre_v, -u - centre_u)
    turn = (last - first) % (2.0 * math.pi)
    if not sweep:
        turn -= 2.0 * math.pi
    x = 0.5 * (start[0] + end[0]) + cosine * rx * centre_u - sine * ry * centre_v
    y = 0.5 * (start[1] + end[1]) + sine * rx * centre_u + cosine * ry * centre_v
    axes = (rx * cosine, rx * sine), (-ry * sine, ry * cosine)
    return [Arc((x, y), *axes, first, turn, end)]
