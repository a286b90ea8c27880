"""Simulation of a case with the output of every step, its figures and summary."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from mpi4py import MPI
from rich.console import Console

from platefront.case.model import Case
from platefront.results.memory import peak_memory
from platefront.results.recorder import Recorder
from platefront.results.summary import Status
from platefront.running.checkpoint import Checkpoint, Tables, write_checkpoint
from platefront.running.interruption import Interruption
from platefront.running.progress import ProgressReport
from platefront.running.schedule import FrameSchedule
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.errors import SolverError
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.parallel import on_root


@dataclass(slots=True)
class RecordedRun:
    """Run on one process; only rank 0 has a recorder and writes.

    Attributes:
        checkpoint: checkpoint to go on from, or to begin from; None to begin at the section.
        tables: of the case, by which a checkpoint knows it.
    """

    case: Case
    problem: PlatingProblem
    comm: MPI.Intracomm
    recorder: Recorder | None
    progress: ProgressReport
    interruption: Interruption
    begun: float
    checkpoint: Checkpoint | None = None
    tables: Tables = field(default_factory=dict)
    simulation: Simulation | None = None
    own_time: dict[str, float] = field(default_factory=dict)
    unwritten: StepRecord | None = None
    saved_at: float = field(default_factory=time.perf_counter)

    def march(self) -> bool:
        """Compute and write all steps; return True if the run was interrupted."""
        self.write_summary("running", None)
        schedule = FrameSchedule(self.case.output, self.problem.protocol)
        simulation = self.simulation = self._simulation(schedule)
        interrupted = False
        try:
            for record in simulation.run():
                self.add_step(record)
                self.progress.update(record, simulation.fraction_done(record))
                if schedule.due(record):
                    self.add_frame()
                interrupted = self.interruption.agreed(self.comm)
                if interrupted or self._is_to_be_saved(record):
                    self.save(schedule)
                if interrupted:
                    break
        except SolverError:
            # The solver restored the last accepted state before it failed; if that state cannot
            # be gathered, the cause of the failure takes precedence.
            with suppress(Exception):
                self.add_frame()
            raise
        self.add_frame()
        return interrupted

    def _simulation(self, schedule: FrameSchedule) -> Simulation:
        """Return the simulation at its start, or as it was at the checkpoint."""
        there = self.checkpoint
        if there is None:
            return Simulation(self.problem, self.comm)
        anew = there.schedule is None
        simulation = Simulation(self.problem, self.comm, there.run, anew=anew)
        if there.schedule is not None:
            schedule.recall(there.schedule.shared())
        elif simulation.state is not None:
            schedule.begin(simulation.state.time, simulation.state.capacity)
        if not anew and there.unwritten.shared():
            self.unwritten = simulation.last
        return simulation

    def _is_to_be_saved(self, record: StepRecord) -> bool:
        """Return True at ends of steps of the protocol, and where the interval has passed."""
        waited = time.perf_counter() - self.saved_at >= self.case.output.checkpoint_every
        return bool(record.end) or bool(self.comm.bcast(waited, root=0))

    def save(self, schedule: FrameSchedule) -> None:
        """Write a checkpoint; collective."""
        assert self.simulation is not None
        begun = time.perf_counter()
        run = self.simulation.saved()
        unwritten = self.unwritten is not None
        if self.recorder is not None:
            self.recorder.summary.wall_time = dict(self.wall_time())
            self.recorder.summary.total_time = time.perf_counter() - self.begun
        self.write(
            lambda recorder: write_checkpoint(
                recorder.folder, self.tables, run, recorder, schedule, unwritten=unwritten
            )
        )
        self.saved_at = time.perf_counter()
        self.account("checkpoints", begun)

    def add_step(self, record: StepRecord) -> None:
        """Write the rows of one state to the tables."""
        begun = time.perf_counter()
        self.unwritten = record
        self.write(lambda recorder: recorder.add_step(record))
        self.account("output", begun)

    def add_frame(self) -> None:
        """Gather and write the fields of the last state, unless already written; collective."""
        record, self.unwritten = self.unwritten, None
        if record is None:
            return
        begun = time.perf_counter()
        fields = record.fields()
        self.write(lambda recorder: recorder.add_frame(record, fields.value))
        self.account("output", begun)
        self.write_summary("running", None)

    def write(self, action: Callable[[Recorder], None]) -> None:
        """Execute an output on rank 0; an error is raised on all ranks."""
        recorder = self.recorder
        on_root(self.comm, lambda: action(recorder) if recorder is not None else None)

    def draw_figures(self, console: Console) -> None:
        """Draw the figures; a failure is a warning only."""
        if self.recorder is None or not self.case.output.figures:
            return
        from platefront.figures.run_figures import make_figures  # noqa: PLC0415 - takes a second

        begun = time.perf_counter()
        try:
            make_figures(self.recorder.folder.path)
        except Exception as error:
            console.print(
                f"warning: the figures could not be drawn ({type(error).__name__}: {error}); "
                "the results are complete.",
                markup=False,
            )
        self.account("figures", begun)

    def write_summary(self, status: Status, reason: str | None) -> None:
        """Update summary.json; collective."""
        memory = self.comm.allreduce(peak_memory())
        total = time.perf_counter() - self.begun
        self.write(
            lambda recorder: recorder.write_summary(status, reason, self.wall_time(), total, memory)
        )

    def wall_time(self) -> Mapping[str, float]:
        """Return phase → wall time [s] of solver and output."""
        solver = self.simulation.timings if self.simulation is not None else {}
        return {**solver, **self.own_time}

    def account(self, phase: str, begun: float) -> None:
        """Add the time since `begun` to a phase."""
        self.own_time[phase] = self.own_time.get(phase, 0.0) + time.perf_counter() - begun
