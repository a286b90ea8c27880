"""Amount and charge that cross the boundaries in a step, by reactions of the weak form and laws.

In rows with Dirichlet conditions the residual is the reaction: flux of a reservoir or inlet,
current of a reservoir. In all other rows it is the remaining error of Newton's method, which is no
exchange: the balances show it.
"""

from __future__ import annotations

from typing import Any

from mpi4py import MPI

from platefront.solvers.fenicsx import fem
from platefront.solvers.forms.bound_forms import BoundForms
from platefront.solvers.forms.boundary_currents import own_currents
from platefront.solvers.forms.dirichlet_conditions import Conditions, fixed_dofs
from platefront.solvers.forms.unknowns import CONCENTRATION


class Exchange:
    """Exchange of the electrolyte on one mesh with its surroundings."""

    def __init__(self, forms: BoundForms, conditions: Conditions, residual: Any) -> None:
        """Find the rows of the reactions.

        Args:
            forms: bound forms of the fields.
            conditions: of the fields.
            residual: vector that holds the residual of the last solution.
        """
        self._forms, self._residual = forms, residual
        fixed = fixed_dofs(forms, conditions.in_steps)
        self._amounts = fixed[fixed % forms.unknowns.count == CONCENTRATION]
        self._reservoir = fixed_dofs(forms, conditions.counter)

    def inflow(self) -> float:
        """Return the total flux into the electrolyte through all boundaries, in scaled units."""
        inflow = self._reactions(self._amounts)
        if self._forms.outflow is not None:
            inflow -= float(fem.assemble_scalar(self._forms.outflow))
        uptake = self._forms.compiled.electrolyte.uptake
        if uptake:
            inflow -= uptake * self._taken()
        return self._sum(inflow)

    def current_gap(self) -> float:
        """Return the current of the front less that of the counter electrode [F D c0].

        The former follows from the rate laws, and so does that of a lithium counter electrode; that
        of a reservoir is its reaction.
        """
        return self._sum(self._taken() - self._reactions(self._reservoir))

    def _reactions(self, rows: Any) -> float:
        return float(self._residual.array_r[rows].sum())

    def _taken(self) -> float:
        """Current of all surfaces and pores, the counter electrode included, of this process."""
        surfaces, pores = own_currents(self._forms)
        return sum(float(part.sum()) for part in surfaces.values()) + float(pores.sum())

    def _sum(self, local: float) -> float:
        return float(self._forms.domain.comm.allreduce(local, op=MPI.SUM))
