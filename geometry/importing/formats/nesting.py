"""Holes in line drawings, from nested outlines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely

from platefront.geometry.importing.drawing import DrawnShape


def with_holes(shapes: Sequence[DrawnShape]) -> list[DrawnShape]:
    """Turn outlines inside another outline of their layer (first name) into its holes.

    An outline inside a hole is solid again. Outlines that cross others are not holes.

    Args:
        shapes: shapes of one line each; open ones are returned unchanged.
    """
    members: dict[str, list[int]] = defaultdict(list)
    for index, shape in enumerate(shapes):
        (line,) = shape.lines
        if line.closed and len(line.points) > 2:
            members[shape.names[0]].append(index)
    holes: dict[int, list[int]] = defaultdict(list)
    gone: set[int] = set()
    for group in members.values():
        for hole, around in _holes([shapely.Polygon(shapes[i].lines[0].points) for i in group]):
            holes[group[around]].append(group[hole])
            gone.add(group[hole])
    return [
        replace(shape, lines=(*shape.lines, *(shapes[hole].lines[0] for hole in holes[index])))
        for index, shape in enumerate(shapes)
        if index not in gone
    ]


def _holes(rings: list[shapely.Polygon]) -> list[tuple[int, int]]:
    """Return (hole, enclosing outline) for the rings at odd nesting depth."""
    sound = [ring if ring.is_valid else None for ring in rings]
    inner, outer = shapely.STRtree(sound).query(sound, predicate="within")
    proper = inner != outer
    inner, outer = inner[proper], outer[proper]
    depth = np.bincount(inner, minlength=len(rings))
    found = []
    for hole in np.flatnonzero(depth % 2 == 1):
        around = outer[inner == hole]
        found.append((int(hole), int(around[np.argmax(depth[around])])))
    return found
