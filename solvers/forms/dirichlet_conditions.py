"""Dirichlet conditions on one mesh: concentrations and potentials that are held."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from platefront.solvers.fenicsx import fem
from platefront.solvers.forms.bound_forms import BoundForms
from platefront.solvers.forms.primary_current import held_potentials
from platefront.solvers.mesh.domain import COUNTER_MARK, INLET_MARK


@dataclass(frozen=True, slots=True)
class Conditions:
    """Held values of a run on one mesh.

    Attributes:
        everywhere: holds c in every node, at c0 or as it is: Newton leaves held values alone.
        concentration: holds c where a step may not change it.
        potential: holds φ.
    """

    everywhere: fem.DirichletBC
    concentration: list[fem.DirichletBC]
    potential: list[fem.DirichletBC]

    @classmethod
    def of(cls, forms: BoundForms, *, reservoir: bool) -> Conditions:
        """Conditions of model, flow, counter electrode and surfaces.

        Args:
            forms: bound forms; their electrode potential is what surfaces are held at.
            reservoir: True if c = c0 and φ = 0 hold at the counter electrode.
        """
        everywhere = _in_every_cell(forms)
        if forms.compiled.electrolyte.held:
            concentration = [everywhere]
        else:
            marks = [COUNTER_MARK] * reservoir + [INLET_MARK] * (forms.compiled.flow is not None)
            concentration = [_on_facets(forms, mark, 0, 1.0) for mark in marks]
        potential = [_on_facets(forms, COUNTER_MARK, 1, 0.0)] if reservoir else []
        return cls(everywhere, concentration, potential + held_potentials(forms))

    @property
    def in_steps(self) -> list[fem.DirichletBC]:
        """Conditions of a time step."""
        return [*self.concentration, *self.potential]

    @property
    def at_given_concentration(self) -> list[fem.DirichletBC]:
        """Conditions to find φ with the concentrations as they are."""
        return [self.everywhere, *self.potential]


def _on_facets(forms: BoundForms, mark: int, component: int, value: float) -> fem.DirichletBC:
    """A component of (c, φ) held on the facets with a mark."""
    part = forms.space.sub(component)
    dofs = fem.locate_dofs_topological(part, 1, forms.domain.facets.find(mark))
    return fem.dirichletbc(fem.Constant(forms.domain.mesh, value), dofs, part)


def _in_every_cell(forms: BoundForms) -> fem.DirichletBC:
    mesh = forms.domain.mesh
    cells = mesh.topology.index_map(2)
    every_cell = np.arange(cells.size_local + cells.num_ghosts, dtype=np.int32)
    part = forms.space.sub(0)
    dofs = fem.locate_dofs_topological(part, 2, every_cell)
    return fem.dirichletbc(fem.Constant(mesh, 1.0), dofs, part)
