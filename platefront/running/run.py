"""Run a case: folder, time stepping with output, figures, exit code."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path

from mpi4py import MPI
from rich.console import Console

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
    ResultsFolderError,
    check_folder,
    create_folder,
    reserved,
)
from platefront.results.recorder import Recorder
from platefront.results.summary import Status
from platefront.running.closing_table import print_closing_table
from platefront.running.interruption import Interruption
from platefront.running.progress import progress_report
from platefront.running.recorded_run import RecordedRun
from platefront.running.verdict import code_of, judged, refused
from platefront.solvers.errors import SolverError
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.parallel import from_root

_NO_LOCKS = "note: this file system has no locks: nothing keeps another run out of the folder"


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
    errors = Console(stderr=True, quiet=comm.rank != 0)
    try:
        problem = from_root(comm, case.problem)
    except SectionError as error:
        return refused(errors, str(error), ExitCode.GEOMETRY_FAILED)
    recorder, refusal, has_locks = None, None, True
    with ExitStack() as until_end:
        if comm.rank == 0:
            try:
                check_folder(output, force)
                has_locks = until_end.enter_context(reserved(output))
                recorder = _open_recorder(case, case_path, output, force, problem)
            except ResultsFolderError as error:
                refusal = str(error)
        refusal = comm.bcast(refusal)
        if refusal is not None:
            return refused(errors, refusal, ExitCode.BAD_OUTPUT)
        console = Console(stderr=True, quiet=quiet or comm.rank != 0)
        title = printable(case.title or case_path.name)
        console.print(f"{title} → {printable(str(output))}", highlight=False, markup=False)
        if not has_locks:
            console.print(_NO_LOCKS, highlight=False, markup=False)
        tell_remarks(case, console)
        progress = progress_report(console, console.quiet)
        with Interruption() as interruption:
            run = RecordedRun(case, problem, comm, recorder, progress, interruption, begun)
            status, reason, code = _completed(run, errors)
    if recorder is not None:
        recorder.close()
        print_closing_table(Console(quiet=quiet), recorder.summary.content(), output)
        if status == "failed" and quiet:
            errors.print(f"error: {reason}", markup=False, style="red", soft_wrap=True)
    if strict_books and code == ExitCode.OK:
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


def _open_recorder(
    case: Case, case_path: Path, output: Path, force: bool, problem: PlatingProblem
) -> Recorder:
    section = problem.section
    folder = create_folder(output, force)
    return Recorder(
        folder,
        case_path,
        dump_case(keep_inputs(case, folder.path), source_of(case_path)),
        tuple(section.surfaces),
        (section.width, section.height),
    )
