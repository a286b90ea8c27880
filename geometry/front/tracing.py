"""Trace a polygon of electrolyte into an Outline: walls, surfaces and vertex state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.front.dividing import divided
from platefront.geometry.front.outline import BOTTOM, COUNTER, SYMMETRY, TOP, Outline
from platefront.geometry.front.periodic_rings import periodic_rings, without_wall_vertices
from platefront.geometry.plane.polygons import polygons_of
from platefront.geometry.section.cross_section import CrossSection

_SNAP = 1e-7
"""Points this close to a wall lie on it [µm]; far below any edge, far above round-off."""


_ROUND = 8
"""Straight walls that run round a cylinder have at least so many vertices to cut it open at."""


@dataclass(frozen=True, slots=True)
class _Rings:
    """Rings of polygons as flat arrays, oriented with the electrolyte on the left."""

    points: Floats
    starts: Integers
    following: Integers

    @property
    def midpoints(self) -> Floats:
        return 0.5 * (self.points + self.points[self.following])


def _rings(shape: BaseGeometry, cell: shapely.Polygon) -> _Rings:
    """Rings of polygons; points next to a straight wall of the cell are put on it."""
    oriented = polygons_of(shapely.orient_polygons(shape))
    parts = [
        shapely.get_coordinates(ring)[:-1]
        for polygon in oriented
        for ring in (polygon.exterior, *polygon.interiors)
    ]
    starts = np.cumsum([0] + [len(part) for part in parts[:-1]])
    points = np.concatenate(parts)
    for axis, end in zip((0, 1, 0, 1), cell.bounds, strict=True):
        points[np.abs(points[:, axis] - end) < _SNAP, axis] = end
    following = np.arange(1, len(points) + 1)
    following[np.append(starts[1:], len(points)) - 1] = starts
    return _Rings(points, starts, following)


def _walls(
    rings: _Rings, cell: shapely.Polygon, counter: BaseGeometry
) -> tuple[NDArray[np.bool_], ...]:
    """Edges on side walls, on the floor, on the top and on the counter electrode."""
    x, y = rings.points.T
    left, floor, right, top = cell.bounds

    def along(values: Floats, wall: float) -> NDArray[np.bool_]:
        flags = values == wall
        return flags & flags[rings.following]

    on_counter = shapely.distance(shapely.points(rings.midpoints), counter) < _SNAP
    sides = along(x, left) | along(x, right)
    return sides & ~on_counter, along(y, floor) & ~on_counter, along(y, top), on_counter


def trace_section(section: CrossSection, electrolyte: BaseGeometry) -> Outline:
    """Outline of a section at the start; surfaces named by the section's regions.

    Args:
        section: gives walls, surface regions, counter electrode and the lithium present.
        electrolyte: what to trace, one connected part that reaches the counter electrode.

    Raises:
        SectionError: the section does not fit to itself across periodic side walls.
    """
    if section.counter is not None:  # its ends need not be vertices of the electrolyte
        ends = shapely.get_coordinates(section.counter.intersection(electrolyte.boundary))
        electrolyte = shapely.snap(electrolyte, shapely.multipoints(ends), _SNAP)
    if len(borders := _borders_on_floor(section)):
        electrolyte = shapely.snap(electrolyte, shapely.multipoints(borders), _SNAP)
    rings = _rings(electrolyte, section.box)
    side, bottom, top, counter = _walls(rings, section.box, section.counter_electrode)
    regions = list(section.surfaces.values())
    inside, nearest = _surface_of(rings.midpoints, regions)
    tag = np.where(inside >= 0, inside, nearest)
    tag[bottom] = np.where(inside[bottom] >= 0, inside[bottom], BOTTOM)
    tag[side] = SYMMETRY
    tag[top] = TOP
    tag[counter] = COUNTER
    shapely.prepare(section.deposit)
    on_lithium = shapely.distance(section.deposit, shapely.points(rings.midpoints)) < _SNAP
    on_lithium &= tag >= 0
    host = (tag >= 0) & ~on_lithium
    outline = Outline(rings.points, rings.starts, tag, np.zeros(len(tag)), np.zeros(len(tag)))
    if section.periodic:
        outline, vertex = _on_cylinder(outline, rings, side, section.width)
        host, on_lithium = host[vertex], on_lithium[vertex]
    bare = outline.bare.copy()
    bare[host] = 1.0
    bare[outline.following[host]] = 1.0
    bare[on_lithium] = 0.0
    bare[outline.following[on_lithium]] = 0.0
    outline = replace(outline, bare=bare)
    return _divided_walls(outline) if section.periodic else outline


def _divided_walls(outline: Outline) -> Outline:
    """The outline with vertices where it needs some on a cylinder: not where walls were."""
    assert outline.period is not None, "a cylinder has a period"
    cut = without_wall_vertices(outline)
    return divided(cut, ~cut.is_front, outline.period / _ROUND)


def _on_cylinder(
    outline: Outline, rings: _Rings, side: NDArray[np.bool_], width: float
) -> tuple[Outline, Integers]:
    """An outline in the plane as one on the cylinder, and the vertex that each of its own was."""
    joined = periodic_rings(rings.points, rings.following, side, width)
    points = outline.points[joined.vertex]
    points[:, 0] += joined.shift
    return replace(
        outline,
        points=points,
        starts=joined.starts,
        tag=outline.tag[joined.vertex],
        thickness_m=outline.thickness_m[joined.vertex],
        bare=outline.bare[joined.vertex],
        period=width,
        winding=joined.winding,
    ), joined.vertex


def _borders_on_floor(section: CrossSection) -> Floats:
    """(n, 2) where one surface ends and another begins on y = 0, which has no vertices there."""
    floor = shapely.LineString([(0.0, 0.0), (section.width, 0.0)])
    lines = shapely.union_all([region.boundary for region in section.surfaces.values()])
    meets = shapely.get_parts(lines.intersection(floor))
    points = shapely.get_coordinates(meets[shapely.get_dimensions(meets) == 0])
    return points[(points[:, 0] > _SNAP) & (points[:, 0] < section.width - _SNAP)]


def _surface_of(points: Floats, regions: Sequence[BaseGeometry]) -> tuple[Integers, Integers]:
    """Index of the first region that holds each point (-1: none), and of the nearest region."""
    inside = np.full(len(points), -1, dtype=np.int64)
    for index, region in reversed(list(enumerate(regions))):
        shapely.prepare(region)
        inside[shapely.intersects_xy(region, points[:, 0], points[:, 1])] = index
    sites = shapely.points(points)
    distances = [shapely.distance(region, sites) for region in regions]
    return inside, np.argmin(distances, axis=0).astype(np.int64)


def retrace(
    polygon: BaseGeometry, source: Outline, cell: shapely.Polygon, beside: float = np.inf
) -> Outline:
    """Outline of a changed polygon whose tags and vertex state come from the old outline.

    Pieces that were there before keep what they carried; new pieces of front (where a gap was
    closed) take the surface of the nearest old front, unless that is inert and not right beside
    them: what closes a gap is deposit.

    Args:
        polygon: the changed electrolyte, one connected part [µm].
        source: its outline before.
        cell: the box as it is now, up to the counter electrode [µm].
        beside: farther from inert front than this nothing is inert [µm].
    """
    rings = _rings(polygon, cell)
    side, bottom, top, counter = _walls(rings, cell, source.counter_line)
    segments, owner = source.seen_segments()
    tag = source.tag[owner[_nearest_front(source, shapely.points(rings.midpoints), beside)]]
    if bottom.any():  # y = 0 is partly foil, partly inert: ask every old edge
        sites = shapely.points(rings.midpoints[bottom])
        tag[bottom] = source.tag[owner[shapely.STRtree(segments).nearest(sites)]]
    tag[side] = SYMMETRY
    tag[top] = TOP
    tag[counter] = COUNTER
    line = _nearest_front(source, shapely.points(rings.points), beside)
    share = shapely.line_locate_point(segments[line], shapely.points(rings.points), normalized=True)
    edge = owner[line]
    ends = source.following[edge]
    thickness = (1 - share) * source.thickness_m[edge] + share * source.thickness_m[ends]
    bare = (1 - share) * source.bare[edge] + share * source.bare[ends]
    outline = Outline(rings.points, rings.starts, tag, thickness, bare, source.inert)
    if source.period is None:
        return outline
    return _divided_walls(_on_cylinder(outline, rings, side, source.period)[0])


def _nearest_front(source: Outline, sites: NDArray[np.object_], beside: float) -> Integers:
    """(k,) the piece of old front, among the segments seen, whose state each point has."""
    segments, owner = source.seen_segments()
    front, grows = np.flatnonzero(source.is_front[owner]), np.flatnonzero(source.grows[owner])
    nearest: Integers = front[shapely.STRtree(segments[front]).nearest(sites)]
    if len(grows) and len(grows) < len(front):
        far = shapely.distance(segments[nearest], sites) > beside
        strange = np.flatnonzero(far & ~source.grows[owner[nearest]])
        nearest[strange] = grows[shapely.STRtree(segments[grows]).nearest(sites[strange])]
    return nearest
