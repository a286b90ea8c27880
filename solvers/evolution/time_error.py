"""How far a time step is off, told by what linear extrapolation had predicted."""

from __future__ import annotations

import numpy as np
from mpi4py import MPI

from platefront.geometry.arrays import Floats
from platefront.solvers.discretisation.time_scheme import Level
from platefront.solvers.evolution.state import PlatingState
from platefront.solvers.parallel import OnRoot, from_root

_NO_CURRENT = 1e-9
"""Currents below this, in units of F D c0 [A/m], are round-off and need no accuracy."""
_NO_CHARGE = 1e-4
"""A step that passes less than this part of all charge so far is measured against that part."""


def time_error(
    state: PlatingState,
    guess: Floats,
    level: Level,
    predicted: OnRoot[Floats],
    corrected: OnRoot[Floats],
) -> float | None:
    """Difference from linear extrapolation: concentration (RMS) and charge (mean relative).

    Means rather than maxima, because in a corner that is about to close a single vertex may do
    anything without touching the solution. When the last lithium leaves a vertex its currents, and
    those of the vertices beside it, jump: a step across it is off by a share of its own charge
    however short it is, and passes once that is small against all charge so far.

    Args:
        state: before the step.
        guess: extrapolated degrees of freedom.
        level: the solved ones.
        predicted: (n,) charge of each front vertex by extrapolated currents [C/m].
        corrected: (n,) the same by the trapezoidal rule [C/m].

    Returns:
        In units of the tolerance; None if there is nothing to compare with.
    """
    if not state.history.is_smooth:
        return None
    owned = 2 * state.transport.forms.space.dofmap.index_map.size_local
    difference = (guess[:owned:2] - level.unknown[:owned:2]) ** 2
    squares = state.comm.allreduce(float(difference.sum()), op=MPI.SUM)
    fields = np.sqrt(squares / state.transport.forms.space.dofmap.index_map.size_global)

    def charges() -> float:
        if state.previous is None:
            return 0.0
        before, after = predicted.value, corrected.value
        # Stripping that was cut for want of lithium is off or on, however short the step.
        kept = (before != 0.0) & (after != 0.0)
        passed = np.abs(after[kept]).sum()
        off = np.abs(before[kept] - after[kept]).sum()
        nothing = _NO_CURRENT * state.scales.current * (level.time - state.time)
        return float(off / max(passed, nothing, _NO_CHARGE * state.ledger.value.turnover))

    return max(float(fields), from_root(state.comm, charges)) / state.problem.time.tolerance
