"""Transfer of the time levels to a new mesh, with exact integrals and conservation of the salt.

The new mesh takes part in the motion of the old one: each of its vertices moves with the point of
the old mesh that it lies on, so it has a position at every past level. A level enters the time
scheme by its contents b = ∫ c ψ, which are those of the old field to round-off,

    b = ∫ c̃ ψ + ∫ (c - c̃) ψ,

c̃ the interpolated field; the second integral is over the intersections of old and new cells. So b
is that of the L2 projection, and unlike interpolation does not smooth the field. The porosity that
metal in a porous host leaves is that of the level, on new cells its mean. Nodes outside the
old mesh, as on chords across a curved front, take the value at the nearest point of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import basix
import numpy as np
from mpi4py import MPI

from platefront.geometry.arrays import Floats, Integers
from platefront.solvers.discretisation.old_cells import Filled, OldCells, nodal_basis
from platefront.solvers.discretisation.time_scheme import Level
from platefront.solvers.discretisation.transport import Transport
from platefront.solvers.fenicsx import fem, la
from platefront.solvers.forms.unknowns import CONCENTRATION
from platefront.solvers.mesh.overlay import overlay
from platefront.solvers.mesh.point_location import locate


@dataclass(frozen=True, slots=True)
class CarriedLevels:
    """Time levels on a new mesh.

    Attributes:
        levels: the same instants, the last one first.
        correction: factor that restored the salt content of the last level, less one; all levels
            are multiplied by it.
        outside: number of nodes of the new mesh outside of the old one.
        farthest: largest distance of such a node [µm].
    """

    levels: list[Level]
    correction: float
    outside: int
    farthest: float


def carry_over(
    old: Transport,
    new: Transport,
    levels: Sequence[Level],
    total: float,
    period: float | None = None,
    filled: Sequence[Filled] = (),
) -> CarriedLevels:
    """Transfer past levels to a new mesh.

    Args:
        old: fields on the moved mesh.
        new: the new mesh in its place at the last level, whose interpolated fields it receives.
        levels: past levels, the last one first.
        total: salt content of the last level on the new mesh, in c0 L².
        period: period along x if the side walls are periodic [µm].
        filled: electrolyte of the new mesh that the old one did not have.
    """
    domain, held = new.domain, new.forms.compiled.electrolyte.held
    here, order = domain.coordinates, new.forms.compiled.arguments.order
    cells = OldCells.of(old, levels).with_filled(filled, order)
    corners = domain.corners(here)
    if period is not None:
        x = domain.coordinates_of_nodes[:, 0]
        cells = cells.images(period, float(x.min(initial=0.0)), float(x.max(initial=period)))
    nodes = locate(new.forms.space.tabulate_dof_coordinates()[:, :2], cells.corners[0], cells.tree)
    vertices = _nodes_of_vertices(new)
    cell, weights = nodes.cell[vertices], nodes.weights[vertices]
    fields = cells.at(nodes, order)
    if held:
        fields[..., 0] = 1.0
    extra: Floats = np.zeros((len(levels), fields[0].size))
    porosity = _porosity(new, cells, corners)
    if not held:
        extra = _missing_contents(new, cells, fields, corners, porosity)
    made: list[Level] = []
    for number, level in reversed([*enumerate(levels)]):  # the pores of the last one stay
        if porosity is not None:
            new.forms.set_porosity(porosity[number])
        shift = cells.corners[number][cell] - cells.corners[0][cell]
        place = here + np.einsum("nk,nkx->nx", weights, shift)
        domain.move_to(place)
        new.forms.unknown.x.array[:] = fields[number].ravel()
        made.insert(0, new.level(level.time, level.exchange, extra[number]))
    domain.move_to(here)
    new.forms.unknown.x.array[:] = fields[0].ravel()
    factor = 1.0 if held else total / made[0].total
    without_exchange = total - levels[0].exchange  # the same at all levels
    scaled = [
        replace(
            level,
            inventory=factor * level.inventory,
            total=factor * level.total,
            exchange=factor * level.total - without_exchange,
            electrode=past.electrode,
        )
        for level, past in zip(made, levels, strict=True)
    ]
    own = new.forms.space.dofmap.index_map.size_local
    outside = domain.comm.allreduce(int((~nodes.inside[:own]).sum()), op=MPI.SUM)
    farthest = domain.comm.allreduce(float(nodes.distance[:own].max(initial=0.0)), op=MPI.MAX)
    return CarriedLevels(scaled, factor - 1.0, outside, farthest)


def _nodes_of_vertices(new: Transport) -> Integers:
    """Return the node of the fields at each local vertex dof."""
    nodes = np.empty(len(new.domain.node_of_dof), dtype=np.int64)
    nodes[new.domain.vertex_space.dofmap.list] = new.forms.space.dofmap.list[:, :3]
    return nodes


def _porosity(new: Transport, cells: OldCells, corners: Floats) -> Floats | None:
    """Return the mean of ε over the owned cells at each level; None where no metal changes it.

    Cells of hosts, and those they are cut by, do not move.
    """
    media = new.forms.filled_porosity()
    if cells.porosity is None or media is None:
        return None
    means: Floats = np.zeros((len(cells.porosity), len(corners)))
    covered = np.zeros(len(corners))
    for pieces in overlay(corners, cells.corners[0], cells.tree):
        covered += np.bincount(pieces.new, pieces.share, minlength=len(corners))
        for level in range(len(means)):
            part = pieces.share * cells.porosity[level][pieces.old]
            means[level] += np.bincount(pieces.new, part, minlength=len(corners))
    means /= np.maximum(covered, np.finfo(np.float64).tiny)
    host = np.isin(new.forms.region[: len(corners)], list(new.forms.compiled.hosts.values()))
    return np.asarray(np.where(host, means, media[: len(corners)]), dtype=np.float64)


def _missing_contents(
    new: Transport, cells: OldCells, fields: Floats, corners: Floats, pores: Floats | None
) -> Floats:
    """Return ∫ (c - c̃) ψ at each level, (levels, owned entries, interleaved).

    Args:
        new: the new mesh.
        cells: the old one.
        fields: c̃ and φ̃ at each level.
        corners: of the cells of the new mesh [µm].
        pores: (levels, cells) ε of them where metal changes it; None elsewhere.
    """
    order = new.forms.compiled.arguments.order
    dofs = new.forms.space.dofmap.list[: new.domain.cell_count]
    rule = basix.make_quadrature(basix.CellType.triangle, 2 * order)
    points, scale = np.asarray(rule[0]), np.asarray(rule[1])
    at = np.column_stack((1.0 - points.sum(axis=1), points))
    sides = corners[:, 1:] - corners[:, :1]
    # quadrature weights add up to one half, the area of the reference triangle
    areas = np.abs(sides[:, 0, 0] * sides[:, 1, 1] - sides[:, 0, 1] * sides[:, 1, 0])
    if pores is None and (porosity := new.forms.porosity) is not None:
        areas *= porosity.x.array[porosity.function_space.dofmap.list[: len(areas), 0]]
    contents = np.zeros((len(fields), fields.shape[1]))
    values, spare = (np.stack(list(part[..., 0]), axis=-1) for part in (cells.values, fields))
    for pieces in overlay(corners, cells.corners[0], cells.tree):
        mine, theirs = (
            nodal_basis(order, at @ inside) for inside in (pieces.in_new, pieces.in_old)
        )
        here: Integers = dofs[pieces.new]
        had, has = theirs @ values[pieces.old], mine @ spare[here]  # (pieces, points, levels)
        if pores is not None and cells.porosity is not None:
            had *= cells.porosity.T[pieces.old, None, :]
            has *= pores.T[pieces.new, None, :]
        off = had - has
        off *= cells.expansion.T[pieces.old, None, :]
        off *= (areas[pieces.new] * pieces.share)[:, None, None] * scale[:, None]
        parts = np.swapaxes(mine, 1, 2) @ off
        for level in range(len(fields)):
            contents[level] += np.bincount(
                here.ravel(), parts[..., level].ravel(), minlength=fields.shape[1]
            )
    return np.stack([_summed(new, part) for part in contents])


def _summed(new: Transport, parts: Floats) -> Floats:
    """Add the contributions of all processes to the nodes; return the interleaved owned entries."""
    whole = fem.Function(new.forms.space)
    new.forms.unknowns.of(CONCENTRATION, whole.x.array)[:] = parts
    whole.x.scatter_reverse(la.InsertMode.add)
    return np.array(whole.x.array[: new.forms.unknowns.owned_size(new.forms.space)])
