"""Currents of marked boundaries by vertex, and currents in the pores of hosts by cell.

I_j = ∫ i ψ_j with the hat function ψ_j of a vertex.

On surfaces with kinetic resistance i is that of the rate law. Where φ is given by a Dirichlet
condition (primary current distribution) the current follows from the residual of the weak form.
With the kinetic currents i_k of other surfaces that meet the vertex,

    I_j = ∫ J·∇ψ_j - Σ_k ∫_k i_k ψ_j,   J the current density vector.

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
from platefront.solvers.mesh.domain import COUNTER_MARK


def boundary_currents(forms: BoundForms) -> Mapping[int, Floats]:
    """Return the current of each marked boundary by vertex dof, ghosts not updated [F D c0]."""
    kinetic = {mark: _by_vertex(forms, form) for mark, form in forms.currents.items()}
    return kinetic | _primary(forms)


def pore_currents(forms: BoundForms) -> Floats:
    """Return the current in the pores of each local cell, zero for ghosts [F D c0].

    Only of forms with porous hosts.
    """
    function = fem.Function(forms.cell_space)
    fem.assemble_vector(function.x.array, forms.pores)
    return np.asarray(function.x.array[forms.cell_space.dofmap.list[:, 0]])


def own_currents(forms: BoundForms) -> tuple[dict[int, Floats], Floats]:
    """Return the currents that belong to this process, in F D c0.

    Returns:
        Those of each marked boundary by owned vertex, and those in pores by cell, empty without
        porous hosts.
    """
    owned = forms.domain.vertex_space.dofmap.index_map.size_local
    surfaces = {mark: part[:owned] for mark, part in boundary_currents(forms).items()}
    return surfaces, pore_currents(forms) if forms.pores is not None else np.empty(0)


def front_currents(forms: BoundForms) -> Floats:
    """Return the current of all surfaces of the front with rate laws by vertex dof [F D c0]."""
    parts = [
        _by_vertex(forms, form) for mark, form in forms.currents.items() if mark != COUNTER_MARK
    ]
    return np.asarray(np.sum(parts, axis=0))


def surface_conductances(forms: BoundForms) -> Floats:
    """Return the conductance of all surfaces of the front by vertex dof, ∫ -∂i/∂η ψ_j.

    In F D c0 per RT/F, ghosts not updated; only of forms with capillarity.
    """
    parts = [_by_vertex(forms, form) for form in forms.conductances.values()]
    return np.asarray(np.sum(parts, axis=0))


def _primary(forms: BoundForms) -> dict[int, Floats]:
    """Currents of surfaces with given potential."""
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
