"""Concentration and potential at the vertices of a mesh, and the smallest concentration."""

from __future__ import annotations

import numpy as np
from mpi4py import MPI

from platefront.geometry.arrays import Floats
from platefront.solvers.discretisation.transport import Transport
from platefront.solvers.parallel import OnRoot


def vertex_values(transport: Transport) -> OnRoot[tuple[Floats, Floats]]:
    """Return concentration [mol/m³] and potential [V] in vertex order."""
    domain, forms, scales = transport.domain, transport.forms, transport.scales
    block_of_dof = np.empty(len(domain.vertex_of_dof), dtype=np.int64)
    block_of_dof[domain.vertex_space.dofmap.list] = forms.space.dofmap.list[:, :3]
    pairs = forms.unknown.x.array.reshape(-1, 2)[block_of_dof]
    units = np.array([scales.concentration, scales.potential])
    return domain.gather(pairs * units).map(lambda values: (values[:, 0], values[:, 1]))


def smallest_concentration(transport: Transport) -> float:
    """Return the smallest nodal concentration [mol/m³]."""
    local = float(transport.forms.unknown.x.array[::2].min(initial=np.inf))
    smallest = transport.domain.comm.allreduce(local, op=MPI.MIN)
    return float(smallest) * transport.scales.concentration
