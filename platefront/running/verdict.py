"""Exit codes of runs, and their messages."""

from __future__ import annotations

from mpi4py import MPI
from rich.console import Console

from platefront.exit_codes import ExitCode
from platefront.geometry.errors import SectionError
from platefront.results.recorder import Recorder
from platefront.solvers.errors import GeometryFailedError


def judged(recorder: Recorder | None, comm: MPI.Intracomm, errors: Console) -> ExitCode:
    """Return the exit code for the balances of a finished run; collective."""
    names = None
    if recorder is not None:
        names = [breach.book.name for breach in recorder.summary.audit.breaches()]
    names = comm.bcast(names)
    if not names:
        return ExitCode.OK
    message = f"error: limits exceeded: {', '.join(names)} (see the warnings in summary.json)"
    errors.print(message, markup=False, highlight=False, style="red", soft_wrap=True)
    return ExitCode.BOOKS_NOT_BALANCED


def code_of(error: Exception) -> ExitCode:
    """Return the exit code for an error of the solvers."""
    if isinstance(error, GeometryFailedError | SectionError):
        return ExitCode.GEOMETRY_FAILED
    return ExitCode.NOT_CONVERGED


def refused(errors: Console, message: str, code: ExitCode) -> ExitCode:
    """Print the reason why a run was refused; return its exit code."""
    errors.print(f"error: {message}", markup=False, highlight=False, soft_wrap=True)
    return code
