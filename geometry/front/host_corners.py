"""Front vertices above the corners of the host, where the deposit between them is thin.

A front that is stripped to the host comes to rest on it. Between two of its vertices it is
straight, so that without a vertex above each corner of the host its edges would cut into a convex
one, and leave metal in a concave one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.front.collapsing import compensable, without_vertices
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.substrate import Substrate
from platefront.geometry.lengths import UM
from platefront.geometry.plane.cylinder import images

_SMALL = 1e-3
"""Distance of a corner from its neighbours' chord below which it is none, in edge sizes."""
_ON_HOST = 1e-6
"""Distance within which the front lies on the host, in edge sizes."""
_CROWDED = 0.2
"""Distance of two vertices below which the older one is removed, in edge sizes."""
_SHORTEST = 0.04
"""Distance of two vertices that is never undercut, in edge sizes."""
_BESIDE = 0.02
"""Distance of a vertex from the point above a corner that is too large, in edge sizes."""
_ROUNDS = 6
"""Largest number of rounds in which crowded vertices are removed."""


def above_corners(outline: Outline, host: BaseGeometry, reach: float, size: float) -> Outline:
    """Return the front with vertices at the points nearest to corners of the host.

    The new vertices lie on the edges; the area of every ring stays the same to round-off.

    Args:
        outline: the front.
        host: collector, on a cylinder without images [µm].
        reach: largest distance of a corner from the front [µm].
        size: target edge length of the front [µm].
    """
    edge, share, *_ = _nearest(outline, host, reach, size)
    if not len(edge):
        return outline
    refined, new = _inserted(outline, edge, share)
    refined = _with_depth(refined, new, host)
    below = Substrate(host if outline.period is None else images(host, outline.period))
    for _ in range(_ROUNDS):
        drop = _crowded(refined, new, size)
        drop = drop[compensable(refined, drop, below)]
        if not len(drop):
            break
        refined, new = without_vertices(refined, drop, below), np.delete(new, drop)
    return refined


def missed_corners(
    outline: Outline, host: BaseGeometry, reach: float, size: float
) -> tuple[Floats, Floats]:
    """Return (k, 2) corners of the host without a vertex of the front above them, (k,) distances.

    Args:
        outline: the front.
        host: as in `above_corners`.
        reach: largest distance of a corner from the front [µm].
        size: target edge length of the front [µm].
    """
    nearest = _nearest(outline, host, reach, size)
    beside = np.minimum(nearest.share, 1.0 - nearest.share) * outline.lengths[nearest.edge]
    missed = beside > _BESIDE * size
    return nearest.corner[missed], nearest.distance[missed]


class _Nearest(NamedTuple):
    """Points of the front nearest to corners of the host, in the order of its edges.

    Attributes:
        edge: (k,) edge of the front.
        share: (k,) position along it.
        corner: (k, 2) corner [µm].
        distance: (k,) between both [µm].
    """

    edge: Integers
    share: Floats
    corner: Floats
    distance: Floats


def _nearest(outline: Outline, host: BaseGeometry, reach: float, size: float) -> _Nearest:
    """Find the points of the front nearest to corners of the host that have room for a vertex."""
    corners = shapely.points(np.unique(_corners(host, _SMALL * size), axis=0))
    lines, owner = outline.seen_segments()
    grows = outline.grows[owner]
    lines, owner = lines[grows], owner[grows]
    if not len(corners) or not len(lines):
        return _Nearest(np.empty(0, dtype=np.int64), np.empty(0), np.empty((0, 2)), np.empty(0))
    (corner, line), distance = shapely.STRtree(lines).query_nearest(
        corners, max_distance=reach, return_distance=True, all_matches=False
    )
    apart = distance > _ON_HOST * size
    corner, line, distance = corner[apart], line[apart], distance[apart]
    share = shapely.line_locate_point(lines[line], corners[corner], normalized=True)
    edge = owner[line]
    margin = _ON_HOST * size / np.maximum(outline.lengths[edge], 1e-300)
    inner = (share > margin) & (share < 1.0 - margin)
    inner[inner] = _beside_no_end(outline, edge[inner], share[inner], _CROWDED * size)
    order = np.lexsort((share[inner], edge[inner]))
    kept = np.flatnonzero(inner)[order]
    # a host that crosses the seam of a cylinder has the same corner on both of its sides
    again = np.diff(edge[kept], prepend=-1) == 0
    again &= np.diff(share[kept], prepend=-1.0) < margin[kept]
    kept = kept[~again]
    places = shapely.get_coordinates(corners[corner[kept]])
    return _Nearest(edge[kept], share[kept], places, distance[kept])


def _beside_no_end(
    outline: Outline, edge: Integers, share: Floats, limit: float
) -> NDArray[np.bool_]:
    """Positions on edges that are not crowded by an end of the surface, which must stay."""
    ends = ~_inner(outline)
    length = outline.lengths[edge]
    at_start = ends[edge] & (share * length < limit)
    at_end = ends[outline.following[edge]] & ((1.0 - share) * length < limit)
    return np.asarray(~(at_start | at_end))


def _inner(outline: Outline) -> NDArray[np.bool_]:
    """(n,) True for vertices within a surface of the front."""
    before = outline.preceding
    same = outline.tag == outline.tag[before]
    return np.asarray(outline.grows & outline.grows[before] & same)


def _corners(host: BaseGeometry, tolerance: float) -> Floats:
    """(k, 2) corners of polygons that stand out from the chord of their neighbours."""
    return shapely.get_coordinates(shapely.simplify(host, tolerance))


def _inserted(outline: Outline, edge: Integers, share: Floats) -> tuple[Outline, NDArray[np.bool_]]:
    """Insert vertices on edges; return the front and the mask of its new vertices."""
    ahead = outline.following[edge]
    at = edge + 1

    def between(values: Floats) -> Floats:
        mean = (1.0 - share) * values[edge] + share * values[ahead]
        return np.insert(values, at, mean)

    refined = replace(
        outline,
        points=np.insert(
            outline.points, at, outline.points[edge] + share[:, None] * outline.edges[edge], axis=0
        ),
        starts=outline.starts + np.searchsorted(edge, outline.starts, side="left"),
        tag=np.insert(outline.tag, at, outline.tag[edge]),
        thickness_m=between(outline.thickness_m),
        bare=np.insert(outline.bare, at, np.maximum(outline.bare[edge], outline.bare[ahead])),
    )
    new = np.zeros(len(refined), dtype=bool)
    new[at + np.arange(len(at))] = True
    return refined, new


def _with_depth(outline: Outline, new: NDArray[np.bool_], host: BaseGeometry) -> Outline:
    """Return the front with new vertices at least as thickly coated as they stand above the host.

    Beside vertices whose lithium is gone there is lithium below the edge between them.
    """
    shape = host if outline.period is None else images(host, outline.period)
    depth = shapely.distance(shape, shapely.points(outline.places[new]))
    thickness = outline.thickness_m.copy()
    thickness[new] = np.maximum(thickness[new], UM * depth)
    return replace(outline, thickness_m=thickness)


def _crowded(outline: Outline, new: NDArray[np.bool_], size: float) -> Integers:
    """Vertices to be removed, no two adjacent: older ones beside new ones, and those of slivers."""
    before, after = outline.preceding, outline.following
    lengths = outline.lengths
    old = ~new & _inner(outline)
    beside = (new[before] & (lengths[before] < _CROWDED * size)) | (
        new[after] & (lengths < _CROWDED * size)
    )
    sliver = _inner(outline) & (np.minimum(lengths, lengths[before]) < _SHORTEST * size)
    spare = (old & beside) | sliver
    rank = np.where(spare, np.minimum(lengths, lengths[before]) + size * new, np.inf)
    order = np.lexsort((np.arange(len(rank)), rank))
    place = np.empty(len(rank), dtype=np.int64)
    place[order] = np.arange(len(rank))
    first = spare & (place < place[before]) & (place < place[after])
    return np.flatnonzero(first)
