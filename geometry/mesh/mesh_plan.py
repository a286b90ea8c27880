"""Input of the mesh generator: points, lines and surfaces of an opened cylinder in the plane.

A cut runs through the electrolyte from one vertex of the outline to another. Each bank becomes a
line with end points of its own, so that mesh vertices on one bank have twins on the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import shapely

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.errors import MeshingError
from platefront.geometry.front.outline import Outline
from platefront.geometry.mesh.cutting import Cut, best_cut
from platefront.geometry.mesh.interface_lines import divided_along
from platefront.geometry.mesh.plan import Plan
from platefront.geometry.section.interfaces import NO_LINES, InterfaceLines

_CLOSED = 1e-6
"""Largest gap by round-off between the ends of a ring [µm]."""
_TURNS = (-2, -1, 1, 2)
"""Shifts in periods of images that may be adjacent to the meshed region."""


def plan(outline: Outline, size: float, reach: float, lines: InterfaceLines = NO_LINES) -> Plan:
    """Return the input of the mesh generator for the electrolyte inside an outline.

    Args:
        outline: of the electrolyte.
        size: edge length of the front, the measure of distances from a cut [µm].
        reach: distance from a vertex within which it influences the mesh size [µm].
        lines: interfaces of the electrolyte, along which mesh edges lie [µm].

    Raises:
        MeshingError: a cylinder cannot be cut open.
    """
    count = len(outline)
    if outline.period is None:
        rings = tuple(np.split(np.arange(count), outline.starts[1:]))
        no_banks = np.empty((0, 2), dtype=np.int64)
        flat = Plan(outline.points, outline.following, np.arange(count), (rings,), no_banks)
        return divided_along(flat, outline, lines, size)
    if not any(outline.winding):  # what does not go round is open already
        none = np.empty(0, dtype=np.int64)
        open_already = _cut_open(outline, Cut(none, none, np.empty((0, 2))))
        return divided_along(open_already, outline, lines, size)
    flat = divided_along(_cut_open(outline, best_cut(outline, size)), outline, lines, size)
    return _with_images(flat, outline, reach)


def _with_images(flat: Plan, outline: Outline, reach: float) -> Plan:
    """The plan with images of the front within `reach` of the banks of the cut."""
    lines = flat.banks.ravel()
    banks = shapely.multilinestrings(
        np.stack((flat.points[lines], flat.points[flat.ends[lines]]), axis=1)
    )
    shapely.prepare(banks)
    front = np.flatnonzero(outline.front_points)
    period = np.array([outline.period or 0.0, 0.0])
    points, twins = [flat.points], [flat.twin]
    for turn in _TURNS:
        images = flat.points[front] + turn * period
        near = shapely.dwithin(banks, shapely.points(images), reach)
        points.append(images[near])
        twins.append(front[near])
    return replace(flat, points=np.concatenate(points), twin=np.concatenate(twins))


def _cut_open(outline: Outline, cut: Cut) -> Plan:
    """The cylinder in the plane."""
    count, cuts = len(outline), len(cut.low)
    up, down = count + np.arange(cuts), count + cuts + np.arange(cuts)
    twin = np.concatenate((np.arange(count), cut.low, cut.high))
    vector = np.concatenate((outline.edges, cut.vector, -cut.vector))
    leaves_by = np.arange(count)  # line that goes on from a vertex
    leaves_by[cut.low], leaves_by[cut.high] = up, down
    following = np.concatenate((leaves_by[outline.following], cut.high, cut.low))
    points = np.concatenate((outline.points, outline.points[cut.low], outline.points[cut.high]))
    outer: list[Integers] = []
    holes: list[Integers] = []
    for ring in _rings(following):
        steps = vector[ring]
        if np.abs(steps.sum(axis=0)).max() > _CLOSED:
            raise MeshingError("the electrolyte cannot be cut open: a ring goes round it still")
        points[ring] = points[ring[0]] + np.cumsum(steps, axis=0) - steps
        x, y = points[ring].T
        area = float(np.dot(x, np.roll(y, -1)) - np.dot(np.roll(x, -1), y))
        (outer if area > 0.0 else holes).append(ring)
    surfaces = _surfaces(points, outer, holes, outline.period or 0.0)
    return Plan(points, following, twin, surfaces, np.column_stack((up, down)))


def _rings(following: Integers) -> Iterator[Integers]:
    """Cycles of a permutation, each from its lowest index."""
    left = np.ones(len(following), dtype=bool)
    while left.any():
        ring = [int(np.argmax(left))]
        while (ahead := int(following[ring[-1]])) != ring[0]:
            ring.append(ahead)
        left[ring] = False
        yield np.array(ring)


def _surfaces(
    points: Floats, outer: list[Integers], holes: list[Integers], period: float
) -> tuple[tuple[Integers, ...], ...]:
    """Outer rings with their holes, shifted by periods to the vicinity of the section."""
    for ring in outer:
        low, high = points[ring, 0].min(), points[ring, 0].max()
        points[ring, 0] -= np.floor(0.5 * (low + high) / period) * period
    shapes = [shapely.Polygon(points[ring]) for ring in outer]
    rings: list[list[Integers]] = [[ring] for ring in outer]
    for shape in shapes:
        shapely.prepare(shape)
    for hole in holes:
        first = points[hole[0]]
        turns = (points[:, 0] - first[0]) / period
        for shift in period * np.arange(np.floor(turns.min()), np.ceil(turns.max()) + 1.0):
            inside = [shapely.contains_xy(shape, first[0] + shift, first[1]) for shape in shapes]
            if any(inside):
                rings[inside.index(True)].append(hole)
                points[hole, 0] += shift
                break
        else:
            raise MeshingError("the electrolyte cannot be cut open: a hole lies nowhere in it")
    return tuple(tuple(each) for each in rings)


def check_closed(triangles: Integers, twins: Integers) -> None:
    """Refuse a triangulation that is too narrow to be closed.

    Args:
        triangles: (m, 3) corners.
        twins: (n,) vertex that each vertex coincides with on the cylinder.

    Raises:
        MeshingError: two edges, or two corners of a triangle, would coincide.
    """
    closed = np.sort(twins[triangles], axis=1)
    corners = np.concatenate((closed[:, :2], closed[:, 1:], closed[:, ::2]))
    _, count = np.unique(corners, axis=0, return_counts=True)
    if (corners[:, 0] == corners[:, 1]).any() or count.max(initial=0) > 2:
        raise MeshingError(
            "the mesh is too coarse for periodic side walls: lower mesh.largest_size"
        )
