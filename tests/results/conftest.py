from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from platefront.results.reading import RunResults, read_results
from platefront.results.tables.cycles import CYCLE_COLUMNS
from platefront.results.tables.history import VOLTAGE_PARTS
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


@pytest.fixture(scope="session")
def full_run(run: RunResults) -> RunResults:
    """A run with everything that a figure can show, which plates and strips."""
    turning = run.history.assign(
        **{f"{part}_V": -1e-3 for part in VOLTAGE_PARTS},
        electrode_potential_V=-0.01,
        capacity_mAh_per_cm2=np.abs(run.history["capacity_mAh_per_cm2"] - 0.3),
        stripped_mAh_per_cm2=0.3,
        stripped_bottom_share=0.2,
        dead_mAh_per_cm2=0.02,
        to_film_mAh_per_cm2=0.01,
    )
    cycles = pd.DataFrame({name: [1.0, 2.0, 3.0] for name in CYCLE_COLUMNS})
    return replace(run, history=turning, cycles=cycles)


@pytest.fixture
def new_run(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a run that a test may change."""
    return lambda name: write_run(tmp_path / name)
