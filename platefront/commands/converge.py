"""`platefront converge`: convergence study of a case in mesh size and time step."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from mpi4py import MPI
from rich.console import Console

from platefront.case.model import Case
from platefront.case.quoting import printable
from platefront.convergence.files import PICTURE, SUMMARY, TABLE, study_folder, write_study
from platefront.convergence.levels import Refinement
from platefront.convergence.quantities import Quantity, quantities_named
from platefront.convergence.runs import LevelRun, run_level
from platefront.convergence.study import Study, study_of
from platefront.convergence.table import study_text
from platefront.exit_codes import ExitCode
from platefront.geometry.lengths import micrometres
from platefront.running.closing_table import duration_text
from platefront.running.progress import Bar, ProgressReport, Silence
from platefront.solvers.errors import SolverError
from platefront.solvers.parallel import on_root

_PLAIN_WIDTH = 100  # columns without a terminal


@dataclass(frozen=True, slots=True)
class ConvergeRequest:
    """Options of the command line.

    Attributes:
        refinement: number of levels, ratio, refined discretisation.
        names: quantities to evaluate; empty for the default ones.
        tolerance: largest relative uncertainty allowed, if any.
        output: folder for table, summary and figure.
        force: whether to replace an earlier study there.
    """

    refinement: Refinement
    names: Sequence[str]
    tolerance: float | None
    output: Path
    force: bool


def converge(case: Case, case_path: Path, request: ConvergeRequest) -> ExitCode:
    """Run every level; print and write the results.

    Files are updated after each level, so that a study that fails or is interrupted keeps the
    completed levels.

    Raises:
        CaseError: a quantity is unknown or undefined, or the case cannot be refined to this level.
        ResultsFolderError: the folder is in use or not a folder of results.
        SolverError: a level failed; the message states which.
    """
    comm = MPI.COMM_WORLD
    quantities = quantities_named(request.names, case)
    refinement = request.refinement
    cases = [refinement.case(case, level + 1) for level in range(refinement.levels)]
    with ExitStack() as until_end:
        folder = study_folder(request.output, request.force)
        on_root(comm, lambda: until_end.enter_context(folder))
        return _run_levels(cases, case.title or case_path.name, case_path, request, quantities)


def _run_levels(
    cases: Sequence[Case],
    title: str,
    case_path: Path,
    request: ConvergeRequest,
    quantities: Sequence[Quantity],
) -> ExitCode:
    comm = MPI.COMM_WORLD
    log = Console(stderr=True, quiet=comm.rank != 0, highlight=False, soft_wrap=True)
    _say(log, printable(f"{title} → {request.output}"))
    runs: list[LevelRun] = []
    study: Study | None = None
    try:
        for level, refined in enumerate(cases, start=1):
            edge = micrometres(refined.mesh.front_size)
            _say(log, f"level {level} of {len(cases)}: front edges {edge:.4g} µm")
            runs.append(run_level(refined, level, _progress(log), comm))
            _say(log, _level_text(runs[-1]))
            study = _study(request, runs, quantities)
            _write(study, request, case_path, "running", "", comm)
    except (SolverError, KeyboardInterrupt) as error:
        stopped = isinstance(error, KeyboardInterrupt)
        if study is not None:
            status, reason = ("interrupted", "") if stopped else ("failed", str(error))
            _write(study, request, case_path, status, reason, comm)
        raise
    assert study is not None, "there are two levels at least"
    _write(study, request, case_path, "finished", "", comm)
    on_root(comm, lambda: _show(study, request.output, title))
    return ExitCode.TOLERANCE_NOT_MET if study.met is False else ExitCode.OK


def _study(
    request: ConvergeRequest, runs: Sequence[LevelRun], quantities: Sequence[Quantity]
) -> Study:
    return study_of(
        request.refinement, runs, quantities, request.tolerance, skip_missing=not request.names
    )


def _write(
    study: Study,
    request: ConvergeRequest,
    path: Path,
    status: str,
    reason: str,
    comm: MPI.Intracomm,
) -> None:
    on_root(comm, lambda: write_study(study, request.output, path.name, status, reason))


def _show(study: Study, folder: Path, title: str) -> None:
    """Draw the figure and print the tables."""
    from platefront.convergence.figure import convergence_figure  # noqa: PLC0415 - takes a second
    from platefront.figures.style import figure_style, save  # noqa: PLC0415

    with figure_style():
        save(convergence_figure(study, title), folder / PICTURE)
    console = Console()
    if not console.is_terminal:
        console = Console(width=_PLAIN_WIDTH)
    console.print(study_text(study))
    for name in (TABLE, SUMMARY, PICTURE):
        console.print(f"{folder / name}", highlight=False, markup=False, soft_wrap=True)


def _progress(log: Console) -> ProgressReport:
    """Return a progress bar on a terminal, otherwise a report without output."""
    return Bar(log) if log.is_terminal and not log.quiet else Silence()


def _level_text(run: LevelRun) -> str:
    return (
        f"  {run.stop_reason}: {run.last.step} steps of {run.mean_step:.3g} s on average, "
        f"{run.last.remeshings} remeshings, {run.merges} merges, {duration_text(run.wall_time)}"
    )


def _say(console: Console, line: str) -> None:
    console.print(line, markup=False)
