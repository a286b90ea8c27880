"""The command line as a fixture; tests that start several ranks have the processors alone.

Ranks that wait for each other ask again and again. Where they outnumber the free processors, one
that has work waits for its turn at every message: three ranks on two processors take fifteen
seconds, and had not ended after nine minutes while another program kept one of the two busy.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that need all processors come first: no long test is there to be waited for."""
    items.sort(key=_needs_all_processors, reverse=True)


@pytest.fixture(autouse=True)
def processors(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Share the processors with the tests of other workers, or have them alone.

    Who waits for all of them holds the turnstile, so that nobody else starts meanwhile.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        yield
        return
    shared = tmp_path_factory.getbasetemp().parent
    use = fcntl.LOCK_EX if _needs_all_processors(request.node) else fcntl.LOCK_SH
    with (
        _locked(shared / "turnstile", fcntl.LOCK_EX) as turnstile,
        _locked(shared / "processors", use),
    ):
        fcntl.flock(turnstile, fcntl.LOCK_UN)
        yield


@pytest.fixture
def command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run a command line in this process: exit code, standard output, standard error."""
    from platefront.cli import main  # noqa: PLC0415 - few tests need it

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["platefront", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return int(ended.value.code or 0), captured.out, captured.err

    return run


def _needs_all_processors(item: pytest.Item) -> bool:
    return item.get_closest_marker("all_processors") is not None


@contextmanager
def _locked(file: Path, how: int) -> Iterator[int]:
    """The file, locked; the lock goes with its descriptor, even if the worker is killed."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(descriptor, how)
        yield descriptor
    finally:
        os.close(descriptor)
