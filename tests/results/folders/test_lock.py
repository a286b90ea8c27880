"""A folder belongs to one run while it lives, however it ends."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from platefront.results.folder import ResultsFolderError, check_folder, reserved
from platefront.results.lock import LOCK, holder
from tests.shared.case_files import ROOT

# SIGINT is ignored where tests run in the background.
_HOLD = """
import signal, sys, time
from pathlib import Path
from platefront.results.folder import reserved
signal.signal(signal.SIGINT, signal.default_int_handler)
with reserved(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@contextmanager
def another_process(folder: Path, seconds: float = 600.0) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the lock of a folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(folder), str(seconds)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def test_the_error_names_the_process_that_holds_the_folder(tmp_path: Path) -> None:
    with another_process(tmp_path / "run") as process:
        told = rf"run is in use: process {process.pid} on \S+ since \d{{4}}-\d\d-\d\d \d\d:\d\d"
        for force in (False, True):
            with pytest.raises(ResultsFolderError, match=told):
                check_folder(tmp_path / "run", force)
        with pytest.raises(ResultsFolderError, match=told), reserved(tmp_path / "run"):
            pytest.fail("two hold the folder")


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_the_lock_ends_with_the_process(tmp_path: Path, end: signal.Signals) -> None:
    with another_process(tmp_path) as process:
        process.send_signal(end)
        process.wait()
        assert holder(tmp_path) is None
        check_folder(tmp_path, False)  # an abandoned lock file is no content
        with reserved(tmp_path):
            assert holder(tmp_path) is not None
    assert list(tmp_path.iterdir()) == []


def test_the_lock_ends_with_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), reserved(tmp_path):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []
    with reserved(tmp_path) as has_locks:
        assert has_locks


def test_of_many_at_once_one_gets_it(tmp_path: Path) -> None:
    start = time.time() + 2.0
    code = f"""
import sys, time
from pathlib import Path
from platefront.results.folder import ResultsFolderError, reserved
time.sleep(max(0.0, {start} - time.time()))
try:
    with reserved(Path(sys.argv[1])):
        print("mine"); time.sleep(3.0)
except ResultsFolderError as error:
    print(error)
"""
    racing = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        for _ in range(6)
    ]
    told = [process.communicate()[0] for process in racing]
    assert told.count("mine\n") == 1
    assert sum("is in use" in text for text in told) == 5


def test_a_looker_does_not_keep_a_run_out(tmp_path: Path) -> None:
    (tmp_path / LOCK).write_text("process 1 on nowhere")
    looking = os.open(tmp_path / LOCK, os.O_RDONLY)
    fcntl.flock(looking, fcntl.LOCK_SH)
    pid = os.fork()
    if pid == 0:  # a look lasts an instant
        time.sleep(0.06)
        os._exit(0)
    os.close(looking)
    with reserved(tmp_path):
        pass
    os.waitpid(pid, 0)


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS])
def test_file_systems_without_locks_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def unsupported(*unused: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", unsupported)
    with reserved(tmp_path) as has_locks:
        assert not has_locks
    assert list(tmp_path.iterdir()) == []


def test_links_in_place_of_the_lock_are_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("mine")
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / LOCK).symlink_to(precious)
    with pytest.raises(ResultsFolderError), reserved(tmp_path / "run"):
        pass
    assert precious.read_text() == "mine"


def test_two_runs_with_force_in_one_folder(new_run: Callable[[str], Path], tmp_path: Path) -> None:
    """The second ends with 5 and leaves everything to the first, which then is killed."""
    folder = new_run("both")
    case = ROOT / "cases" / "quick" / "pillars.toml"
    command = [sys.executable, "-m", "platefront", "run", str(case), "--force", "-o", str(folder)]
    first = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + 120.0
        while holder(folder) is None:
            assert first.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert second.returncode == 5
        assert f"is in use: process {first.pid} on " in second.stderr
        assert first.poll() is None
    finally:
        first.kill()
        first.communicate()
    assert holder(folder) is None
    check_folder(folder, True)
