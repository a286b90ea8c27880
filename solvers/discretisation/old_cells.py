"""Cells of an old mesh with their past fields, from which those of a new mesh are taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from platefront.geometry.arrays import Floats
from platefront.solvers.discretisation.time_scheme import Level
from platefront.solvers.discretisation.transport import Transport
from platefront.solvers.forms.unknowns import CONCENTRATION
from platefront.solvers.mesh.point_location import Location, boxes, locate

_FLAT = 1e-12
"""Area of a triangle below which it holds nothing [µm²]."""


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
class OldCells:
    """Cells of the old mesh on all processes, on a cylinder with images beside each other.

    Attributes:
        corners: (levels, m, 3, 2) positions at each level [µm].
        values: (levels, m, nodes of a cell, unknowns) nodal values.
        porosity: (levels, m) ε; None where no metal changes it.
    """

    corners: Floats
    values: Floats
    porosity: Floats | None = None

    @classmethod
    def of(cls, old: Transport, levels: Sequence[Level]) -> OldCells:
        """Collect the owned cells of all processes."""
        dofs = old.forms.space.dofmap.list[: old.domain.cell_count]
        corners = [old.domain.corners(level.coordinates) for level in levels]
        values = [old.forms.unknowns.by_node(level.unknown)[dofs] for level in levels]
        own = slice(old.domain.cell_count)
        pores = [level.porosity[own] for level in levels if level.porosity is not None]
        parts = old.domain.comm.allgather(
            (np.stack(corners), np.stack(values), np.stack(pores) if pores else None)
        )
        return cls(
            np.concatenate([part[0] for part in parts], axis=1),
            np.concatenate([part[1] for part in parts], axis=1),
            np.concatenate([part[2] for part in parts], axis=1) if pores else None,
        )

    def images(self, period: float, left: float, right: float) -> OldCells:
        """Return the images, shifted by periods, that reach between two positions [µm]."""
        x = self.corners[0, ..., 0]
        first = int(np.floor((left - x.max()) / period))
        last = int(np.ceil((right - x.min()) / period))
        parts = []
        for turn in range(first, last + 1):
            here = x + turn * period
            seen = (here.max(axis=1) >= left - period) & (here.min(axis=1) <= right + period)
            shifted = self.corners[:, seen] + np.array([turn * period, 0.0])
            here_pores = None if self.porosity is None else self.porosity[:, seen]
            parts.append((shifted, self.values[:, seen], here_pores))
        pores = [part[2] for part in parts if part[2] is not None]
        return OldCells(
            np.concatenate([part[0] for part in parts], axis=1),
            np.concatenate([part[1] for part in parts], axis=1),
            np.concatenate(pores, axis=1) if pores else None,
        )

    def with_filled(self, filled: Sequence[Filled], order: int) -> OldCells:
        """Return these and the cells of electrolyte that joins them, at rest and of constant c.

        Its potential is that of the nearest point, as first guess.

        Args:
            filled: the electrolyte.
            order: of the fields.
        """
        cells = self
        for part in filled:
            corners = _triangles(part.shape)
            places = [corners]
            if order == 2:  # DOLFINx counts the edges of a triangle by the opposite corner
                places.append(0.5 * (corners[:, [1, 0, 0]] + corners[:, [2, 2, 1]]))
            nodes = np.concatenate(places, axis=1)
            found = locate(nodes.reshape(-1, 2), self.corners[0], self.tree)
            values = self.at(found, order).reshape(
                len(self.values), len(corners), -1, self.values.shape[-1]
            )
            values[..., CONCENTRATION] = part.concentration
            free = np.ones(values.shape[:2])
            cells = OldCells(
                np.concatenate((cells.corners, np.repeat(corners[None], len(values), 0)), axis=1),
                np.concatenate((cells.values, values), axis=1),
                None if cells.porosity is None else np.concatenate((cells.porosity, free), axis=1),
            )
        return cells

    def at(self, nodes: Location, order: int) -> Floats:
        """Return the fields at nodes, (levels, n, unknowns)."""
        basis = nodal_basis(order, nodes.weights)
        return np.asarray(np.einsum("nk,lnkv->lnv", basis, self.values[:, nodes.cell]))

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


def _triangles(shape: shapely.Polygon) -> Floats:
    """Return triangles that fill a polygon, (m, 3, 2) [µm]."""
    parts = shapely.get_parts(shapely.constrained_delaunay_triangles(shape))
    parts = parts[shapely.area(parts) > _FLAT]
    corners: Floats = shapely.get_coordinates(parts).reshape(-1, 4, 2)[:, :3]
    return corners


def nodal_basis(order: int, weights: Floats) -> Floats:
    """Return the nodal basis (…, nodes of a cell) at barycentric coordinates (…, 3)."""
    if order == 1:
        return weights
    corners = np.ascontiguousarray(np.moveaxis(weights, -1, 0))
    basis: Floats = np.empty((6, *corners.shape[1:]))
    basis[:3] = corners * (2.0 * corners - 1.0)
    # DOLFINx counts the edges of a triangle by the opposite corner
    basis[3:] = 4.0 * corners[[1, 0, 0]] * corners[[2, 2, 1]]
    return np.ascontiguousarray(np.moveaxis(basis, 0, -1))
