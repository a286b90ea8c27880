"""Chord Newton method, which reuses the factorised Jacobian while it converges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from mpi4py import MPI

from platefront.solvers.discretisation.bordered_system import BorderedSystem
from platefront.solvers.errors import NotConvergedError
from platefront.solvers.fenicsx import PETSc, create_vector, fem, fem_petsc
from platefront.solvers.forms.bound_forms import BoundForms
from platefront.solvers.timing import Timings

TOLERANCE = 1e-10
"""Largest remaining error of a nodal value, in units of c0 and RT/F."""
CURRENT = 1e-11
"""Tolerance of a given current, relative."""
_SLOW = 0.2
"""Ratio of successive increments above which the Jacobian is factorised again."""
_ITERATIONS = 40
_FAR = 20.0
"""Largest change of a potential in one iteration, in RT/F."""
_FAR_ELECTRODE = 3.0
"""The same for an unknown electrode potential, on which all currents depend."""


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
        self.factored = False
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

    def solve(self, history: Any | None) -> NewtonReport:
        """Iterate from the present `forms.unknown`, whose Dirichlet values must be set.

        Raises:
            NotConvergedError: no convergence, or a concentration could not be kept positive.
        """
        self.fresh = False
        factorisations, size, previous, slow = 0, np.inf, np.inf, False
        for iteration in range(1, _ITERATIONS + 1):
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
            size = max(self.increment.norm(PETSc.NormType.NORM_INFINITY), abs(change))
            if not np.isfinite(size):
                self.factored = False  # the matrix may contain such values, too
                raise NotConvergedError("Newton's method produced values that are not finite")
            ratio = size / previous if np.isfinite(previous) else None
            if ratio is not None and ratio > 1.0:  # discard the step of an outdated matrix
                self.fresh, slow, previous = False, True, np.inf
                continue
            damping = self._apply(change)
            if damping == 1.0 and missed < CURRENT and self._is_converged(size, ratio):
                return NewtonReport(iteration, factorisations)
            slow = damping < 1.0 or (ratio is not None and ratio > _SLOW)
            self.fresh = self.fresh and not slow  # outdated as well if convergence is slow
            previous = size
        self.factored = False
        raise NotConvergedError(
            f"Newton's method did not converge in {_ITERATIONS} iterations "
            f"(last increment {size:.2e}, wanted {TOLERANCE:.0e})"
        )

    @staticmethod
    def _is_converged(size: float, ratio: float | None) -> bool:
        if size < 1e-3 * TOLERANCE:
            return True
        if ratio is None or ratio >= 0.9:
            return size < 0.1 * TOLERANCE
        return size * ratio / (1.0 - ratio) < TOLERANCE

    def _apply(self, change: float) -> float:
        """Update u ← u - λ du, with λ limited by positive concentrations and potential changes."""
        u, du = self.forms.unknown.x.petsc_vec, self.increment
        with u.localForm() as values, du.localForm() as difference:
            owned = len(difference.array_r)
            c, dc = values.array_r[:owned:2], difference.array_r[::2]
            dphi = np.abs(difference.array_r[1::2])
            shrinking = dc > 0.9 * c
            room = float((0.9 * c[shrinking] / dc[shrinking]).min(initial=1.0))
            reach = _FAR / max(float(dphi.max(initial=0.0)), _FAR)
            reach = min(reach, _FAR_ELECTRODE / max(abs(change), _FAR_ELECTRODE))
        comm = self.forms.domain.comm
        room, reach = comm.allreduce(room, op=MPI.MIN), comm.allreduce(reach, op=MPI.MIN)
        damping = min(1.0, room, reach)
        if damping < 1e-6:
            self.factored = False  # the next attempt starts elsewhere
            if reach < room:
                raise NotConvergedError("no potential was found for these currents")
            raise NotConvergedError("the concentration reaches zero: limiting current exceeded")
        u.axpy(-damping, du)
        self.forms.constants["electrode"].value -= damping * change
        self.forms.unknown.x.scatter_forward()
        return float(damping)

    def destroy(self) -> None:
        """Free the PETSc objects without waiting for garbage collection."""
        if self._bordered is not None:
            self._bordered.destroy()
        for thing in (self.ksp, self.matrix, self.residual, self.increment):
            thing.destroy()
