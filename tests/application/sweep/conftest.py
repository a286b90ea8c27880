"""Sweeps whose cells run in the process of the test."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from platefront.exit_codes import ExitCode
from platefront.sweeping import cell_run
from platefront.sweeping.combination import Design
from platefront.sweeping.request import SweepRequest, swept
from tests.application.sweep.small import FAILING, GRID, run_here, written_case


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
    return _swept_here(tmp_path_factory.mktemp("unbroken"), GRID, ExitCode.OK)


@pytest.fixture(scope="session")
def failed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, pd.DataFrame]:
    """Folder of a sweep of which a cell has failed, with its case beside, and its table."""
    return _swept_here(tmp_path_factory.mktemp("failed"), FAILING, ExitCode.CELLS_FAILED)


def _swept_here(folder: Path, over: Sequence[str], expected: ExitCode) -> tuple[Path, pd.DataFrame]:
    request = SweepRequest(over[1::2], Design.GRID, None, 0, (), folder / "sweep", jobs=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cell_run, "_run", run_here)
        table, code = swept(written_case(folder), request, lambda line: None)
    assert code == expected
    return folder, table
