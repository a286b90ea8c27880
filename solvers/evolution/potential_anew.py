"""Potential at the present concentrations, from the present one or that of the cell in series."""

from __future__ import annotations

from platefront.solvers.discretisation.initial_potential import find_potential, first_potentials
from platefront.solvers.errors import NotConvergedError
from platefront.solvers.forms.unknowns import POTENTIAL
from platefront.solvers.model.voltage.first_potential import SeriesCell
from platefront.solvers.state.plating_state import PlatingState


def potential_anew(state: PlatingState, cell: SeriesCell) -> int:
    """Find the potential from the present one; failing that, from that of the cell in series.

    The present one may be far off, as that at which the last metal of a step was drawn.

    Returns:
        The number of Newton iterations.

    Raises:
        NotConvergedError: no potential fits the control.
    """
    transport = state.transport
    forms = transport.forms
    before, electrode = forms.unknown.x.array.copy(), transport.electrode
    in_solids = None if forms.solids is None else forms.solids.unknowns.copy()
    try:
        return find_potential(transport)
    except NotConvergedError:
        first = cell.under(state.control, state.position.elapsed(state.time))
        forms.unknown.x.array[:] = before
        forms.unknowns.of(POTENTIAL, forms.unknown.x.array)[:] = first_potentials(transport, first)
        forms.constants["electrode"].value = electrode
        if forms.solids is not None and in_solids is not None:
            forms.solids.set(in_solids)
        if state.control.gives_current:
            forms.constants["electrode"].value = first.electrode / state.scales.potential
        return find_potential(transport)
