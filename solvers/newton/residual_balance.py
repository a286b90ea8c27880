"""Balances of a solution by the residual of the weak form: amount and current.

Σ_i F_i over the rows of a balance is what the surfaces exchange less the reactions in the rows with
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
from platefront.solvers.forms.boundary_currents import front_currents, own_currents
from platefront.solvers.forms.solid_potential import SolidPotential
from platefront.solvers.forms.unknowns import CONCENTRATION, POTENTIAL, Unknown, Unknowns

_CURRENT = 5e-7
"""Largest unbalanced current relative to the currents of all surfaces."""
_ELECTRONIC = 2e-10
"""Largest current that begins or ends in the solids, relative to the currents of their front."""
_ROUND_OFF = 1e-14
"""The same relative to the terms that cancel in a row, for each RT/F of the potential."""
_AMOUNT = 1e-14
"""Largest unbalanced amount of c relative to that in the electrolyte."""
_EPSILON = float(np.finfo(np.float64).eps)
"""The same relative to the diffusion across all cells, which rounds it in long steps."""


class ResidualBalance:
    """Limits of what a solution leaves in the rows without Dirichlet condition."""

    def __init__(self, forms: BoundForms, fixed: Integers, reacting: Integers) -> None:
        """Find these rows.

        Args:
            forms: bound forms of the fields.
            fixed: owned dofs with Dirichlet conditions.
            reacting: local nodes of reacting surfaces. Their rows tell nothing about the round-off
                of the amount, as a rate law far from the solution has any derivative.
        """
        self._forms = forms
        unknowns = forms.unknowns
        owned = unknowns.owned_size(forms.space)
        free = np.ones(owned, dtype=bool)
        free[fixed] = False
        self._amounts = _free_rows(unknowns, CONCENTRATION, free)
        self._charges = _free_rows(unknowns, POTENTIAL, free)
        at_surfaces = unknowns.rows(CONCENTRATION, reacting)
        free[at_surfaces[at_surfaces < owned]] = False
        self._inside = _free_rows(unknowns, CONCENTRATION, free)
        self._stiffness = self._diffusion = 0.0

    def factorised(self, matrix: Any) -> None:
        """Take the size of the terms in the rows from a newly assembled Jacobian."""
        diagonal = matrix.getDiagonal()
        stiffness = self._sum(np.abs(diagonal.array_r[self._charges]))
        self._stiffness = stiffness if np.isfinite(stiffness) else 0.0  # excuses nothing
        # rounding errors of either sign: their sum grows with the root of their number
        self._diffusion = np.sqrt(self._sum(diagonal.array_r[self._inside] ** 2))
        diagonal.destroy()

    def holds(self, residual: Any, history: Any | None, *, fresh: bool) -> bool:
        """Return whether the residual at the present state is within the limits.

        Args:
            residual: assembled residual F.
            history: contribution of earlier levels to the time derivative; None for φ alone.
            fresh: True if the last factorised Jacobian is of a state near the present one. Only
                then it tells the round-off of the current; others may have any derivative.
        """
        charges = residual.array_r[self._charges]
        if not (self._current_holds(charges, fresh) and self._amount_holds(residual, history)):
            return False
        return self._forms.solids is None or self._solids_hold(self._forms.solids, fresh)

    def _current_holds(self, charges: Any, fresh: bool) -> bool:
        surfaces, pores = own_currents(self._forms)
        drawn = self._sum(np.abs(np.concatenate([*surfaces.values(), pores])))
        allowed = max(_CURRENT * drawn, self._round_off(fresh))
        return self._sum(np.abs(charges)) <= allowed

    def _round_off(self, fresh: bool) -> float:
        """Return what round-off leaves of the terms in the rows of the current."""
        return _ROUND_OFF * self._highest(POTENTIAL) * self._stiffness if fresh else 0.0

    def _solids_hold(self, solids: SolidPotential, fresh: bool) -> bool:
        current = solids.on_outline(front_currents(self._forms))
        left = abs(float(current.sum()) - solids.network.into_terminal(solids.unknowns, current))
        return left <= max(_ELECTRONIC * float(np.abs(current).sum()), self._round_off(fresh))

    def _amount_holds(self, residual: Any, history: Any | None) -> bool:
        if history is None:
            return True
        left = abs(self._sum(residual.array_r[self._amounts]))
        allowed = _AMOUNT * abs(self._sum(self._forms.unknowns.of(CONCENTRATION, history.array_r)))
        return left <= max(allowed, _EPSILON * self._highest(CONCENTRATION) * self._diffusion)

    def _highest(self, unknown: Unknown) -> float:
        """Return the largest |c| or |φ|, at least 1."""
        values = self._forms.unknowns.of(unknown, self._forms.unknown.x.array)
        local = float(np.abs(values).max(initial=1.0))
        return float(self._forms.domain.comm.allreduce(local, op=MPI.MAX))

    def _sum(self, values: Any) -> float:
        return float(self._forms.domain.comm.allreduce(float(values.sum()), op=MPI.SUM))


def _free_rows(unknowns: Unknowns, unknown: Unknown, free: Any) -> Integers:
    """Return the rows of one unknown that are free, of (owned,) True for all that are."""
    return unknowns.rows(unknown, np.flatnonzero(unknowns.of(unknown, free)))
