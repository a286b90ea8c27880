"""Run a case: folder, time stepping with output, figures, exit code."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from mpi4py import MPI
from rich.console import Console

from platefront.case.changes import Change
from platefront.case.dump import dump_case
from platefront.case.inputs import keep_inputs
from platefront.case.load import source_of
from platefront.case.model import Case
from platefront.case.quoting import printable
from platefront.case.remarks import tell_remarks
from platefront.exit_codes import ExitCode
from platefront.geometry.errors import SectionError
from platefront.ranks import announce, together
from platefront.results.folder import (
    ResultsFolder,
    ResultsFolderError,
    check_folder,
    checkpoint_in,
    create_folder,
    reserved,
)
from platefront.results.recorder import Recorder
from platefront.results.summary import Status
from platefront.results.tables.history import FurtherColumns
from platefront.running.checkpoint import (
    Checkpoint,
    has_ended,
    origin,
    read_checkpoint,
    tables_of,
)
from platefront.running.closing_table import print_closing_table
from platefront.running.interruption import Interruption
from platefront.running.progress import progress_report
from platefront.running.recorded_run import RecordedRun
from platefront.running.verdict import code_of, judged, refused
from platefront.solvers.errors import OneProcessError, SolverError
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.parallel import from_root, on_root
from platefront.solvers.state.checkpoint.archive import CheckpointError

_NO_CHECKPOINT = "there is no checkpoint to go on from: the run begins"
_NO_LOCKS = "note: this file system has no locks: nothing keeps another run out of the folder"


def run_case(  # noqa: PLR0913 - an argument for each option
    case: Case,
    case_path: Path,
    output: Path,
    force: bool,
    quiet: bool,
    strict_books: bool = False,
    *,
    resume: bool = False,
    start_from: Path | None = None,
    changes: Sequence[Change] = (),
) -> int:
    """Run a case and write its results.

    Args:
        case: the case.
        case_path: path of the case file, named in messages and in the summary.
        output: results folder; never overwritten unless `force`.
        force: whether to replace the results of a previous run.
        quiet: whether to print errors only.
        strict_books: whether a balance that exceeds its limit in a finished run is an error.
        resume: whether to go on with the run in `output` from its last checkpoint.
        start_from: results folder of a run in whose last checkpoint the case begins.
        changes: values that the case has in place of those of its file.

    Returns:
        Exit status (see `ExitCode`). In any case the results up to the end of the run are complete
        and readable.
    """
    comm = MPI.COMM_WORLD
    announce()
    with together(comm):
        plan = _Plan(
            case, case_path, output, force, quiet, strict_books, resume, start_from, changes
        )
        return _run(plan, comm)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Arguments of `run_case`."""

    case: Case
    case_path: Path
    output: Path
    force: bool
    quiet: bool
    strict_books: bool
    resume: bool
    start_from: Path | None
    changes: Sequence[Change]


def _run(plan: _Plan, comm: MPI.Intracomm) -> int:
    case, case_path, output, quiet = plan.case, plan.case_path, plan.output, plan.quiet
    begun = time.perf_counter()
    errors = Console(stderr=True, quiet=comm.rank != 0)
    try:
        problem = from_root(comm, case.problem)
        problem.check_processes(comm.size)
    except OneProcessError as error:
        return refused(errors, str(error), ExitCode.BAD_CASE)
    except SectionError as error:
        return refused(errors, str(error), ExitCode.GEOMETRY_FAILED)
    with ExitStack() as until_end:
        try:
            has_locks = from_root(comm, lambda: _reserve(plan, until_end))
            tables = tables_of(case)
            there = _checkpoint(plan, comm)
            if there is not None and plan.resume and has_ended(there):
                return _told_ended(output, Console(stderr=True, quiet=quiet or comm.rank != 0))
            recorder = on_root(comm, lambda: _open_recorder(plan, problem, there)).held
        except (ResultsFolderError, CheckpointError) as error:
            return refused(errors, str(error), ExitCode.BAD_OUTPUT)
        console = Console(stderr=True, quiet=quiet or comm.rank != 0)
        title = printable(case.title or case_path.name)
        console.print(f"{title} → {printable(str(output))}", highlight=False, markup=False)
        if not has_locks:
            console.print(_NO_LOCKS, highlight=False, markup=False)
        if plan.resume and there is None:
            console.print(_NO_CHECKPOINT, highlight=False, markup=False)
        if there is not None:
            console.print(origin(there, resumed=plan.resume), highlight=False, markup=False)
        tell_remarks(case, console)
        progress = progress_report(console, console.quiet)
        with Interruption() as interruption:
            run = RecordedRun(
                case, problem, comm, recorder, progress, interruption, begun, there, tables
            )
            status, reason, code = _completed(run, errors)
    if recorder is not None:
        recorder.close()
        print_closing_table(Console(quiet=quiet), recorder.summary.content(), output)
        if status == "failed" and quiet:
            errors.print(f"error: {reason}", markup=False, style="red", soft_wrap=True)
    if plan.strict_books and code == ExitCode.OK:
        code = judged(recorder, comm, errors)
    return code


def _completed(run: RecordedRun, errors: Console) -> tuple[Status, str, ExitCode]:
    """Execute the run, draw its figures and write its summary."""
    status, reason, code = _carry_out(run)
    try:
        run.write_summary(status, reason)
        if code is not ExitCode.BAD_OUTPUT:
            run.draw_figures(errors)
        run.write_summary(status, reason)
    except OSError as error:
        if code is not ExitCode.BAD_OUTPUT:  # else the first error is the one to tell
            return _unwritten(error)
    return status, reason, code


def _carry_out(run: RecordedRun) -> tuple[Status, str, ExitCode]:
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
            return _unwritten(error)
        else:
            run.write_summary("failed", f"{type(error).__name__}: {error}")
            raise
    finally:
        run.progress.stop()
    if interrupted:
        return "interrupted", "stopped on request", ExitCode.INTERRUPTED
    assert run.simulation is not None
    return "finished", run.simulation.stop_reason, ExitCode.OK


def _unwritten(error: OSError) -> tuple[Status, str, ExitCode]:
    """Return status, reason and exit code of a run whose results cannot be written."""
    said = f"{error.filename}: {error.strerror}" if error.filename else error.strerror or str(error)
    return "failed", f"results could not be written: {said}", ExitCode.BAD_OUTPUT


def _reserve(plan: _Plan, until_end: ExitStack) -> bool:
    """Keep other runs out of the folder; return False if the file system cannot."""
    check_folder(plan.output, plan.force or plan.resume)
    return until_end.enter_context(reserved(plan.output))


def _checkpoint(plan: _Plan, comm: MPI.Intracomm) -> Checkpoint | None:
    """Return the checkpoint of which the run is; None if it begins at its section.

    A run that is to go on begins if it was ended before its first checkpoint.
    """
    there: Path | None = None
    if plan.resume:
        kept = ResultsFolder(plan.output).checkpoint
        there = kept if from_root(comm, kept.is_file) else None
    elif (source := plan.start_from) is not None:
        there = from_root(comm, lambda: checkpoint_in(source))
    return None if there is None else read_checkpoint(there, plan.case, comm, anew=not plan.resume)


def _told_ended(output: Path, console: Console) -> ExitCode:
    console.print(f"the run in {output} has ended; there is nothing to go on with", markup=False)
    return ExitCode.OK


def _open_recorder(plan: _Plan, problem: PlatingProblem, there: Checkpoint | None) -> Recorder:
    section, folder = problem.section, ResultsFolder(plan.output)
    if there is None or not plan.resume:
        create_folder(plan.output, plan.force or plan.resume)
    if plan.start_from is not None:
        shutil.copyfile(checkpoint_in(plan.start_from), folder.start)
    kept = keep_inputs(plan.case, folder.path)
    try:
        return Recorder(
            folder,
            plan.case_path,
            dump_case(kept, source_of(plan.case_path, plan.changes)),
            tuple(section.surfaces),
            (section.width, section.height),
            problem.electrolyte.properties_hold,
            there.recorder if there is not None else None,
            columns=FurtherColumns.of(problem),
        )
    except OSError as error:
        raise ResultsFolderError(
            f"cannot write {error.filename or folder.path}: {error.strerror or error}."
        ) from error
