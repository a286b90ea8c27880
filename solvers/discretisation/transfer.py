"""Transfer of the time levels to a new mesh, with exact integrals and conservation of the salt.

The new mesh takes part in the motion of the old one: each of its vertices moves with the point of
the old mesh that it lies on, so it has a position at every past level. A level enters the time
scheme by its contents b = ∫ c ψ, which are those of the old field to round-off,

    b = ∫ c̃ ψ + ∫ (c - c̃) ψ,

c̃ the interpolated field; the second integral is over the intersections of old and new cells. So b
is that of the L2 projection, and unlike interpolation does not smooth the field. Nodes outside the
old mesh, as on chords across a curved front, take the value at the nearest point of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import basix
import numpy as np
import shapely
from mpi4py import MPI

from platefront.geometry.arrays import Floats, Integers
from platefront.solvers.discretisation.time_scheme import Level
from platefront.solvers.discretisation.transport import Transport
from platefront.solvers.fenicsx import fem, la
from platefront.solvers.forms import unknowns
from platefront.solvers.forms.unknowns import CONCENTRATION
from platefront.solvers.mesh.overlay import overlay
from platefront.solvers.mesh.point_location import Location, boxes, locate


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


@dataclass(frozen=True, slots=True)
class Filled:
    """Electrolyte that joins that of the old mesh.

    Attributes:
        shape: a polygon of the section [µm].
        concentration: in it, in c0.
    """

    shape: shapely.Polygon
    concentration: float


@dataclass(frozen=True)
class _OldCells:
    """Cells of the old mesh on all processes, on a cylinder with images beside each other.

    Attributes:
        corners: (levels, m, 3, 2) positions at each level [µm].
        values: (levels, m, nodes of a cell, 2) nodal values.
    """

    corners: Floats
    values: Floats

    @classmethod
    def of(cls, old: Transport, levels: Sequence[Level]) -> _OldCells:
        """Collect the owned cells of all processes."""
        dofs = old.forms.space.dofmap.list[: old.domain.cell_count]
        corners = [old.domain.corners(level.coordinates) for level in levels]
        values = [unknowns.by_node(level.unknown)[dofs] for level in levels]
        parts = old.domain.comm.allgather((np.stack(corners), np.stack(values)))
        return cls(
            np.concatenate([part[0] for part in parts], axis=1),
            np.concatenate([part[1] for part in parts], axis=1),
        )

    def images(self, period: float, left: float, right: float) -> _OldCells:
        """Return the images, shifted by periods, that reach between two positions [µm]."""
        x = self.corners[0, ..., 0]
        first = int(np.floor((left - x.max()) / period))
        last = int(np.ceil((right - x.min()) / period))
        parts = []
        for turn in range(first, last + 1):
            here = x + turn * period
            seen = (here.max(axis=1) >= left - period) & (here.min(axis=1) <= right + period)
            shifted = self.corners[:, seen] + np.array([turn * period, 0.0])
            parts.append((shifted, self.values[:, seen]))
        return _OldCells(
            np.concatenate([part[0] for part in parts], axis=1),
            np.concatenate([part[1] for part in parts], axis=1),
        )

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Bounding boxes of the cells at the last level."""
        return shapely.STRtree(boxes(self.corners[0]))

    @cached_property
    def expansion(self) -> Floats:
        """(levels, m) area of each cell relative to that at the last level."""
        sides = self.corners[:, :, 1:] - self.corners[:, :, :1]
        areas = sides[..., 0, 0] * sides[..., 1, 1] - sides[..., 0, 1] * sides[..., 1, 0]
        return np.asarray(areas / areas[0])


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
    here, cells = domain.coordinates, _OldCells.of(old, levels)
    corners = domain.corners(here)
    if period is not None:
        x = domain.coordinates_of_nodes[:, 0]
        cells = cells.images(period, float(x.min(initial=0.0)), float(x.max(initial=period)))
    order = new.forms.compiled.arguments.order
    nodes = locate(new.forms.space.tabulate_dof_coordinates()[:, :2], cells.corners[0], cells.tree)
    vertices = _nodes_of_vertices(new)
    cell, weights = nodes.cell[vertices], nodes.weights[vertices]
    fields = _interpolated(cells, nodes, order)
    for part in filled:
        x, y = new.forms.space.tabulate_dof_coordinates().T[:2]
        x = x if period is None else x % period
        fields[:, shapely.intersects_xy(part.shape, x, y), 0] = part.concentration
    if held:
        fields[..., 0] = 1.0
    extra: Floats = np.zeros((len(levels), 2 * len(nodes.cell)))
    if not held:
        extra = _missing_contents(new, cells, fields, corners, order)
    made = []
    for number, level in enumerate(levels):
        shift = cells.corners[number][cell] - cells.corners[0][cell]
        place = here + np.einsum("nk,nkx->nx", weights, shift)
        domain.move_to(place)
        new.forms.unknown.x.array[:] = fields[number].ravel()
        made.append(new.level(level.time, level.exchange, extra[number]))
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


def _basis(order: int, weights: Floats) -> Floats:
    """Return the nodal basis (…, nodes of a cell) at barycentric coordinates (…, 3)."""
    if order == 1:
        return weights
    corners = np.ascontiguousarray(np.moveaxis(weights, -1, 0))
    basis: Floats = np.empty((6, *corners.shape[1:]))
    basis[:3] = corners * (2.0 * corners - 1.0)
    # DOLFINx counts the edges of a triangle by the opposite corner
    basis[3:] = 4.0 * corners[[1, 0, 0]] * corners[[2, 2, 1]]
    return np.ascontiguousarray(np.moveaxis(basis, 0, -1))


def _interpolated(cells: _OldCells, nodes: Location, order: int) -> Floats:
    """Return the old fields at nodes, (levels, n, 2)."""
    basis = _basis(order, nodes.weights)
    return np.asarray(np.einsum("nk,lnkv->lnv", basis, cells.values[:, nodes.cell]))


def _missing_contents(
    new: Transport, cells: _OldCells, fields: Floats, corners: Floats, order: int
) -> Floats:
    """Return ∫ (c - c̃) ψ at each level, (levels, owned entries, interleaved)."""
    dofs = new.forms.space.dofmap.list[: new.domain.cell_count]
    rule = basix.make_quadrature(basix.CellType.triangle, 2 * order)
    points, scale = np.asarray(rule[0]), np.asarray(rule[1])
    at = np.column_stack((1.0 - points.sum(axis=1), points))
    sides = corners[:, 1:] - corners[:, :1]
    # quadrature weights add up to one half, the area of the reference triangle
    areas = np.abs(sides[:, 0, 0] * sides[:, 1, 1] - sides[:, 0, 1] * sides[:, 1, 0])
    contents = np.zeros((len(fields), fields.shape[1]))
    values, spare = (np.stack(list(part[..., 0]), axis=-1) for part in (cells.values, fields))
    for pieces in overlay(corners, cells.corners[0], cells.tree):
        mine, theirs = (_basis(order, at @ inside) for inside in (pieces.in_new, pieces.in_old))
        here: Integers = dofs[pieces.new]
        off = theirs @ values[pieces.old] - mine @ spare[here]  # (pieces, points, levels)
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
    unknowns.of(CONCENTRATION, whole.x.array)[:] = parts
    whole.x.scatter_reverse(la.InsertMode.add)
    return np.array(whole.x.array[: unknowns.owned_size(new.forms.space)])
