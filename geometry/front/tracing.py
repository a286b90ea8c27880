"""Tracing of a polygon of electrolyte to an outline with tags and vertex state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.front.dividing import divided, undivided_walls
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.periodic_rings import periodic_rings, without_wall_vertices
from platefront.geometry.front.tags import BOTTOM, COUNTER, SYMMETRY, TOP
from platefront.geometry.plane.polygons import polygons_of
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.interfaces import feet_on_solids

_SNAP = 1e-7
"""Distance within which points lie on a wall [µm]; far below any edge, far above round-off."""
_ROUND_OFF = 1e-9
"""Distance within which successive points are one [µm]."""
_ON_VERTEX = 1e-6
"""Distance from an old vertex, relative to its edge, within which its state is taken as it is."""
_ROUND = 8
"""Least number of vertices on straight walls round a cylinder, where it may be cut open."""


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
    """Rings of polygons, with points next to a straight wall of the cell moved onto it.

    Intersections may leave the same point twice, a round-off apart: an edge without a direction.
    """
    distinct = shapely.remove_repeated_points(shape, _ROUND_OFF)
    oriented = polygons_of(shapely.orient_polygons(distinct))
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
    """(m,) each, True for edges on side walls, floor, top and counter electrode."""
    x, y = rings.points.T
    left, floor, right, top = cell.bounds

    def along(values: Floats, wall: float) -> NDArray[np.bool_]:
        flags = values == wall
        return flags & flags[rings.following]

    on_counter = shapely.distance(shapely.points(rings.midpoints), counter) < _SNAP
    sides = along(x, left) | along(x, right)
    return sides & ~on_counter, along(y, floor) & ~on_counter, along(y, top), on_counter


def trace_section(section: CrossSection, electrolyte: BaseGeometry) -> Outline:
    """Return the outline of a section at the start, with surfaces from the regions of the section.

    Args:
        section: walls, surface regions, counter electrode and lithium.
        electrolyte: the connected part to be traced, which reaches the counter electrode [µm].

    Raises:
        SectionError: the section does not match across periodic side walls.
    """
    if section.counter is not None:  # its ends need not be vertices of the electrolyte
        ends = shapely.get_coordinates(section.counter.intersection(electrolyte.boundary))
        electrolyte = shapely.snap(electrolyte, shapely.multipoints(ends), _SNAP)
    if len(borders := _borders_on_floor(section)):
        electrolyte = shapely.snap(electrolyte, shapely.multipoints(borders), _SNAP)
    if len(feet := feet_on_solids(section)):
        electrolyte = shapely.snap(electrolyte, shapely.multipoints(feet), _SNAP)
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
    outline = _bare_between_lithium(replace(outline, bare=bare), host)
    return _divided_walls(outline) if section.periodic else outline


def _bare_between_lithium(outline: Outline, host: NDArray[np.bool_]) -> Outline:
    """Return the outline with a bare vertex on edges of the host between two ends of lithium.

    Args:
        outline: the outline, with the vertex state of its ends.
        host: (n,) True for edges on bare host.
    """
    between = host & (outline.bare == 0.0) & (outline.bare[outline.following] == 0.0)
    if not between.any():
        return outline
    halved = divided(outline, between, np.where(between, 0.5 * outline.lengths, np.inf))
    edges = np.flatnonzero(between)
    bare = halved.bare.copy()
    bare[edges + np.arange(len(edges)) + 1] = 1.0
    return replace(halved, bare=bare)


def _divided_walls(outline: Outline) -> Outline:
    """Return the outline with vertices for a cylinder: on straight walls, not at cut edges."""
    assert outline.period is not None, "a cylinder has a period"
    cut = without_wall_vertices(outline)
    return divided(cut, ~cut.is_front, outline.period / _ROUND)


def _on_cylinder(
    outline: Outline, rings: _Rings, side: NDArray[np.bool_], width: float
) -> tuple[Outline, Integers]:
    """An outline of the plane on the cylinder, and the index of each vertex in the plane."""
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
    """(n, 2) borders of surfaces on y = 0, where the electrolyte has no vertices [µm]."""
    floor = shapely.LineString([(0.0, 0.0), (section.width, 0.0)])
    lines = shapely.union_all([region.boundary for region in section.surfaces.values()])
    meets = shapely.get_parts(lines.intersection(floor))
    points = shapely.get_coordinates(meets[shapely.get_dimensions(meets) == 0])
    return points[(points[:, 0] > _SNAP) & (points[:, 0] < section.width - _SNAP)]


def surfaces_at(points: Floats, regions: Sequence[BaseGeometry]) -> Integers:
    """Return the index of the first region that contains each of (k, 2) points, or the nearest."""
    inside, nearest = _surface_of(points, regions)
    return np.where(inside >= 0, inside, nearest)


def _surface_of(points: Floats, regions: Sequence[BaseGeometry]) -> tuple[Integers, Integers]:
    """Index of the first region that contains each point (-1: none), and of the nearest region."""
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
    """Return the outline of a changed polygon, with tags and vertex state of the old outline.

    Persistent front keeps its state; new front (in closed gaps) takes the surface of the nearest
    old front, except of inert front that is not adjacent: closed gaps are filled by deposit.

    Args:
        polygon: the changed electrolyte, one connected part [µm].
        source: the old outline.
        cell: box below the present counter electrode [µm].
        beside: distance from inert front beyond which new front is deposit [µm].
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
    share = np.where(np.abs(share - np.round(share)) < _ON_VERTEX, np.round(share), share)
    edge = owner[line]
    ends = source.following[edge]
    thickness = (1 - share) * source.thickness_m[edge] + share * source.thickness_m[ends]
    bare = (1 - share) * source.bare[edge] + share * source.bare[ends]
    outline = Outline(rings.points, rings.starts, tag, thickness, bare, source.inert)
    if source.period is None:
        return undivided_walls(outline)
    return _divided_walls(_on_cylinder(outline, rings, side, source.period)[0])


def _nearest_front(source: Outline, sites: NDArray[np.object_], beside: float) -> Integers:
    """(k,) index of the old front, among the segments of `seen_segments`, nearest to each point."""
    segments, owner = source.seen_segments()
    front, grows = np.flatnonzero(source.is_front[owner]), np.flatnonzero(source.grows[owner])
    nearest: Integers = front[shapely.STRtree(segments[front]).nearest(sites)]
    if len(grows) and len(grows) < len(front):
        far = shapely.distance(segments[nearest], sites) > beside
        strange = np.flatnonzero(far & ~source.grows[owner[nearest]])
        nearest[strange] = grows[shapely.STRtree(segments[grows]).nearest(sites[strange])]
    return nearest
