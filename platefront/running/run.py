"""Run a case: time stepping, output of every step, figures, exit code."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from mpi4py import MPI
from rich.console import Console

from platefront.case.dump import dump_case
from platefront.case.inputs import keep_inputs
from platefront.case.model import Case
from platefront.case.remarks import tell_remarks
from platefront.exit_codes import ExitCode
from platefront.figures.run_figures import make_figures
from platefront.geometry.errors import SectionError
from platefront.ranks import announce, together
from platefront.results.folder import ResultsFolderError, create_folder
from platefront.results.memory import peak_memory
from platefront.results.recorder import Recorder
from platefront.results.summary import Status
from platefront.running.closing_table import print_closing_table
from platefront.running.interruption import Interruption
from platefront.running.progress import ProgressReport, progress_report
from platefront.running.schedule import FrameSchedule
from platefront.running.verdict import code_of, judged, refused
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.errors import SolverError
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.evolution.stopping import fraction_done
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.parallel import from_root, on_root


@dataclass(slots=True)
class _Run:
    """Run on one process; only rank 0 has a recorder and writes."""

    case: Case
    problem: PlatingProblem
    comm: MPI.Intracomm
    recorder: Recorder | None
    progress: ProgressReport
    interruption: Interruption
    begun: float
    simulation: Simulation | None = None
    own_time: dict[str, float] = field(default_factory=dict)
    unwritten: StepRecord | None = None

    def march(self) -> bool:
        """Compute and write all steps; return True if the run was interrupted."""
        self.write_summary("running", None)
        self.simulation = Simulation(self.problem, self.comm)
        schedule = FrameSchedule(self.case.output, self.problem.stop)
        interrupted = False
        try:
            for record in self.simulation.run():
                self.add_step(record)
                self.progress.update(record, fraction_done(self.problem, record))
                if schedule.due(record):
                    self.add_frame()
                interrupted = self.interruption.agreed(self.comm)
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


def run_case(
    case: Case, case_path: Path, output: Path, force: bool, quiet: bool, strict_books: bool = False
) -> int:
    """Run a case and write its results.

    Args:
        case: the case.
        case_path: path of the case file, named in messages and in the summary.
        output: results folder; never overwritten unless `force`.
        force: whether to replace the results of a previous run.
        quiet: whether to print errors only.
        strict_books: whether a balance that exceeds its limit in a finished run is an error.

    Returns:
        Exit status (see `ExitCode`). In any case the results up to the end of the run are complete
        and readable.
    """
    comm = MPI.COMM_WORLD
    announce()
    with together(comm):
        return _run(case, case_path, output, force, quiet, strict_books, comm)


def _run(
    case: Case,
    case_path: Path,
    output: Path,
    force: bool,
    quiet: bool,
    strict_books: bool,
    comm: MPI.Intracomm,
) -> int:
    begun = time.perf_counter()
    writes = comm.rank == 0
    errors = Console(stderr=True, quiet=not writes)
    try:
        problem = from_root(comm, case.problem)
    except SectionError as error:
        return refused(errors, str(error), ExitCode.GEOMETRY_FAILED)
    recorder, refusal = None, None
    if writes:
        try:
            recorder = _open_recorder(case, case_path, output, force, problem)
        except ResultsFolderError as error:
            refusal = str(error)
    refusal = comm.bcast(refusal)
    if refusal is not None:
        return refused(errors, refusal, ExitCode.BAD_OUTPUT)
    hushed = quiet or not writes
    console = Console(stderr=True, quiet=hushed)
    console.print(f"{case.title or case_path.name} → {output}", highlight=False, markup=False)
    tell_remarks(case, console)
    progress = progress_report(console, hushed)
    with Interruption() as interruption:
        run = _Run(case, problem, comm, recorder, progress, interruption, begun)
        status, reason, code = _carry_out(run)
        run.write_summary(status, reason)
        if recorder is not None:
            recorder.close()
        run.draw_figures(errors)
        run.write_summary(status, reason)
    if recorder is not None:
        print_closing_table(Console(quiet=hushed), recorder.summary.content(), output)
        if status == "failed" and quiet:
            errors.print(f"error: {reason}", markup=False, style="red")
    if strict_books and code == ExitCode.OK:
        code = judged(recorder, comm, errors)
    return code


def _carry_out(run: _Run) -> tuple[Status, str, ExitCode]:
    """Execute the run; return status, reason and exit code for every kind of end."""
    run.progress.start()
    try:
        interrupted = run.march()
    except KeyboardInterrupt:
        if run.comm.size > 1:  # the other ranks do not know of it
            raise
        interrupted = True
    except Exception as error:
        alone = run.comm.size == 1
        if alone and run.interruption.requested:  # for example, it also hit a compiler
            interrupted = True
        elif isinstance(error, SolverError | SectionError):
            return "failed", str(error), code_of(error)
        elif isinstance(error, OSError):  # a full disk, or the folder was removed
            return "failed", f"results could not be written: {error}", ExitCode.BAD_OUTPUT
        else:
            run.write_summary("failed", f"{type(error).__name__}: {error}")
            raise
    finally:
        run.progress.stop()
    if interrupted:
        return "interrupted", "stopped on request", ExitCode.INTERRUPTED
    assert run.simulation is not None
    return "finished", run.simulation.stop_reason, ExitCode.OK


def _open_recorder(
    case: Case, case_path: Path, output: Path, force: bool, problem: PlatingProblem
) -> Recorder:
    section = problem.section
    folder = create_folder(output, force)
    return Recorder(
        folder,
        case_path,
        dump_case(keep_inputs(case, folder.path)),
        tuple(section.surfaces),
        (section.width, section.height),
    )
