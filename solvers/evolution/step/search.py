"""Search for the next time step: it converges, meets the tolerance and ends where it is to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import shapely

from platefront.geometry.lengths import UM2
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.errors import (
    DeadEndError,
    ExponentError,
    GeometryFailedError,
    NotConvergedError,
    SolverError,
)
from platefront.solvers.evolution.diagnosis import place_in_run, reason_of_failure, want_of_metal
from platefront.solvers.evolution.step.locating import EndSearch, status_after
from platefront.solvers.evolution.step.longest import longest_step, time_to_empty
from platefront.solvers.evolution.step.stepping import restore, try_step
from platefront.solvers.evolution.step.thin_remains import hold_thin_remains
from platefront.solvers.evolution.step.trial import Trial
from platefront.solvers.evolution.stopping import is_nearly_empty, status_of
from platefront.solvers.front.mesh_broken import MeshBrokenError
from platefront.solvers.parallel import from_root
from platefront.solvers.state.plating_state import PlatingState

_SPECKS = 1e-4
"""Share of the time to strip the rest, below which a failing step means that no current is left."""
_RUNAWAY = 1e-2
"""The same if it fails by an exponent that is too large."""
_WITHHELD = 1e-8
"""Stripping without metal, relative to the turnover, for which a step is shortened."""
_FAR = 1e-4
"""Stripping that is passed by metal far away, likewise."""
_SHORTER, _STAYS = 0.8, 0.9
"""Ratio of two steps, and that of their errors from which the error does not depend on the step."""
_CROSSED = 0.05
"""Share of the area swept in a step in which the front crosses itself, likewise."""
_CROSSED_IN_ALL = 1e-6
"""Share of the area swept in the run so far that may cross itself: a neck that breaks is thin."""


def next_step(state: PlatingState, last: StepRecord, remesh: Callable[[], None]) -> Trial:
    """Return a step that converged and met the tolerance; it is shortened until it does.

    Where it passes the end of the step of the protocol it is shortened to end there.

    Args:
        state: of the run.
        last: record of this state.
        remesh: renews front and mesh, for a step that the mesh does not bear.

    Raises:
        NotConvergedError: no step converges however short it is.
        GeometryFailedError: front or mesh do not bear one.
    """
    control, position = state.step_control, state.position
    before = status_of(state.problem, position, last)
    search = EndSearch(position.step.stop.in_force(state.problem.mesh, state.problem.front), before)
    length: float | None = None
    refused: Trial | None = None
    while True:
        targets = position.next_capacities(state.capacity)
        step = length
        if step is None:
            ahead = position.next_time(state.time) - state.time
            step = control.propose(state.time, longest_step(state, targets), ahead)
        length = None
        try:
            trial = try_step(state, step, targets)
        except (NotConvergedError, MeshBrokenError) as error:
            restore(state)
            search.restart()
            if isinstance(error, MeshBrokenError):
                if not state.fresh_mesh:
                    remesh()
                    continue
                if hold_thin_remains(state, error):
                    length = step
                    continue
            control.cut(step)
            reason: Exception = error
        else:
            too_far = _strips_too_much(state, trial) or _crosses_deeply(state, trial)
            if too_far and not state.went_too_far and control.may_be_cut(step):
                restore(state)
                control.cut(step)
                continue
            if _is_jump(state, trial, refused):
                trial = replace(trial, error=None, jumps=True)
            if trial.error is None or trial.error <= 1.0:
                status = status_after(state, trial, before)
                length = search.next_length(trial.step, status)
                if length is None:
                    state.went_too_far = too_far
                    state.located = search.reason(status)
                    return trial
                restore(state)
                continue
            restore(state)
            search.restart()
            refused = trial
            control.reject(step, trial.error)
            reason = NotConvergedError("the time error stays above the tolerance")
        if control.exhausted or _only_specks_are_left(state, last, step, reason):
            raise _gave_up(state, last, reason) from reason


def _only_specks_are_left(
    state: PlatingState, last: StepRecord, step: float, reason: Exception
) -> bool:
    """Return True if little metal is left, and a step fails that would take next to none.

    Where the potential runs away, little is enough.
    """
    if not is_nearly_empty(last):
        return False
    share = _RUNAWAY if isinstance(reason, ExponentError) else _SPECKS
    return step < share * time_to_empty(state)


def _is_jump(state: PlatingState, trial: Trial, refused: Trial | None) -> bool:
    """Return True for an error that is not one of time: it stays as the step is shortened.

    Where a vertex loses its last metal its current goes to its neighbours at once, however short
    the step is.
    """
    if trial.error is None or refused is None or refused.error is None:
        return False
    shorter = trial.step < _SHORTER * refused.step
    stays = trial.error > _STAYS * refused.error
    return (
        shorter
        and stays
        and from_root(state.comm, lambda: bool(trial.advance.value.exhausted.any()))
    )


def _strips_too_much(state: PlatingState, trial: Trial) -> bool:
    """Return True for stripping without metal, or by metal that is far away.

    The mean of pulses may well ask for it.
    """
    too_much = trial.withheld > _WITHHELD or trial.far > _FAR
    return too_much and state.control.pulses is None


def _crosses_deeply(state: PlatingState, trial: Trial) -> bool:
    """Return True for fronts that pass through each other rather than meet.

    What they have swept twice could not be taken back from elsewhere once they are merged.
    """
    if not state.moving:
        return False

    def crosses() -> bool:
        advance = trial.advance.value
        if advance.outline.is_simple:
            return False
        polygon = advance.outline.polygon()
        twice = abs(shapely.make_valid(polygon).area - polygon.area)
        volume = state.problem.metal.volume_per_charge / UM2
        own = np.abs(advance.charges.plated).sum()
        ledger = state.ledger.value
        in_all = max(ledger.turnover + own, ledger.least_charge / _CROSSED_IN_ALL)
        return bool(twice > volume * max(_CROSSED * own, _CROSSED_IN_ALL * in_all))

    return from_root(state.comm, crosses)


def _gave_up(state: PlatingState, last: StepRecord, reason: Exception) -> SolverError:
    where = place_in_run(state)
    if (empty := want_of_metal(state.control, last)) is not None:
        return DeadEndError(f"{where}: {empty}")
    if isinstance(reason, NotConvergedError):
        reason = reason_of_failure(state, reason)
        return type(reason)(f"{where}: {reason}")
    return GeometryFailedError(f"{where}: {reason}; even very short steps did not help")
