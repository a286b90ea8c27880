"""A disk that is full during a run: one line about it, exit code 5, nothing of the libraries."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from platefront.results.files import replace_file
from platefront.results.vtu import Grid, write_vtu
from tests.shared.case_files import ROOT

# MPI allocates its shared memory in files, so that it has to be started before
_RUN = """
import resource, sys
from mpi4py import MPI
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
sys.argv = ["platefront", *sys.argv[2:]]
from platefront.cli import main
main()
"""


@pytest.mark.parametrize("limit", [9_000, 15_000])
@pytest.mark.slow
def test_a_run_ends_with_5_and_one_line(tmp_path: Path, limit: int) -> None:
    case = ROOT / "cases" / "quick" / "pillars.toml"
    folder = tmp_path / "run"
    warm = tmp_path / "warm.toml"  # forms are compiled without the limit
    warm.write_text(case.read_text("utf-8").replace("0.5 mAh", "0.001 mAh"))
    for arguments in (
        [str(10**9), "run", str(warm), "-o", str(tmp_path / "warm"), "--quiet"],
        [str(limit), "run", str(case), "-o", str(folder), "--quiet"],
    ):
        ended = subprocess.run(
            [sys.executable, "-c", _RUN, *arguments],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert ended.returncode == 5
    assert ended.stdout == ""
    assert ended.stderr.startswith("error: results could not be written: ")
    assert "File too large" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1, ended.stderr
    assert not list(folder.rglob("*.part*"))


def grid(count: int) -> Grid:
    random = np.random.default_rng(1)
    cells = random.integers(0, count, (count, 3))
    return Grid(random.random((count, 2)), cells, {"a": random.random(count)})


@pytest.mark.parametrize("limit", [1, 100, 3_000, 30_000])
def test_vtk_prints_nothing(tmp_path: Path, limit: int) -> None:
    code = f"""
import resource, sys
from pathlib import Path
from tests.results.folders.test_full_disk import grid, write_vtu
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit},) * 2)
try:
    write_vtu(Path(sys.argv[1]), grid(5_000))
except OSError as error:
    sys.exit(0 if "File too large" in str(error) else 3)
sys.exit(4)
"""
    path = tmp_path / "grid.vtu"
    path.write_text("before")
    ended = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    assert [file.name for file in tmp_path.iterdir()] == ["grid.vtu"]
    assert path.read_text() == "before"


def test_a_grid_that_fits_is_written(tmp_path: Path) -> None:
    write_vtu(tmp_path / "grid.vtu", grid(50))
    assert (tmp_path / "grid.vtu").stat().st_size > 500


def test_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="cannot write"):
        write_vtu(tmp_path / "absent" / "grid.vtu", grid(50))


def test_parts_are_removed_after_any_error(tmp_path: Path) -> None:
    def fails(path: Path) -> None:
        path.write_text("half")
        raise OSError(28, os.strerror(28))

    with pytest.raises(OSError, match="No space left"):
        replace_file(tmp_path / "table.csv", fails)
    assert list(tmp_path.iterdir()) == []
