"""The command line in a process that kills itself at a place, for the n-th time that it gets there.

    python -m tests.results.resuming.killed_run PLACE COUNT run CASE --resume ...

The places are where a run writes: the checkpoint, which is written under another name, brought to
the disk and renamed, the rows of the tables and the fields.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from platefront.cli import main
from platefront.results import files
from platefront.results.fields import FieldWriter
from platefront.solvers.state.checkpoint import archive


def killed() -> NoReturn:
    """End this process as the system does that is out of memory."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still here")


def at(count: int, last: Callable[..., Any], usual: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that acts as `usual` until its `count`-th call, which is `last`."""
    calls = 0

    def called(*arguments: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        return (last if calls == count else usual)(*arguments, **options)

    return called


def checkpoint_begun(count: int) -> None:
    """The new file is there, without content."""
    archive.np.savez = at(count, lambda *_, **__: killed(), archive.np.savez)


def checkpoint_half(count: int) -> None:
    """Half of the new file is written."""
    usual = archive.np.savez

    def half(file: io.BufferedWriter, **arrays: Any) -> None:
        whole = io.BytesIO()
        usual(whole, **arrays)
        file.write(whole.getvalue()[: len(whole.getvalue()) // 2])
        file.flush()
        killed()

    archive.np.savez = at(count, half, usual)


def checkpoint_unnamed(count: int) -> None:
    """The new file is complete, and has its temporary name."""
    calls, usual = 0, Path.replace

    def replace(path: Path, target: Path) -> Path:
        nonlocal calls
        calls += path.name == "checkpoint.npz.new"
        if calls == count:
            killed()
        return usual(path, target)

    Path.replace = replace  # type: ignore[method-assign, assignment]


def checkpoint_named(count: int) -> None:
    """The new file has replaced the old one."""
    archive._sync_folder = at(count, lambda *_: killed(), archive._sync_folder)


def row_half(count: int) -> None:
    """A part of a row of history.csv is written, as on a disk that is full."""
    calls, usual = 0, files.CsvLog._write

    def write(log: files.CsvLog, lines: list[str]) -> None:
        nonlocal calls
        calls += "newton_iterations" in log.columns
        if calls == count:
            os.write(log._descriptor, "".join(lines).encode()[:40])
            killed()
        usual(log, lines)

    files.CsvLog._write = write  # type: ignore[method-assign, assignment]


def fields_written(count: int) -> None:
    """The fields of a state are written; the tables do not know of them."""
    usual = FieldWriter.append

    def last(*arguments: Any) -> None:
        usual(*arguments)
        killed()

    FieldWriter.append = at(count, last, usual)  # type: ignore[method-assign]


PLACES = {
    place.__name__: place
    for place in (
        checkpoint_begun,
        checkpoint_half,
        checkpoint_unnamed,
        checkpoint_named,
        row_half,
        fields_written,
    )
}

if __name__ == "__main__":
    PLACES[sys.argv[1]](int(sys.argv[2]))
    sys.argv = ["platefront", *sys.argv[3:]]
    main()
