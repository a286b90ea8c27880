"""The loop: a problem in, one record an accepted step out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import shapely
from mpi4py import MPI

from platefront.geometry.lengths import UM2
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.constants import COULOMB_PER_M2_PER_MAH_PER_CM2
from platefront.solvers.errors import (
    ExponentError,
    GeometryFailedError,
    NotConvergedError,
    SolverError,
)
from platefront.solvers.evolution.control_jump import (
    begin_next,
    jump,
    stand_idle,
    strips_nothing,
)
from platefront.solvers.evolution.diagnosis import named, reason_of_failure
from platefront.solvers.evolution.locating import EndSearch, status_after
from platefront.solvers.evolution.remeshing import front_is_unsound, mesh_is_worn, remesh
from platefront.solvers.evolution.reporting import record
from platefront.solvers.evolution.sampling import sample
from platefront.solvers.evolution.step_limit import longest_step, time_to_empty
from platefront.solvers.evolution.stepping import accept, restore, try_step
from platefront.solvers.evolution.stopping import (
    fraction_done,
    is_nearly_empty,
    reason_of_end,
    reason_to_stop,
    status_of,
)
from platefront.solvers.evolution.trial import Trial
from platefront.solvers.front.mesh_broken import MeshBrokenError
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.stopping.stripped_empty import EMPTY
from platefront.solvers.parallel import from_root
from platefront.solvers.state.checkpoint.run_memory import SavedRun, restored, saved_run
from platefront.solvers.state.plating_state import PlatingState
from platefront.solvers.state.starting import first_step, start
from platefront.solvers.timing import Timings

_SPECKS = 1e-4
"""Share of the time to strip the rest, below which a failing step means that no current is left."""
_RUNAWAY = 1e-2
"""The same if it fails by an exponent that is too large."""
_WITHHELD = 1e-8
"""Stripping without metal, relative to the turnover, for which a step is shortened."""
_CROSSED = 0.05
"""Share of the area swept in a step in which the front crosses itself, likewise."""
_CROSSED_IN_ALL = 1e-6
"""Share of the area swept in the run so far that may cross itself: a neck that breaks is thin."""


class Simulation:
    """A run of a plating problem from its initial state, or from that of a checkpoint, to its end.

    Attributes:
        state: all that the run carries from one step to the next.
        last: last record; None before the first one.
        timings: wall seconds by phase.
        stop_reason: why the run ended; empty while it goes on.
    """

    def __init__(
        self,
        problem: PlatingProblem,
        comm: MPI.Intracomm = MPI.COMM_WORLD,
        saved: SavedRun | None = None,
        *,
        anew: bool = False,
    ) -> None:
        """Prepare section, mesh, forms and the initial state.

        Args:
            problem: plating problem.
            comm: communicator of all processes.
            saved: run to go on with, read on rank 0; None to begin one.
            anew: True to begin the protocol of the problem in the state of the saved run.

        Raises:
            GeometryFailedError: the section cannot be meshed.
            NotConvergedError: no initial potential was found.
            CheckpointError: the saved run is of another problem or number of processes.
        """
        self.problem = problem
        self.timings = Timings()
        self.stop_reason = ""
        self.last: StepRecord | None = None
        if saved is not None:
            self.state, last = restored(problem, comm, self.timings, saved, anew=anew)
            if anew:
                self.state.initial_iterations = self._changed(jump)
            else:
                self.last = replace(last, fields=lambda: sample(self.state))
            return
        try:
            self.state = start(problem, comm, self.timings)
        except NotConvergedError as error:
            reason = named(error, list(problem.section.surfaces))
            raise type(reason)(f"at t = 0 s (0 mAh/cm² plated): {reason}") from error

    def run(self) -> Iterator[StepRecord]:
        """Carry out the protocol; yields the initial state, then every accepted time step.

        Where the control jumps there are two states of one time: before and after the jump. A run
        that goes on yields what follows the last record of the checkpoint.

        Raises:
            NotConvergedError: a step failed however short it was made.
            GeometryFailedError: the front or its mesh could not be carried on.
        """
        last = self.last
        if last is None:
            yield (last := self._noted(self._record(0.0, self.state.initial_iterations)))
        while not (last.end and self._is_last_step):
            yield (last := self._noted(self._following(last)))
        self.stop_reason = last.end

    def saved(self) -> SavedRun:
        """Return the present state and the last record, of all processes on rank 0 (collective)."""
        assert self.last is not None, "a run is saved after its first record"
        return saved_run(self.state, self.last)

    def fraction_done(self, last: StepRecord) -> float:
        """Return the part of the run that is over with its last record, from 0 to 1."""
        return fraction_done(self.problem, self.state.position, last)

    @property
    def _is_last_step(self) -> bool:
        return self.state.position.index + 1 == len(self.problem.protocol.steps)

    def _noted(self, record: StepRecord) -> StepRecord:
        """Return a record with the reason why its step of the protocol ends, if it does."""
        end = record.end
        if not end:
            status = status_of(self.problem, self.state.position, record)
            end = self.state.located or reason_to_stop(self.problem, self.state.position, status)
        self.last = replace(record, end=end)
        return self.last

    def _following(self, last: StepRecord) -> StepRecord:
        """Return the record after the last one: of a jump of the control, or of a time step."""
        if last.end:
            return self._after_jump(begin_next)
        if self.state.value_jumps:
            return self._after_jump(jump)
        try:
            return self._advanced()
        except SolverError as error:
            end = reason_of_end(last, error)
            if not end:
                raise
            return replace(self._record(0.0, 0), end=end)

    def _after_jump(self, change: Callable[[PlatingState], int]) -> StepRecord:
        """Change the control; return the record of the state after it.

        A current that strips where nothing is left ends its step of the protocol at once.
        """
        try:
            return self._record(0.0, self._changed(change))
        except NotConvergedError:
            if not strips_nothing(self.state):
                raise
            return replace(self._record(0.0, self._changed(stand_idle)), end=EMPTY)

    def _changed(self, change: Callable[[PlatingState], int]) -> int:
        """Change the control, restart the steps; return the Newton iterations."""
        try:
            iterations = change(self.state)
        except NotConvergedError as error:
            reason = named(error, self.state.names)
            raise type(reason)(f"{self._where}, under the next control: {reason}") from error
        self.state.step_control.restart(first_step(self.state))
        return iterations

    def _advanced(self) -> StepRecord:
        """Take a step, on a new mesh where the present one is worn; return its record."""
        state = self.state
        if state.moving and not state.fresh_mesh and mesh_is_worn(state):
            self._remesh()
        trial = self._step()
        next_jump = state.position.next_jump(state.time)
        accept(state, trial)
        state.value_jumps = state.position.has_reached(next_jump, state.time)
        state.step_control.accept(trial.step, trial.error, restarted=state.history.restarted)
        if state.moving and front_is_unsound(state):
            self._remesh()
        return self._record(trial.step, trial.iterations)

    def _remesh(self) -> None:
        """Renew front and mesh; steps become short if the time scheme has to restart."""
        try:
            remesh(self.state)
        except NotConvergedError as error:
            raise NotConvergedError(f"{self._where}, on a new mesh: {error}") from error
        if self.state.history.restarted:
            control = self.state.step_control
            control.cut(control.step)

    def _record(self, step: float, iterations: int) -> StepRecord:
        with self.timings.phase("records"):
            return record(self.state, step, iterations)

    # --- one step

    def _step(self) -> Trial:
        """A step that converged and met the tolerance; it is shortened until it does.

        Where it passes the end of the step of the protocol it is shortened to end there.
        """
        state, control, position = self.state, self.state.step_control, self.state.position
        assert self.last is not None, "there is a record before each step"
        before = status_of(self.problem, position, self.last)
        search = EndSearch(position.step.stop.in_force(self.problem.mesh), before)
        length: float | None = None
        while True:
            targets = position.next_capacities(state.capacity)
            step = length
            if step is None:
                ahead = position.next_time(state.time) - state.time
                step = control.propose(state.time, longest_step(state, targets), ahead)
            try:
                trial = try_step(state, step, targets)
            except (NotConvergedError, MeshBrokenError) as error:
                restore(state)
                length = None
                search.restart()
                if isinstance(error, MeshBrokenError) and not state.fresh_mesh:
                    self._remesh()
                    continue
                control.cut(step)
                reason: Exception = error
            else:
                too_far = self._strips_too_much(trial) or self._crosses_deeply(trial)
                if too_far and not state.went_too_far and control.may_be_cut(step):
                    restore(state)
                    control.cut(step)
                    length = None
                    continue
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
                length = None
                search.restart()
                control.reject(step, trial.error)
                reason = NotConvergedError("the time error stays above the tolerance")
            if control.exhausted or self._only_specks_are_left(step, reason):
                raise self._gave_up(reason) from reason

    def _only_specks_are_left(self, step: float, reason: Exception) -> bool:
        """Return True if little metal is left, and a step fails that would take next to none.

        Where the potential runs away, little is enough.
        """
        if self.last is None or not is_nearly_empty(self.last):
            return False
        share = _RUNAWAY if isinstance(reason, ExponentError) else _SPECKS
        return step < share * time_to_empty(self.state)

    def _strips_too_much(self, trial: Trial) -> bool:
        """Return True for stripping without metal, which the mean of pulses may well ask for."""
        return trial.withheld > _WITHHELD and self.state.control.pulses is None

    def _crosses_deeply(self, trial: Trial) -> bool:
        """Return True for fronts that pass through each other rather than meet.

        What they have swept twice could not be taken back from elsewhere once they are merged.
        """
        if not self.state.moving:
            return False

        def crosses() -> bool:
            advance = trial.advance.value
            if advance.outline.is_simple:
                return False
            polygon = advance.outline.polygon()
            twice = abs(shapely.make_valid(polygon).area - polygon.area)
            volume = self.problem.metal.volume_per_charge / UM2
            own = np.abs(advance.charges.plated).sum()
            ledger = self.state.ledger.value
            in_all = max(ledger.turnover + own, ledger.least_charge / _CROSSED_IN_ALL)
            return bool(twice > volume * max(_CROSSED * own, _CROSSED_IN_ALL * in_all))

        return from_root(self.state.comm, crosses)

    def _gave_up(self, reason: Exception) -> SolverError:
        if isinstance(reason, NotConvergedError):
            reason = reason_of_failure(self.state, reason)
            return type(reason)(f"{self._where}: {reason}")
        return GeometryFailedError(f"{self._where}: {reason}; even very short steps did not help")

    @property
    def _where(self) -> str:
        plated = self.state.capacity / COULOMB_PER_M2_PER_MAH_PER_CM2
        return f"at t = {self.state.time:.6g} s ({plated:.4g} mAh/cm² plated)"
