"""A sweep as asked for on the command line or from Python, and its table and figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from platefront.case.changes import OPTION, read_changes
from platefront.case.load import text_of_case
from platefront.case.plugins import plugin_options
from platefront.exit_codes import ExitCode
from platefront.geometry.trust import trust_options
from platefront.results.versions import git_commit, library_versions
from platefront.sweeping.cell_case import cell_cases
from platefront.sweeping.combination import Design
from platefront.sweeping.design import cells_of
from platefront.sweeping.driver import SweepPlan, SweepRun
from platefront.sweeping.engines import dask_engine, local_engine, processors
from platefront.sweeping.figures.draw import draw_sweep
from platefront.sweeping.folder import sweep_folder
from platefront.sweeping.record import CellState
from platefront.sweeping.values import read_key


@dataclass(frozen=True, slots=True)
class SweepRequest:
    """Request for a sweep, with the options of the command line.

    Attributes:
        over: swept keys with their values, as given.
        design: combination of the values.
        samples, seed: cells of a Latin hypercube and seed of its random numbers.
        changes: values of all cells in place of those of the file, as given.
        output: folder of the sweep.
        force: whether to replace a sweep over other values.
        retry: whether to run failed cells anew.
        jobs: cells at a time on this machine; None for one each processor.
        dask: address of a Dask scheduler.
        quantities: columns of the table to draw; empty for the usual ones.
    """

    over: Sequence[str]
    design: Design
    samples: int | None
    seed: int
    changes: Sequence[str]
    output: Path
    force: bool = False
    retry: bool = False
    jobs: int | None = None
    dask: str | None = None
    quantities: Sequence[str] = ()

    def engine(self) -> Callable[[], AbstractContextManager[Executor]]:
        """Return the engine that runs the cells."""
        if self.dask is not None:
            return partial(dask_engine, self.dask)
        return partial(local_engine, self.jobs or processors())


def swept(
    case_path: Path, request: SweepRequest, tell: Callable[[str], None]
) -> tuple[pd.DataFrame, ExitCode]:
    """Run a sweep or go on with it; return its table and the exit code.

    Args:
        case_path: case file.
        request: the sweep.
        tell: takes lines on its progress.

    Raises:
        SweepError: keys, values and design do not go together, or the engine cannot be reached.
        CaseError: no cell has a valid case.
        ResultsFolderError: the folder is in use or not one of this sweep.
    """
    plan = _planned(case_path, request)
    with sweep_folder(request.output.absolute(), plan.listing(), force=request.force) as folder:
        run = SweepRun(plan, folder, tell)
        table = run.go(request.engine(), retry=request.retry)
        for picture in draw_sweep(table, plan.keys, folder.path, request.quantities):
            tell(f"drawn to {picture}")
    if run.requests:
        return table, ExitCode.INTERRUPTED
    finished = bool((table["status"] == CellState.FINISHED.value).all())
    return table, ExitCode.OK if finished else ExitCode.CELLS_FAILED


def _planned(case_path: Path, request: SweepRequest) -> SweepPlan:
    keys = [read_key(text) for text in request.over]
    cells = cells_of(keys, request.design, request.samples, request.seed)
    path, changes = case_path.absolute(), read_changes(request.changes)
    text = text_of_case(case_path)
    return SweepPlan(
        case=path,
        content=path.read_bytes(),
        options=(*trust_options(), *(f"{OPTION}={change}" for change in request.changes)),
        before=tuple(plugin_options()),
        keys=tuple(key.key for key in keys),
        cells=cell_cases(cells, text, case_path, changes),
        settings={
            "case": case_path.name,
            "over": list(request.over),
            "design": request.design.value,
            "samples": request.samples,
            "seed": request.seed,
            "changes": list(request.changes),
            "versions": library_versions(),
            "git_commit": git_commit(),
        },
    )
