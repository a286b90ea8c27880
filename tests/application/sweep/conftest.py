"""Sweeps whose cells run in the process of the test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pytest

from platefront.exit_codes import ExitCode
from platefront.running.recorded_run import RecordedRun
from platefront.solvers.errors import NotConvergedError
from platefront.sweeping import cell_run
from platefront.sweeping.combination import Design
from platefront.sweeping.request import SweepRequest, swept
from tests.application.sweep.small import GRID, TWO, run_here, written_case


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the cells that have been run since the start of the test, in this process."""
    names: list[str] = []

    def run(task: cell_run.CellTask, *, resume: bool) -> int:
        names.append(task.place.results.name)
        return run_here(task, resume=resume)

    monkeypatch.setattr(cell_run, "_run", run)
    return names


@pytest.fixture
def pretended(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the cells that would have been run; each is said to have failed with exit code 4."""
    names: list[str] = []

    def run(task: cell_run.CellTask, *, resume: bool) -> int:
        names.append(task.place.results.name)
        task.place.log.write_text("error: not in earnest\n")
        return 4

    monkeypatch.setattr(cell_run, "_run", run)
    return names


@pytest.fixture(scope="session")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, pd.DataFrame]:
    """Folder of a sweep that nothing has interrupted, with its case beside, and its table."""
    folder = tmp_path_factory.mktemp("unbroken")
    return folder, _swept(folder, GRID, run_here, ExitCode.OK)


@pytest.fixture(scope="session")
def failed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, pd.DataFrame]:
    """Folder of a sweep whose second cell has failed, with its case beside, and its table."""

    def run(task: cell_run.CellTask, *, resume: bool) -> int:
        with pytest.MonkeyPatch.context() as patch:
            if "0002" in task.place.results.name:
                patch.setattr(RecordedRun, "march", fail)
            return run_here(task, resume=resume)

    def fail(_: RecordedRun) -> bool:
        raise NotConvergedError("at t = 3 s: limiting current")

    folder = tmp_path_factory.mktemp("failed")
    return folder, _swept(folder, TWO, run, ExitCode.CELLS_FAILED)


def _swept(
    folder: Path, over: Sequence[str], run: Callable[..., int], expected: ExitCode
) -> pd.DataFrame:
    request = SweepRequest(over[1::2], Design.GRID, None, 0, (), folder / "sweep", jobs=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cell_run, "_run", run)
        table, code = swept(written_case(folder), request, lambda line: None)
    assert code == expected
    return table
