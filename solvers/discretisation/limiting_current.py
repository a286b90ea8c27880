"""Limiting current of a section: the steady current that diffusion sustains with c = 0."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import ufl
from mpi4py import MPI

from platefront.geometry.arrays import Floats
from platefront.solvers.discretisation.transport import Transport
from platefront.solvers.fenicsx import create_form, fem, la, linear_solution
from platefront.solvers.forms.unknowns import CONCENTRATION
from platefront.solvers.mesh.domain import COUNTER_MARK, INLET_MARK, OUTLET_MARK, Domain
from platefront.solvers.model.electrolyte.sustained import (
    sustained_by_reservoir,
    sustained_by_salt,
)

_DIRECT = {"ksp_type": "preonly", "pc_type": "lu", "pc_factor_mat_solver_type": "mumps"}


def limiting_current(
    transport: Transport, sinks: Sequence[int], *, reservoir: bool
) -> float | None:
    """Return the largest steady current into electrodes in the present section [A/m].

    Solves ∇·(f ∇u - v u) = 0 with u = 0 on them for the share u of ∫ K dc, which is exact without a
    flow (`model.electrolyte.sustained`). The concentration is c0 at a reservoir or an inlet.
    Otherwise salt is conserved: what dissolves at the other electrode raises the concentration
    there, evenly, until the present amount of salt is distributed between both.

    Args:
        transport: fields on the present mesh.
        sinks: marks of the electrodes that ions flow into, surfaces or porous hosts.
        reservoir: True if c = c0 at the counter electrode.

    Returns:
        The limiting current; None if nothing limits it.
    """
    electrolyte, flow = transport.forms.compiled.electrolyte, transport.forms.compiled.flow
    if electrolyte.current_per_gradient is None or (reservoir and COUNTER_MARK in sinks):
        return None
    domain, space = transport.domain, transport.domain.vertex_space
    hosts = transport.forms.compiled.hosts
    electrodes = {mark for mark, _ in transport.forms.compiled.laws} | {COUNTER_MARK}
    sources = [COUNTER_MARK] if reservoir else sorted(electrodes - set(sinks))
    if flow is not None:
        sources = [INLET_MARK] + [COUNTER_MARK] * reservoir

    def on(marks: Sequence[int]) -> fem.Function:
        """One at the nodes of these electrodes, zero elsewhere."""
        function = fem.Function(space)
        for mark in marks:
            if mark in hosts:
                function.x.array[space.dofmap.list[transport.forms.open_pores(mark)]] = 1.0
                function.x.scatter_reverse(la.InsertMode.add)  # a cell may be of another process
                np.minimum(function.x.array, 1.0, out=function.x.array)
                continue
            function.x.array[fem.locate_dofs_topological(space, 1, domain.facets.find(mark))] = 1.0
        function.x.scatter_forward()
        return function

    empty, full = on(sinks), on(sources)
    layered = transport.forms.conduction is not None
    factor = transport.forms.conduction if layered else 1.0
    full.x.array[empty.x.array > 0.0] = 0.0
    trial, test = ufl.TrialFunction(space), ufl.TestFunction(space)

    def balance(c: fem.Function, weight: fem.Function) -> fem.Form:
        flux = factor * ufl.inner(ufl.grad(c), ufl.grad(weight)) * ufl.dx
        if flow is None:
            return flux
        constants = {
            name: fem.Constant(domain.mesh, value)
            for name, value in flow.constants(transport.scales).items()
        }
        velocity = flow.velocity(ufl.SpatialCoordinate(domain.mesh), constants)
        leaving = ufl.inner(velocity, ufl.FacetNormal(domain.mesh)) * c * weight
        outlet = ufl.Measure("ds", domain=domain.mesh, subdomain_data=domain.facets)(OUTLET_MARK)
        return flux - c * ufl.inner(velocity, ufl.grad(weight)) * ufl.dx + leaving * outlet

    held = np.flatnonzero((empty.x.array > 0.0) | (full.x.array > 0.0)).astype(np.int32)
    nothing = fem.Constant(domain.mesh, 0.0) * test * ufl.dx
    conditions = [fem.dirichletbc(full, held)]
    c = linear_solution(domain.mesh, balance(trial, test), nothing, conditions, _DIRECT)

    def total(form: ufl.Form) -> float:
        own = fem.assemble_scalar(create_form(domain.mesh, form))
        return float(domain.comm.allreduce(own, op=MPI.SUM))

    received = -total(balance(c, empty))
    if reservoir or flow is not None:
        return received * sustained_by_reservoir(electrolyte)
    shares, areas = _shares_of_cells(domain, c, transport.forms.porosity)
    porosity = transport.forms.porosity if layered else 1.0
    salt = total(porosity * transport.forms.unknown[CONCENTRATION] * ufl.dx)
    mean = electrolyte.concentration * salt / float(areas.sum())
    return received * sustained_by_salt(electrolyte, mean, shares, areas)


def _shares_of_cells(
    domain: Domain, field: fem.Function, porosity: fem.Function | None
) -> tuple[Floats, Floats]:
    """Return the mean of a field of vertices in each cell of all processes, and the pores [µm²]."""
    own = np.asarray(field.function_space.dofmap.list[: domain.cell_count])
    corners = domain.corners(domain.coordinates)
    side, other = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    areas = 0.5 * np.abs(side[:, 0] * other[:, 1] - side[:, 1] * other[:, 0])
    if porosity is not None:
        areas *= porosity.x.array[porosity.function_space.dofmap.list[: domain.cell_count, 0]]
    parts = domain.comm.allgather((field.x.array[own].mean(axis=1), areas))
    shares, sizes = (np.concatenate(part) for part in zip(*parts, strict=True))
    return shares, sizes
