"""Report of runs as one HTML page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from platefront.figures.run_view import RunView
from platefront.report.balances import balance_rows, effort_rows, provenance_rows
from platefront.report.case_words import CaseWords, case_words, differences
from platefront.report.embedded import Embedded
from platefront.report.pictures import figure_rows, moving_pictures
from platefront.results.files import replace_text
from platefront.results.folder import NoResultsError
from platefront.results.key_numbers import KeyNumber, key_numbers
from platefront.results.reading import RunResults, read_results

_ABSENT = "–"


@dataclass(frozen=True, slots=True)
class ReportedRun:
    """Run of a report.

    Attributes:
        name: of its folder.
        title: of its case.
        status, reason: how it ended.
        warnings: texts of exceeded limits.
        words: its case.
        moving: pictures of its section over time.
    """

    name: str
    title: str
    status: str
    reason: str
    warnings: list[str]
    words: CaseWords
    moving: list[Embedded]


def write_report(folders: Sequence[Path], target: Path) -> Path:
    """Write the report of runs into a file, replacing an earlier one.

    Args:
        folders: results folders of one or more runs.
        target: the file.

    Raises:
        NoResultsError: a folder contains no results, or no state yet.
    """
    runs = [read_results(folder) for folder in folders]
    for run in runs:
        if run.history.empty:
            raise NoResultsError(f"{run.path} holds no written state yet.")
    target.parent.mkdir(parents=True, exist_ok=True)
    replace_text(target, report_text(runs))
    return target


def report_text(runs: Sequence[RunResults]) -> str:
    """Return the report of runs as HTML without any address in it."""
    views = [RunView(run) for run in runs]
    reported = [_reported(view) for view in views]
    environment = Environment(
        loader=PackageLoader("platefront.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = _number
    return environment.get_template("report.html").render(
        runs=reported,
        numbers=[row for row in key_numbers(runs) if _is_known(row)],
        differences=differences([run.words for run in reported]),
        figures=figure_rows(views),
        balances=balance_rows(runs),
        effort=effort_rows(runs),
        provenance=provenance_rows(runs),
        is_picture=lambda item: isinstance(item, Embedded),
    )


def _reported(view: RunView) -> ReportedRun:
    run = view.run
    return ReportedRun(
        name=run.name,
        title=view.title,
        status=str(run.summary.get("status", "unknown")),
        reason=str(run.summary.get("reason") or ""),
        warnings=[str(warning["text"]) for warning in run.summary.get("warnings", [])],
        words=case_words(run),
        moving=moving_pictures(view),
    )


def _is_known(row: KeyNumber) -> bool:
    return any(value is not None for value in row.values)


def _number(value: float | None) -> str:
    return _ABSENT if value is None else f"{value:.4g}".replace("-", "−")
