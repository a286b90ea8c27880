"""Chord Newton method, which reuses the factorised Jacobian while it converges.

Broyden's updates make its increments converge faster than linearly.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from mpi4py import MPI

from platefront.geometry.arrays import Floats
from platefront.solvers.errors import ExponentError, NotConvergedError
from platefront.solvers.fenicsx import PETSc, fem, fem_petsc
from platefront.solvers.forms.bound_forms import BoundForms
from platefront.solvers.forms.dirichlet_conditions import fixed_dofs
from platefront.solvers.forms.unknowns import CONCENTRATION, POTENTIAL
from platefront.solvers.newton.bordered_system import BorderedSystem
from platefront.solvers.newton.convergence import (
    ITERATIONS,
    ROUGH,
    TOLERANCE,
    NewtonReport,
    is_converged,
)
from platefront.solvers.newton.electronic_system import ElectronicSystem
from platefront.solvers.newton.jacobian import Jacobian
from platefront.solvers.newton.predicted_currents import follow_currents
from platefront.solvers.newton.residual_balance import ResidualBalance
from platefront.solvers.newton.secant_updates import SecantUpdates
from platefront.solvers.newton.surface_nodes import SurfaceNodes
from platefront.solvers.timing import Timings

_SLOW = 0.2
"""Ratio of successive increments above which the Jacobian is factorised again."""
_PATIENCE = 2
"""Number of converged iterations without balance from which the Jacobian is factorised again."""
_NEAR = 1e-6
"""Largest increment that refines a solution."""
_FAR = 1.0
"""Change of a potential, in RT/F, up to which the tangent of an exponential is a good guide."""
_TINY = 1e-200
"""Lower limit of a concentration in a quotient."""
_CURRENTS = 1e-2
"""Weight of relative changes of the concentration at a surface; currents follow them."""
_SHARPEST = 1e-2
"""Least ratio of a concentration at a surface to that of the previous iteration."""
_HIGH = 1e3
"""Potential, in RT/F, beyond which `TOLERANCE` is relative to it, as round-off is."""


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
        self.nodes = SurfaceNodes(forms)
        self.fixed = fixed_dofs(forms, self.conditions)
        self._electronic = ElectronicSystem.of(forms, self.fixed)
        self.jacobian = Jacobian(forms, conditions, self.nodes, timings, self._electronic)
        self.residual = forms.new_vector(forms.residual)
        self.increment = self.jacobian.vector()
        self.fresh = False
        self.factored = False
        self._balance = ResidualBalance(forms, self.fixed, self.nodes.nodes)
        self._secants = SecantUpdates(forms.domain.comm)
        self._border: BorderedSystem | None = None
        if forms.bordered is not None:
            self._border = BorderedSystem(forms, forms.bordered, self.fixed, self._electronic)

    @property
    def _bordered(self) -> BorderedSystem | None:
        """Additional row and column of a given current; None while the potential is given."""
        return self._border if self.forms.gives_current else None

    def assemble_residual(self, history: Any | None) -> None:
        """Assemble F(u) + H into `residual`, including the reactions in Dirichlet rows."""
        with self.timings.phase("assembly"):
            with self.residual.localForm() as local:
                local.set(0.0)
            fem_petsc.assemble_vector(self.residual, self.forms.residual)
            self.residual.ghostUpdate(addv=PETSc.InsertMode.ADD, mode=PETSc.ScatterMode.REVERSE)
            if self._electronic is not None:
                self._electronic.complete_residual(self.residual, history)
            elif history is not None:
                self.residual.axpy(1.0, history)

    def factorise(self) -> None:
        """Factorise the Jacobian at the present state.

        Raises:
            NotConvergedError: it is singular.
        """
        self.factored = False
        self.jacobian.factorise()
        self._secants.forget()
        self._balance.factorised(self.jacobian.matrix)
        if self._bordered is not None:
            with self.timings.phase("solve"):
                self._bordered.factorised(self.jacobian.solve)
        self.fresh = True
        self.factored = True

    def border_memory(self) -> dict[str, Any] | None:
        """Return what a checkpoint keeps of the border of a given current; None without one."""
        return None if self._bordered is None else self._bordered.memory()

    def recall_factors(self, border: dict[str, Any] | None) -> None:
        """Take the factors of the matrix as it is, with the border of a checkpoint."""
        self._balance.factorised(self.jacobian.matrix)
        if self._bordered is not None and border is not None:
            self._bordered.recall(border, self.jacobian.solve)
        self.factored = True

    @np.errstate(over="ignore", invalid="ignore")  # infinite increments and factors are refused
    def solve(
        self, history: Any | None, iterations: int = ITERATIONS, *, roughly: bool = False
    ) -> NewtonReport:
        """Iterate from the present `forms.unknown`, whose Dirichlet values must be set.

        Args:
            history: H; None if there is none.
            iterations: their largest number.
            roughly: stop at the tolerance `ROUGH`. Otherwise `residual` is left as of the solution,
                with the reactions in Dirichlet rows.

        Raises:
            NotConvergedError: no convergence, or a concentration could not be kept positive.
            ExponentError: an exponential is beyond its range at the solution.
        """
        self.fresh = False
        self._secants.forget()
        factorisations, size, previous, slow = 0, np.inf, np.inf, False
        tolerance, unbalanced = ROUGH if roughly else TOLERANCE, 0
        for iteration in range(1, iterations + 1):
            if not self.factored or (slow and not self.fresh):
                self.factorise()
                factorisations += 1
                previous = np.inf
            self.assemble_residual(history)
            self.residual.array_w[self.fixed] = 0.0
            with self.timings.phase("solve"):
                self.jacobian.solve(self.residual, self.increment)
                change, missed = 0.0, 0.0
                if self._bordered is not None:
                    change, missed = self._bordered.correct(self.increment)
                change = self._secants.correct(self.increment.array_w, change)
            size = self._size(change)
            if not np.isfinite(size):
                self.factored = False  # the matrix may contain such values, too
                raise NotConvergedError("Newton's method produced values that are not finite")
            ratio = size / previous if np.isfinite(previous) else None
            if ratio is not None and ratio > 1.0:  # discard the step of an outdated matrix
                self.fresh, slow, previous = False, True, np.inf
                self._secants.forget()
                continue
            whole = self._apply(change)
            if not whole:
                self._secants.forget()
            if whole is None:  # perhaps by the fault of an outdated matrix
                if self.fresh:
                    self.factored = False  # the next attempt starts elsewhere
                    raise NotConvergedError("the concentration reaches zero")
                slow, previous = True, np.inf
                continue
            if whole and missed < 1.0 and is_converged(size, ratio, tolerance):
                if roughly or self._balances(history):
                    self._check_exponents()
                    return NewtonReport(iteration, factorisations)
                unbalanced += 1
            slow = not whole or unbalanced > _PATIENCE or (ratio is not None and ratio > _SLOW)
            self.fresh = self.fresh and not slow  # outdated as well if convergence is slow
            previous = size
        self.factored = False
        if unbalanced:
            raise NotConvergedError("the solution of Newton's method does not balance the currents")
        raise NotConvergedError(
            f"Newton's method did not converge in {iterations} iterations "
            f"(last increment {size:.2e}, wanted {tolerance:.0e})"
        )

    def _balances(self, history: Any | None) -> bool:
        self.assemble_residual(history)
        return self._balance.holds(self.residual, history, fresh=self.fresh)

    def _check_exponents(self) -> None:
        try:
            self.nodes.check_exponents()
        except ExponentError:
            self.factored = False  # with derivatives that are of no use for another state
            raise

    def refine(self) -> None:
        """Take one more step from a stationary solution, with a Jacobian of its own."""
        self.factorise()
        self.assemble_residual(None)
        self.residual.array_w[self.fixed] = 0.0
        self.jacobian.solve(self.residual, self.increment)
        change = 0.0
        if self._bordered is not None:
            change, _ = self._bordered.correct(self.increment)
        if self._size(change) < _NEAR:
            self._apply(change)

    def _owned_values(self) -> tuple[Floats, Floats]:
        """Return the present c and φ of the nodes of this process."""
        of, values = self.forms.unknowns.of, self.forms.unknown.x.array[: self._fields]
        return of(CONCENTRATION, values), of(POTENTIAL, values)

    @property
    def _fields(self) -> int:
        """Number of owned unknowns of the fields, before those of solids in all vectors."""
        return self.forms.unknowns.owned_size(self.forms.space)

    def _size(self, change: float) -> float:
        """Return the largest change of an unknown, in the units of `TOLERANCE`.

        Currents are proportional to a power of the concentration at the surface, so its change
        there is relative if it is below c0.
        """
        c, phi = self._owned_values()
        change_of, in_solids = np.split(self.increment.array_r, [self._fields])
        of, potentials = self.forms.unknowns.of, self.forms.unknowns.potentials
        dc = np.abs(of(CONCENTRATION, change_of))
        dphi = np.max([np.abs(of(each, change_of)) for each in potentials], axis=0)
        near = self.nodes.nodes[self.nodes.nodes < len(c)]
        at_surface = _CURRENTS * dc[near] / np.clip(np.abs(c[near]), _TINY, 1.0)
        amounts = float(np.maximum(dc.max(initial=0.0), at_surface.max(initial=0.0)))
        drops = float(dphi.max(initial=np.abs(in_solids).max(initial=0.0)))
        high = float(np.abs(phi).max(initial=0.0))
        electrode = abs(float(self.forms.constants["electrode"].value))
        parts = (amounts, float(np.maximum(drops, abs(change))), max(high, electrode, _HIGH))
        everywhere = self.forms.domain.comm.allgather(parts)
        amounts, drops, high = np.max(everywhere, axis=0)  # keeps what is not a number
        return float(np.maximum(amounts, drops * _HIGH / high))

    def _apply(self, change: float) -> bool | None:
        """Update u ← u - λ du, limited by positive concentrations and the currents of the laws.

        λ keeps nine tenths of no concentration from being consumed. At a reacting surface, where a
        strong driving force leaves any power of ten of it, each node has a limit of its own.

        Returns:
            True if the step was taken as a whole; None if it was not taken, as concentrations would
            have to become negative.
        """
        before, (c, _), dc = (
            self.nodes.snapshot(),
            self._owned_values(),
            self.forms.unknowns.of(CONCENTRATION, self.increment.array_r[: self._fields]),
        )
        near = self.nodes.nodes[self.nodes.nodes < len(c)]
        lowest = 0.1 * c
        lowest[near] = _SHARPEST * c[near]
        low = c - dc < lowest
        clipped = near[low[near]]
        low[near] = False
        inside = np.flatnonzero(low)
        room = float((0.9 * c[inside] / dc[inside]).min(initial=1.0))
        comm = self.forms.domain.comm
        damping = float(comm.allreduce(room, op=MPI.MIN))
        limited = bool(comm.allreduce(bool(len(clipped)), op=MPI.LOR))
        if damping < 1e-6:
            return None
        kept = lowest[clipped]
        if self._electronic is not None:
            self._electronic.apply(damping, self.increment)
        else:
            self.forms.unknown.x.petsc_vec.axpy(-damping, self.increment)
        after = self.forms.unknowns.of(CONCENTRATION, self.forms.unknown.x.array)
        after[clipped] = np.maximum(after[clipped], kept)
        self.forms.constants["electrode"].value -= damping * change
        self.forms.unknown.x.scatter_forward()
        followed = follow_currents(self.nodes, before, _FAR)
        return damping == 1.0 and not limited and not followed

    def destroy(self) -> None:
        """Free the PETSc objects without waiting for garbage collection."""
        if self._border is not None:
            self._border.destroy()
        if self._electronic is not None:
            self._electronic.destroy()
        for thing in (self.jacobian, self.residual, self.increment):
            thing.destroy()
