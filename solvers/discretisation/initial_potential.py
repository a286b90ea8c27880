"""Potential at fixed concentrations, for the initial state and on a new mesh."""

from __future__ import annotations

import math

import numpy as np

from platefront.solvers.discretisation.newton import ChordNewton
from platefront.solvers.discretisation.transport import Transport
from platefront.solvers.errors import NotConvergedError

_STEADY_RATE = 1.0
_STRIDE = 5.0
"""Largest step of the electrode potential in continuation, in RT/F."""


def potential_solver(transport: Transport) -> ChordNewton:
    """Create a solver for φ at fixed concentrations, to be destroyed by the caller."""
    return ChordNewton(
        transport.forms, transport.conditions.at_given_concentration, transport.timings
    )


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
        return newton.solve(None).iterations
    except NotConvergedError:
        if forms.bordered is not None or forms.compiled.reversible:
            raise
        return _approach(transport, newton)
    finally:
        newton.destroy()


def _approach(transport: Transport, newton: ChordNewton) -> int:
    """Solve by continuation: vary the electrode potential in steps from zero to its value.

    Far beyond a limiting current Newton's method descends an exponential by one RT/F per
    iteration; the solution at the previous potential is a close initial guess.
    """
    electrode, unknown = transport.forms.constants["electrode"], transport.forms.unknown
    wanted = float(electrode.value)
    unknown.x.array[1::2] = 0.0
    for condition in transport.conditions.potential:
        condition.set(unknown.x.array)
    iterations, slope = 0, np.zeros_like(unknown.x.array[1::2])
    shares = np.linspace(0.0, 1.0, math.ceil(abs(wanted) / _STRIDE) + 1)[1:]
    try:
        for share in shares:
            before = unknown.x.array[1::2].copy()
            unknown.x.array[1::2] += slope
            electrode.value = share * wanted
            iterations += newton.solve(None).iterations
            slope = unknown.x.array[1::2] - before
    finally:
        electrode.value = wanted
    return iterations
