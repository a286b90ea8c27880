"""The results folder: what it holds and when it may be written."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

PROGRAM = "platefront"


class ResultsFolderError(Exception):
    """The results folder cannot be used; the message says why and what to do."""


class NoResultsError(Exception):
    """A folder does not hold readable results; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class ResultsFolder:
    """Paths of everything a run writes below one folder."""

    path: Path

    @property
    def case(self) -> Path:
        """The resolved case; runs again with identical results."""
        return self.path / "case.toml"

    @property
    def history(self) -> Path:
        """One row a step."""
        return self.path / "history.csv"

    @property
    def events(self) -> Path:
        """Merges, pockets and closed pores."""
        return self.path / "events.csv"

    @property
    def remeshings(self) -> Path:
        """What each remeshing did to shapes and salt."""
        return self.path / "remeshings.csv"

    @property
    def depth_profile(self) -> Path:
        """Lithium and collector fractions against height, for every written frame."""
        return self.path / "depth_profile.csv"

    @property
    def summary(self) -> Path:
        """Status and totals."""
        return self.path / "summary.json"

    @property
    def fields(self) -> Path:
        """ParaView collections."""
        return self.path / "fields"

    @property
    def figures(self) -> Path:
        """Pictures."""
        return self.path / "figures"

    def holds_results(self) -> bool:
        """Whether platefront wrote this folder: a case and a summary that bears its name."""
        if not self.case.is_file():
            return False
        try:
            summary = json.loads(self.summary.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return isinstance(summary, dict) and summary.get("program") == PROGRAM

    def remove_results(self) -> None:
        """Delete what a previous run wrote; files of other origin stay."""
        for file in (self.history, self.events, self.remeshings, self.depth_profile):
            file.unlink(missing_ok=True)
        for part in (self.fields, self.figures):
            if part.is_symlink():
                part.unlink()
            elif part.is_dir():
                shutil.rmtree(part)
        # last, so that an interrupted removal is still recognised as results
        self.summary.unlink(missing_ok=True)
        self.case.unlink(missing_ok=True)


def check_folder(path: Path, force: bool) -> None:
    """Raise ResultsFolderError if a run may not write to `path`; touch nothing.

    A folder that is absent or empty may be used. One that holds results of a previous run is
    used only with `force`; one that holds anything else never is.
    """
    if not path.exists() and not path.is_symlink():
        return
    if not path.is_dir():
        raise ResultsFolderError(f"{path} is not a folder; choose another one for the results.")
    try:
        occupied = any(path.iterdir())
    except OSError as error:
        raise ResultsFolderError(f"cannot look into {path}: {error.strerror}.") from error
    if not occupied:
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


def create_folder(path: Path, force: bool) -> ResultsFolder:
    """Make an empty results folder at `path`, replacing previous results only with `force`.

    Raises:
        ResultsFolderError: the folder may not be used (see `check_folder`) or not be made.
    """
    check_folder(path, force)
    folder = ResultsFolder(path)
    try:
        path.mkdir(parents=True, exist_ok=True)
        folder.remove_results()
        folder.fields.mkdir()
    except OSError as error:
        raise ResultsFolderError(f"cannot make the results folder {path}: {error}.") from error
    return folder
