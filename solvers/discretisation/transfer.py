"""Transfer of the fields to a new mesh with conservation of the salt."""

from __future__ import annotations

import numpy as np
from mpi4py import MPI
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats
from platefront.solvers.discretisation.transport import Transport
from platefront.solvers.fenicsx import SLOW_DISTANCES, fem
from platefront.solvers.mesh.point_location import containing_cells

_SHARES = (0.02, 1.0)
"""Successive search distances, as fractions of the reach: a wide search is slow for all nodes."""
_SHARES_ROUND = (1e-9, 0.02, 0.1, 0.3, 1.0)
"""The same for periodic walls, where a node outside the mesh may be inside a period away."""


def carry_over(
    old: Transport, new: Transport, total: float, reach: float, period: float | None = None
) -> float:
    """Interpolate (c, φ) to the new mesh, then restore the salt content exactly.

    Interpolation is accurate to the order of the elements and conserves the salt content only to
    this accuracy; a common factor restores it and is returned for the salt balance. With a given
    concentration (`held`) no content is restored.

    Args:
        old: fields on the moved mesh.
        new: fields on the new mesh, to be set.
        total: salt content of the new fields, in c0 L².
        reach: largest distance of a new vertex outside the old mesh [µm].
        period: period along x if the side walls are periodic [µm].

    Returns:
        The factor minus one.
    """
    shares = _SHARES if period is None else _SHARES_ROUND
    if SLOW_DISTANCES:
        _interpolate_inside(old, new)
    else:
        _interpolate(old, new, _covering_cells(new.forms.space), shares[0] * reach)
    here = new.domain.coordinates.copy()
    places = [here]
    if period is not None:  # the old mesh was cut open at another position
        farthest = 2 + int(np.ceil(_extent(old, new) / period))
        turns = sorted(range(-farthest, farthest + 1), key=abs)[1:]
        places += [here + np.array([k * period, 0.0]) for k in turns]
    for share in shares:
        done = share == shares[0] and not SLOW_DISTANCES
        for place in places[done:]:
            _interpolate_missed(old, new, place, share * reach)
    new.domain.move_to(here)
    _fill_missed(new.forms.unknown)
    unknown = new.forms.unknown
    if new.forms.compiled.electrolyte.held:
        unknown.x.array[::2] = 1.0
        return 0.0
    content = new.level(0.0, 0.0).total
    unknown.x.array[::2] *= total / content
    return total / content - 1.0


def _interpolate(old: Transport, new: Transport, cells: NDArray[np.int32], padding: float) -> None:
    """Interpolate to nodes of cells; nodes farther than `padding` from the old mesh get zero."""
    data = fem.create_interpolation_data(new.forms.space, old.forms.space, cells, padding=padding)
    new.forms.unknown.interpolate_nonmatching(old.forms.unknown, cells, data)
    new.forms.unknown.x.scatter_forward()


def _interpolate_inside(old: Transport, new: Transport) -> None:
    """Interpolate to the nodes within the old cells of this process; other nodes get zero."""
    places = new.forms.space.tabulate_dof_coordinates()
    cells = containing_cells(old.domain.mesh, places)
    inside = cells >= 0
    values = new.forms.unknown.x.array.reshape(-1, 2)
    values[:] = 0.0
    values[inside] = old.forms.unknown.eval(places[inside], cells[inside])
    new.forms.unknown.x.scatter_forward()


def _extent(old: Transport, new: Transport) -> float:
    """Return the larger width of two meshes [µm]."""
    extents = [
        new.domain.comm.allreduce(float(x.max(initial=-np.inf)), op=MPI.MAX)
        - new.domain.comm.allreduce(float(x.min(initial=np.inf)), op=MPI.MIN)
        for x in (old.domain.coordinates[:, 0], new.domain.coordinates[:, 0])
    ]
    return max(extents)


def _interpolate_missed(old: Transport, new: Transport, place: Floats, padding: float) -> None:
    """Interpolate missing values with the nodes of the new mesh at other places (dofs, 2) [µm]."""
    missed = _cells_missed(new)
    if not new.domain.comm.allreduce(len(missed)):
        return
    values = new.forms.unknown.x.array
    found = values.copy()
    new.domain.move_to(place)
    _interpolate(old, new, missed, padding)
    np.copyto(values, found, where=np.repeat(found[::2] > 0.0, 2))


def _cells_missed(new: Transport) -> NDArray[np.int32]:
    """Return the owned cells with a node that has no value yet."""
    own = new.domain.mesh.topology.index_map(2).size_local
    empty = new.forms.unknown.x.array[::2] <= 0.0
    missed = empty[new.forms.space.dofmap.list[:own]].any(axis=1)
    return np.flatnonzero(missed).astype(np.int32)


def _covering_cells(space: fem.FunctionSpace) -> NDArray[np.int32]:
    """Return owned cells that together contain all nodes, with few duplicates."""
    own = space.mesh.topology.index_map(2).size_local
    nodes = space.dofmap.list[:own]
    first = np.unique(nodes, return_index=True)[1]
    return np.unique(first // nodes.shape[1]).astype(np.int32)


def _fill_missed(unknown: fem.Function) -> None:
    """Set nodes without a value to the mean state."""
    c = unknown.x.array[::2]
    missed = c <= 0.0
    if missed.any():
        c[missed] = c[~missed].mean()
        unknown.x.array[1::2][missed] = unknown.x.array[1::2][~missed].mean()
