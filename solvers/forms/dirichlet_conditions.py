"""Dirichlet conditions for concentration and potential on one mesh."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from platefront.geometry.arrays import Integers
from platefront.solvers.fenicsx import fem, la
from platefront.solvers.forms.bound_forms import BoundForms
from platefront.solvers.forms.unknowns import CONCENTRATION, MATRIX, POTENTIAL, Unknown
from platefront.solvers.mesh.domain import COUNTER_MARK, INLET_MARK


@dataclass(frozen=True, slots=True)
class Conditions:
    """Dirichlet conditions of a simulation on one mesh.

    Attributes:
        everywhere: condition on c in all nodes, at c0 or at the present values, which Newton's
            method does not change.
        concentration: conditions on c in a time step.
        counter: condition on φ at the counter electrode; empty where it has a rate law.
        electrode: conditions on φ at surfaces without kinetic resistance.
        matrix: conditions on the potential of the matrix of porous hosts.
        held: value of each of these and the drop φ_s - φ that it is below φ_s.
    """

    everywhere: fem.DirichletBC
    concentration: list[fem.DirichletBC]
    counter: list[fem.DirichletBC]
    electrode: list[fem.DirichletBC]
    matrix: list[fem.DirichletBC]
    held: list[tuple[fem.Constant, float]]

    @classmethod
    def of(cls, forms: BoundForms, *, reservoir: bool) -> Conditions:
        """Collect the conditions of electrolyte model, flow, counter electrode and surfaces.

        Args:
            forms: bound forms, which contain the electrode potential of reversible surfaces.
            reservoir: True if c = c0 and φ = 0 at the counter electrode.
        """
        everywhere = _in_every_cell(forms)
        if forms.compiled.electrolyte.held:
            concentration = [everywhere]
        else:
            marks = [COUNTER_MARK] * reservoir + [INLET_MARK] * (forms.compiled.flow is not None)
            concentration = [_on_facets(forms, mark, CONCENTRATION, 1.0) for mark in marks]
        counter = [_on_facets(forms, COUNTER_MARK, POTENTIAL, 0.0)] if reservoir else []
        electrode = float(forms.constants["electrode"].value)
        scale = forms.compiled.scales.potential
        drops = [(mark, drop / scale) for mark, drop in forms.compiled.reversible]
        held = [(fem.Constant(forms.domain.mesh, electrode - drop), drop) for _, drop in drops]
        # A vertex common to surfaces of different E_eq belongs to the last one named.
        on_electrode = [
            _on_facets(forms, mark, POTENTIAL, value)
            for (mark, _), (value, _) in zip(drops, held, strict=True)
        ]
        matrix = [_of_matrix(forms)] if MATRIX in forms.unknowns.potentials else []
        return cls(everywhere, concentration, counter, on_electrode, matrix, held)

    def follow(self, electrode: float) -> None:
        """Set surfaces without kinetic resistance to another electrode potential [RT/F]."""
        for value, drop in self.held:
            value.value = electrode - drop

    @property
    def potential(self) -> list[fem.DirichletBC]:
        """Conditions on all potentials."""
        return [*self.counter, *self.electrode, *self.matrix]

    @property
    def in_steps(self) -> list[fem.DirichletBC]:
        """Conditions in a time step."""
        return [*self.concentration, *self.potential]

    @property
    def at_given_concentration(self) -> list[fem.DirichletBC]:
        """Conditions for φ at fixed concentrations."""
        return [self.everywhere, *self.potential]


def fixed_dofs(forms: BoundForms, conditions: Sequence[fem.DirichletBC]) -> Integers:
    """Return the owned dofs of c and φ, interleaved, that some conditions determine."""
    owned = forms.unknowns.owned_size(forms.space)
    fixed = [condition.dof_indices()[0] for condition in conditions]
    indices = np.unique(np.concatenate(fixed)) if fixed else np.empty(0, dtype=np.int32)
    return np.asarray(indices[indices < owned])


def _on_facets(
    forms: BoundForms, mark: int, unknown: Unknown, value: float | fem.Constant
) -> fem.DirichletBC:
    """Return the condition on an unknown on the facets with a mark."""
    if isinstance(value, float):
        value = fem.Constant(forms.domain.mesh, value)
    part = forms.space.sub(unknown)
    dofs = fem.locate_dofs_topological(part, 1, forms.domain.facets.find(mark))
    return fem.dirichletbc(value, dofs, part)


def _of_matrix(forms: BoundForms) -> fem.DirichletBC:
    """Return the condition that the matrix is at the potential of the electrode.

    It holds where a host touches the electrode, and everywhere outside of hosts with a resistance.
    """
    mesh, compiled = forms.domain.mesh, forms.compiled
    resisting = [number for mark, number in compiled.hosts.items() if mark in compiled.matrices]
    others = [number for mark, number in compiled.hosts.items() if mark not in compiled.matrices]
    free = _in_regions(forms, resisting) & ~_in_regions(forms, others)
    for mark in compiled.surfaces:
        facets = forms.domain.facets.find(mark)
        free[fem.locate_dofs_topological(forms.space, 1, facets)] = False
    part = forms.space.sub(MATRIX)
    dofs = forms.unknowns.rows(MATRIX, np.flatnonzero(~free)).astype(np.int32)
    return fem.dirichletbc(fem.Constant(mesh, 0.0), dofs, part)


def _in_regions(forms: BoundForms, numbers: Sequence[int]) -> NDArray[np.bool_]:
    """Return whether each local node belongs to a cell of some regions, on whatever process."""
    counts = fem.Function(forms.space)
    inside = np.unique(forms.space.dofmap.list[np.isin(forms.region, numbers)])
    forms.unknowns.of(MATRIX, counts.x.array)[inside] = 1.0
    counts.x.scatter_reverse(la.InsertMode.add)
    counts.x.scatter_forward()
    return np.asarray(forms.unknowns.of(MATRIX, counts.x.array) > 0.0)


def _in_every_cell(forms: BoundForms) -> fem.DirichletBC:
    mesh = forms.domain.mesh
    cells = mesh.topology.index_map(2)
    every_cell = np.arange(cells.size_local + cells.num_ghosts, dtype=np.int32)
    part = forms.space.sub(CONCENTRATION)
    dofs = fem.locate_dofs_topological(part, 2, every_cell)
    return fem.dirichletbc(fem.Constant(mesh, 1.0), dofs, part)
