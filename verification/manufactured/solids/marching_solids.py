"""Solids beside a march: their network with sources, exact state and errors.

The host has a mesh of its own, with edges as long as those of the front, as at the start of a run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from math import sqrt
from typing import Any

import numpy as np
import shapely
import ufl
from mpi4py import MPI

from platefront.geometry.front.outline import Outline
from platefront.geometry.front.tags import SYMMETRY
from platefront.geometry.mesh.grading import Grading
from platefront.geometry.mesh.triangulation import TriangleMesh
from platefront.solvers.discretisation.transport import Transport
from platefront.solvers.fenicsx import compile_form, fem
from platefront.solvers.mesh.domain import UFL_MESH, VERTEX_ELEMENT, Domain
from platefront.solvers.mesh.electronic.conductors import Conductors
from platefront.solvers.mesh.electronic.host_network import HostNetwork
from platefront.solvers.mesh.electronic.solid_network import SolidNetwork
from platefront.solvers.model.scales import Scales
from platefront.solvers.parallel import OnRoot
from verification.manufactured.box import LEFT_MARK, RIGHT_MARK, WIDTH
from verification.manufactured.problem import ManufacturedProblem
from verification.manufactured.rate_laws import current_densities
from verification.manufactured.solids.box_solids import HOST_HEIGHT, BoxSolids
from verification.manufactured.solids.sourced_network import SourcedNetwork
from verification.manufactured.strong_forms import MICROMETRE

_MARKS = (LEFT_MARK, RIGHT_MARK)


@dataclass(frozen=True)
class SolidForms:
    """Forms of solids, compiled without a mesh.

    Attributes:
        in_host: ∫ Q v by vertex of the host.
        at_front: ∫ G ψ by vertex of the box.
        of_host: ∫ e² and ∫ |∇e|² of the error of hF/RT.
        of_front: ∫ e² of the error of wF/RT.
        found: coefficient for hF/RT, or wF/RT, in these.
        time: constant [s] in all.
    """

    in_host: Any
    at_front: Any
    of_host: Mapping[str, Any]
    of_front: Mapping[str, Any]
    found: Any
    time: Any


@cache
def solid_forms(problem: ManufacturedProblem) -> SolidForms:
    """Compile the forms of the solids of a problem."""
    solids, fields, order = problem.solids, problem.fields, problem.order
    assert solids is not None  # of a problem with such
    electrolyte = problem.model.electrolyte
    comm, time = MPI.COMM_WORLD, ufl.Constant(UFL_MESH)
    vertices = ufl.FunctionSpace(UFL_MESH, VERTEX_ELEMENT)
    hat, found = ufl.TestFunction(vertices), ufl.Coefficient(vertices)
    degree = {"quadrature_degree": 2 * order + 6}
    dx, ds = (measure(domain=UFL_MESH, metadata=degree) for measure in (ufl.dx, ufl.ds))
    x, y = ufl.SpatialCoordinate(UFL_MESH)
    scales = Scales.of(electrolyte)
    volt, unit = scales.potential, scales.current
    front = solids.front(volt, time)
    laws = current_densities(
        fields.concentration(x, y, time, ufl),
        volt * fields.potential(x, y, time, ufl),
        electrolyte.temperature,
        problem.surfaces,
        front.potential,
    )
    missing = [MICROMETRE / unit * (front.current - laws[mark]) * hat * ds(mark) for mark in _MARKS]
    error = found - solids.potential.at(x, y, time, ufl)
    of_front = sum((found - front.potential / volt) ** 2 * ds(mark) for mark in _MARKS)
    slope = ufl.grad(error)
    source = MICROMETRE**2 / unit * solids.of_host(volt, time)
    return SolidForms(
        in_host=compile_form(comm, source * hat * dx),
        at_front=compile_form(comm, sum(missing)),
        of_host={
            "h L2": compile_form(comm, error**2 * dx),
            "h H1": compile_form(comm, ufl.inner(slope, slope) * dx),
        },
        of_front={"w L2": compile_form(comm, of_front)},
        found=found,
        time=time,
    )


class MarchingSolids:
    """Solids beside a march on one mesh."""

    def __init__(
        self, solids: BoxSolids, forms: SolidForms, outline: Outline, scales: Scales
    ) -> None:
        """Mesh the host.

        Args:
            solids: with their exact potential.
            forms: of these.
            outline: of the box, whose bottom is the front.
            scales: units of current and potential.
        """
        self._solids, self._forms, self._scales = solids, forms, scales
        edge = float(outline.lengths[outline.is_front].max())
        conductors = Conductors.of(
            shapely.box(0.0, 0.0, WIDTH, HOST_HEIGHT),
            shapely.LineString([(0.0, 0.0), (WIDTH, 0.0)]),
            solids.materials,
            Grading(front=edge, largest=edge, growth=1.0),
            scales,
            period=None,
            moving=False,
        )
        thickness = MICROMETRE * solids.thickness_at(outline.points[:, 0], np)
        above = outline.points + np.array([0.0, HOST_HEIGHT])
        self.network: SolidNetwork = conductors.network(
            replace(outline, points=above, thickness_m=thickness)
        )
        assert self.network.host is not None
        self._host: HostNetwork = self.network.host
        self._x = outline.points[:, 0]
        self._on_front = outline.front_points
        mesh, border = self._host.mesh, self._host.border
        whole = TriangleMesh(
            mesh.points, mesh.triangles, border, np.full(len(border), SYMMETRY, dtype=np.int64)
        )
        self._domain = Domain(OnRoot(MPI.COMM_SELF, whole))
        self._time_in_host = fem.Constant(self._domain.mesh, 0.0)
        self._found = fem.Function(self._domain.vertex_space)

    def bind(self, transport: Transport) -> None:
        """Bind the forms of the front to the mesh of the box."""
        self._transport = transport
        self._time_at_front = fem.Constant(transport.domain.mesh, 0.0)
        facets = {
            fem.IntegralType.exterior_facet: transport.domain.facet_integrals([*_MARKS]),
        }
        rise = transport.forms.solids.rise  # type: ignore[union-attr]
        forms, at = self._forms, {self._forms.time: self._time_at_front}
        space = [transport.domain.vertex_space]
        self._at_front = fem.create_form(
            forms.at_front, space, transport.domain.mesh, facets, {}, at
        )
        self._front_squares = {
            name: fem.create_form(form, [], transport.domain.mesh, facets, {forms.found: rise}, at)
            for name, form in forms.of_front.items()
        }
        within = {self._forms.time: self._time_in_host}
        self._in_host = fem.create_form(
            forms.in_host, [self._domain.vertex_space], self._domain.mesh, {}, {}, within
        )
        self._host_squares = {
            name: fem.create_form(
                form, [], self._domain.mesh, {}, {forms.found: self._found}, within
            )
            for name, form in forms.of_host.items()
        }

    def set(self, time: float) -> None:
        """Take the sources of a time [s] into the network."""
        self._time_at_front.value = self._time_in_host.value = time
        solids = self._transport.forms.solids
        assert solids is not None  # as these resist
        at_front = fem.assemble_vector(self._at_front).array
        in_host = self._domain.gather(fem.assemble_vector(self._in_host).array).value
        free = self._host.unknown >= 0
        solids.connect(SourcedNetwork.of(self.network, solids.on_outline(at_front), in_host[free]))

    def set_exact(self, time: float) -> None:
        """Set the exact potential of the host at a time [s] as the state, that of front near it."""
        solids = self._transport.forms.solids
        assert solids is not None  # as these resist
        (x, y), at = self._host.mesh.points.T, self._solids.potential.at
        below = at(x, y, time, np)[self._host.unknown >= 0]
        top = at(self._x, HOST_HEIGHT, time, np) * self._on_front
        solids.set(np.append(top - self.network.trace @ below, below))

    def errors(self) -> dict[str, float]:
        """Return the norms of the errors of hF/RT and wF/RT, lengths in µm."""
        solids = self._transport.forms.solids
        assert solids is not None  # as these resist
        potential = self.network.host_potential(solids.unknowns)
        self._found.x.array[:] = self._domain.scatter(OnRoot(MPI.COMM_SELF, potential))
        squares = self._host_squares | self._front_squares
        return {name: sqrt(fem.assemble_scalar(form)) for name, form in squares.items()}
