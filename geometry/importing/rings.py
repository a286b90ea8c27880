"""Region filled by the outlines of one drawn object."""

from __future__ import annotations

import re

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats
from platefront.geometry.importing.drawing import Drawing, DrawnLine, DrawnShape

_ROUND_OFF = 1e-9  # fraction of the extent: points closer than this coincide
GRID = 1e-4  # rounding of coordinates, relative to the tolerance: common points coincide
FARTHEST = 1e11
"""Largest coordinate in tolerances; beyond it doubles do not resolve `GRID`."""
_AT_ONCE = 64  # rings compared with all others at a time: thousands may meet or be nested
_PLACE = re.compile(r"\[(\S+) (\S+)\]")


def region(shape: DrawnShape, drawing: Drawing, tolerance: float, notes: list[str]) -> BaseGeometry:
    """Return the region that an object fills, in the file's units, for either orientation.

    Args:
        shape: the object.
        drawing: the drawing that contains it, for messages.
        tolerance: widest gap between the ends of an outline that is closed automatically.
        notes: list to which notes on repairs are appended.

    Raises:
        DrawingError: an outline is open, crosses or touches itself or another one of the object,
            or has no area; the object is clipped or has a flaw.
    """
    _check_readable(shape, drawing, tolerance)
    rings = [
        _ring(
            DrawnLine(rounded(line.points, tolerance), line.closed),
            shape,
            drawing,
            tolerance,
            notes,
        )
        for line in shape.lines
    ]
    if len(rings) == 1:
        return shapely.orient_polygons(rings[0])
    if (meeting := _first_meeting(rings)) is not None:
        raise drawing.error(
            "two outlines of this object meet; take the object apart (in Inkscape: Path > "
            "Break Apart) or join them",
            shape.place,
            meeting,
        )
    return _filled(rings, shape.even_odd)


def marked(shape: DrawnShape, drawing: Drawing, tolerance: float, notes: list[str]) -> BaseGeometry:
    """Return the region, or the open lines, of an object that marks a surface.

    Arguments and errors as for `region`, but lines may be open. A region is slightly enlarged, so
    that points on its boundary are inside.
    """
    if all(line.closed for line in shape.lines):
        return region(shape, drawing, tolerance, notes).buffer(0.1 * tolerance)
    _check_readable(shape, drawing, tolerance)
    lines = [rounded(line.points, tolerance) for line in shape.lines]
    return shapely.MultiLineString([points for points in lines if len(points) > 1])


def _check_readable(shape: DrawnShape, drawing: Drawing, tolerance: float) -> None:
    if shape.clipped:
        raise drawing.error(
            "this object is clipped or masked, but outlines are read whole; release it (in "
            "Inkscape: Object > Clip > Release) and cut it (Path > Intersection)",
            shape.place,
        )
    if shape.flaw:
        raise drawing.error(shape.flaw, shape.place)
    if not all(np.isfinite(line.points).all() for line in shape.lines):
        raise drawing.error("a coordinate is not a finite number", shape.place)
    farthest = max((float(np.abs(line.points).max(initial=0.0)) for line in shape.lines), default=0)
    if farthest > FARTHEST * tolerance:
        raise drawing.error(
            f"a coordinate of {farthest:.4g} is beyond the largest, {FARTHEST * tolerance:.4g}: "
            f"correct it, or raise tolerance",
            shape.place,
        )


def rounded(points: Floats, tolerance: float) -> Floats:
    """Return coordinates rounded to remove the round-off of transforms and units."""
    grid = GRID * tolerance
    return np.round(points / grid) * grid


def _first_meeting(rings: list[shapely.Polygon]) -> tuple[float, float] | None:
    """Return a point in which two outlines meet; None if all are apart."""
    outlines = np.array([ring.exterior for ring in rings], dtype=object)
    tree = shapely.STRtree(outlines)
    for start in range(0, len(outlines), _AT_ONCE):
        pairs = tree.query(outlines[start : start + _AT_ONCE], predicate="intersects")
        first, second = pairs[:, pairs[0] + start < pairs[1]]
        if len(first):
            meeting = outlines[start + first[0]].intersection(outlines[second[0]])
            return _pair(shapely.get_coordinates(meeting)[0])
    return None


def _filled(rings: list[shapely.Polygon], even_odd: bool) -> BaseGeometry:
    """Return the region inside nested rings, which do not meet, by the fill rule."""
    turns = np.array([1 if even_odd or ring.exterior.is_ccw else -1 for ring in rings])
    areas = shapely.area(rings)
    corners = shapely.points([ring.exterior.coords[0] for ring in rings])
    tree = shapely.STRtree(rings)
    winding, around = turns.copy(), np.full(len(rings), -1)
    for start in range(0, len(rings), _AT_ONCE):
        inner, outer = tree.query(corners[start : start + _AT_ONCE], predicate="within")
        inner = inner + start
        np.add.at(winding, inner, turns[outer])
        # the smallest ring around each comes last and stays
        order = np.argsort(-areas[outer], kind="stable")
        around[inner[order]] = outer[order]
    solid = winding % 2 == 1 if even_odd else winding != 0
    outside = np.append(solid, False)[around]
    is_shell, is_hole = solid & ~outside, ~solid & outside
    holes: dict[int, list[shapely.LinearRing]] = {int(n): [] for n in np.flatnonzero(is_shell)}
    shell_of = np.full(len(rings) + 1, -1)
    for number in np.argsort(-areas, kind="stable"):
        shell_of[number] = number if is_shell[number] else shell_of[around[number]]
        if is_hole[number]:
            holes[int(shell_of[number])].append(rings[number].exterior)
    parts = [shapely.Polygon(rings[number].exterior, inside) for number, inside in holes.items()]
    return shapely.orient_polygons(parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts))


def _ring(
    line: DrawnLine, shape: DrawnShape, drawing: Drawing, tolerance: float, notes: list[str]
) -> shapely.Polygon:
    """Return one outline as a valid polygon."""
    points = _without_repeats(line.points, shape, drawing, notes)
    if not line.closed:
        points = _closed(points, shape, drawing, tolerance, notes)
    if len(points) < 3:
        raise drawing.error(
            "the outline has fewer than three corners, so it encloses no area",
            shape.place,
            _pair(points[0]),
        )
    polygon = shapely.Polygon(points)
    extent = float(np.ptp(points, axis=0).max())
    if polygon.convex_hull.area <= _ROUND_OFF * extent**2:
        raise drawing.error("the outline encloses no area", shape.place, _pair(points[0]))
    if not polygon.is_valid:
        reason = shapely.is_valid_reason(polygon)
        found = _PLACE.search(reason)
        at = (float(found[1]), float(found[2])) if found else _pair(points[0])
        how = "touches" if reason.startswith("Ring") else "crosses"
        raise drawing.error(
            f"the outline {how} itself; draw it as separate objects or move the points apart",
            shape.place,
            at,
        )
    return polygon


def _without_repeats(
    points: Floats, shape: DrawnShape, drawing: Drawing, notes: list[str]
) -> Floats:
    """Drop coincident consecutive points, also across the closing edge."""
    extent = float(np.ptp(points, axis=0).max()) if len(points) else 0.0
    step = np.abs(np.diff(points, axis=0, append=points[:1])).max(axis=1)
    keep = step > _ROUND_OFF * extent
    if keep.all() or not keep.any():
        return points[:1] if not keep.any() else points
    again = points[~keep][0]
    notes.append(
        f"{drawing.file}, {shape.place}: {np.count_nonzero(~keep)} repeated point(s) dropped, "
        f"at {drawing.point(_pair(again))}"
    )
    return points[keep]


def _closed(
    points: Floats, shape: DrawnShape, drawing: Drawing, tolerance: float, notes: list[str]
) -> Floats:
    """Close an open line whose ends are within the tolerance."""
    if len(points) < 3:
        raise drawing.error(
            "a single line encloses no area; draw a closed outline", shape.place, _pair(points[0])
        )
    gap = float(np.hypot(*(points[-1] - points[0])))
    if gap <= tolerance:
        notes.append(
            f"{drawing.file}, {shape.place}: gap of {gap:.3g} closed, "
            f"at {drawing.point(_pair(points[0]))}"
        )
        return points[:-1] if len(points) > 3 else points
    raise drawing.error(
        f"the outline is open: it begins here and ends at {drawing.point(_pair(points[-1]))}, "
        f"{gap:.4g} away (gaps up to {tolerance:.3g} are closed). Close it, or raise tolerance",
        shape.place,
        _pair(points[0]),
    )


def _pair(point: Floats) -> tuple[float, float]:
    return float(point[0]), float(point[1])
