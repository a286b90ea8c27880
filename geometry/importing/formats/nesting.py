"""Holes in line drawings, from nested outlines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely

from platefront.geometry.arrays import Integers
from platefront.geometry.importing.drawing import DrawnShape


def with_holes(shapes: Sequence[DrawnShape]) -> list[DrawnShape]:
    """Turn outlines inside another outline of their layer (first name) into its holes.

    An outline inside a hole is solid again. Outlines that cross others are not holes; one inside
    several that cross each other is a hole of each.

    Args:
        shapes: shapes of one line each; open ones are returned unchanged.
    """
    holes: dict[int, list[int]] = defaultdict(list)
    gone: set[int] = set()
    for group in _layers(shapes).values():
        depth, inner, outer = depths([_polygon(shapes[index]) for index in group])
        within = (depth[inner] % 2 == 1) & (depth[outer] == depth[inner] - 1)
        for hole, around in zip(inner[within].tolist(), outer[within].tolist(), strict=True):
            holes[group[around]].append(group[hole])
            gone.add(group[hole])
    return [
        replace(shape, lines=(*shape.lines, *(shapes[hole].lines[0] for hole in holes[index])))
        for index, shape in enumerate(shapes)
        if index not in gone
    ]


def depths(rings: Sequence[shapely.Polygon]) -> tuple[Integers, Integers, Integers]:
    """Return how deep each ring lies inside others.

    Args:
        rings: outlines as polygons without holes; invalid ones are inside none, and none in them.

    Returns:
        depth: 0 for a ring inside none, else one more than the deepest ring around it.
        inner: ring that lies inside
        outer: this one, for every such pair.
    """
    sound = np.array([ring if ring.is_valid and not ring.is_empty else None for ring in rings])
    depth = np.zeros(len(rings), dtype=np.intp)
    inner, outer = shapely.STRtree(sound).query(sound, predicate="within")
    proper = inner != outer
    inner, outer = inner[proper], outer[proper]
    while True:
        deeper = depth.copy()
        np.maximum.at(deeper, inner, depth[outer] + 1)
        if np.array_equal(deeper, depth):
            return depth, inner, outer
        depth = deeper


def _layers(shapes: Sequence[DrawnShape]) -> dict[str, list[int]]:
    """Return the closed outlines of each layer."""
    members: dict[str, list[int]] = defaultdict(list)
    for index, shape in enumerate(shapes):
        (line,) = shape.lines
        if line.closed and len(line.points) > 2:
            members[shape.names[0]].append(index)
    return members


def _polygon(shape: DrawnShape) -> shapely.Polygon:
    return shapely.Polygon(shape.lines[0].points)
