"""Rows and columns of solids that resist in the linear system of Newton's method.

With the fields u, the unknowns y of the solids and w = P y on the front (`SolidNetwork`),

    [  A     B P     ] [du]   [ F       ]     F: weak form,  B = ∂F/∂w
    [ -Q C   N - Q D P ] [dy] = [ N y - Q I ],    C = ∂I/∂u,  D = ∂I/∂w

is solved as a whole. Vectors hold the rows of the fields first. A given current has its border
besides, which acts on all surfaces as w does: ∂F/∂p = B 1, ∂(N y - Q I)/∂p = -Q D 1.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp

from platefront.geometry.arrays import Integers
from platefront.solvers.fenicsx import PETSc, fem, fem_petsc
from platefront.solvers.forms.bound_forms import BoundForms
from platefront.solvers.forms.boundary_currents import front_currents
from platefront.solvers.forms.compiled_forms import ElectronicForms
from platefront.solvers.forms.solid_potential import SolidPotential


class ElectronicSystem:
    """Unknowns of solids beside those of the fields.

    Attributes:
        matrix: of all unknowns, made by `complete`.
    """

    matrix: Any

    def __init__(
        self,
        forms: BoundForms,
        solids: SolidPotential,
        derivatives: ElectronicForms,
        fixed: Integers,
    ) -> None:
        """Begin without a matrix; see `of`."""
        self._forms, self._solids, self._derivatives = forms, solids, derivatives
        self._fields = forms.unknowns.owned_size(forms.space)
        self._free = np.ones(self._fields)
        self._free[fixed] = 0.0
        self.matrix = None

    @classmethod
    def of(cls, forms: BoundForms, fixed: Integers) -> ElectronicSystem | None:
        """Return that of forms; None where solids conduct perfectly.

        Args:
            forms: bound forms of the fields.
            fixed: dofs with Dirichlet conditions.
        """
        if forms.solids is None or forms.electronic is None:
            return None
        return cls(forms, forms.solids, forms.electronic, fixed)

    def complete(self, matrix: Any, scale: Any | None) -> None:
        """Make the matrix of all unknowns from that of the fields.

        Args:
            matrix: A, with scaled columns.
            scale: units of these; None for ones.
        """
        network, solids = self._solids.network, self._solids
        start, columns, values = matrix.getValuesCSR()
        own = sp.csr_matrix((values, columns, start), shape=(self._fields, self._fields))
        column = sp.diags(self._free) @ solids.columns(_assembled(self._derivatives.column))
        by_fields = solids.columns(_assembled(self._derivatives.by_fields).T).T
        if scale is not None:
            by_fields = by_fields @ sp.diags(scale.array_r[: self._fields])
        place, intake = network.placement(), network.intake()
        response = network.stiffness() - intake @ self._by_rise() @ place
        whole = sp.bmat([[own, column @ place], [-intake @ by_fields, response]], format="csr")
        whole.sort_indices()
        self._take(whole.indptr, whole.indices, whole.data)

    def complete_residual(self, residual: Any, history: Any | None) -> None:
        """Add H to the rows of the fields, and set those of the solids."""
        rows = residual.array_w
        if history is not None:
            rows[: self._fields] += history.array_r
        current = self._solids.on_outline(front_currents(self._forms))
        rows[self._fields :] = self._solids.network.excess(self._solids.unknowns, current)

    def complete_border(self, column: Any, row: Any) -> None:
        """Set the entries of the solids in column and row of a given current."""
        network, by_rise = self._solids.network, self._by_rise()
        column.array_w[self._fields :] = -network.intake() @ (by_rise @ np.ones(network.vertices))
        row.array_w[self._fields :] = (
            network.placement().T @ np.asarray(by_rise.sum(axis=0)).ravel()
        )

    def apply(self, damping: float, increment: Any) -> None:
        """Subtract a share of an increment from all unknowns."""
        change = damping * increment.array_r
        self._forms.unknown.x.array[: self._fields] -= change[: self._fields]
        self._solids.set(self._solids.unknowns - change[self._fields :])

    def memory(self) -> dict[str, Any]:
        """Return the factorised matrix."""
        start, columns, values = self.matrix.getValuesCSR()
        return {"start": start.copy(), "columns": columns.copy(), "values": values.copy()}

    def recall(self, memory: dict[str, Any]) -> None:
        """Take the matrix of a memory of the same mesh."""
        self._take(*(np.asarray(memory[name]) for name in ("start", "columns", "values")))

    def _by_rise(self) -> Any:
        """D, over the vertices of the outline."""
        whole = self._solids.columns(_assembled(self._derivatives.by_rise))
        return self._solids.columns(whole.T).T

    def _take(self, start: Any, columns: Any, values: Any) -> None:
        self.destroy()
        size = len(start) - 1
        csr = (start.astype(PETSc.IntType), columns.astype(PETSc.IntType), values)
        self.matrix = PETSc.Mat().createAIJ((size, size), csr=csr, comm=self._forms.domain.comm)
        self.matrix.assemble()

    def destroy(self) -> None:
        """Free the PETSc objects."""
        if self.matrix is not None:
            self.matrix.destroy()
            self.matrix = None


def _assembled(form: fem.Form) -> sp.csr_matrix:
    """Return the matrix of a bilinear form."""
    matrix = fem_petsc.assemble_matrix(form)
    matrix.assemble()
    start, columns, values = matrix.getValuesCSR()
    made = sp.csr_matrix((values.copy(), columns.copy(), start.copy()), shape=matrix.getSize())
    matrix.destroy()
    return made
