"""Primary current distribution: given potential at surfaces, and their current.

Where φ is given by a Dirichlet condition, the current follows from the residual of the weak form.
With the hat function ψ_j of a vertex of such a surface, and the kinetic currents i_k of other
surfaces that meet it,

    I_j = ∫ i ψ_j = ∫ J·∇ψ_j - Σ_k ∫_k i_k ψ_j,   J the current density vector.

This is the consistent flux of the discrete solution: its sum is, to round-off, the current of the
counter electrode and the other surfaces, for elements of any order, because the hat functions are
among the test functions. Where two such surfaces share a vertex, I_j is split by the lengths of
their facets there.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.solvers.fenicsx import fem, la
from platefront.solvers.forms.bound_forms import BoundForms


def held_potentials(forms: BoundForms) -> list[fem.DirichletBC]:
    """Return the conditions φ = φ_s - E_eq on the surfaces without kinetic resistance.

    A vertex common to surfaces of different E_eq belongs to the last one named.
    """
    part = forms.space.sub(1)
    electrode = float(forms.constants["electrode"].value)
    scale = forms.compiled.scales.potential
    conditions = []
    for mark, drop in forms.compiled.reversible:
        dofs = fem.locate_dofs_topological(part, 1, forms.domain.facets.find(mark))
        value = electrode - drop / scale
        conditions.append(fem.dirichletbc(fem.Constant(forms.domain.mesh, value), dofs, part))
    return conditions


def primary_currents(forms: BoundForms) -> Mapping[int, Floats]:
    """Return the current of each such surface by local vertex dof, ghosts not updated [F D c0]."""
    if forms.primary is None:
        return {}
    lengths = {mark: _by_vertex(forms, form) for mark, form in forms.primary.lengths.items()}
    together = np.sum(list(lengths.values()), axis=0)
    drawn = _by_vertex(forms, forms.primary.drawn)
    per_length = np.divide(drawn, together, out=np.zeros_like(drawn), where=together > 0.0)
    return {mark: per_length * length for mark, length in lengths.items()}


def _by_vertex(forms: BoundForms, form: fem.Form) -> Floats:
    function = fem.Function(forms.domain.vertex_space)
    fem.assemble_vector(function.x.array, form)
    function.x.scatter_reverse(la.InsertMode.add)
    return np.array(function.x.array)
