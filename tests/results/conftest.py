from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from platefront.results.reading import RunResults, read_results
from tests.results.written_run import write_run
from tests.shared.synthetic import (
    UPRIGHT,
)


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Results folders of an inverted and an upright run; only to be read."""
    folder = tmp_path_factory.mktemp("pair")
    return write_run(folder / "inverted"), write_run(folder / "upright", UPRIGHT)


@pytest.fixture(scope="session")
def run(pair: tuple[Path, Path]) -> RunResults:
    return read_results(pair[0])


@pytest.fixture
def new_run(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a run that a test may change."""
    return lambda name: write_run(tmp_path / name)
