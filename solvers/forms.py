"""Weak forms of transport with kinetics, on a moving mesh.

Unknowns, test functions and integrals are dimensionless (see `scales`): c = c/c0, φ = φF/RT,
lengths in L = 1 µm, times in L²/D. N and J are the fluxes of the electrolyte's model (`model.py`)
of what c counts and of charge, u is what a surface takes of it per current. With the mesh velocity
w and test functions ψ that move with the mesh:

amount   d/dt ∫ c ψ + ∫ [-N + c (w - v)]·∇ψ + Σ_s ∫_s u i_n ψ + ∫_outlet c v·n ψ = 0
charge   ∫ -J·∇ψ + Σ_s ∫_s i_n ψ = 0,   i_n > 0 plating.

The natural condition of the first equation is (N - c w)·n = u i_n. Of a salt c counts the anions,
u = 0: the front sweeps no anions away, so their inventory telescopes exactly; the cations follow
from electroneutrality. Of a single ion u = 1/z. A given velocity v carries the electrolyte along,
and no charge with it; at the outlet nothing leaves by diffusion or migration.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import basix.ufl
import numpy as np
import ufl
from dolfinx import fem
from mpi4py import MPI

from solvers.counter import LithiumCounter
from solvers.domain import COUNTER_MARK, OUTLET_MARK, UFL_MESH, VECTOR_ELEMENT, VERTEX_ELEMENT
from solvers.electrolyte.model import BulkState, ElectrolyteModel
from solvers.flow import Channel
from solvers.kinetics.butler_volmer import ButlerVolmer
from solvers.kinetics.reversible import Reversible
from solvers.kinetics.surface_state import RateLaw, SurfaceState
from solvers.scales import Scales

_PATIENCE = 120
"""Seconds to wait for another process's compiler; DOLFINx's ten are too few on a busy machine."""

type Laws = tuple[tuple[int, RateLaw | Reversible], ...]
"""Pairs of facet mark and rate law."""


def field_element(order: int) -> Any:
    """Element of (c, φ): both Lagrange of the same order, interleaved."""
    return basix.ufl.element("Lagrange", "triangle", order, shape=(2,))


def counter_law(counter: LithiumCounter) -> RateLaw:
    """The lithium counter electrode as a rate law (its own potential is zero)."""
    return ButlerVolmer(
        exchange_current_density=counter.exchange_current_density,
        anodic_transfer=counter.anodic_transfer,
        cathodic_transfer=counter.cathodic_transfer,
    )


def compile_form(comm: MPI.Intracomm, form: Any) -> Any:
    """Compile a form without a mesh; waits for another process that compiles the same one."""
    return fem.compile_form(
        comm,
        form,
        form_compiler_options={"scalar_type": np.float64},
        jit_options={"timeout": _PATIENCE},
    )


@dataclass(frozen=True, slots=True)
class BorderForms:
    """What a given current adds: ∂F/∂p, ∂G/∂u, ∂G/∂p and Σ_s ∫ i_n over the electrode."""

    column: Any
    row: Any
    corner: Any
    current: Any


@dataclass(frozen=True, slots=True)
class PrimaryForms:
    """What surfaces without kinetic resistance add: ∫ J·∇ψ - Σ_k ∫ i_k ψ, and ∫ ψ on each."""

    drawn: Any
    lengths: Mapping[int, Any]


@dataclass(frozen=True)
class CompiledForms:
    """Forms compiled once, without a mesh; `BoundForms` binds them to each new mesh."""

    order: int
    laws: tuple[tuple[int, RateLaw], ...]
    reversible: tuple[tuple[int, Reversible], ...]
    unknown: Any
    velocity: Any
    bare: Any
    thickness: Any
    constants: Mapping[str, Any]
    residual: Any
    jacobian: Any
    inventory: Any
    currents: Mapping[int, Any]
    border: BorderForms | None
    primary: PrimaryForms | None
    outflow: Any | None
    electrolyte: ElectrolyteModel
    flow: Channel | None
    scales: Scales

    def values(self) -> dict[str, float]:
        """Values of all constants that do not change during a run."""
        values = dict(self.electrolyte.constants())
        if self.electrolyte.uptake:
            values["uptake"] = self.electrolyte.uptake
        if self.flow is not None:
            values |= self.flow.constants(self.scales)
        for mark, law in self.laws:
            named = law.constants(self.scales)
            values |= {f"{mark}:{name}": value for name, value in named.items()}
        return {name: float(value) for name, value in values.items()}


def compile_forms(
    comm: MPI.Intracomm,
    electrolyte: ElectrolyteModel,
    laws: Laws,
    order: int,
    *,
    given_current: bool = False,
    flow: Channel | None = None,
) -> CompiledForms:
    """Write down and compile all forms of a problem.

    Args:
        comm: communicator that shares the just-in-time cache.
        electrolyte: transport model.
        laws: facet marks with their rate laws; includes a lithium counter electrode.
        order: polynomial order of c and φ.
        given_current: whether the electrode potential is an unknown.
        flow: velocity of the electrolyte, if it is not at rest.
    """
    reversible = tuple((mark, law) for mark, law in laws if isinstance(law, Reversible))
    kinetic = tuple((mark, law) for mark, law in laws if not isinstance(law, Reversible))
    scales = Scales.of(electrolyte)
    space = ufl.FunctionSpace(UFL_MESH, field_element(order))
    vertex_space = ufl.FunctionSpace(UFL_MESH, VERTEX_ELEMENT)
    unknown = ufl.Coefficient(space)
    velocity = ufl.Coefficient(ufl.FunctionSpace(UFL_MESH, VECTOR_ELEMENT))
    bare, thickness = ufl.Coefficient(vertex_space), ufl.Coefficient(vertex_space)
    names = ["rate", "electrode", *electrolyte.constants()]
    names += ["uptake"] * bool(electrolyte.uptake) + ["current"] * given_current
    names += flow.constants(scales) if flow is not None else ()
    names += [f"{mark}:{name}" for mark, law in kinetic for name in law.constants(scales)]
    constants = {name: ufl.Constant(UFL_MESH) for name in names}
    k = constants

    c, phi = unknown[0], unknown[1]
    test = ufl.TestFunction(space)
    dx = ufl.dx(domain=UFL_MESH, metadata={"quadrature_degree": 3 * order - 1})
    ds = ufl.ds(domain=UFL_MESH, metadata={"quadrature_degree": 2 * order + 2})
    fluxes = electrolyte.fluxes(BulkState(c, ufl.grad(c), ufl.grad(phi)), k)
    amount = (
        k["rate"] * c * test[0] * dx
        + ufl.inner(fluxes.amount + c * velocity, ufl.grad(test[0])) * dx
    )
    outflow = None
    if flow is not None:
        convection, outflow = _convection(c, test[0], flow.velocity(_POSITION, k), order)
        amount += convection
    current_density = {
        mark: _current_density(mark, law, unknown, bare, thickness, constants)
        for mark, law in kinetic
    }
    taken = test[1] + k["uptake"] * test[0] if electrolyte.uptake else test[1]
    kinetics = sum(
        (density * taken * ds(mark) for mark, density in current_density.items()),
        start=ufl.ZeroBaseForm((test,)) if not kinetic else 0,
    )
    residual = amount + ufl.inner(fluxes.charge, ufl.grad(test[1])) * dx + kinetics
    jacobian = ufl.derivative(residual, unknown, ufl.TrialFunction(space))
    hat = ufl.TestFunction(vertex_space)
    currents = {mark: density * hat * ds(mark) for mark, density in current_density.items()}

    def compiled(form: Any) -> Any:
        return compile_form(comm, form)

    border = None
    if given_current:
        electrode = [mark for mark, _ in kinetic if mark != COUNTER_MARK]
        total = sum(current_density[mark] * ds(mark) for mark in electrode)
        # The law sees the potentials only as φ_s - φ: ∂i/∂φ_s = -∂i/∂φ.
        response = {mark: -_by_potential(current_density[mark], unknown) for mark in electrode}
        border = BorderForms(
            column=compiled(sum(response[mark] * test[1] * ds(mark) for mark in electrode)),
            row=compiled(ufl.derivative(total, unknown, test)),
            corner=compiled(sum(response[mark] * ds(mark) for mark in electrode)),
            current=compiled(total),
        )
    primary = None
    if reversible:
        drawn = -ufl.inner(fluxes.charge, ufl.grad(hat)) * dx - sum(currents.values())
        lengths = {mark: compiled(hat * ds(mark)) for mark, _ in reversible}
        primary = PrimaryForms(compiled(drawn), lengths)
    return CompiledForms(
        order,
        kinetic,
        reversible,
        unknown,
        velocity,
        bare,
        thickness,
        constants,
        compiled(residual),
        compiled(jacobian),
        compiled(c * test[0] * dx),
        {mark: compiled(form) for mark, form in currents.items()},
        border,
        primary,
        None if outflow is None else compiled(outflow),
        electrolyte,
        flow,
        scales,
    )


_POSITION = ufl.SpatialCoordinate(UFL_MESH)


def _convection(c: Any, test: Any, velocity: Any, order: int) -> tuple[Any, Any]:
    """What a given velocity adds to the balance of c, and what it carries out of the outlet."""
    dx = ufl.dx(domain=UFL_MESH, metadata={"quadrature_degree": 2 * order + 1})
    ds = ufl.ds(domain=UFL_MESH, metadata={"quadrature_degree": 2 * order + 2})
    leaving = c * ufl.inner(velocity, ufl.FacetNormal(UFL_MESH))
    inside = ufl.inner(c * velocity, ufl.grad(test)) * dx
    return leaving * test * ds(OUTLET_MARK) - inside, leaving * ds(OUTLET_MARK)


def _by_potential(density: Any, unknown: Any) -> Any:
    """∂i/∂φ at a point: the Gateaux derivative in the direction (0, 1)."""
    return ufl.derivative(density, unknown, ufl.as_vector((0.0, 1.0)))


def _current_density(
    mark: int, law: RateLaw, unknown: Any, bare: Any, thickness: Any, constants: Mapping[str, Any]
) -> Any:
    counter = mark == COUNTER_MARK
    state = SurfaceState(
        concentration=unknown[0],
        potential=unknown[1],
        electrode_potential=0.0 if counter else constants["electrode"],
        bare=0.0 if counter else bare,
        thickness=0.0 if counter else thickness,
    )
    own = {name: constants[f"{mark}:{name}"] for name in law.constants(_ANY_SCALES)}
    return law.current_density(state, own)


_ANY_SCALES = Scales(1.0, 1.0, 1.0)
