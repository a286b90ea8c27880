"""Jacobian of Newton's method and its factors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mpi4py import MPI

from platefront.solvers.errors import NotConvergedError
from platefront.solvers.fenicsx import PETSc, fem, fem_petsc
from platefront.solvers.forms.bound_forms import BoundForms
from platefront.solvers.forms.unknowns import CONCENTRATION
from platefront.solvers.newton.direct_solver import direct_solver
from platefront.solvers.newton.electronic_system import ElectronicSystem
from platefront.solvers.newton.surface_nodes import SurfaceNodes
from platefront.solvers.timing import Timings

_STEEP = 1e6
"""Derivative of a current by concentration above which the concentration is scaled."""


class Jacobian:
    """Factorised Jacobian, whose columns are scaled where a surface is strongly driven.

    Such a surface answers with derivatives of many powers of ten to the little concentration that
    it leaves, which no factorisation would survive. There the concentration counts in units to
    which the current answers mildly.
    """

    def __init__(
        self,
        forms: BoundForms,
        conditions: Sequence[fem.DirichletBC],
        nodes: SurfaceNodes,
        timings: Timings,
        electronic: ElectronicSystem | None,
    ) -> None:
        """Allocate the matrix and the direct solver.

        Args:
            forms: bound forms of the fields.
            conditions: on the fields.
            nodes: of the reacting surfaces.
            timings: record of wall times.
            electronic: unknowns of solids that resist; None without any.
        """
        self._forms, self._conditions = forms, list(conditions)
        self._nodes, self._timings = nodes, timings
        # blocks of (c, φ), into which cells are assembled in half the time of single entries
        self.matrix = fem_petsc.create_matrix(forms.jacobian, PETSc.Mat.Type.BAIJ)
        self._electronic = electronic
        self._scale = self.matrix.createVecRight()
        self._scaled = False
        self._ksp = direct_solver(self.matrix)

    def vector(self) -> Any:
        """Create a vector for solutions."""
        if self._electronic is not None:
            return self._forms.new_vector(self._forms.residual)
        return self.matrix.createVecRight()

    def factorise(self) -> None:
        """Assemble the Jacobian at the present state and factorise it.

        Raises:
            NotConvergedError: it is singular.
        """
        with self._timings.phase("assembly"):
            self.matrix.zeroEntries()
            fem_petsc.assemble_matrix(self.matrix, self._forms.jacobian, bcs=self._conditions)
            self.matrix.assemble()
            self._scale_columns()
            if self._electronic is not None:
                self._electronic.complete(self.matrix, self._scale if self._scaled else None)
        self._set_up()

    @property
    def _whole(self) -> Any:
        """Matrix with the rows and columns of solids that resist."""
        return self.matrix if self._electronic is None else self._electronic.matrix

    def _set_up(self) -> None:
        """Factorise the matrix as it is.

        Raises:
            NotConvergedError: it is singular.
        """
        with self._timings.phase("factorisation"):
            if self._electronic is not None:  # its matrix is another one each time
                self._ksp.destroy()
                self._ksp = direct_solver(self._whole)
            self._ksp.setOperators(self._whole)
            self._ksp.setUp()
        if self._ksp.getPC().getFailedReason():
            self._ksp.destroy()
            self._ksp = direct_solver(self._whole)  # MUMPS does not recover
            raise NotConvergedError("the linear system of Newton's method is singular")

    def _scale_columns(self) -> None:
        nodes, slopes = self._nodes.response_to_concentration()
        steep = slopes > _STEEP
        comm = self._forms.domain.comm
        self._scaled = bool(comm.allreduce(bool(steep.any()), op=MPI.LOR))
        if not self._scaled:
            return
        self._scale.set(1.0)
        rows = self._forms.unknowns.rows(CONCENTRATION, nodes[steep])
        units = 1.0 / slopes[steep]
        own = rows < self._scale.getLocalSize()
        self._scale.array_w[rows[own]] = units[own]
        self.matrix.diagonalScale(R=self._scale)

    def memory(self) -> dict[str, Any]:
        """Return the values of the factorised matrix and the units of its columns (own rows)."""
        values = self.matrix.getValuesCSR()[2].copy()
        return {
            "values": values,
            "units": self._scale.array_r.copy() if self._scaled else None,
            "electronic": None if self._electronic is None else self._electronic.memory(),
        }

    def recall(self, memory: dict[str, Any]) -> None:
        """Factorise the matrix of a memory of the same mesh.

        Raises:
            NotConvergedError: it is singular.
        """
        self.matrix.zeroEntries()
        fem_petsc.assemble_matrix(self.matrix, self._forms.jacobian, bcs=self._conditions)
        self.matrix.assemble()  # for its pattern
        rows, columns, _ = self.matrix.getValuesCSR()
        self.matrix.setValuesCSR(rows, columns, memory["values"])
        self.matrix.assemble()
        self._scaled = memory["units"] is not None
        if self._scaled:
            self._scale.array_w[:] = memory["units"]
        if self._electronic is not None:
            self._electronic.recall(memory["electronic"])
        self._set_up()

    def solve(self, given: Any, solution: Any) -> None:
        """Put the solution of the linear system with a given right-hand side into a vector."""
        self._ksp.solve(given, solution)
        if self._scaled:
            solution.array_w[: self._scale.getLocalSize()] *= self._scale.array_r

    def destroy(self) -> None:
        """Free the PETSc objects."""
        for thing in (self._ksp, self.matrix, self._scale):
            thing.destroy()
