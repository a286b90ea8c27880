"""The loop: a problem in, one record an accepted step out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from mpi4py import MPI

from geometry.merging import FrontError, Merging
from geometry.meshing import MeshingError
from geometry.motion import advance
from geometry.outline import Floats, Outline
from solvers.constants import COULOMB_PER_M2_PER_MAH_PER_CM2
from solvers.control import Potentiostatic
from solvers.counter import LithiumCounter, Reservoir
from solvers.domain import COUNTER_MARK
from solvers.errors import GeometryFailedError, NotConvergedError
from solvers.forms import compile_forms, counter_law
from solvers.front_tracker import FrontTracker, grading_of, merging_events
from solvers.ledger import MICRO, Ledger
from solvers.parallel import from_root, on_root
from solvers.problem import PlatingProblem
from solvers.records import Event, StepRecord
from solvers.sampling import sample, surface_records
from solvers.scales import Scales
from solvers.step_control import StepControl
from solvers.time_scheme import History, Level
from solvers.timing import Timings
from solvers.transfer import carry_over
from solvers.transport import Transport

_REMESH_BELOW = 0.4
"""Triangle quality (1 is equilateral) below which the mesh is renewed."""
_BROKEN_BELOW = 0.05
"""Triangle quality below which a step is not even tried."""
_LANDING = 1e-10
"""Relative accuracy with which a capacity is hit."""


class _MeshBrokenError(Exception):
    """The mesh cannot follow the front any further."""


@dataclass(frozen=True, slots=True)
class _Trial:
    """A solved but not yet accepted step."""

    step: float
    level: Level
    outline: Outline | None
    charges: list[Floats] | None
    rates: list[Floats] | None
    error: float | None
    capacity: float
    iterations: int


class Simulation:
    """A run of a plating problem; state that changes in time lives here and nowhere else."""

    def __init__(self, problem: PlatingProblem, comm: MPI.Intracomm = MPI.COMM_WORLD) -> None:
        """Prepare section, mesh, forms and the initial state.

        Raises:
            GeometryFailedError: the section cannot be meshed.
            NotConvergedError: no initial potential was found.
        """
        self.problem = problem
        self.comm = comm
        self.timings = Timings()
        self.stop_reason = ""
        self.scales = Scales.of(problem.electrolyte)
        self._names = list(problem.section.surfaces)
        self._ledger = Ledger(
            problem.section, problem.metal.volume_per_charge, np.zeros(len(self._names))
        )
        self._moving = problem.front.mode == "moving"
        with self.timings.phase("geometry"):
            self._tracker = on_root(
                comm, lambda: _geometry(lambda: FrontTracker.start(problem, self._ledger))
            )
        with self.timings.phase("compilation"):
            self._compiled = compile_forms(
                comm, problem.electrolyte, self._laws(), problem.mesh.order
            )
        self._transport = self._new_transport()
        self._transport.forms.unknown.x.array[::2] = 1.0
        self._iterations = self._transport.find_potential()
        level = self._transport.level(0.0, 0.0)
        self._history = History(level)
        if self._tracker is not None:
            self._ledger.open(self._tracker.outline, self._ledger.pockets, level.total)
        self._rates = self._surface_currents()
        self._previous: tuple[float, list[Floats]] | None = None
        self._capacity = 0.0
        self._steps = 0
        self._remeshings = 0
        self._fresh_mesh = True
        self._events: list[Event] = []
        self._control = StepControl(problem.time, self._first_step(), self._landing_times())

    # --- setting up -----------------------------------------------------------------------------

    def _laws(self) -> tuple[tuple[int, object], ...]:
        laws = [(k + 1, self.problem.surfaces[name]) for k, name in enumerate(self._names)]
        if isinstance(self.problem.counter, LithiumCounter):
            laws.append((COUNTER_MARK, counter_law(self.problem.counter)))
        return tuple(laws)

    def _new_transport(self) -> Transport:
        problem, tracker = self.problem, self._tracker
        control = problem.control
        potential = control.electrode_potential if isinstance(control, Potentiostatic) else 0.0
        with self.timings.phase("setup"):
            transport = Transport(
                self._compiled,
                self.comm,
                tracker.triangulation if tracker else None,
                reservoir=isinstance(problem.counter, Reservoir),
                electrode_potential=potential / self.scales.potential,
                timings=self.timings,
            )
            outline = tracker.outline if tracker else None
            transport.set_front(outline)
            if self._moving:
                transport.allow_motion(outline, problem.section.width, problem.section.height)
        return transport

    def _first_step(self) -> float:
        if self.problem.time.first_step is not None:
            return self.problem.time.first_step
        across_an_edge = self.problem.mesh.front_size**2 / self.scales.diffusivity
        return 0.1 * across_an_edge

    def _landing_times(self) -> list[float]:
        end = self.problem.stop.time
        return [*self.problem.must_hit, *([end] if end is not None else [])]

    # --- the loop --------------------------------------------------------------------------------

    def run(self) -> Iterator[StepRecord]:
        """Advance to the end; yields the initial state, then every accepted step.

        Raises:
            NotConvergedError: a step failed however short it was made.
            GeometryFailedError: the front or its mesh could not be carried on.
        """
        yield self._record(0.0, self._iterations)
        while not self._finished():
            trial = self._step()
            self._accept(trial)
            yield self._record(trial.step, trial.iterations)
            if self._moving and not self._finished() and self._mesh_worn():
                self._remesh()

    def _finished(self) -> bool:
        stop = self.problem.stop
        if stop.capacity is not None and self._capacity >= stop.capacity * (1 - 1e-9):
            self.stop_reason = "capacity reached"
        elif stop.time is not None and self._history.last.time >= stop.time * (1 - 1e-12):
            self.stop_reason = "time reached"
        elif self._moving and self._gap() <= self._smallest_gap():
            self.stop_reason = "lithium has come as close to the counter electrode as allowed"
        return bool(self.stop_reason)

    def _gap(self) -> float:
        """Distance from the highest lithium to the counter plane [m]."""
        tracker, section = self._tracker, self.problem.section

        def measure() -> float:
            assert tracker is not None
            outline = tracker.outline
            lithium = outline.on_lithium | outline.on_lithium[outline.preceding]
            heights = outline.points[lithium if lithium.any() else outline.front_points, 1]
            highest = heights.max() if lithium.any() else heights.min()
            return float(section.height - highest) * 1e-6

        return from_root(self.comm, measure)

    def _smallest_gap(self) -> float:
        return self.problem.stop.gap_to_counter or 2.0 * self.problem.mesh.front_size

    def _step(self) -> _Trial:
        """One step that converged and met the tolerance."""
        while True:
            step = self._control.propose(self._history.last.time, self._step_limit())
            try:
                trial = self._landed(step)
            except (NotConvergedError, _MeshBrokenError) as error:
                self._restore()
                if isinstance(error, _MeshBrokenError) and not self._fresh_mesh:
                    self._remesh()
                    continue
                self._control.cut(step)
                if self._control.exhausted:
                    raise self._gave_up(error) from error
                continue
            if trial.error is not None and trial.error > 1.0:
                self._restore()
                self._control.reject(step, trial.error)
                if self._control.exhausted:
                    raise self._gave_up(NotConvergedError("the error stays above the tolerance"))
                continue
            return trial

    def _gave_up(self, error: Exception) -> Exception:
        time = self._history.last.time
        capacity = self._capacity / COULOMB_PER_M2_PER_MAH_PER_CM2
        where = f"at t = {time:.6g} s ({capacity:.4g} mAh/cm² plated)"
        if isinstance(error, _MeshBrokenError):
            return GeometryFailedError(f"{where}: {error}; even very short steps did not help")
        return NotConvergedError(f"{where}: {error}; even very short steps did not help")

    def _step_limit(self) -> float:
        """Longest step the front's speed and the wanted capacity allow [s]."""
        tracker, rates = self._tracker, self._rates

        def limit() -> float:
            assert tracker is not None and rates is not None
            total = np.sum(rates, axis=0)
            longest = np.inf
            if self._moving:
                length = tracker.outline.front_length
                front = length > 0
                area = np.abs(total[front]) * self.problem.metal.volume_per_charge / MICRO
                fastest = float((area / length[front]).max(initial=0.0))  # µm/s
                reach = self.problem.front.courant * 1e6 * self.problem.mesh.front_size
                longest = reach / fastest if fastest > 0 else np.inf
            target = self._next_capacity()
            current = float(total.sum()) / self._footprint
            if target is not None and current > 0:
                ahead = (target - self._capacity) / current
                if ahead <= 1.5 * longest:
                    longest = min(longest, 0.5 * ahead if ahead > longest else ahead)
            return float(longest)

        return from_root(self.comm, limit)

    @property
    def _footprint(self) -> float:
        return self.problem.section.width * 1e-6

    def _next_capacity(self) -> float | None:
        targets = [*self.problem.must_hit_capacity]
        if self.problem.stop.capacity is not None:
            targets.append(self.problem.stop.capacity)
        ahead = [target for target in targets if target > self._capacity * (1 + 1e-9)]
        return min(ahead, default=None)

    def _landed(self, step: float) -> _Trial:
        """A trial step; if it passes or nearly meets a wanted capacity, one that hits it."""
        trial = self._try(step)
        target = self._next_capacity()
        for _ in range(6):
            if target is None or trial.step <= 0:
                break
            missing = target - trial.capacity
            gained = trial.capacity - self._capacity
            near = abs(missing) < 0.02 * abs(gained)
            if abs(missing) <= _LANDING * target or not (near or missing < 0):
                break
            self._restore()
            trial = self._try(trial.step * (1.0 + missing / gained))
        return trial

    # --- one trial -------------------------------------------------------------------------------

    def _try(self, step: float) -> _Trial:
        """Heun's method for the front, BDF2 for the fields, over one step."""
        predicted = on_root(self.comm, lambda: self._predict(step))
        guess = self._history.extrapolate(step)
        level, iterations = self._solve(step, predicted and predicted[1], guess)
        rates = self._surface_currents()
        corrected = on_root(self.comm, lambda: self._correct(step, rates))
        outline = corrected and corrected[1]
        if self._moving:
            level, more = self._solve(step, outline, level.unknown)
            iterations += more
            rates = self._surface_currents()
        error = self._error(guess, level, predicted, corrected)
        charge = from_root(self.comm, lambda: float(np.sum(corrected[0])))  # type: ignore[index]
        capacity = self._capacity + charge / self._footprint
        charges = corrected and corrected[0]
        return _Trial(step, level, outline, charges, rates, error, capacity, iterations)

    def _predict(self, step: float) -> tuple[list[Floats], Outline]:
        """Charges by extrapolated currents, and the front they lead to."""
        assert self._rates is not None
        charges = [step * rate for rate in self._rates]
        if self._previous is not None:
            last_step, older = self._previous
            slope = 0.5 * step**2 / last_step
            charges = [
                charge + slope * (rate - old)
                for charge, rate, old in zip(charges, self._rates, older, strict=True)
            ]
        return charges, self._grown(charges)

    def _correct(self, step: float, rates: list[Floats] | None) -> tuple[list[Floats], Outline]:
        """Charges by the trapezoidal rule, and the front they lead to."""
        assert self._rates is not None and rates is not None
        charges = [0.5 * step * (a + b) for a, b in zip(self._rates, rates, strict=True)]
        return charges, self._grown(charges)

    def _grown(self, charges: list[Floats]) -> Outline:
        assert self._tracker is not None
        swept = np.sum(charges, axis=0) * self.problem.metal.volume_per_charge / MICRO
        outline = self._tracker.outline
        if self._moving:
            return advance(outline, swept)
        with np.errstate(divide="ignore", invalid="ignore"):
            grown = np.where(outline.front_length > 0, swept / outline.front_length, 0.0)
        return replace(outline, thickness=outline.thickness + 1e-6 * grown)

    def _solve(
        self, step: float, outline: Outline | None, guess: Floats
    ) -> tuple[Level, int]:
        transport = self._transport
        transport.set_front(outline)
        coordinates = None
        if self._moving:
            with self.timings.phase("motion"):
                assert transport.motion is not None
                shift = None if outline is None else self._displacement(outline)
                coordinates = transport.motion.coordinates(shift)
                transport.domain.move_to(coordinates)
                if transport.domain.lowest_quality() < _BROKEN_BELOW:
                    raise _MeshBrokenError("the mesh folded over in front of the deposit")
        transport.guess(guess.copy())
        return transport.step(self._history, step, coordinates)

    def _displacement(self, outline: Outline) -> Floats:
        assert self._tracker is not None
        return self._tracker.displacement(outline)

    def _error(
        self,
        guess: Floats,
        level: Level,
        predicted: tuple[list[Floats], Outline] | None,
        corrected: tuple[list[Floats], Outline] | None,
    ) -> float | None:
        """Estimated local error over the tolerance; None without anything to compare with."""
        if not self._history.is_smooth:
            return None
        fields = float(np.abs(guess[::2] - level.unknown[::2]).max(initial=0.0))
        fields = self.comm.allreduce(fields, op=MPI.MAX)

        def currents() -> float:
            if predicted is None or corrected is None or self._previous is None:
                return 0.0
            a, b = np.sum(predicted[0], axis=0), np.sum(corrected[0], axis=0)
            return float(np.abs(a - b).max() / max(np.abs(b).max(), 1e-300))

        return max(fields, from_root(self.comm, currents)) / self.problem.time.tolerance

    def _restore(self) -> None:
        """Back to the last accepted state."""
        last = self._history.last
        transport = self._transport
        transport.domain.move_to(last.coordinates)
        transport.forms.unknown.x.array[:] = last.unknown
        transport.set_front(self._tracker.outline if self._tracker else None)

    def _accept(self, trial: _Trial) -> None:
        tracker = self._tracker
        if tracker is not None:
            assert trial.outline is not None and trial.charges is not None
            self._ledger.book(tracker.outline, trial.charges)
            tracker.outline = trial.outline
        if self._rates is not None:
            self._previous = (trial.step, self._rates)
        self._rates = trial.rates
        self._capacity = trial.capacity
        self._history.push(trial.level)
        self._control.accept(trial.step, trial.error)
        self._steps += 1
        self._fresh_mesh = False

    def _surface_currents(self) -> list[Floats] | None:
        """Current of every surface by outline vertex, rank 0 [A/m]."""
        currents = self._transport.currents()
        tracker = self._tracker
        if tracker is None:
            return None
        count = len(tracker.outline)
        parts = [currents[k + 1] for k in range(len(self._names))]
        return [part[:count] for part in parts if part is not None]

    # --- remeshing -------------------------------------------------------------------------------

    def _mesh_worn(self) -> bool:
        grading = grading_of(self.problem)
        tracker = self._tracker

        def stretched() -> bool:
            assert tracker is not None
            lengths = tracker.outline.lengths[tracker.outline.is_front]
            return bool(lengths.max(initial=0.0) > 1.8 * grading.front)

        worn = self._transport.domain.lowest_quality() < _REMESH_BELOW
        return worn or from_root(self.comm, stretched)

    def _remesh(self) -> None:
        """Merge fronts, mesh the electrolyte anew, carry the fields over."""
        c, _ = self._transport.vertex_values()
        points = self._transport.domain.gather_array(self._transport.domain.coordinates)
        last = self._history.last
        salt = 0.0

        def renew() -> float:
            tracker, ledger = self._tracker, self._ledger
            assert tracker is not None and c is not None and points is not None
            with self.timings.phase("geometry"):
                merging: Merging = tracker.merged()
                events, trapped = merging_events(
                    merging, last.time, c, points, self.scales.concentration
                )
            with self.timings.phase("meshing"):
                tracker.renew(merging.outline)
            self._events += events
            ledger.pockets += merging.pockets
            ledger.pocket_salt += trapped
            ledger.moved_area += merging.moved_area
            return trapped

        salt = from_root(self.comm, lambda: _geometry(renew))
        old = self._transport
        new = self._new_transport()
        with self.timings.phase("transfer"):
            reach = 2e6 * self.problem.mesh.front_size
            correction = carry_over(old, new, last.total - salt, reach)
        self._ledger.transfer_correction += abs(correction)
        self._transport = new
        old.destroy()
        new.find_potential()
        self._history.restart(new.level(last.time, last.exchange))
        self._rates = self._surface_currents()
        self._previous = None
        self._remeshings += 1
        self._fresh_mesh = True

    # --- reporting -------------------------------------------------------------------------------

    @property
    def ledger(self) -> Ledger:
        """The books so far (complete on rank 0 only)."""
        return self._ledger

    def _record(self, step: float, iterations: int) -> StepRecord:
        with self.timings.phase("records"):
            return self._describe(step, iterations)

    def _describe(self, step: float, iterations: int) -> StepRecord:
        lowest = self._transport.smallest_concentration()
        gap = self._gap()
        last, ledger = self._history.last, self._ledger
        events, self._events = tuple(self._events), []
        control = self.problem.control
        potential = control.electrode_potential if isinstance(control, Potentiostatic) else None
        unknowns = self._transport.forms.space.dofmap.index_map.size_global * 2

        def describe() -> StepRecord:
            tracker = self._tracker
            assert tracker is not None and self._rates is not None
            outline = tracker.outline
            deposit = ledger.deposit(outline)
            books = ledger.books(outline, last.total, last.exchange, deposit.area, self._moving)
            current = float(np.sum(self._rates)) / self._footprint
            return StepRecord(
                step=self._steps,
                time=last.time,
                time_step=step,
                surfaces=surface_records(self._names, outline, self._rates, ledger.charge),
                current=current,
                capacity=self._capacity,
                electrode_potential=potential,
                bottom_share=ledger.bottom_share,
                thirds=ledger.thirds,
                gap_to_counter=gap,
                trapped_area=ledger.trapped_area * MICRO,
                electrolyte_area=outline.area * MICRO,
                deposit_area=deposit.area * MICRO,
                min_concentration=lowest,
                books=books,
                events=events,
                remeshings=self._remeshings,
                newton_iterations=iterations,
                unknowns=unknowns,
                fields=_unset,
            )

        record = from_root(self.comm, describe)
        return replace(record, fields=lambda: self._fields())

    def _fields(self) -> object:
        c, phi = self._transport.vertex_values()
        points = self._transport.domain.gather_array(self._transport.domain.coordinates)
        tracker = self._tracker
        if tracker is None or c is None or phi is None or points is None:
            return None
        return sample(
            tracker, self._ledger, points, c, phi, self._rates or [], self.problem.electrolyte
        )


def _unset() -> object:
    raise RuntimeError("fields are attached on every rank after the record has been shared")


def _geometry[Result](action: object) -> Result:
    """Run a geometric action; its failures become GeometryFailedError."""
    try:
        return action()  # type: ignore[operator,no-any-return]
    except (FrontError, MeshingError) as error:
        raise GeometryFailedError(str(error)) from error
