"""UFL coefficients, constants, arguments and measures of the weak forms, without a mesh."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import basix.ufl
import ufl

from platefront.solvers.forms.unknowns import CONCENTRATION, MATRIX, POTENTIAL, Unknowns
from platefront.solvers.mesh.domain import (
    CELL_ELEMENT,
    COUNTER_MARK,
    UFL_MESH,
    VECTOR_ELEMENT,
    VERTEX_ELEMENT,
)
from platefront.solvers.model.electrolyte.model import BulkFluxes, BulkState, Electrolyte
from platefront.solvers.model.kinetics.metal_supply import limited_by_room, limited_by_supply
from platefront.solvers.model.kinetics.rate_law import RateLaw
from platefront.solvers.model.kinetics.surface_state import SurfaceState
from platefront.solvers.model.scales import Scales

TAKEN = "taken"
"""Name of the constant Δt V_m/(n F), the depth of metal taken per unit of current density."""


@dataclass(frozen=True, slots=True)
class FrontFields:
    """Fields along the front that not every problem has.

    Attributes:
        shift: True if the curvature of the front shifts its equilibrium potential.
        room: True if the front stops at a layer of the electrolyte.
        film: True if films grow.
        rise: True if the potential of solids is an unknown.
    """

    shift: bool = False
    room: bool = False
    film: bool = False
    rise: bool = False


NO_FIELDS = FrontFields()
"""Front as of most problems."""


def field_element(order: int, unknowns: Unknowns) -> Any:
    """Return the element of all unknowns: Lagrange of the same order, interleaved."""
    return basix.ufl.element("Lagrange", "triangle", order, shape=(unknowns.count,))


@dataclass(frozen=True, slots=True)
class FormArguments:
    """Coefficients, constants, arguments and measures of all forms of a simulation.

    Attributes:
        order: polynomial order of c and φ.
        unknown: (c, φ).
        velocity: mesh velocity.
        bare, thickness, metal: bareness of the host, deposit thickness and depth of metal that can
            be stripped [µm] by vertex of the front.
        room: share of plating by the room below a layer, by vertex of the front; None without one
            at which it stops.
        shift: capillary shift of the electrode potential, by which that in the rate laws is higher
            [RT/F], by vertex of the front; None without capillarity.
        film: thickness of growing films by vertex of the front [µm]; None without any.
        rise: potential of the solid at the front less that of the electrode [RT/F], likewise; None
            where solids conduct perfectly.
        constants: constants by name.
        test, trial: arguments in the space of (c, φ).
        hat: test function of the vertices.
        dx, ds: measures with quadrature exact for the integrands of the models on a fixed mesh.
        porosity, conduction: of the region of each cell; None for free electrolyte everywhere.
        cell: test function of the cells; likewise.
        unknowns: places of the unknowns.
        hosts: marks of the porous hosts.
        resisting: those whose matrix has a resistance.
        walls, coat: area of the walls of pores per volume, and thickness of the metal on them, of
            each cell; None without hosts.
        dv: measure of the volume of porous hosts; likewise.
        vertex_trial: trial function of the vertices; as `rise`.
    """

    order: int
    unknown: Any
    velocity: Any
    bare: Any
    thickness: Any
    metal: Any
    room: Any | None
    shift: Any | None
    film: Any | None
    constants: Mapping[str, Any]
    test: Any
    trial: Any
    hat: Any
    dx: Any
    ds: Any
    porosity: Any | None = None
    conduction: Any | None = None
    cell: Any | None = None
    unknowns: Unknowns = Unknowns()  # noqa: RUF009 - immutable
    hosts: tuple[int, ...] = ()
    resisting: tuple[int, ...] = ()
    walls: Any | None = None
    coat: Any | None = None
    dv: Any = None
    rise: Any | None = None
    vertex_trial: Any | None = None

    @classmethod
    def of(
        cls,
        order: int,
        names: Sequence[str],
        *,
        front: FrontFields = NO_FIELDS,
        layered: bool = False,
        hosts: tuple[int, ...] = (),
        resisting: tuple[int, ...] = (),
    ) -> FormArguments:
        """Create the symbols for fields of an order.

        Args:
            order: of c and φ.
            names: of the constants.
            front: fields along the front that there are.
            layered: True for electrolyte of several regions.
            hosts: marks of the porous hosts.
            resisting: those whose matrix has a resistance.
        """
        unknowns = Unknowns(3 if resisting else 2)
        space = ufl.FunctionSpace(UFL_MESH, field_element(order, unknowns))
        by_cell = ufl.FunctionSpace(UFL_MESH, CELL_ELEMENT)
        vertex_space = ufl.FunctionSpace(UFL_MESH, VERTEX_ELEMENT)
        return cls(
            order=order,
            unknown=ufl.Coefficient(space),
            velocity=ufl.Coefficient(ufl.FunctionSpace(UFL_MESH, VECTOR_ELEMENT)),
            bare=ufl.Coefficient(vertex_space),
            thickness=ufl.Coefficient(vertex_space),
            metal=ufl.Coefficient(vertex_space),
            room=ufl.Coefficient(vertex_space) if front.room else None,
            shift=ufl.Coefficient(vertex_space) if front.shift else None,
            film=ufl.Coefficient(vertex_space) if front.film else None,
            constants={name: ufl.Constant(UFL_MESH) for name in names},
            test=ufl.TestFunction(space),
            trial=ufl.TrialFunction(space),
            hat=ufl.TestFunction(vertex_space),
            dx=ufl.dx(domain=UFL_MESH, metadata={"quadrature_degree": 3 * order - 1}),
            ds=ufl.ds(domain=UFL_MESH, metadata={"quadrature_degree": 2 * order + 2}),
            porosity=ufl.Coefficient(by_cell) if layered else None,
            conduction=ufl.Coefficient(by_cell) if layered else None,
            cell=ufl.TestFunction(by_cell) if layered else None,
            unknowns=unknowns,
            hosts=hosts,
            resisting=resisting,
            walls=ufl.Coefficient(by_cell) if hosts else None,
            coat=ufl.Coefficient(by_cell) if hosts else None,
            dv=ufl.dx(domain=UFL_MESH, metadata={"quadrature_degree": 2 * (order + 1)})
            if hosts
            else None,
            rise=ufl.Coefficient(vertex_space) if front.rise else None,
            vertex_trial=ufl.TrialFunction(vertex_space) if front.rise else None,
        )

    @property
    def concentration(self) -> Any:
        """c/c0."""
        return self.unknown[CONCENTRATION]

    @property
    def potential(self) -> Any:
        """φF/RT."""
        return self.unknown[POTENTIAL]

    @property
    def content(self) -> Any:
        """ε c/c0, the amount in a volume."""
        c = self.concentration
        return c if self.porosity is None else self.porosity * c

    def fluxes(self, electrolyte: Electrolyte, state: BulkState) -> BulkFluxes:
        """Return minus the fluxes per section of a region, f times those in free electrolyte."""
        free, f = electrolyte.fluxes(state, self.constants), self.conduction
        return free if f is None else BulkFluxes(f * free.amount, f * free.charge)

    @property
    def test_amount(self) -> Any:
        """Test function of the balance of the amount."""
        return self.test[CONCENTRATION]

    @property
    def test_charge(self) -> Any:
        """Test function of the balance of charge."""
        return self.test[POTENTIAL]

    def matrix(self, mark: int) -> Any:
        """Return the potential of the matrix of a porous host against the electrode [RT/F]."""
        return self.unknown[MATRIX] if mark in self.resisting else ufl.as_ufl(0.0)

    def taken(self, mark: int, taken: Any) -> Any:
        """Return the test function of what a current takes from all balances, and gives to one.

        Args:
            mark: of the surface or host.
            taken: test function of what is taken from the electrolyte.
        """
        return taken - self.test[MATRIX] if mark in self.resisting else taken

    def state(self, mark: int) -> SurfaceState:
        """Return the state of the points of the surface, or the walls of pores, with this mark."""
        counter, nothing = mark == COUNTER_MARK, ufl.as_ufl(0.0)
        electrode = self.constants["electrode"]
        if mark in self.hosts:
            return SurfaceState(
                concentration=self.concentration,
                potential=self.potential,
                electrode_potential=electrode + self.matrix(mark),
                bare=ufl.as_ufl(1.0),
                thickness=self.coat,
            )
        if self.shift is not None:
            electrode = electrode + self.shift
        if self.rise is not None:
            electrode = electrode + self.rise
        return SurfaceState(
            concentration=self.concentration,
            potential=self.potential,
            electrode_potential=nothing if counter else electrode,
            bare=nothing if counter else self.bare,
            thickness=nothing if counter else self.thickness,
            place=(self.position[0], self.position[1]),
            film=None if counter else self.film,
        )

    @property
    def position(self) -> Any:
        """Position of a point [µm]."""
        return ufl.SpatialCoordinate(UFL_MESH)

    def constants_of(self, mark: int, law: RateLaw, scales: Scales) -> dict[str, Any]:
        """Return the constants of the law of the surface with this mark."""
        return {name: self.constants[f"{mark}:{name}"] for name in law.constants(scales)}

    def current_density(self, mark: int, law: RateLaw, scales: Scales) -> Any:
        """Return i_n of the surface with this mark, > 0 for plating."""
        current = law.current_density(self.state(mark), self.constants_of(mark, law, scales))
        if mark == COUNTER_MARK or mark in self.hosts:
            return current
        supplied = limited_by_supply(current, self.metal, self.constants[TAKEN])
        return supplied if self.room is None else limited_by_room(supplied, self.room)

    def integral(self, mark: int, density: Any) -> Any:
        """Return the integral of a density per area over a surface, or the walls of all pores."""
        if mark in self.hosts:
            return density * self.walls * self.dv(mark)
        return density * self.ds(mark)
