"""Width and position of the narrowest gap in the electrolyte of a section."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.plane.connectivity import connected_to_counter
from platefront.geometry.plane.polygons import joined
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.transforms import mirrored, repeated

_ON_LINE = 1e-7
"""Distance up to which a point counts as lying on a line [µm]."""
_NOT_YET = 1e-3
"""Fraction of a line across a gap that is disregarded at either end."""
_UPRIGHT = 1e-9
"""Cosine below which two directions count as perpendicular."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Gap between two points of the electrolyte boundary that face each other.

    Attributes:
        width: distance of the points [µm].
        ends: (2, 2) the points [µm]; one may lie in the image beyond a side wall.
    """

    width: float
    ends: Floats


@dataclass(frozen=True, slots=True)
class _Edge:
    """Boundary of the electrolyte as segments with their neighbours.

    Attributes:
        points: (n, 2) vertices; segment k joins vertex k to vertex following[k].
        following, preceding: (n,) neighbours on the ring.
        solid: (n,) True for a segment on a solid, False on the counter electrode or where the
            repeated section is cut.
    """

    points: Floats
    following: Integers
    preceding: Integers
    solid: NDArray[np.bool_]


def narrowest_gap(section: CrossSection) -> Gap | None:
    """Find the narrowest gap between solids, or between the walls of one pore.

    A gap is a straight line through electrolyte whose length is a local minimum with respect to
    moving either end along the boundary: between two fibres, from a fibre to the floor, across
    the mouth of a trench. Corners are not gaps, nor is a pore that narrows towards a closed end.
    The line may cross a side wall into the mirror image or periodic copy of the section. The
    counter electrode and electrolyte without connection to it are disregarded.

    Returns:
        The gap; None if there is none.
    """
    if section.periodic:
        wider = repeated(section, 3, "translation")
    else:
        wider = repeated(mirrored(section), 3)  # the middle copy is the section itself
    reaching, _ = connected_to_counter(wider.electrolyte, wider.counter_electrode, wider.period)
    electrolyte = joined(reaching)
    edge = _edge_of(electrolyte, wider)
    width = section.width
    inside = (edge.points[:, 0] >= width - _ON_LINE) & (edge.points[:, 0] <= 2 * width + _ON_LINE)
    places = np.flatnonzero(inside & edge.solid & edge.solid[edge.preceding])
    pieces = np.flatnonzero(edge.solid)
    if not len(places):
        return None
    lines = shapely.linestrings(
        np.stack((edge.points[pieces], edge.points[edge.following[pieces]]), axis=1)
    )
    tree = shapely.STRtree(lines)
    shapely.prepare(electrolyte)
    largest = float(np.hypot(width, section.height))
    reach = 1e-3 * largest
    while reach < 2.0 * largest:
        found = _shortest(edge, places, pieces, lines, tree, electrolyte, reach)
        if found is not None:
            return Gap(found.width, found.ends - np.array([width, 0.0]))
        reach *= 2.0
    return None


def _edge_of(electrolyte: BaseGeometry, section: CrossSection) -> _Edge:
    """Return the boundary of the electrolyte of a section, without collinear vertices."""
    rings = [
        shapely.get_coordinates(ring)[:-1]
        for ring in shapely.get_rings(shapely.get_parts(electrolyte.simplify(0.0)))
    ]
    points = np.concatenate(rings)
    starts = np.cumsum([0] + [len(ring) for ring in rings[:-1]])
    following = np.arange(1, len(points) + 1)
    following[np.append(starts[1:], len(points)) - 1] = starts
    preceding = np.empty_like(following)
    preceding[following] = np.arange(len(points))
    middles = 0.5 * (points + points[following])
    x = middles[:, 0]
    on_counter = shapely.distance(shapely.points(middles), section.counter_electrode) < _ON_LINE
    at_end = (x < _ON_LINE) | (x > section.width - _ON_LINE)
    return _Edge(points, following, preceding, ~on_counter & ~at_end)


def _shortest(
    edge: _Edge,
    places: Integers,
    pieces: Integers,
    lines: NDArray[np.object_],
    tree: shapely.STRtree,
    electrolyte: BaseGeometry,
    reach: float,
) -> Gap | None:
    """Return the narrowest gap up to `reach` [µm]; one end of it is always a vertex."""
    sites = shapely.points(edge.points[places])
    vertex, line = tree.query(sites, predicate="dwithin", distance=reach)
    if not len(vertex):
        return None
    share = shapely.line_locate_point(lines[line], sites[vertex], normalized=True)
    one, piece = places[vertex], pieces[line]
    start, end = edge.points[piece], edge.points[edge.following[piece]]
    here, there = edge.points[one], start + share[:, None] * (end - start)
    across = there - here
    length = np.hypot(across[:, 0], across[:, 1])
    other = np.where(share <= 0.5, piece, edge.following[piece])
    at_vertex = (share <= 0.0) | (share >= 1.0)
    apart = (length > _ON_LINE) & (length <= reach)
    facing = apart & _retreats(edge, one, across) & (~at_vertex | _retreats(edge, other, -across))
    candidates = np.flatnonzero(facing)
    candidates = candidates[np.argsort(length[candidates], kind="stable")]
    # without the end points, which lie on the boundary only to round-off
    short = [here[candidates] + part * across[candidates] for part in (_NOT_YET, 1.0 - _NOT_YET)]
    open_ways = np.flatnonzero(
        shapely.covers(electrolyte, shapely.linestrings(np.stack(short, axis=1)))
    )
    if not len(open_ways):
        return None
    at = candidates[open_ways[0]]
    return Gap(float(length[at]), np.stack((here[at], there[at])))


def _retreats(edge: _Edge, vertex: Integers, across: Floats) -> NDArray[np.bool_]:
    """True where both segments at a vertex lead away from the other end of the gap."""
    at = edge.points[vertex]
    length = np.hypot(across[:, 0], across[:, 1])
    away = np.ones(len(vertex), dtype=bool)
    for neighbour in (edge.following[vertex], edge.preceding[vertex]):
        along = edge.points[neighbour] - at
        size = np.hypot(along[:, 0], along[:, 1])
        away &= np.einsum("nk,nk->n", along, across) <= _UPRIGHT * size * length
    return away
