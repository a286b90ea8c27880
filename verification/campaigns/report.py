"""Result of a campaign: statement, counts, every trial; stored as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from platefront.results.files import replace_text
from platefront.results.versions import git_commit, library_versions
from verification.campaigns.runner import FAULTS, Outcome, TriedInput


@dataclass(frozen=True, slots=True)
class Report:
    """Result of a campaign.

    Attributes:
        name: name of the campaign.
        title: heading of its section of the page.
        statement: description of inputs and procedure, Markdown.
        command: command that repeats it.
        limit: longest time of a run [s].
        date: day on which it was run.
        versions, commit: of the program.
        trials: every input and its outcome.
        explained: name of a trial → reason for which an outcome other than finished is right.
    """

    name: str
    title: str
    statement: str
    command: str
    limit: float
    date: str
    versions: Mapping[str, str | None]
    commit: str | None
    trials: tuple[TriedInput, ...]
    explained: Mapping[str, str]

    @property
    def counts(self) -> dict[str, int]:
        """Outcome → number of trials, for every outcome."""
        found = Counter(trial.outcome for trial in self.trials)
        return {outcome.value: found[outcome] for outcome in Outcome}

    @property
    def faults(self) -> list[TriedInput]:
        """Trials that ended as no input may make the program end."""
        return [trial for trial in self.trials if trial.outcome in FAULTS]

    def write(self, path: Path) -> None:
        """Store the report."""
        path.parent.mkdir(parents=True, exist_ok=True)
        content = asdict(self) | {"counts": self.counts}
        replace_text(path, json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def report_of(
    campaign: Mapping[str, str],
    trials: Iterable[TriedInput],
    command: str,
    limit: float,
    explained: Mapping[str, str] | None = None,
) -> Report:
    """Return the report of trials just made.

    Args:
        campaign: name, title and statement.
        trials: every trial.
        command: command that repeats them.
        limit: longest time of a run [s].
        explained: trials that rightly ended without finishing, with the reason.
    """
    return Report(
        name=campaign["name"],
        title=campaign["title"],
        statement=campaign["statement"],
        command=command,
        limit=limit,
        date=datetime.now(UTC).date().isoformat(),
        versions=library_versions(),
        commit=git_commit(),
        trials=tuple(trials),
        explained=explained or {},
    )


def read_report(path: Path) -> Report:
    """Read a stored report.

    Raises:
        ValueError: the file is no report.
    """
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        content.pop("counts")
        trials = tuple(
            TriedInput(**{**trial, "outcome": Outcome(trial["outcome"])})
            for trial in content.pop("trials")
        )
        return Report(trials=trials, **content)
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        raise ValueError(f"{path} is no report of a campaign: {error!r}") from None
