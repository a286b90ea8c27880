"""Balance of the currents of a solution by the residual of the weak form.

Σ_i F_i over the charge rows is the current of the rate laws less the reactions in the rows with
Dirichlet conditions. In all other rows F vanishes at the exact discrete solution; what is left
there begins or ends in the electrolyte. Small increments of Newton's method do not bound it: a
strongly driven surface answers with any current to changes below their tolerance.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from mpi4py import MPI

from platefront.geometry.arrays import Integers
from platefront.solvers.forms.bound_forms import BoundForms
from platefront.solvers.forms.boundary_currents import boundary_currents

_CURRENT = 5e-7
"""Largest unbalanced current relative to the currents of all surfaces."""
_ROUND_OFF = 1e-14
"""The same relative to the terms that cancel in a row, for each RT/F of the potential."""


class ResidualBalance:
    """Limit of what a solution leaves in the charge rows without Dirichlet condition."""

    def __init__(self, forms: BoundForms, fixed: Integers) -> None:
        """Find these rows.

        Args:
            forms: bound forms of the fields.
            fixed: owned dofs with Dirichlet conditions.
        """
        self._forms = forms
        owned = 2 * forms.space.dofmap.index_map.size_local
        self._charges = np.setdiff1d(np.arange(1, owned, 2), fixed)
        self._stiffness = 0.0

    def factorised(self, matrix: Any) -> None:
        """Take the size of the terms in the rows from a newly assembled Jacobian."""
        diagonal = matrix.getDiagonal()
        self._stiffness = self._sum(np.abs(diagonal.array_r[self._charges]))
        diagonal.destroy()

    def holds(self, residual: Any) -> bool:
        """Return whether the residual, assembled at the present state, is within the limit."""
        owned = self._forms.domain.vertex_space.dofmap.index_map.size_local
        parts = [part[:owned] for part in boundary_currents(self._forms).values()]
        drawn = self._sum(np.abs(np.concatenate(parts))) if parts else 0.0
        allowed = max(_CURRENT * drawn, _ROUND_OFF * self._highest_potential * self._stiffness)
        return self._sum(np.abs(residual.array_r[self._charges])) <= allowed

    @property
    def _highest_potential(self) -> float:
        """The largest |φ|, at least RT/F."""
        local = float(np.abs(self._forms.unknown.x.array[1::2]).max(initial=1.0))
        return float(self._forms.domain.comm.allreduce(local, op=MPI.MAX))

    def _sum(self, values: Any) -> float:
        return float(self._forms.domain.comm.allreduce(float(values.sum()), op=MPI.SUM))
