"""Results folder: its content, and the conditions for writing to it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from platefront.results.lock import LOCK, FolderInUseError, holder, locked

PROGRAM = "platefront"
PARTS = ("fields", "figures")
"""Names of the folders within a results folder."""


class ResultsFolderError(Exception):
    """The results folder cannot be used; the message states the reason and a remedy."""


class NoResultsError(Exception):
    """A folder contains no readable results; the message states what is missing."""


@dataclass(frozen=True, slots=True)
class ResultsFolder:
    """Paths of all files and folders that a run writes."""

    path: Path

    @property
    def case(self) -> Path:
        """Resolved case, which runs again with identical results."""
        return self.path / "case.toml"

    @property
    def history(self) -> Path:
        """History table, one row per step."""
        return self.path / "history.csv"

    @property
    def protocol(self) -> Path:
        """Table of the steps of the protocol, one row each."""
        return self.path / "protocol.csv"

    @property
    def cycles(self) -> Path:
        """Table of the cycles, one row each."""
        return self.path / "cycles.csv"

    @property
    def events(self) -> Path:
        """Table of merges, pockets and closed pores."""
        return self.path / "events.csv"

    @property
    def remeshings(self) -> Path:
        """Table of the changes of shapes and salt by each remeshing."""
        return self.path / "remeshings.csv"

    @property
    def depth_profile(self) -> Path:
        """Table of lithium and collector fractions against height, for every frame."""
        return self.path / "depth_profile.csv"

    @property
    def checkpoint(self) -> Path:
        """State from which the run goes on."""
        return self.path / "checkpoint.npz"

    @property
    def start(self) -> Path:
        """State of another run from which this one began."""
        return self.path / "start.npz"

    @property
    def summary(self) -> Path:
        """Summary with status and totals."""
        return self.path / "summary.json"

    @property
    def fields(self) -> Path:
        """Folder of the ParaView collections."""
        return self.path / PARTS[0]

    @property
    def figures(self) -> Path:
        """Folder of the figures."""
        return self.path / PARTS[1]

    @property
    def report(self) -> Path:
        """Report of the run, if one was asked for."""
        return self.path / "report.html"

    def holds_results(self) -> bool:
        """True if the folder contains a summary written by platefront."""
        try:
            summary = json.loads(self.summary.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return isinstance(summary, dict) and summary.get("program") == PROGRAM

    def remove_results(self) -> None:
        """Delete the results of a previous run; other files are kept."""
        for file in (
            self.history,
            self.protocol,
            self.cycles,
            self.events,
            self.remeshings,
            self.depth_profile,
            self.checkpoint,
            self.checkpoint.with_name(f"{self.checkpoint.name}.new"),
            self.start,
            self.report,
        ):
            file.unlink(missing_ok=True)
        for part in (self.fields, self.figures):
            if part.is_symlink():
                part.unlink()
            elif part.is_dir():
                shutil.rmtree(part)
        self.case.unlink(missing_ok=True)
        # last, so that an interrupted removal is still recognised as results
        self.summary.unlink(missing_ok=True)


def check_folder(path: Path, force: bool) -> None:
    """Raise ResultsFolderError if a run may not write to `path`; change nothing.

    A folder that is absent or empty may be used. One that contains results of a previous run may
    be used only with `force`, one that contains other files or that a run is writing to never.
    """
    check_not_in_use(path)
    _check_content(path, force)


def check_not_in_use(path: Path) -> None:
    """Raise ResultsFolderError if another run is writing to `path`; change nothing."""
    if (other := holder(path)) is not None:
        raise ResultsFolderError(_in_use(path, other))


def _check_content(path: Path, force: bool) -> None:
    if not path.exists() and not path.is_symlink():
        return
    if not path.is_dir():
        raise ResultsFolderError(f"{path} is not a folder; choose another one for the results.")
    if not is_occupied(path):
        return
    if not ResultsFolder(path).holds_results():
        raise ResultsFolderError(
            f"{path} holds files that are not results of platefront. Nothing was changed; "
            "choose another folder for the results."
        )
    if not force:
        raise ResultsFolderError(
            f"{path} already holds results. Nothing was changed; choose another folder, "
            "or replace them with --force."
        )


def is_occupied(path: Path) -> bool:
    """True if a folder contains anything but what a run that has just begun leaves if it is killed.

    Raises:
        ResultsFolderError: it cannot be read.
    """
    try:
        return any(not _is_bare(entry) for entry in path.iterdir())
    except OSError as error:
        raise ResultsFolderError(f"cannot read {path}: {error.strerror}.") from error


def _is_bare(entry: Path) -> bool:
    """True for a lock and an empty folder of fields."""
    if entry.name == LOCK:
        return True
    is_folder = entry.name == PARTS[0] and entry.is_dir() and not entry.is_symlink()
    return is_folder and not any(entry.iterdir())


@contextmanager
def reserved(path: Path) -> Iterator[bool]:
    """Create a folder if it is absent, and keep other runs out of it inside a `with` block.

    Yields:
        False if the file system has no locks, so that other runs are not kept out.

    Raises:
        ResultsFolderError: another run is writing to it, or it cannot be created.
    """
    with ExitStack() as until_end:
        try:
            path.mkdir(parents=True, exist_ok=True)
            has_locks = until_end.enter_context(locked(path))
        except FolderInUseError as error:
            raise ResultsFolderError(_in_use(path, str(error))) from None
        except OSError as error:
            raise ResultsFolderError(
                f"cannot create the results folder {path}: {error}."
            ) from error
        yield has_locks


def _in_use(path: Path, other: str) -> str:
    return (
        f"{path} is in use: {other} is writing to it. Nothing was changed; choose another folder "
        "for the results, or wait for its end."
    )


def checkpoint_in(path: Path) -> Path:
    """Return the checkpoint in the results folder of a run.

    Raises:
        ResultsFolderError: it holds no results, or no checkpoint.
    """
    folder = ResultsFolder(path)
    if not folder.holds_results():
        raise ResultsFolderError(f"{path} holds no results of platefront.")
    if not folder.checkpoint.is_file():
        raise ResultsFolderError(
            f"{path} holds no checkpoint: its run ended before the first one was written."
        )
    return folder.checkpoint


def create_folder(path: Path, force: bool) -> ResultsFolder:
    """Create an empty results folder at `path`, replacing previous results only with `force`.

    A run reserves the folder before.

    Raises:
        ResultsFolderError: the folder may not be used (see `check_folder`) or not be created.
    """
    _check_content(path, force)
    folder = ResultsFolder(path)
    try:
        path.mkdir(parents=True, exist_ok=True)
        folder.remove_results()
        folder.fields.mkdir(exist_ok=True)
    except OSError as error:
        raise ResultsFolderError(f"cannot create the results folder {path}: {error}.") from error
    return folder
