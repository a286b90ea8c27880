"""Time stepping of a manufactured problem, and its errors at the end."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Any

import numpy as np
from mpi4py import MPI
from ufl.algorithms.analysis import extract_coefficients, extract_constants

from platefront.geometry.arrays import Floats
from platefront.geometry.mesh.triangulation import TriangleMesh
from platefront.solvers.discretisation.time_scheme import History, Level
from platefront.solvers.discretisation.transport import Transport
from platefront.solvers.fenicsx import fem
from platefront.solvers.forms.unknowns import CONCENTRATION, MATRIX, POTENTIAL
from platefront.solvers.model.scales import Scales
from platefront.solvers.parallel import OnRoot
from platefront.solvers.timing import Timings
from verification.manufactured.box import outline_first
from verification.manufactured.hosts.filling import FillingPores
from verification.manufactured.problem import ManufacturedProblem, compiled
from verification.manufactured.rate_laws import ELECTRODE_POTENTIAL, Surfaces
from verification.manufactured.solids.marching_solids import MarchingSolids, solid_forms
from verification.manufactured.strong_forms import F, R

type Errors = dict[str, float]
"""L2 norm and H1 seminorm of the errors of c/c0, φF/RT, wF/RT and s, lengths in µm."""


class March:
    """Manufactured problem on one mesh."""

    def __init__(self, problem: ManufacturedProblem, mesh: TriangleMesh) -> None:
        """Set up the transport problem without a state."""
        self.problem = problem
        self._forms = compiled(problem)
        salt = problem.model.electrolyte
        self._solids: MarchingSolids | None = None
        if problem.solids is not None:
            outline, mesh = outline_first(mesh)
            self._solids = MarchingSolids(
                problem.solids, solid_forms(problem), outline, Scales.of(salt)
            )
        self.transport = Transport(
            self._forms.program,
            OnRoot(MPI.COMM_SELF, mesh),
            reservoir=problem.surfaces is not Surfaces.LITHIUM,
            electrode_potential=ELECTRODE_POTENTIAL * F / (R * salt.temperature),
            reference_current=0.0,
            timings=Timings(),
            network=None if self._solids is None else self._solids.network,
        )
        self._start = self.transport.domain.coordinates.copy()
        self._bind(mesh)

    def _bind(self, mesh: TriangleMesh) -> None:
        """Bind the forms of load and errors to the mesh."""
        forms, bound = self._forms, self.transport.forms
        domain = self.transport.domain
        marks = [mark for mark, _ in forms.program.laws]
        self._time = fem.Constant(domain.mesh, 0.0)
        self._velocity = fem.Function(domain.vector_space)
        self._load = self._bound(forms.load, [bound.space], marks)
        self._squares = {name: self._bound(form, [], []) for name, form in forms.squares.items()}
        if self._solids is not None:
            self._solids.bind(self.transport)
        self._pores: FillingPores | None = None
        if forms.metal is not None and self.problem.host is not None:
            source = self._bound(forms.metal, [bound.cell_space], [])
            self._pores = FillingPores(self.problem.host, mesh, self.transport, source)

    def _bound(self, form: Any, spaces: list[Any], marks: list[int]) -> fem.Form:
        """Return a form on this mesh, given those coefficients and constants it contains."""
        forms, domain = self._forms, self.transport.domain
        coefficients = {
            forms.solution: self.transport.forms.unknown,
            forms.velocity: self._velocity,
        }
        has_coefficient = extract_coefficients(form.ufl_form)
        has_time = forms.time in extract_constants(form.ufl_form)
        facets = {fem.IntegralType.exterior_facet: domain.facet_integrals(marks)}
        return fem.create_form(
            form,
            spaces,
            domain.mesh,
            facets if marks else {},
            {key: value for key, value in coefficients.items() if key in has_coefficient},
            {forms.time: self._time} if has_time else {},
        )

    def run(self, times: Sequence[float], *, given: int = 1, memory: bool = True) -> Errors:
        """Solve at each instant and return the errors at the last.

        Args:
            times: instants [s], including the initial ones.
            given: number of instants with the exact solution: one for a start with backward Euler,
                two for second order from the first step.
            memory: True for BDF2, False for backward Euler throughout.
        """
        history = History(self._exact_level(times[0]))
        for time in times[1:given]:
            history.push(self._exact_level(time))
        if self._pores is not None:
            self._pores.begin()
        for before, time in zip(times[given - 1 :], times[given:], strict=False):
            level = self._step(history, time - before, self._move(time))
            if memory:
                history.push(level)
            else:
                history.restart(level)
        return self._errors(times[-1])

    def _step(self, history: History, step: float, coordinates: Floats | None) -> Level:
        """Solve for the fields, and the metal in pores that fill, at the end of a step [s]."""
        load = fem.assemble_vector(self._load)
        fills = self._pores is not None and self._pores.fills
        if self._pores is not None and fills:
            self._pores.predict(step)
            self.transport.solve(history, step, coordinates, load.array)
            self._pores.correct(step)
        level, _ = self.transport.step(history, step, coordinates, load.array)
        if self._pores is not None and fills:
            self._pores.accept(step)
        return level

    def _move(self, time: float) -> Floats | None:
        """Set time, nodes and exact velocity; return the positions of the nodes if they move."""
        self._time.value = time
        if self._solids is not None:
            self._solids.set(time)
        motion = self.problem.motion
        if motion is None:
            return None
        coordinates = motion.positions(self._start, time)
        self.transport.domain.move_to(coordinates)
        self._velocity.x.array[:] = motion.velocities(self._start, time).ravel()
        return coordinates

    def _exact_level(self, time: float) -> Level:
        self._move(time)
        forms = self.transport.forms
        x, y, _ = forms.space.tabulate_dof_coordinates().T
        fields = self.problem.fields
        forms.unknowns.of(CONCENTRATION, forms.unknown.x.array)[:] = fields.concentration(
            x, y, time, np
        )
        forms.unknowns.of(POTENTIAL, forms.unknown.x.array)[:] = fields.potential(x, y, time, np)
        if (host := self.problem.host) is not None and MATRIX in forms.unknowns.potentials:
            rise = host.rise_at(x, np.minimum(y, host.high), time, np) * (y <= host.high)
            forms.unknowns.of(MATRIX, forms.unknown.x.array)[:] = rise
        if self._pores is not None:
            self._pores.set_exact(time)
        if self._solids is not None:
            self._solids.set_exact(time)
        return self.transport.level(time, 0.0)

    def _errors(self, time: float) -> Errors:
        errors = {name: sqrt(fem.assemble_scalar(form)) for name, form in self._squares.items()}
        if self._pores is not None and self._pores.fills:
            errors["s L2"] = self._pores.error(time)
        if self._solids is not None:
            errors |= self._solids.errors()
        return errors

    def destroy(self) -> None:
        """Free matrices and factorisations."""
        self.transport.destroy()
