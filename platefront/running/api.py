"""Runs from Python: from a case to its results; failures raise exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from pathlib import Path

from platefront.case.changes import changes_of
from platefront.case.load import load_case as _load_case
from platefront.case.load import parse_case as _parse_case
from platefront.case.model import Case
from platefront.exit_codes import ExitCode
from platefront.results.folder import check_folder
from platefront.results.reading import RunResults
from platefront.results.reading import read_results as _read_results
from platefront.running.run import run_case


class RunError(RuntimeError):
    """A run did not finish.

    Attributes:
        code: exit code of the command line for this failure.
        results: results up to the end of the run.
    """

    def __init__(self, reason: str, code: ExitCode, results: RunResults) -> None:
        """Store the exit code and the results with the reason."""
        super().__init__(reason)
        self.code = code
        self.results = results


def load_case(path: str | PathLike[str], *, changes: Mapping[str, object] | None = None) -> Case:
    """Read and check a case file.

    Args:
        path: the file.
        changes: values in place of those of the file, `{"section.gap": "50 um"}`.

    Raises:
        CaseError: the file cannot be read or is not a valid case; its text is the full report.
    """
    return _load_case(Path(path), changes=changes_of(changes or {}))


def parse_case(text: str, name: str = "case.toml") -> Case:
    """Read and check the text of a case file; paths in it are relative to that of `name`.

    Raises:
        CaseError: the text is not a valid case; the text of the error is the full report.
    """
    return _parse_case(text, name)


def run(
    case: Case | str | PathLike[str],
    output: str | PathLike[str],
    *,
    changes: Mapping[str, object] | None = None,
    force: bool = False,
    quiet: bool = True,
) -> RunResults:
    """Run a case, write its results as `platefront run` does, and read them back.

    Args:
        case: a loaded case, or the path of a case file.
        output: results folder.
        changes: values in place of those of the case file, as for `load_case`.
        force: whether to replace the results of a previous run.
        quiet: whether to suppress the output of progress.

    Raises:
        CaseError: the file is not a valid case.
        ValueError: changes of a case that is loaded already.
        SectionError: the cross-section cannot be built.
        ResultsFolderError: the folder may not be written to.
        RunError: the run did not finish; the error contains the results up to its end.
    """
    if isinstance(case, Case) and changes:
        raise ValueError("changes go with a case file; load the case with them")
    changed = changes_of(changes or {})
    loaded = case if isinstance(case, Case) else _load_case(Path(case), changes=changed)
    source = Path("case.toml") if isinstance(case, Case) else Path(case)
    folder = Path(output)
    loaded.cross_section()
    check_folder(folder, force)
    code = ExitCode(run_case(loaded, source, folder, force, quiet, changes=changed))
    results = read_results(folder)
    if code is not ExitCode.OK:
        summary = results.summary
        raise RunError(f"the run {summary['status']}: {summary['reason']}", code, results)
    return results


def read_results(folder: str | PathLike[str]) -> RunResults:
    """Read the results of a run, finished or not.

    Raises:
        NoResultsError: the folder is absent or was not written by platefront.
    """
    return _read_results(Path(folder))
