"""Cut that opens a cylinder of electrolyte: a vertical line with its ends at vertices.

The mesh contains the cut, which should meet the front at a large angle and keep a distance from it
elsewhere. The best one of several positions is chosen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.errors import MeshingError
from platefront.geometry.front.outline import Outline

_PLACES = 24
"""Number of positions that are tried."""
_INSIDE = 1e-3
"""Fraction of a cut at either end that counts as touching the front."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Cut through all electrolyte from bottom to top, in pieces.

    Attributes:
        low, high: (c,) vertices of the outline at the ends of each piece.
        vector: (c, 2) from the one to the other [µm].
    """

    low: Integers
    high: Integers
    vector: Floats


def best_cut(outline: Outline, size: float) -> Cut:
    """Return the cut that is best for the triangles beside it.

    Raises:
        MeshingError: no cut is possible.
    """
    assert outline.period is not None, "there is nothing to cut open"
    best, most = None, 0.0
    tree = shapely.STRtree(outline.seen_segments()[0])
    for place in range(_PLACES):
        cut = _cut_at(outline, outline.period * place / _PLACES)
        room = 0.0 if cut is None else _room(outline, cut, tree, size)
        if room > most + 1e-9:
            best, most = cut, room
    if best is None:
        raise MeshingError(
            "the electrolyte between the periodic side walls cannot be cut open anywhere to be "
            "meshed: it is too narrow for the mesh"
        )
    return best


def _cut_at(outline: Outline, x: float) -> Cut | None:
    """Pieces of a vertical line through the electrolyte, with their ends at near vertices."""
    assert outline.period is not None, "on a cylinder"
    start = outline.points[:, 0] - x
    end = start + outline.edges[:, 0]
    # which image of the line lies between the ends of an edge
    image = np.ceil(np.minimum(start, end) / outline.period) * outline.period
    crosses = np.flatnonzero((image < np.maximum(start, end)) & (start != end))
    share = (image - start)[crosses] / (end - start)[crosses]
    at = outline.points[crosses] + share[:, None] * outline.edges[crosses]
    later = share > 0.5
    vertex = np.where(later, outline.following[crosses], crosses)
    place = outline.points[crosses] + np.where(later[:, None], outline.edges[crosses], 0.0)
    place[:, 0] -= image[crosses] + x
    order = np.argsort(at[:, 1], kind="stable")
    to_right = (end > start)[crosses][order]
    # electrolyte lies above an edge to the right and below one to the left
    if len(order) % 2 or not to_right[::2].all() or to_right[1::2].any():
        return None
    low, high = order[::2], order[1::2]
    if len(np.unique(vertex)) < len(vertex):
        return None
    return Cut(vertex[low], vertex[high], place[high] - place[low])


def _room(outline: Outline, cut: Cut, tree: shapely.STRtree, size: float) -> float:
    """Quality of a cut, from 0 (crossing the front) to 1 (right angles, far from the front)."""
    length = np.hypot(*cut.vector.T)
    foot = outline.places[cut.low]
    inner = [foot + part * cut.vector for part in (_INSIDE, 1.0 - _INSIDE)]
    lines = shapely.linestrings(np.stack(inner, axis=1))
    if len(tree.query(lines, predicate="intersects")[0]):
        return 0.0
    ways = [(cut.low, cut.vector), (cut.high, -cut.vector)]
    angle = min(
        float(_sine(along, way).min())
        for vertex, way in ways
        for along in (outline.edges[vertex], -outline.edges[outline.preceding[vertex]])
    )
    clear = min(1.0, float(length.min()) / size, _clearance(cut, foot, length, tree, size))
    return min(angle, clear)


def _sine(one: Floats, other: Floats) -> Floats:
    """(c,) sine of the angle between vectors; 1 if it is obtuse."""
    cross = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    dot = np.einsum("ij,ij->i", one, other)
    sine = np.abs(cross) / (np.hypot(*one.T) * np.hypot(*other.T))
    return np.where(dot > 0.0, sine, 1.0)


def _clearance(cut: Cut, foot: Floats, length: Floats, tree: shapely.STRtree, size: float) -> float:
    """Distance of the inner part of a cut from the front, in edge sizes, at most 1."""
    ends = np.minimum(size / length, 0.5)[:, None]
    middle = shapely.linestrings(
        np.stack((foot + ends * cut.vector, foot + (1.0 - ends) * cut.vector), axis=1)
    )
    near = tree.query(middle, predicate="dwithin", distance=size)
    if not len(near[0]):
        return 1.0
    return float(shapely.distance(middle[near[0]], tree.geometries[near[1]]).min()) / size
