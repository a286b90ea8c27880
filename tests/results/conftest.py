from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from platefront.results.folder import create_folder
from platefront.results.reading import RunResults, read_results
from platefront.results.recorder import Recorder
from tests.shared.synthetic import (
    HEIGHT,
    INVERTED,
    SURFACES,
    UPRIGHT,
    WIDTH,
    synthetic_run,
)

STEPS, EVERY = 12, 4


def write_run(folder: Path, rates: tuple[float, float, float] = INVERTED) -> Path:
    recorder = Recorder(
        create_folder(folder, False), Path("made_up.toml"), "# case\n", SURFACES, (WIDTH, HEIGHT)
    )
    for record in synthetic_run(STEPS, rates):
        recorder.add_step(record)
        if record.step % EVERY == 0:
            recorder.add_frame(record, record.fields())
    wall_time = {"meshing": 1.0, "solve": 2.0, "other": 9.0}
    recorder.write_summary("finished", "capacity reached", wall_time, 3.5, 10**8)
    recorder.close()
    return folder


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
