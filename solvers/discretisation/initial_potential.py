"""Potential at fixed concentrations, for the initial state and on a new mesh.

At fixed concentrations the fluxes are linear in φ, so only its values at the surfaces matter to
the first step of Newton's method; those in the electrolyte follow.
"""

from __future__ import annotations

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.solvers.discretisation.transport import Transport
from platefront.solvers.fenicsx import fem
from platefront.solvers.mesh.domain import COUNTER_MARK
from platefront.solvers.model.voltage.first_potential import FirstMoment
from platefront.solvers.newton.chord_newton import ChordNewton
from platefront.solvers.newton.convergence import FROM_AFAR

_STEADY_RATE = 1.0


def potential_solver(transport: Transport) -> ChordNewton:
    """Create a solver for φ at fixed concentrations, to be destroyed by the caller."""
    return ChordNewton(
        transport.forms, transport.conditions.at_given_concentration, transport.timings
    )


def first_potentials(transport: Transport, first: FirstMoment) -> Floats:
    """Return φ F/RT at all local nodes: one value before the collector, one at the counter."""
    forms, unit = transport.forms, transport.scales.potential
    potentials = np.full(forms.unknowns.nodes(forms.unknown.x.array), first.front / unit)
    counter = forms.domain.facets.find(COUNTER_MARK)
    potentials[fem.locate_dofs_topological(forms.space, 1, counter)] = first.counter / unit
    return potentials


def find_potential(transport: Transport) -> int:
    """Solve for φ at fixed concentrations; return the number of Newton iterations.

    Raises:
        NotConvergedError: Newton's method failed.
    """
    forms = transport.forms
    forms.constants["rate"].value = _STEADY_RATE
    forms.velocity.x.array[:] = 0.0
    for condition in transport.conditions.potential:
        condition.set(forms.unknown.x.array)
    newton = potential_solver(transport)
    try:
        iterations = newton.solve(None, FROM_AFAR).iterations
        newton.refine()  # a good guess ends just below the tolerance
        return iterations
    finally:
        newton.destroy()
