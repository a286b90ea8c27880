"""Current density vectors at vertices, consistent with the currents of the rate laws.

The gradients of the potentials are averaged to the vertices. Near a boundary such a mean is
inaccurate, at sharp edges of the front by tens of percent. There the normal component is replaced:
the sum over a surface of i·n times length (trapezoidal rule) is the current of its rate law, and
zero on inert walls.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.front.tags import BANK, COUNTER, FAR_BANK
from platefront.geometry.mesh.triangulation import TriangleMesh
from platefront.solvers.model.electrolyte.model import BulkState, Electrolyte
from platefront.solvers.model.scales import Scales

_CORNER = 0.5
"""Sine of the angle between two surfaces from which on the currents of both are met at their common
vertex; of the two on a smooth line only the sum, because one vector cannot jump."""


def current_density(
    points: Floats,
    mesh: TriangleMesh,
    concentration: Floats,
    potential: Floats,
    electrolyte: Electrolyte,
    conduction: Floats | None = None,
) -> Floats:
    """Return the (n, 2) ionic current density of the model, averaged to vertices [A/m²].

    Args:
        points: (n, 2) present positions of the vertices [µm].
        mesh: their triangles.
        concentration: (n,) [mol/m³].
        potential: (n,) [V].
        electrolyte: transport model.
        conduction: (m,) factor f of the region of each triangle; None for free electrolyte.
    """
    triangles, twins = mesh.triangles, mesh.vertex_of
    p, q, r = (points[triangles[:, k]] for k in range(3))
    double = (q - p)[:, 0] * (r - p)[:, 1] - (q - p)[:, 1] * (r - p)[:, 0]
    hats = [
        np.column_stack((a[:, 1] - b[:, 1], b[:, 0] - a[:, 0])) / double[:, None]
        for a, b in ((q, r), (r, p), (p, q))
    ]

    def gradient(values: Floats) -> Floats:
        parts = [values[triangles[:, k], None] * hats[k] for k in range(3)]
        return np.asarray(sum(parts))

    scales = Scales.of(electrolyte)
    c = np.asarray(concentration / scales.concentration)
    phi = np.asarray(potential / scales.potential)
    bulk = BulkState(c[triangles].mean(axis=1)[:, None], gradient(c), gradient(phi))
    charge = electrolyte.fluxes(bulk, electrolyte.constants()).charge
    current = -scales.current_density * charge
    if conduction is not None:
        current = conduction[:, None] * current
    corners, count = twins[triangles].ravel(), len(points)
    weight = np.bincount(corners, np.repeat(double, 3), minlength=count)
    columns = [
        np.bincount(corners, np.repeat(double * part, 3), minlength=count) for part in current.T
    ]
    mean: Floats = np.column_stack(columns) / np.maximum(weight, 1e-300)[:, None]
    return mean[twins]


def with_boundary_currents(
    current: Floats,
    points: Floats,
    mesh: TriangleMesh,
    surfaces: Mapping[int, Floats],
    in_pores: float = 0.0,
) -> Floats:
    """Return current densities with the normal components of the rate laws on the boundary.

    The total through the counter electrode is that of all surfaces and of pores, with the
    distribution of the given vectors.

    Args:
        current: (n, 2) at the vertices [A/m²].
        points: (n, 2) present positions of the vertices [µm].
        mesh: their triangles and boundary.
        surfaces: tag → (n,) plating current of each vertex of that surface [A/m² µm].
        in_pores: plating current in the pores of hosts [A/m² µm].
    """
    vertex = mesh.vertex_of
    outer = ~np.isin(mesh.tags, (BANK, FAR_BANK))
    edges, tags = mesh.edges[outer], mesh.tags[outer]
    along = points[edges[:, 1]] - points[edges[:, 0]]
    normal = 0.5 * np.column_stack((along[:, 1], -along[:, 0]))  # out of the electrolyte, by vertex
    # parts of the boundary at a vertex: one for each tag of the edges that meet there
    keys = np.column_stack((np.tile(tags, 2), vertex[edges].T.ravel()))
    parts, part = np.unique(keys, axis=0, return_inverse=True)
    part = part.ravel()
    sums = [np.bincount(part, np.tile(column, 2), minlength=len(parts)) for column in normal.T]
    outward: Floats = np.column_stack(sums).astype(np.float64)
    tag, at = parts.T
    wanted = np.zeros(len(parts))
    for surface, drawn in surfaces.items():
        here = tag == surface
        wanted[here] = drawn[at[here]]
    counter, size = tag == COUNTER, np.hypot(*outward.T)
    through = (current[at] * outward).sum(axis=1)
    missing = -sum(float(drawn.sum()) for drawn in surfaces.values()) - through[counter].sum()
    missing -= in_pores
    wanted[counter] = through[counter] + missing * size[counter] / size[counter].sum()
    totals = {int(t): float(wanted[tag == t].sum()) for t in np.unique(tag)}
    first, second = _pairs(at)
    met = _met(current[at], outward, wanted, first, second)
    # what a smooth junction of two surfaces takes from one for the other goes to all its vertices
    passed = (met * outward).sum(axis=1)
    alone = np.ones(len(parts), dtype=np.bool_)
    alone[first] = alone[second] = False
    for surface, total in totals.items():
        own = alone & (tag == surface)
        share = np.abs(wanted[own])
        share = share if share.sum() > 0.0 else size[own]
        if share.sum() > 0.0:
            lost = total - float(passed[tag == surface].sum())
            wanted[own] += lost * share / share.sum()
    result = current.copy()
    result[at] = _met(current[at], outward, wanted, first, second)
    return result[vertex]


def _pairs(at: Integers) -> tuple[Integers, Integers]:
    """Return the indices of parts that meet in a vertex."""
    order = np.argsort(at, kind="stable")
    same = np.flatnonzero(at[order[1:]] == at[order[:-1]])
    return order[same], order[same + 1]


def _met(
    current: Floats, outward: Floats, wanted: Floats, first: Integers, second: Integers
) -> Floats:
    """Return the closest vectors with the wanted currents through parts of the boundary.

    Args:
        current: (p, 2) vector at each part.
        outward: (p, 2) its normal times length [µm].
        wanted: (p,) its current [A/m² µm].
        first: one of two parts that meet in a vertex.
        second: the other one, which gets the same vector.
    """
    lack = wanted - (current * outward).sum(axis=1)
    square = np.maximum((outward * outward).sum(axis=1), 1e-300)
    change = (lack / square)[:, None] * outward
    a, b = outward[first], outward[second]
    cross = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    corner = np.abs(cross) > _CORNER * np.sqrt(square[first] * square[second])
    turned = np.column_stack((-a[:, 1], a[:, 0])), np.column_stack((b[:, 1], -b[:, 0]))
    with np.errstate(divide="ignore", invalid="ignore"):
        both = (lack[first, None] * turned[1] + lack[second, None] * turned[0]) / cross[:, None]
    sum_of = a + b
    length = np.maximum((sum_of * sum_of).sum(axis=1), 1e-300)
    joint = ((lack[first] + lack[second]) / length)[:, None] * sum_of
    chosen = np.where(corner[:, None], both, joint)
    change[first] = change[second] = chosen
    return np.asarray(current + change)
