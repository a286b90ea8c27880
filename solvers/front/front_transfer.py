"""Transfer of quantities along the front to its new vertices."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats
from platefront.geometry.front.motion import vertex_displacements
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.tags import COUNTER
from platefront.solvers.front.vertex_currents import VertexCurrents

_LARGEST_RATIO = 2.0
"""Largest ratio of two lengths of front that belong to a vertex, beyond which neither counts."""


def carried_along(
    currents: VertexCurrents, old: Outline, new: Outline, pores: Floats | None = None
) -> VertexCurrents:
    """Return currents of the same density on a new outline.

    The density, per length of the surface, is interpolated at the nearest point of the same surface
    of the old outline. Where a surface is new it is zero.

    Args:
        currents: of the vertices of the old outline [A/m].
        old: outline that they belong to.
        new: outline in the same place, with other vertices.
        pores: currents in pores on the new mesh, if there are any.
    """
    surfaces = [
        _carried(part, old, new, old.tag == index, new.tag == index)
        for index, part in enumerate(currents.surfaces)
    ]
    counter = _carried(currents.counter, old, new, old.tag == COUNTER, new.tag == COUNTER)
    return VertexCurrents(surfaces, counter, pores=pores)


def carried_values(values: Floats, old: Outline, new: Outline) -> Floats:
    """Return (n,) values of the vertices of the growing front on a new outline in its place.

    Args:
        values: (m,) of the vertices of the old outline.
        old: outline that they belong to.
        new: outline in the same place, with other vertices.
    """
    return carried_density(values, old, new, old.grows, new.grows)


def carried_density(
    values: Floats, old: Outline, new: Outline, was: NDArray[np.bool_], is_now: NDArray[np.bool_]
) -> Floats:
    """Return (n,) values per length of the vertices of some edges on a new outline in their place.

    Args:
        values: (m,) of the vertices of the old outline.
        old: outline that they belong to.
        new: outline in the same place, with other vertices.
        was: (m,) True for these edges of the old outline.
        is_now: (n,) the same of the new one, elsewhere than whose vertices the values are zero.
    """
    length = _half_lengths(new, is_now)
    carried = _carried(values * _half_lengths(old, was), old, new, was, is_now)
    return np.divide(carried, length, out=np.zeros(len(new)), where=length > 0.0)


def before_growth(
    currents: VertexCurrents, outline: Outline, shift: Floats, swept: Floats
) -> VertexCurrents:
    """Return earlier currents, as of vertices that have come to their places by growth alone.

    A new vertex has moved with the old front, between old vertices, and now moves along its own
    normal. Its current, for the length of front that belongs to it, therefore grows otherwise.

    Args:
        currents: of the earlier front [A/m].
        outline: the front now.
        shift: (n, 2) displacement of each vertex to its place on the earlier front [µm].
        swept: (n,) area swept by each vertex since [µm²].
    """
    was = replace(outline, points=outline.points + shift).growing_length
    back = vertex_displacements(outline, -swept, traced_back=True)
    grown = replace(outline, points=outline.points + back).growing_length
    ratio = np.divide(grown, was, out=np.ones(len(outline)), where=was > 0.0)
    ratio = np.clip(ratio, 1.0 / _LARGEST_RATIO, _LARGEST_RATIO)
    grown_currents = [ratio * part for part in currents.surfaces]
    return VertexCurrents(grown_currents, currents.counter, pores=currents.pores)


def _carried(
    part: Floats, old: Outline, new: Outline, was: NDArray[np.bool_], is_now: NDArray[np.bool_]
) -> Floats:
    before, now = _half_lengths(old, was), _half_lengths(new, is_now)
    carried: Floats = np.zeros(len(new))
    at = np.flatnonzero(now > 0.0)
    if not was.any() or not len(at) or not part.any():
        return carried
    density = np.divide(part, before, out=np.zeros(len(old)), where=before > 0.0)
    lines, edge = old.seen_segments()
    seen = was[edge]
    lines, edge = lines[seen], edge[seen]
    points = shapely.points(new.places[at])
    nearest = shapely.STRtree(lines).query_nearest(points, all_matches=False)[1]
    share = shapely.line_locate_point(lines[nearest], points, normalized=True)
    start = edge[nearest]
    end = old.following[start]
    carried[at] = now[at] * ((1.0 - share) * density[start] + share * density[end])
    return carried


def _half_lengths(outline: Outline, edges: NDArray[np.bool_]) -> Floats:
    """Return half the length of some edges that meet at each vertex (n,) [µm]."""
    lengths = np.where(edges, outline.lengths, 0.0)
    return np.asarray(0.5 * (lengths + lengths[outline.preceding]))
