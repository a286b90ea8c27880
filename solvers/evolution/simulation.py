"""The loop: a problem in, one record an accepted step out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from mpi4py import MPI

from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.errors import (
    NotConvergedError,
    SolverError,
)
from platefront.solvers.evolution.control_jump import (
    begin_next,
    jump,
    stand_idle,
    strips_nothing,
)
from platefront.solvers.evolution.diagnosis import named, place_in_run
from platefront.solvers.evolution.remeshing import front_is_unsound, mesh_is_worn, remesh
from platefront.solvers.evolution.reporting import record
from platefront.solvers.evolution.sampling import sample
from platefront.solvers.evolution.step.search import next_step
from platefront.solvers.evolution.step.stepping import accept
from platefront.solvers.evolution.stopping import (
    fraction_done,
    reason_of_end,
    reason_to_stop,
    status_of,
)
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.stopping.stripped_empty import EMPTY
from platefront.solvers.state.checkpoint.run_memory import SavedRun, restored, saved_run
from platefront.solvers.state.plating_state import PlatingState
from platefront.solvers.state.starting import first_step, start
from platefront.solvers.timing import Timings


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
            raise type(reason)(
                f"{place_in_run(self.state)}, under the next control: {reason}"
            ) from error
        self.state.step_control.restart(first_step(self.state))
        return iterations

    def _advanced(self) -> StepRecord:
        """Take a step, on a new mesh where the present one is worn; return its record."""
        state = self.state
        if state.moving and not state.fresh_mesh and mesh_is_worn(state):
            self._remesh()
        assert self.last is not None, "there is a record before each step"
        trial = next_step(state, self.last, self._remesh)
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
            raise NotConvergedError(
                f"{place_in_run(self.state)}, on a new mesh: {error}"
            ) from error
        if self.state.history.restarted:
            control = self.state.step_control
            control.cut(control.step)

    def _record(self, step: float, iterations: int) -> StepRecord:
        with self.timings.phase("records"):
            return record(self.state, step, iterations)
