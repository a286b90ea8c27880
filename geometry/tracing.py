"""Trace a polygon of electrolyte into an Outline: walls, surfaces and vertex state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geometry.outline import BOTTOM, COUNTER, SYMMETRY, Floats, Integers, Outline
from geometry.section import CrossSection

_SNAP = 1e-7
"""Points this close to a wall lie on it [µm]; far below any edge, far above round-off."""


def polygons_of(shape: BaseGeometry) -> list[shapely.Polygon]:
    """All polygons of a shape, without the points and lines an overlay may leave."""
    return [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]


def connected_to_counter(
    shape: BaseGeometry, height: float
) -> tuple[list[shapely.Polygon], list[shapely.Polygon]]:
    """Split electrolyte into what reaches the counter electrode and what is cut off."""
    reaching: list[shapely.Polygon] = []
    cut_off: list[shapely.Polygon] = []
    for part in polygons_of(shape):
        (reaching if part.bounds[3] > height - _SNAP else cut_off).append(part)
    return reaching, cut_off


@dataclass(frozen=True, slots=True)
class _Rings:
    """Rings of a polygon as flat arrays, oriented with the electrolyte on the left."""

    points: Floats
    starts: Integers
    following: Integers

    @property
    def midpoints(self) -> Floats:
        return 0.5 * (self.points + self.points[self.following])


def _rings(polygon: shapely.Polygon, width: float, height: float) -> _Rings:
    oriented = shapely.orient_polygons(polygon)
    parts = [
        shapely.get_coordinates(ring)[:-1] for ring in (oriented.exterior, *oriented.interiors)
    ]
    starts = np.cumsum([0] + [len(part) for part in parts[:-1]])
    points = np.concatenate(parts)
    for axis, end in ((0, width), (1, height)):
        for wall in (0.0, end):
            points[np.abs(points[:, axis] - wall) < _SNAP, axis] = wall
    following = np.arange(1, len(points) + 1)
    following[np.append(starts[1:], len(points)) - 1] = starts
    return _Rings(points, starts, following)


def _walls(rings: _Rings, width: float, height: float) -> tuple[NDArray[np.bool_], ...]:
    x, y = rings.points.T
    ends = rings.following

    def along(values: Floats, wall: float) -> NDArray[np.bool_]:
        flags = values == wall
        return flags & flags[ends]

    return along(x, 0.0) | along(x, width), along(y, 0.0), along(y, height)


def trace_section(section: CrossSection, electrolyte: shapely.Polygon) -> Outline:
    """Outline of a section at the start; surfaces named by the section's regions.

    Args:
        section: gives walls, surface regions and the lithium present.
        electrolyte: the polygon to trace, one that reaches the counter electrode.
    """
    rings = _rings(electrolyte, section.width, section.height)
    side, bottom, counter = _walls(rings, section.width, section.height)
    regions = list(section.surfaces.values())
    inside, nearest = _surface_of(rings.midpoints, regions)
    tag = np.where(inside >= 0, inside, nearest)
    tag[bottom] = np.where(inside[bottom] >= 0, inside[bottom], BOTTOM)
    tag[side] = SYMMETRY
    tag[counter] = COUNTER
    shapely.prepare(section.deposit)
    on_lithium = shapely.distance(section.deposit, shapely.points(rings.midpoints)) < _SNAP
    on_lithium &= tag >= 0
    host = (tag >= 0) & ~on_lithium
    bare = np.zeros(len(tag))
    bare[host] = 1.0
    bare[rings.following[host]] = 1.0
    bare[on_lithium] = 0.0
    bare[rings.following[on_lithium]] = 0.0
    return Outline(rings.points, rings.starts, tag, np.zeros(len(tag)), bare)


def _surface_of(points: Floats, regions: Sequence[BaseGeometry]) -> tuple[Integers, Integers]:
    """Index of the first region that holds each point (-1: none), and of the nearest region."""
    inside = np.full(len(points), -1, dtype=np.int64)
    for index, region in reversed(list(enumerate(regions))):
        shapely.prepare(region)
        inside[shapely.intersects_xy(region, points[:, 0], points[:, 1])] = index
    sites = shapely.points(points)
    distances = [shapely.distance(region, sites) for region in regions]
    return inside, np.argmin(distances, axis=0).astype(np.int64)


def retrace(polygon: shapely.Polygon, source: Outline, width: float, height: float) -> Outline:
    """Outline of a changed polygon whose tags and vertex state come from the old outline.

    Pieces that were there before keep what they carried; new pieces of front (where a gap was
    closed) take the surface of the nearest old front.
    """
    rings = _rings(polygon, width, height)
    side, bottom, counter = _walls(rings, width, height)
    segments = shapely.linestrings(
        np.stack((source.points, source.points[source.following]), axis=1)
    )
    front = np.flatnonzero(source.is_front)
    front_tree = shapely.STRtree(segments[front])
    tag = source.tag[front[front_tree.nearest(shapely.points(rings.midpoints))]]
    if bottom.any():  # y = 0 is partly foil, partly inert: ask every old edge
        sites = shapely.points(rings.midpoints[bottom])
        tag[bottom] = source.tag[shapely.STRtree(segments).nearest(sites)]
    tag[side] = SYMMETRY
    tag[counter] = COUNTER
    edge = front[front_tree.nearest(shapely.points(rings.points))]
    share = shapely.line_locate_point(segments[edge], shapely.points(rings.points), normalized=True)
    ends = source.following[edge]
    thickness = (1 - share) * source.thickness[edge] + share * source.thickness[ends]
    bare = (1 - share) * source.bare[edge] + share * source.bare[ends]
    return Outline(rings.points, rings.starts, tag, thickness, bare)
