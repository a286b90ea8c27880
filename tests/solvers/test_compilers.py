"""Processes that compile the same form: killed, interrupted, slow, and on several ranks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from platefront.solvers import compilers
from platefront.solvers.compilers import compiled, remove_abandoned
from tests.shared.case_files import ROOT

_COMPILE = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in the background
from mpi4py import MPI
import ufl
from platefront.solvers.fenicsx import create_form, mesh
domain = mesh.create_unit_square(MPI.COMM_WORLD, 2, 2)
create_form(domain, 1.2345 * ufl.dx(domain))
print("compiled", flush=True)
"""
_BUSY = 60.0
"""Time [s] within which a compiler starts or ends on a busy machine."""

type Start = Callable[[str], subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """Start a process that compiles, by a compiler that is told to wait."""

    def started(seconds: str) -> subprocess.Popen[str]:
        slow = tmp_path / f"cc-{seconds}"
        slow.write_text(
            f'#!/bin/sh\necho {seconds} >> {tmp_path}/at-work\nsleep {seconds}\nexec cc "$@"\n'
        )
        slow.chmod(0o755)
        return subprocess.Popen(
            [sys.executable, "-c", _COMPILE],
            cwd=ROOT,
            env=os.environ | {"XDG_CACHE_HOME": str(tmp_path), "CC": str(slow)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    return started


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _BUSY
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def marks(cache: Path) -> list[Path]:
    """Forms that are being compiled, or were until a process ended."""
    files = (cache / "fenics" / "platefront").glob("*.c")
    return [file for file in files if not file.with_suffix(".c.cached").exists()]


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
@pytest.mark.slow
def test_a_process_that_ended_does_not_block_others(
    tmp_path: Path, start: Start, end: signal.Signals
) -> None:
    first = start("30")
    wait_for((tmp_path / "at-work").exists)
    os.killpg(first.pid, end)
    first.communicate()
    assert marks(tmp_path), "nothing was left behind"
    begun = time.monotonic()
    out, error = start("0").communicate(timeout=_BUSY)
    assert (out, error) == ("compiled\n", "")
    assert time.monotonic() - begun > compilers.PATIENCE
    assert not marks(tmp_path)


@pytest.mark.slow
def test_a_compiler_at_work_is_waited_for(tmp_path: Path, start: Start) -> None:
    """For longer than the patience; its form is not compiled again."""
    seconds = str(2 * compilers.PATIENCE)
    first = start(seconds)
    wait_for((tmp_path / "at-work").exists)
    second = start("0")
    for process in (first, second):
        assert process.communicate(timeout=_BUSY) == ("compiled\n", "")
    assert not marks(tmp_path)
    assert set((tmp_path / "at-work").read_text().split()) == {seconds}


def test_ready_forms_stay(tmp_path: Path) -> None:
    for name in ("ready.c", "ready.c.cached", "abandoned.c"):
        (tmp_path / name).touch()
    remove_abandoned(tmp_path)
    assert {path.name for path in tmp_path.glob("*.c*")} >= {"ready.c", "ready.c.cached"}
    assert not (tmp_path / "abandoned.c").exists()


@pytest.mark.parametrize("age", [1.0, 1000.0])
def test_without_locks_age_decides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, age: float
) -> None:
    def unsupported(*unused: object) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(compilers.fcntl, "flock", unsupported)
    mark = tmp_path / "form.c"
    mark.touch()
    os.utime(mark, (time.time() - age, time.time() - age))
    remove_abandoned(tmp_path)
    assert mark.exists() == (age < 100.0)


def test_an_error_of_the_compiler_is_passed_on(tmp_path: Path) -> None:
    def failing() -> None:
        raise RuntimeError("no compiler")

    with pytest.raises(RuntimeError, match="no compiler"):
        compiled(tmp_path, failing)


def test_a_cache_that_is_only_read_serves(tmp_path: Path) -> None:
    """As in an image whose user may not write."""
    blocked = tmp_path / "file"
    blocked.touch()
    assert compiled(blocked / "cache", lambda: 3) == 3


def test_an_incomplete_cache_that_is_only_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was waited for without end."""
    monkeypatch.setattr(compilers.os, "access", lambda *_: False)

    def waiting() -> None:
        raise TimeoutError("timed out")

    with pytest.raises(TimeoutError):
        compiled(tmp_path, waiting)
