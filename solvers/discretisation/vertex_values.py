"""Concentration and potential at the vertices of a mesh, and extreme concentrations."""

from __future__ import annotations

import numpy as np
from mpi4py import MPI

from platefront.geometry.arrays import Floats
from platefront.solvers.discretisation.transport import Transport
from platefront.solvers.forms.unknowns import CONCENTRATION, MATRIX
from platefront.solvers.parallel import OnRoot, on_root


def vertex_values(transport: Transport) -> OnRoot[tuple[Floats, Floats]]:
    """Return concentration [mol/m³] and potential [V] in vertex order."""
    domain, forms, scales = transport.domain, transport.forms, transport.scales
    block_of_dof = np.empty(len(domain.vertex_of_dof), dtype=np.int64)
    block_of_dof[domain.vertex_space.dofmap.list] = forms.space.dofmap.list[:, :3]
    pairs = forms.unknowns.by_node(forms.unknown.x.array)[block_of_dof, :2]
    units = np.array([scales.concentration, scales.potential])
    return domain.gather(pairs * units).map(lambda values: (values[:, 0], values[:, 1]))


def matrix_potential(transport: Transport) -> OnRoot[Floats | None]:
    """Return the potential of the matrix of porous hosts [V] in vertex order.

    Elsewhere it is that of the electrode. None without a resistance of a matrix.
    """
    domain, forms, scales = transport.domain, transport.forms, transport.scales
    if MATRIX not in forms.unknowns.potentials:
        return on_root(domain.comm, lambda: None)
    at_dof = np.empty(len(domain.vertex_of_dof))
    nodal = forms.unknowns.of(MATRIX, forms.unknown.x.array)
    at_dof[domain.vertex_space.dofmap.list] = nodal[forms.space.dofmap.list[:, :3]]
    gathered = domain.gather(scales.potential * (transport.electrode + at_dof))
    return gathered.map(lambda values: values)


def extreme_concentrations(transport: Transport) -> tuple[float, float]:
    """Return the smallest and the largest nodal concentration [mol/m³]."""
    c = transport.forms.unknowns.of(CONCENTRATION, transport.forms.unknown.x.array)
    comm = transport.domain.comm
    unit = transport.scales.concentration
    smallest = float(comm.allreduce(float(c.min(initial=np.inf)), op=MPI.MIN))
    largest = float(comm.allreduce(float(c.max(initial=-np.inf)), op=MPI.MAX))
    return smallest * unit, largest * unit
