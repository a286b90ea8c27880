"""Folder of a sweep: its plan, its table, and for each cell a record, a log and results."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platefront.results.files import replace_text
from platefront.results.folder import (
    PROGRAM,
    ResultsFolderError,
    check_not_in_use,
    is_occupied,
    reserved,
)


@dataclass(frozen=True, slots=True)
class CellPlace:
    """Paths of a cell.

    Attributes:
        results: results folder of its run.
    """

    results: Path

    @property
    def record(self) -> Path:
        """Identity of its case and the end of its run."""
        return self.results.with_name(f"{self.results.name}.json")

    @property
    def log(self) -> Path:
        """Output of its run."""
        return self.results.with_name(f"{self.results.name}.log")


@dataclass(frozen=True, slots=True)
class SweepFolder:
    """Paths of all files of a sweep."""

    path: Path

    @property
    def plan(self) -> Path:
        """Plan of the sweep and the state of its cells."""
        return self.path / "sweep.json"

    @property
    def table(self) -> Path:
        """Table, one row each cell."""
        return self.path / "table.csv"

    @property
    def parquet(self) -> Path:
        """The same table for other programs, where pyarrow is installed."""
        return self.path / "table.parquet"

    @property
    def stop(self) -> Path:
        """Request to the runs to stop; its content is the number of requests."""
        return self.path / ".stop"

    def cell(self, name: str) -> CellPlace:
        """Return the paths of a cell."""
        return CellPlace(self.path / "cells" / name)

    def read_plan(self) -> dict[str, Any] | None:
        """Return the content of the plan; None if there is none by this program."""
        try:
            content = json.loads(self.plan.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        is_ours = isinstance(content, dict) and content.get("program") == PROGRAM
        return content if is_ours and "cells" in content else None

    def write_plan(self, content: dict[str, Any]) -> None:
        """Write the plan atomically."""
        text = json.dumps({"program": PROGRAM, **content}, indent=2, ensure_ascii=False)
        replace_text(self.plan, text + "\n")


@contextmanager
def sweep_folder(path: Path, cells: list[dict[str, Any]], *, force: bool) -> Iterator[SweepFolder]:
    """Create the folder of a sweep, or go on with that of the same cells, alone in it.

    Args:
        path: the folder.
        cells: name and values of every cell.
        force: whether a sweep over other values that is there is replaced; its cells' results stay
            until those of the same name replace them.

    Raises:
        ResultsFolderError: it is in use, contains other files, or another sweep.
    """
    folder = SweepFolder(path)
    check_not_in_use(path)
    _check_content(folder, cells, force=force)
    with reserved(path):
        _check_content(folder, cells, force=force)
        try:
            (path / "cells").mkdir(exist_ok=True)
            folder.stop.unlink(missing_ok=True)
        except OSError as error:
            raise ResultsFolderError(f"cannot write {path}: {error.strerror}.") from error
        yield folder


def _check_content(folder: SweepFolder, cells: list[dict[str, Any]], *, force: bool) -> None:
    path = folder.path
    if not path.exists() and not path.is_symlink():
        return
    if not path.is_dir():
        raise ResultsFolderError(f"{path} is not a folder; choose another one with --output.")
    if not is_occupied(path):
        return
    plan = folder.read_plan()
    if plan is None:
        raise ResultsFolderError(
            f"{path} holds files that are not a sweep. Nothing was changed; choose another folder "
            "with --output."
        )
    there = [{"name": cell.get("name"), "set": cell.get("set")} for cell in plan["cells"]]
    if there != cells and not force:
        raise ResultsFolderError(
            f"{path} holds a sweep over other values. Nothing was changed; choose another folder "
            "with --output, or replace it with --force."
        )
