"""Connected parts of a section: across periodic side walls, and to the counter electrode."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely.geometry.base import BaseGeometry

from platefront.geometry.plane.polygons import polygons_of

_SNAP = 1e-7
"""Distance within which shapes touch [µm]; far below any edge, far above round-off."""


def connected_round(
    parts: Sequence[shapely.Polygon], width: float
) -> list[tuple[shapely.Polygon, ...]]:
    """Group polygons of a section by connectivity, across its side walls too.

    Args:
        parts: disjoint polygons between the side walls [µm].
        width: of the section [µm].
    """
    walls = [
        shapely.intersection(
            np.array(parts, dtype=object), shapely.LineString([(x, -1e9), (x, 1e9)])
        )
        for x in (0.0, width)
    ]
    left, right = walls[0], shapely.transform(walls[1], lambda p: p - np.array([width, 0.0]))
    tree = shapely.STRtree(left)
    here, there = tree.query(right, predicate="intersects")
    open_ways = shapely.length(shapely.intersection(right[here], left[there])) > _SNAP
    links = coo_array(
        (np.ones(int(open_ways.sum())), (here[open_ways], there[open_ways])),
        shape=(len(parts), len(parts)),
    )
    _, label = connected_components(links, directed=False)
    return [
        tuple(parts[number] for number in map(int, np.flatnonzero(label == group)))
        for group in range(int(label.max(initial=-1)) + 1)
    ]


def connected_to_counter(
    shape: BaseGeometry, counter: BaseGeometry, period: float | None = None
) -> tuple[list[BaseGeometry], list[shapely.Polygon]]:
    """Split electrolyte into parts that reach the counter electrode and parts that are cut off.

    Args:
        shape: electrolyte [µm].
        counter: lines or regions of the counter electrode [µm].
        period: width of the section if its side walls are periodic [µm].

    Returns:
        Parts that reach it, polygons or multipolygons joined across side walls; other polygons.
    """
    reaching: list[BaseGeometry] = []
    cut_off: list[shapely.Polygon] = []
    parts = polygons_of(shape)
    groups = [(part,) for part in parts] if period is None else connected_round(parts, period)
    for group in groups:
        if shapely.distance(list(group), counter).min() < _SNAP:
            reaching.append(group[0] if len(group) == 1 else shapely.MultiPolygon(group))
        else:
            cut_off += group
    return reaching, cut_off
