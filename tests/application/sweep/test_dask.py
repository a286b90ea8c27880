"""Sweeps on Dask distributed: a real scheduler and real workers on this machine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.application.sweep.small import GRID, driver, in_use, until, written_case
from tests.shared.case_files import ROOT

pytest.importorskip("distributed", reason="Dask is an optional dependency")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[Path, list[subprocess.Popen[bytes]]]]:
    """The scheduler's file, and two workers of one thread each, without nannies."""
    file = tmp_path / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    started = [_started(tmp_path, *dask, "scheduler", "--port=0", "--no-dashboard", file)]
    until(file.exists, 60.0)
    options = ("--nthreads=1", "--no-nanny", "--no-dashboard", f"--local-directory={tmp_path}")
    workers = [_started(tmp_path, *dask, "worker", *options, file) for _ in range(2)]
    try:
        yield file, workers
    finally:
        for process in [*workers, *started]:
            process.kill()
            process.wait()


def _started(folder: Path, *command: object) -> subprocess.Popen[bytes]:
    *words, file = map(str, command)
    with (folder / "dask.log").open("ab") as log:
        return subprocess.Popen(
            [*words, f"--scheduler-file={file}"],
            cwd=ROOT,
            stdout=log,
            stderr=log,
            env=os.environ,
        )


@pytest.mark.long
def test_a_sweep_survives_the_loss_of_a_worker(cluster, unbroken, tmp_path):
    file, workers = cluster
    sweep = driver(unbroken[0] / "foil.toml", tmp_path / "sweep", *GRID, "--dask", str(file))
    until(lambda: len(in_use(tmp_path / "sweep")) == 2, 120.0)
    workers[0].send_signal(signal.SIGKILL)
    assert sweep.wait(300.0) == 0
    table = (tmp_path / "sweep" / "table.csv").read_bytes()
    assert table == (unbroken[0] / "sweep" / "table.csv").read_bytes()


def test_scheduler_that_is_not_there_is_told(command, tmp_path, monkeypatch):
    monkeypatch.setattr("platefront.sweeping.engines._SECONDS", 1)
    options = (*GRID, "--output", tmp_path / "sweep", "--dask", "tcp://127.0.0.1:9")
    code, _, err = command("sweep", written_case(tmp_path), *options)
    assert code == 2
    assert err.startswith("error: --dask tcp://127.0.0.1:9: the scheduler does not answer")
