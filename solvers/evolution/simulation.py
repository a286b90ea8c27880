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
from platefront.solvers.evolution.control_jump import begin_next, jump
from platefront.solvers.evolution.diagnosis import named, reason_of_failure
from platefront.solvers.evolution.locating import EndSearch, status_after
from platefront.solvers.evolution.remeshing import front_is_unsound, mesh_is_worn, remesh
from platefront.solvers.evolution.reporting import record
from platefront.solvers.evolution.step_control import StepControl
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
from platefront.solvers.parallel import from_root
from platefront.solvers.state.plating_state import PlatingState
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
    """A run of a plating problem from its initial state to its end.

    Attributes:
        timings: wall seconds by phase.
        stop_reason: why the run ended; empty while it goes on.
    """

    def __init__(self, problem: PlatingProblem, comm: MPI.Intracomm = MPI.COMM_WORLD) -> None:
        """Prepare section, mesh, forms and the initial state.

        Raises:
            GeometryFailedError: the section cannot be meshed.
            NotConvergedError: no initial potential was found.
        """
        self.problem = problem
        self.timings = Timings()
        self.stop_reason = ""
        try:
            self.state = PlatingState(problem, comm, self.timings)
        except NotConvergedError as error:
            reason = named(error, list(problem.section.surfaces))
            raise type(reason)(f"at t = 0 s (0 mAh/cm² plated): {reason}") from error
        self._went_too_far = False  # the last step, which was not worth shortening further
        self._control = StepControl(problem.time, self._first_step())
        self._located = ""  # reason of an end that the last time step was cut for

    def _first_step(self) -> float:
        """The given one, or a tenth of the time salt takes to diffuse across a front edge.

        After an abrupt start it is all of it: in less the depletion would stay within the elements
        at the front, which cannot keep concentrations positive then.
        """
        if self.problem.time.first_step is not None:
            return self.problem.time.first_step
        share = 1.0 if self.state.starts_abruptly else 0.1
        return share * self.problem.mesh.front_size**2 / self.state.scales.diffusivity

    def run(self) -> Iterator[StepRecord]:
        """Carry out the protocol; yields the initial state, then every accepted time step.

        Where the control jumps there are two states of one time: before and after the jump.

        Raises:
            NotConvergedError: a step failed however short it was made.
            GeometryFailedError: the front or its mesh could not be carried on.
        """
        last = self._record(0.0, self.state.initial_iterations)
        while True:
            reason = self._reason_to_stop(last)
            while not reason:
                yield last
                before = last
                try:
                    last = self._advanced()
                except SolverError as error:
                    reason = reason_of_end(last, error)
                    if not reason:
                        raise
                    last = self._record(0.0, 0)  # the fields of the last one may be gone
                    break
                jumped = self._jump_at_end_of(before)
                reason = self._reason_to_stop(last)
                if jumped and not reason:
                    yield last
                    last = self._after_jump(jump)
            yield replace(last, end=reason)
            if self.state.position.index + 1 == len(self.problem.protocol.steps):
                self.stop_reason = reason
                return
            last = self._after_jump(begin_next)

    def fraction_done(self, last: StepRecord) -> float:
        """Return the part of the run that is over with its last record, from 0 to 1."""
        return fraction_done(self.problem, self.state.position, last)

    def _after_jump(self, change: Callable[[PlatingState], int]) -> StepRecord:
        """Change the control, restart the steps; return the record of the state after it."""
        try:
            iterations = change(self.state)
        except NotConvergedError as error:
            reason = named(error, self.state.names)
            raise type(reason)(f"{self._where}, under the next control: {reason}") from error
        self._control.restart(self._first_step())
        self._located = ""
        return self._record(0.0, iterations)

    def _jump_at_end_of(self, before: StepRecord) -> bool:
        """Return True if the given value jumps at the end of the step after a record."""
        position = self.state.position
        return position.has_reached(position.next_jump(before.time), self.state.time)

    def _advanced(self) -> StepRecord:
        """Take a step, on a new mesh where the present one is worn; return its record."""
        state = self.state
        if state.moving and not state.fresh_mesh and mesh_is_worn(state):
            self._remesh()
        trial = self._step()
        accept(state, trial)
        self._control.accept(trial.step, trial.error, restarted=state.history.restarted)
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
            self._control.cut(self._control.step)

    def _reason_to_stop(self, last: StepRecord) -> str:
        """Return why the step of the protocol ends with its last record, or nothing."""
        status = status_of(self.problem, self.state.position, last)
        return self._located or reason_to_stop(self.problem, self.state.position, status)

    def _record(self, step: float, iterations: int) -> StepRecord:
        with self.timings.phase("records"):
            self._last = record(self.state, step, iterations)
        return self._last

    # --- one step

    def _step(self) -> Trial:
        """A step that converged and met the tolerance; it is shortened until it does.

        Where it passes the end of the step of the protocol it is shortened to end there.
        """
        state, control, position = self.state, self._control, self.state.position
        before = status_of(self.problem, position, self._last)
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
                if isinstance(error, MeshBrokenError) and not state.fresh_mesh:
                    self._remesh()
                    continue
                control.cut(step)
                reason: Exception = error
            else:
                too_far = self._strips_too_much(trial) or self._crosses_deeply(trial)
                if too_far and not self._went_too_far and control.may_be_cut(step):
                    restore(state)
                    control.cut(step)
                    length = None
                    continue
                if trial.error is None or trial.error <= 1.0:
                    status = status_after(state, trial, before)
                    length = search.next_length(trial.step, status)
                    if length is None:
                        self._went_too_far = too_far
                        self._located = search.reason(status)
                        return trial
                    restore(state)
                    continue
                restore(state)
                length = None
                control.reject(step, trial.error)
                reason = NotConvergedError("the time error stays above the tolerance")
            if control.exhausted or self._only_specks_are_left(step, reason):
                raise self._gave_up(reason) from reason

    def _only_specks_are_left(self, step: float, reason: Exception) -> bool:
        """Return True if little metal is left, and a step fails that would take next to none.

        Where the potential runs away, little is enough.
        """
        if not is_nearly_empty(self._last):
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
