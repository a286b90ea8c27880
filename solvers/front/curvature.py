"""Curvature of the front, a polyline, and the operator of its diffusion along it.

The curvature is that of linear elements with lumped masses: with the unit tangents t of the edges,
their lengths l, and the turn between two edges at a vertex,

    κ_j = -|t_j - t_(j-1)| / l̄_j = -2 sin(turn/2) / l̄_j,   l̄_j = (l_j + l_(j-1))/2.

The electrolyte lies on the left, so metal that bulges into it turns to the right: κ > 0. On circles
and on curves with smoothly graded edges it is of second order in the edge length. No corner has
more than 2/l̄: it is as round as the mesh resolves.

At the planes of the box, side walls and inert parts of bottom and top, the front goes on as its
mirror image, at periodic walls across them. Where it ends, at inert surfaces, it has no curvature:
there is no force at the line of contact.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.tags import BOTTOM, SYMMETRY, TOP


def curvature(outline: Outline) -> Floats:
    """Return the (n,) curvature of growing front, > 0 where metal bulges [1/µm]; 0 elsewhere."""
    before, grows = outline.preceding, outline.grows
    lengths = np.where(outline.lengths > 0.0, outline.lengths, 1.0)
    tangent = outline.edges / lengths[:, None]
    arriving, leaving = tangent[before], tangent
    length_before, length_after = lengths[before], lengths
    mirror = _mirrors(outline.tag)
    begins = grows & mirror[before].any(axis=1)
    ends = grows[before] & mirror.any(axis=1)
    arriving = np.where(begins[:, None], leaving * mirror[before], arriving)
    leaving = np.where(ends[:, None], arriving * mirror, leaving)
    length_before = np.where(begins, length_after, length_before)
    length_after = np.where(ends, length_before, length_after)
    cross = arriving[:, 0] * leaving[:, 1] - arriving[:, 1] * leaving[:, 0]
    turn = np.arctan2(cross, np.einsum("ij,ij->i", arriving, leaving))
    curved = -2.0 * np.sin(0.5 * turn) / (0.5 * (length_before + length_after))
    inside = (grows & grows[before]) | begins | ends
    return np.where(inside, curved, 0.0)


def least_of_neighbours(outline: Outline, values: Floats) -> Floats:
    """Return the (n,) least value at each vertex and at its neighbours on growing front."""
    before, grows = outline.preceding, outline.grows
    last = np.where(grows[before], values[before], values)
    following = np.where(grows, values[outline.following], values)
    return np.asarray(np.minimum(values, np.minimum(last, following)))


def stiffness(outline: Outline) -> sp.csr_matrix:
    """Return the (n, n) stiffness of growing front, ∫ ∂_s ψ_i ∂_s ψ_j [1/µm].

    Displacing vertices by δ along their normals changes the curvature by K δ/l̄, but for κ² δ.
    """
    edge = np.flatnonzero(outline.grows & (outline.lengths > 0.0))
    other, each = outline.following[edge], 1.0 / outline.lengths[edge]
    rows = np.concatenate((edge, other, edge, other))
    columns = np.concatenate((edge, other, other, edge))
    values = np.concatenate((each, each, -each, -each))
    return sp.csr_matrix((values, (rows, columns)), shape=(len(outline), len(outline)))


def shortest_edges(outline: Outline) -> Floats:
    """Return the (n,) length of the shorter growing edge at each vertex [µm]; infinite without."""
    own = np.where(outline.grows, outline.lengths, np.inf)
    return np.minimum(own, own[outline.preceding])


def _mirrors(tag: Integers) -> Floats:
    """Return the (n, 2) factors of a tangent that goes on behind a plane, by its edge; or 0.

    The mirror image is passed through backwards, so that the part normal to the plane stays.
    """
    walls, floors = tag == SYMMETRY, np.isin(tag, (BOTTOM, TOP))
    sign = walls.astype(np.float64) - floors
    return np.column_stack((sign, -sign))
