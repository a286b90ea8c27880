"""Chord Newton method, which reuses the factorised Jacobian while it converges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from mpi4py import MPI

from platefront.solvers.discretisation.bordered_system import BorderedSystem
from platefront.solvers.discretisation.surface_nodes import SurfaceNodes
from platefront.solvers.errors import NotConvergedError
from platefront.solvers.fenicsx import PETSc, create_vector, fem, fem_petsc
from platefront.solvers.forms.bound_forms import BoundForms
from platefront.solvers.timing import Timings

TOLERANCE = 1e-10
"""Largest remaining error of a nodal value, in units of c0 and RT/F."""
_SLOW = 0.2
"""Ratio of successive increments above which the Jacobian is factorised again."""
ITERATIONS = 40
"""Largest number of iterations from a close initial guess."""
_FAR = 1.0
"""Change of a potential, in RT/F, up to which the tangent of an exponential is a good guide."""
_TINY = 1e-200
"""Lower limit of a concentration in a quotient."""
_HIGH = 1e3
"""Potential, in RT/F, beyond which `TOLERANCE` is relative to it, as round-off is."""


@dataclass(frozen=True, slots=True)
class NewtonReport:
    """Iterations and convergence of a solve."""

    iterations: int
    factorisations: int


class ChordNewton:
    """Solver of F(u) + H = 0 for the fields, with a factorised Jacobian reused between calls.

    H is a constant vector, the contribution of earlier levels to the time derivative.
    """

    def __init__(
        self, forms: BoundForms, conditions: Sequence[fem.DirichletBC], timings: Timings
    ) -> None:
        """Allocate matrix, vectors and the direct solver."""
        self.forms = forms
        self.conditions = list(conditions)
        self.timings = timings
        self.matrix = fem_petsc.create_matrix(forms.jacobian)
        self.residual = create_vector(forms.residual)
        self.increment = self.matrix.createVecRight()
        self.ksp = PETSc.KSP().create(forms.domain.comm)
        self.ksp.setType(PETSc.KSP.Type.PREONLY)
        factor = self.ksp.getPC()
        factor.setType(PETSc.PC.Type.LU)
        factor.setFactorSolverType("mumps")
        self.ksp.setOperators(self.matrix)
        self.fresh = False
        self.factored = False
        self._fixed = self._fixed_dofs()
        self._nodes = SurfaceNodes(forms)
        self._bordered: BorderedSystem | None = None
        if forms.bordered is not None:
            self._bordered = BorderedSystem(forms, forms.bordered, self._fixed)

    def _fixed_dofs(self) -> Any:
        owned = self.forms.space.dofmap.index_map.size_local * 2
        fixed = [condition.dof_indices()[0] for condition in self.conditions]
        indices = np.unique(np.concatenate(fixed)) if fixed else np.empty(0, dtype=np.int32)
        return indices[indices < owned]

    def assemble_residual(self, history: Any | None) -> None:
        """Assemble F(u) + H into `residual`, including the reactions in Dirichlet rows."""
        with self.timings.phase("assembly"):
            with self.residual.localForm() as local:
                local.set(0.0)
            fem_petsc.assemble_vector(self.residual, self.forms.residual)
            self.residual.ghostUpdate(addv=PETSc.InsertMode.ADD, mode=PETSc.ScatterMode.REVERSE)
            if history is not None:
                self.residual.axpy(1.0, history)

    def factorise(self) -> None:
        """Assemble the Jacobian at the present state and factorise it."""
        with self.timings.phase("assembly"):
            self.matrix.zeroEntries()
            fem_petsc.assemble_matrix(self.matrix, self.forms.jacobian, bcs=self.conditions)
            self.matrix.assemble()
        with self.timings.phase("factorisation"):
            self.ksp.setOperators(self.matrix)
            self.ksp.setUp()
        if self._bordered is not None:
            with self.timings.phase("solve"):
                self._bordered.factorised(self.ksp)
        self.fresh = True
        self.factored = True

    def solve(self, history: Any | None, iterations: int = ITERATIONS) -> NewtonReport:
        """Iterate from the present `forms.unknown`, whose Dirichlet values must be set.

        Raises:
            NotConvergedError: no convergence, or a concentration could not be kept positive.
            ExponentError: an exponential is beyond its range at the solution.
        """
        self.fresh = False
        factorisations, size, previous, slow = 0, np.inf, np.inf, False
        for iteration in range(1, iterations + 1):
            if not self.factored or (slow and not self.fresh):
                self.factorise()
                factorisations += 1
                previous = np.inf
            self.assemble_residual(history)
            self.residual.array_w[self._fixed] = 0.0
            with self.timings.phase("solve"):
                self.ksp.solve(self.residual, self.increment)
                change, missed = 0.0, 0.0
                if self._bordered is not None:
                    change, missed = self._bordered.correct(self.increment)
            size = self._size(change)
            if not np.isfinite(size):
                self.factored = False  # the matrix may contain such values, too
                raise NotConvergedError("Newton's method produced values that are not finite")
            ratio = size / previous if np.isfinite(previous) else None
            if ratio is not None and ratio > 1.0:  # discard the step of an outdated matrix
                self.fresh, slow, previous = False, True, np.inf
                continue
            whole = self._apply(change)
            if whole and missed < 1.0 and self._is_converged(size, ratio):
                self._nodes.check_exponents()
                return NewtonReport(iteration, factorisations)
            slow = not whole or (ratio is not None and ratio > _SLOW)
            self.fresh = self.fresh and not slow  # outdated as well if convergence is slow
            previous = size
        raise NotConvergedError(
            f"Newton's method did not converge in {iterations} iterations "
            f"(last increment {size:.2e}, wanted {TOLERANCE:.0e})"
        )

    @staticmethod
    def _is_converged(size: float, ratio: float | None) -> bool:
        if size < 1e-3 * TOLERANCE:
            return True
        if ratio is None or ratio >= 0.9:
            return size < 0.1 * TOLERANCE
        return size * ratio / (1.0 - ratio) < TOLERANCE

    def _size(self, change: float) -> float:
        """Return the largest change of an unknown, in the units of `TOLERANCE`.

        Currents are proportional to a power of the concentration at the surface, so its change
        there is relative if it is below c0.
        """
        u, du = self.forms.unknown.x.petsc_vec, self.increment
        with u.localForm() as values, du.localForm() as difference:
            owned = len(difference.array_r)
            c, phi = values.array_r[:owned:2], values.array_r[1:owned:2]
            dc, dphi = np.abs(difference.array_r[::2]), np.abs(difference.array_r[1::2])
            near = self._nodes.nodes[self._nodes.nodes < len(c)]
            at_surface = dc[near] / np.clip(np.abs(c[near]), _TINY, 1.0)
            amounts = max(float(dc.max(initial=0.0)), float(at_surface.max(initial=0.0)))
            drops, high = float(dphi.max(initial=0.0)), float(np.abs(phi).max(initial=0.0))
        electrode = abs(float(self.forms.constants["electrode"].value))
        parts = np.array([amounts, max(drops, abs(change)), max(high, electrode, _HIGH)])
        largest = np.empty_like(parts)
        self.forms.domain.comm.Allreduce(parts, largest, op=MPI.MAX)
        return float(max(largest[0], largest[1] * _HIGH / largest[2]))

    def _apply(self, change: float) -> bool:
        """Update u ← u - λ du, with λ limited by positive concentrations.

        Returns:
            True if the step was taken as a whole.
        """
        u, du, before = self.forms.unknown.x.petsc_vec, self.increment, self._nodes.snapshot()
        with u.localForm() as values, du.localForm() as difference:
            owned = len(difference.array_r)
            c, dc = values.array_r[:owned:2], difference.array_r[::2]
            shrinking = dc > 0.9 * c
            room = float((0.9 * c[shrinking] / dc[shrinking]).min(initial=1.0))
        damping = float(self.forms.domain.comm.allreduce(room, op=MPI.MIN))
        if damping < 1e-6:
            raise NotConvergedError("the concentration reaches zero")
        u.axpy(-damping, du)
        self.forms.constants["electrode"].value -= damping * change
        self.forms.unknown.x.scatter_forward()
        return not self._nodes.follow_currents(before, _FAR) and damping == 1.0

    def destroy(self) -> None:
        """Free the PETSc objects without waiting for garbage collection."""
        if self._bordered is not None:
            self._bordered.destroy()
        for thing in (self.ksp, self.matrix, self.residual, self.increment):
            thing.destroy()
