"""Weak forms of transport with kinetics, on a moving mesh.

Unknowns, test functions and integrals are dimensionless (see `scales`): c = c/c0, φ = φF/RT,
lengths in L = 1 µm, times in L²/D. N is the flux of the species that c denotes and J that of
charge, both given by the electrolyte model (`model.py`); u is the amount of the species consumed
at a surface per charge. With the mesh velocity w and test functions ψ that move with the mesh:

amount   d/dt ∫ ε c ψ + ∫ [-f N + ε c w - c v]·∇ψ + Σ_s ∫_s u i_n ψ + ∫_outlet c v·n ψ = 0
charge   ∫ -f J·∇ψ + Σ_s ∫_s i_n ψ = 0,   i_n > 0 plating.

ε and f are porosity and conduction of the region (`model.electrolyte.region`), one in free
electrolyte; where regions meet vertices do not move. Walls of pores that react, of area a per
volume (`model.electrolyte.porous_host`), are one more surface with ∫_s → ∫ a; metal in the pores
changes ε, and as at a front the anions stay in the electrolyte that is left. A matrix of
conductivity σ has the potential φ_s = E + w, with the test functions v

matrix   ∫ σ ∇w·∇v - ∫ a i_n v = 0,   w = 0 where it touches the electrode.

The natural condition of the first equation is (N - c w)·n = u i_n. For a salt c denotes the anions
and u = 0: the front displaces the anions without loss, so their inventory telescopes exactly; the
cations follow from electroneutrality. For a single ion u = 1/z. A given velocity v convects the
electrolyte, without net charge; at the outlet the diffusive and migrative fluxes vanish.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ufl
from mpi4py import MPI

from platefront.solvers.fenicsx import compile_form
from platefront.solvers.forms.compiled_forms import (
    BorderedForms,
    CompiledForms,
    ElectronicForms,
    MarkedLaws,
    PrimaryForms,
    matrix_name,
)
from platefront.solvers.forms.form_arguments import NO_FIELDS, TAKEN, FormArguments, FrontFields
from platefront.solvers.forms.unknowns import MATRIX, POTENTIAL
from platefront.solvers.forms.voltage_forms import voltage_forms, weight_names
from platefront.solvers.mesh.domain import COUNTER_MARK, OUTLET_MARK, UFL_MESH
from platefront.solvers.model.electrolyte.model import BulkState, Electrolyte
from platefront.solvers.model.electrolyte.region import Media
from platefront.solvers.model.flow import Channel
from platefront.solvers.model.scales import Scales


def compile_forms(
    comm: MPI.Intracomm,
    electrolyte: Electrolyte,
    laws: MarkedLaws,
    order: int,
    *,
    given_current: bool = False,
    front: FrontFields = NO_FIELDS,
    flow: Channel | None = None,
    media: Media | None = None,
) -> CompiledForms:
    """Build and compile all forms of a problem.

    Args:
        comm: communicator that shares the just-in-time cache.
        electrolyte: transport model.
        laws: facet marks, and marks of porous hosts, with their rate laws; includes a lithium
            counter electrode.
        order: polynomial order of c and φ.
        given_current: True if the electrode potential is an unknown.
        front: fields along the front that there are.
        flow: given velocity of the electrolyte; None if it is at rest.
        media: porosity and conduction of its regions, and marks of the porous hosts among them;
            None for free electrolyte everywhere.
    """
    hosts, conductors = ((), ()) if media is None else (media.hosts, media.conductivities)
    drops = tuple((mark, law.held_drop) for mark, law in laws)
    reversible = tuple((mark, drop) for mark, drop in drops if drop is not None)
    kinetic = tuple((mark, law) for mark, law in laws if law.held_drop is None)
    scales = Scales.of(electrolyte)
    names = ["rate", "electrode", TAKEN, *electrolyte.constants()]
    names += ["uptake"] if electrolyte.uptake else []
    names += ["current"] if given_current else []
    names += flow.constants(scales) if flow is not None else []
    names += [f"{mark}:{name}" for mark, law in kinetic for name in law.constants(scales)]
    follows = bool(kinetic) and not reversible
    follows = follows and all(law.onset is not None for _, law in kinetic if law.reacts)
    if follows:
        marks = [mark for mark, _ in kinetic]
        names += weight_names(marks, capillarity=front.shift, resisting=tuple(conductors))
    names += [matrix_name(mark) for mark in conductors]
    s = FormArguments.of(
        order,
        names,
        front=front,
        layered=media is not None,
        hosts=tuple(hosts),
        resisting=tuple(conductors),
    )
    k, amounts, charges = s.constants, s.test_amount, s.test_charge

    c, phi = s.concentration, s.potential
    fluxes = s.fluxes(electrolyte, BulkState(c, ufl.grad(c), ufl.grad(phi)))
    moved = ufl.inner(fluxes.amount + s.content * s.velocity, ufl.grad(amounts))
    amount = k["rate"] * s.content * amounts * s.dx + moved * s.dx
    outflow = None
    if flow is not None:
        convection, leaving = _convection(s, flow)
        amount += convection
        outflow = compile_form(comm, leaving)
    density = {mark: s.current_density(mark, law, scales) for mark, law in kinetic}
    taken = charges + k["uptake"] * amounts if electrolyte.uptake else charges
    kinetics = sum(
        (s.integral(mark, i * s.taken(mark, taken)) for mark, i in density.items()),
        start=ufl.ZeroBaseForm((s.test,)) if not kinetic else 0,
    )
    residual = amount + ufl.inner(fluxes.charge, ufl.grad(charges)) * s.dx + kinetics
    for mark in conductors:
        residual += _conduction(s, mark)
    currents = {mark: i * s.hat * s.ds(mark) for mark, i in density.items() if mark not in hosts}
    in_pores = sum(s.integral(mark, density[mark] * s.cell) for mark in hosts)
    drawn = -ufl.inner(fluxes.charge, ufl.grad(s.hat)) * s.dx - sum(currents.values())
    drawn -= sum(s.integral(mark, density[mark] * s.hat) for mark in hosts)
    return CompiledForms(
        laws=kinetic,
        reversible=reversible,
        arguments=s,
        residual=compile_form(comm, residual),
        jacobian=compile_form(comm, ufl.derivative(residual, s.unknown, s.trial)),
        inventory=compile_form(comm, s.content * amounts * s.dx),
        currents={mark: compile_form(comm, form) for mark, form in currents.items()},
        conductances=_conductances(comm, s, density) if front.shift else {},
        bordered=_bordered_forms(comm, s, density, taken) if given_current else None,
        primary=_primary(comm, s, drawn, [mark for mark, _ in reversible]) if reversible else None,
        outflow=outflow,
        voltage=voltage_forms(comm, s, electrolyte, density, dict(kinetic), scales)
        if follows
        else None,
        electrolyte=electrolyte,
        flow=flow,
        scales=scales,
        media=media,
        contents=compile_form(comm, s.content * s.cell * s.dx) if media is not None else None,
        pores=compile_form(comm, in_pores) if hosts else None,
        electronic=_electronic(comm, s, currents, kinetics) if front.rise else None,
    )


def _conduction(s: FormArguments, mark: int) -> Any:
    """Return ∫ σ ∇w·∇v of the matrix of a porous host, which its current a i_n enters."""
    slope = ufl.grad(s.matrix(mark))
    return s.constants[matrix_name(mark)] * ufl.inner(slope, ufl.grad(s.test[MATRIX])) * s.dv(mark)


def _convection(s: FormArguments, flow: Channel) -> tuple[Any, Any]:
    """Return convection in the balance of c, and the outflow through the outlet."""
    carried = s.concentration * flow.velocity(ufl.SpatialCoordinate(UFL_MESH), s.constants)
    leaving = ufl.inner(carried, ufl.FacetNormal(UFL_MESH))
    exact = ufl.dx(domain=UFL_MESH, metadata={"quadrature_degree": 2 * s.order + 1})
    inside = ufl.inner(carried, ufl.grad(s.test_amount)) * exact
    return leaving * s.test_amount * s.ds(OUTLET_MARK) - inside, leaving * s.ds(OUTLET_MARK)


def _bordered_forms(
    comm: MPI.Intracomm, s: FormArguments, density: Mapping[int, Any], taken: Any
) -> BorderedForms:
    """Return the forms for a given total current of all surfaces of the electrode.

    Args:
        comm: communicator that shares the just-in-time cache.
        s: arguments of the forms.
        density: current density of each marked surface.
        taken: test function of what the currents take from both balances.
    """
    electrode = [mark for mark in density if mark != COUNTER_MARK]
    total = sum(s.integral(mark, density[mark]) for mark in electrode)
    # Rate laws depend on the potentials only through φ_s - φ: ∂i/∂φ_s = -∂i/∂φ.
    response = {mark: -_by_potential(density[mark], s.unknown) for mark in electrode}
    return BorderedForms(
        column=compile_form(
            comm, sum(s.integral(m, response[m] * s.taken(m, taken)) for m in electrode)
        ),
        row=compile_form(comm, ufl.derivative(total, s.unknown, s.test)),
        corner=compile_form(comm, sum(s.integral(m, response[m]) for m in electrode)),
        current=compile_form(comm, total),
    )


def _conductances(
    comm: MPI.Intracomm, s: FormArguments, density: Mapping[int, Any]
) -> dict[int, Any]:
    """Return ∫ ∂i/∂φ ψ of each surface of the front, ψ the hat function of a vertex."""
    return {
        mark: compile_form(comm, _by_potential(current, s.unknown) * s.hat * s.ds(mark))
        for mark, current in density.items()
        if mark != COUNTER_MARK and mark not in s.hosts
    }


def _electronic(
    comm: MPI.Intracomm, s: FormArguments, currents: Mapping[int, Any], kinetics: Any
) -> ElectronicForms:
    """Return the derivatives with the potential of the solids.

    Args:
        comm: communicator that shares the just-in-time cache.
        s: arguments of the forms.
        currents: current of each vertex by mark.
        kinetics: part of the weak form by the rate laws.
    """
    drawn = sum(form for mark, form in currents.items() if mark != COUNTER_MARK)
    return ElectronicForms(
        column=compile_form(comm, ufl.derivative(kinetics, s.rise, s.vertex_trial)),
        by_fields=compile_form(comm, ufl.derivative(drawn, s.unknown, s.trial)),
        by_rise=compile_form(comm, ufl.derivative(drawn, s.rise, s.vertex_trial)),
    )


def _primary(comm: MPI.Intracomm, s: FormArguments, drawn: Any, marks: list[int]) -> PrimaryForms:
    lengths = {mark: compile_form(comm, s.hat * s.ds(mark)) for mark in marks}
    return PrimaryForms(compile_form(comm, drawn), lengths)


def _by_potential(density: Any, unknown: Any) -> Any:
    """Return ∂i/∂φ at a point, the Gateaux derivative in the direction of φ."""
    direction = [0.0] * unknown.ufl_shape[0]
    direction[POTENTIAL] = 1.0
    return ufl.derivative(density, unknown, ufl.as_vector(direction))
