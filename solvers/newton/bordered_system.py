"""Bordered linear system for a given total current, with the electrode potential as unknown.

With the fields u and the electrode potential p, the linear system of Newton's method is

    [ A  b ] [du]   [F]          F: weak form,  b = ∂F/∂p
    [ g  d ] [dp] = [G],         G = Σ_s ∫ i_n - I,  g = ∂G/∂u,  d = ∂G/∂p

and is solved with the factors of A alone: du = x - y dp, dp = (G - g·x)/(d - g·y), where x = A⁻¹F
and y = A⁻¹b. b, g, d and y are computed at each factorisation and reused with it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from mpi4py import MPI

from platefront.solvers.errors import NotConvergedError
from platefront.solvers.fenicsx import PETSc, fem, fem_petsc
from platefront.solvers.forms.bound_forms import BoundForms
from platefront.solvers.forms.compiled_forms import BorderedForms
from platefront.solvers.newton.electronic_system import ElectronicSystem

CURRENT = 1e-11
"""Tolerance of a given current, relative to the largest one of the run, so that none is exact."""
ROUND_OFF = 1e-15
"""The same relative to the currents that cancel in it, for each RT/F of the potential."""
_MOST = 1.0
"""Largest deviation, relative to that current, that passes for round-off: a solution shows it."""


class BorderedSystem:
    """Additional row, column and diagonal entry for a given current."""

    def __init__(
        self,
        forms: BoundForms,
        bordered: BorderedForms,
        fixed: Any,
        electronic: ElectronicSystem | None,
    ) -> None:
        """Allocate the vectors.

        Args:
            forms: bound forms of the fields.
            bordered: forms of the given current.
            fixed: owned dofs with Dirichlet conditions.
            electronic: unknowns of solids that resist; None without any.
        """
        self._forms, self._bordered, self._fixed = forms, bordered, fixed
        self._electronic = electronic
        self._column = forms.new_vector(bordered.column)
        self._row = forms.new_vector(bordered.row)
        self._answer = self._column.duplicate()
        self._slope = self._partial = self._corner = 0.0

    def factorised(self, solve: Callable[[Any, Any], None]) -> None:
        """Renew row, column and diagonal entry after a factorisation of A.

        Args:
            solve: puts A⁻¹ times its first argument into the second one.
        """
        for vector, form in (
            (self._column, self._bordered.column),
            (self._row, self._bordered.row),
        ):
            with vector.localForm() as local:
                local.set(0.0)
            fem_petsc.assemble_vector(vector, form)
            vector.ghostUpdate(addv=PETSc.InsertMode.ADD, mode=PETSc.ScatterMode.REVERSE)
            vector.array_w[self._fixed] = 0.0
        if self._electronic is not None:
            self._electronic.complete_border(self._column, self._row)
        corner = self._scalar(self._bordered.corner)
        self._answered(solve, corner)

    def _answered(self, solve: Callable[[Any, Any], None], corner: float) -> None:
        """Take the diagonal entry and the answer to the column."""
        solve(self._column, self._answer)
        self._corner, self._partial = corner, abs(corner)
        self._slope = corner - self._row.dot(self._answer)
        unmoved = self._slope == 0.0 and self._off() > 1.0
        if unmoved or not np.isfinite(self._slope):
            raise NotConvergedError("the current does not respond to the electrode potential")

    def memory(self) -> dict[str, Any]:
        """Return row, column and diagonal entry (own rows)."""
        column, row = self._column.array_r.copy(), self._row.array_r.copy()
        return {"column": column, "row": row, "corner": self._corner}

    def recall(self, memory: dict[str, Any], solve: Callable[[Any, Any], None]) -> None:
        """Take row, column and diagonal entry of a memory, after a factorisation of its matrix."""
        self._column.array_w[:], self._row.array_w[:] = memory["column"], memory["row"]
        self._answered(solve, memory["corner"])

    def correct(self, increment: Any) -> tuple[float, float]:
        """Convert x = A⁻¹F to du, in place.

        The current is the difference of anodic and cathodic currents, which may be larger by powers
        of ten: near equilibrium, or if one surface strips while another plates. Their sum is of the
        size of ∂I/∂p, p in RT/F, and p itself is subject to round-off. A bare host at rest passes
        no current at any potential above its onset: there the potential stays as it is.

        Returns:
            The increment dp of the electrode potential, and the deviation of the current from the
            given one in units of its tolerance.
        """
        if self._slope == 0.0:
            return 0.0, self._off()
        change = (self._missed() - self._row.dot(increment)) / self._slope
        increment.axpy(-change, self._answer)
        return float(change), self._off()

    def _missed(self) -> float:
        """Return the deviation of the current from the given one."""
        return self._scalar(self._bordered.current) - self._wanted

    def _off(self) -> float:
        """Return the same without sign, in units of its tolerance."""
        high = 10.0 + abs(float(self._forms.constants["electrode"].value))
        reference = max(abs(self._wanted), self._forms.reference_current)
        round_off = ROUND_OFF * high * self._partial
        if reference > 0.0:  # unlike in a run at rest, of front that curvature drives
            round_off = min(round_off, _MOST * reference)
        tolerance = max(CURRENT * reference, round_off)
        missed = abs(self._missed())
        if missed == 0.0:
            return 0.0
        return missed / tolerance if tolerance > 0.0 else np.inf

    @property
    def _wanted(self) -> float:
        return float(self._forms.constants["current"].value)

    def _scalar(self, form: fem.Form) -> float:
        local = float(np.real(fem.assemble_scalar(form)))
        return float(self._forms.domain.comm.allreduce(local, op=MPI.SUM))

    def destroy(self) -> None:
        """Free the PETSc objects."""
        for vector in (self._column, self._row, self._answer):
            vector.destroy()
