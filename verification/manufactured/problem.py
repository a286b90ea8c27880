"""Manufactured problem: model, fields, motion and order, with its load and error forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import ufl
from mpi4py import MPI

from platefront.solvers.fenicsx import compile_form
from platefront.solvers.forms.compiled_forms import CompiledForms, MarkedLaws
from platefront.solvers.forms.form_arguments import FrontFields, field_element
from platefront.solvers.forms.unknowns import MATRIX, Unknowns
from platefront.solvers.forms.weak_forms import compile_forms
from platefront.solvers.mesh.domain import CELL_ELEMENT, UFL_MESH, VECTOR_ELEMENT
from platefront.solvers.model.flow import Channel
from verification.manufactured.box import HEIGHT
from verification.manufactured.exact_fields import ExactFields
from verification.manufactured.hosts.box_host import HOST_MARK, BoxHost
from verification.manufactured.layer import RegionOfBox
from verification.manufactured.motion import Rise
from verification.manufactured.rate_laws import Surfaces, current_densities, rate_laws
from verification.manufactured.solids.box_solids import BoxSolids
from verification.manufactured.strong_forms import MICROMETRE, F, R, StrongForm


@dataclass(frozen=True, slots=True)
class ManufacturedProblem:
    """Problem with an exact solution, and the order of its elements.

    Attributes:
        model: strong form of the transport model.
        fields: exact solution.
        order: polynomial order of c and φ.
        motion: motion of the nodes; None for a fixed domain.
        surfaces: surfaces at bottom and top.
        curved: True if the sources are those of the smooth curve of the bottom instead of the
            polygon of the mesh; requires motion without sliding.
        layer: porous layer or host; None for free electrolyte.
        solids: solids below the box that resist; None for perfect conductors.
    """

    model: StrongForm
    fields: ExactFields
    order: int
    motion: Rise | None = None
    surfaces: Surfaces = Surfaces.RESERVOIR
    curved: bool = False
    layer: RegionOfBox | None = None
    solids: BoxSolids | None = None

    @property
    def levels(self) -> tuple[float, ...]:
        """Heights along which mesh edges lie [µm]."""
        return () if self.layer is None else self.layer.levels

    @property
    def host(self) -> BoxHost | None:
        """Layer whose walls react; None without such."""
        return self.layer if isinstance(self.layer, BoxHost) else None

    @property
    def unknowns(self) -> Unknowns:
        """c, φ and, with a matrix that resists, its potential."""
        resists = self.host is not None and self.host.rise is not None
        return Unknowns(3 if resists else 2)


@dataclass(frozen=True)
class ProblemForms:
    """Forms of a manufactured problem, compiled without a mesh.

    Attributes:
        program: forms of the program.
        load: sources added to the residual.
        squares: ∫ e² and ∫ |∇e|² of the errors of c/c0, φF/RT and wF/RT, lengths in µm.
        solution: coefficient for the fields in `squares`.
        velocity: coefficient for the surface's exact velocity [µm/s] in `load`.
        time: constant [s] in all of these.
        metal: sources of the metal in pores, by cell [µm²/s]; None without such.
    """

    program: CompiledForms
    load: Any
    squares: Mapping[str, Any]
    solution: Any
    velocity: Any
    time: Any
    metal: Any | None


@cache
def compiled(problem: ManufacturedProblem) -> ProblemForms:
    """Derive the sources and compile all forms."""
    comm = MPI.COMM_WORLD
    flow = problem.model.flow
    program = compile_forms(
        comm,
        problem.model.electrolyte,
        _laws(problem),
        problem.order,
        flow=None if flow is None else Channel(flow, HEIGHT),
        media=None if problem.layer is None else problem.layer.media,
        front=FrontFields(rise=problem.solids is not None),
    )
    time = ufl.Constant(UFL_MESH)
    velocity = ufl.Coefficient(ufl.FunctionSpace(UFL_MESH, VECTOR_ELEMENT))
    space = ufl.FunctionSpace(UFL_MESH, field_element(problem.order, problem.unknowns))
    solution = ufl.Coefficient(space)
    load = _load(problem, program, ufl.TestFunction(space), time, velocity)
    squares = _squares(problem, solution, time)
    return ProblemForms(
        program,
        compile_form(comm, load),
        {name: compile_form(comm, form) for name, form in squares.items()},
        solution,
        velocity,
        time,
        None if problem.host is None else compile_form(comm, _metal(problem, problem.host, time)),
    )


def _laws(problem: ManufacturedProblem) -> MarkedLaws:
    """Return the rate laws of surfaces and host."""
    laws = rate_laws(problem.surfaces)
    return laws if problem.host is None else (*laws, (HOST_MARK, problem.host.walls))


def _exact(problem: ManufacturedProblem, now: Any) -> tuple[Any, Any]:
    """Return c [mol/m³] and φ [V] at a time (UFL)."""
    salt = problem.model.electrolyte
    x, y = ufl.SpatialCoordinate(UFL_MESH)
    c = salt.concentration * problem.fields.concentration(x, y, now, ufl)
    return c, R * salt.temperature / F * problem.fields.potential(x, y, now, ufl)


def _metal(problem: ManufacturedProblem, host: BoxHost, time: Any) -> Any:
    """Return the form of the sources of the metal in pores, by cell."""
    now = ufl.variable(time)
    source = host.of_metal(problem.model, *_exact(problem, now), now)
    dx, _ = _measures(problem.order)
    return host.inside(source) * ufl.TestFunction(ufl.FunctionSpace(UFL_MESH, CELL_ELEMENT)) * dx


def _load(
    problem: ManufacturedProblem, program: CompiledForms, test: Any, time: Any, velocity: Any
) -> Any:
    """Return the form of sources and surface fluxes in the scaling of the program's residual.

    Its rows are divided by D c0/L² (amount) and F D c0/L² (charge), lengths by L = 1 µm; sources
    in the domain are subtracted from the residual, outward surface fluxes are added.
    """
    salt = problem.model.electrolyte
    c0, now = salt.concentration, ufl.variable(time)
    c, phi = _exact(problem, now)
    dx, ds = _measures(problem.order)
    amount = program.scales.diffusivity * c0 / MICROMETRE**2
    layer, model = problem.layer, problem.model
    if layer is None:
        made = model.sources(c, phi, ufl.diff(c, now))
    else:
        made = layer.sources(model, c, phi, now)
    load = -(made.amount / amount * test[0] + made.charge / (F * amount) * test[1]) * dx
    if MATRIX in problem.unknowns.potentials and problem.host is not None:
        made_of_matrix = problem.host.of_matrix(model, c, phi, now)
        load -= problem.host.inside(made_of_matrix / (F * amount)) * test[MATRIX] * dx
    normal = ufl.FacetNormal(UFL_MESH)
    if problem.curved and problem.motion is not None:
        x = ufl.SpatialCoordinate(UFL_MESH)[0]
        normal, velocity = problem.motion.normal(x, time), problem.motion.velocity(x, time)
    amount = program.scales.diffusivity * c0 / MICROMETRE
    rise: Any = 0.0
    if problem.solids is not None:
        rise = problem.solids.front(R * salt.temperature / F, now).potential
    currents = current_densities(c / c0, phi, salt.temperature, problem.surfaces, rise)
    for mark, current in currents.items():
        moved = MICROMETRE * velocity
        if layer is None:
            out = model.surplus(c, phi, normal, moved, current)
        else:
            out = layer.surplus(model, c, phi, now, normal, moved, current)
        load += (out.amount / amount * test[0] + out.charge / (F * amount) * test[1]) * ds(mark)
    return load


def _squares(problem: ManufacturedProblem, solution: Any, time: Any) -> dict[str, Any]:
    x, y = ufl.SpatialCoordinate(UFL_MESH)
    dx, _ = _measures(problem.order)
    exact: dict[str, Callable[..., Any]] = {
        "c": problem.fields.concentration,
        "phi": problem.fields.potential,
    }
    squares = {}
    for component, (name, field) in enumerate(exact.items()):
        error = solution[component] - field(x, y, time, ufl)
        squares[f"{name} L2"] = error**2 * dx
        squares[f"{name} H1"] = ufl.inner(ufl.grad(error), ufl.grad(error)) * dx
    if MATRIX in problem.unknowns.potentials and (host := problem.host) is not None:
        error = solution[MATRIX] - host.rise_at(x, y, time, ufl)
        squares["w L2"] = host.inside(error**2) * dx
        squares["w H1"] = host.inside(ufl.inner(ufl.grad(error), ufl.grad(error))) * dx
    return squares


def _measures(order: int) -> tuple[Any, Any]:
    """Return measures of cells and facets with a much higher quadrature degree than the program."""
    degree = {"quadrature_degree": 2 * order + 6}
    return ufl.dx(domain=UFL_MESH, metadata=degree), ufl.ds(domain=UFL_MESH, metadata=degree)
