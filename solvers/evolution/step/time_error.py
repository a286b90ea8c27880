"""Local error of a time step, estimated by linear extrapolation."""

from __future__ import annotations

import numpy as np
from mpi4py import MPI

from platefront.geometry.arrays import Floats
from platefront.solvers.discretisation.time_scheme import Level
from platefront.solvers.evolution.reporting import NO_CURRENT
from platefront.solvers.evolution.step.advance import Advance
from platefront.solvers.forms.unknowns import CONCENTRATION
from platefront.solvers.parallel import OnRoot, from_root
from platefront.solvers.state.plating_state import PlatingState

_NO_CHARGE = 1e-4
"""Least charge of a step, relative to the turnover, as a scale of its error."""
_AT_REST = 1e-3
"""The same at rest, where surfaces exchange but the last of their films."""


def time_error(
    state: PlatingState,
    guess: Floats,
    level: Level,
    predicted: OnRoot[Advance],
    corrected: OnRoot[Advance],
) -> float | None:
    """Return the difference from linear extrapolation: concentration (RMS) and charge (mean).

    Means are used rather than maxima, because single vertices in a closing corner are irrelevant to
    the solution. Where a vertex is about to lose its last metal its current ends within the step,
    however short that is, and a given current goes elsewhere. This is an error of the mesh: such
    vertices are left out, and the others are compared up to the common factor; relative to the
    charge of all if that is given.

    Args:
        state: before the step.
        guess: extrapolated degrees of freedom.
        level: solution.
        predicted: front by extrapolated currents.
        corrected: front by the trapezoidal rule.

    Returns:
        The error in units of the tolerance; None without two smooth time levels.
    """
    if not state.history.is_smooth:
        return None
    space, unknowns = state.transport.forms.space, state.transport.forms.unknowns
    owned = unknowns.owned_size(space)
    off = guess[:owned] - level.unknown[:owned]
    difference = unknowns.of(CONCENTRATION, off) ** 2
    squares = state.comm.allreduce(float(difference.sum()), op=MPI.SUM)
    fields = np.sqrt(squares / space.dofmap.index_map.size_global)

    def charges() -> float:
        if state.previous is None:
            return 0.0
        charges = (front.value.charges for front in (predicted, corrected))
        before, after = (part.everywhere for part in charges)
        exhausted = predicted.value.exhausted | corrected.value.exhausted
        exhausted = np.pad(exhausted, (0, len(after) - len(exhausted)))  # pores are not
        kept = (before != 0.0) & (after != 0.0) & ~exhausted
        control = state.control
        shared = control.gives_current or control.gives_overpotentials
        if shared and exhausted.any() and (whole := np.abs(before[kept]).sum()):
            # by absolute values: plating and stripping may cancel
            before = before * ((np.sign(before) * after)[kept].sum() / whole)
        passed = np.abs(after if control.gives_current else after[kept]).sum()
        off = np.abs(before[kept] - after[kept]).sum()
        nothing = NO_CURRENT * state.scales.current * (level.time - state.time)
        least = _AT_REST if control.mode == "rest" else _NO_CHARGE
        return float(off / max(passed, nothing, least * state.ledger.value.turnover))

    return max(float(fields), from_root(state.comm, charges)) / state.problem.time.tolerance
