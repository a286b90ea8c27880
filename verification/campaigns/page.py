"""Page docs/reliability.md, composed from the stored reports of the campaigns.

    bin/platefront python -m verification.campaigns.page --output docs/reliability.md

reads NAME.json from the folder beside the page that is called like it.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from platefront.results.files import replace_text
from verification.campaigns.report import Report, read_report
from verification.campaigns.runner import FAULTS, LONGEST_MESSAGE, Outcome, TriedInput

COMMAND = "bin/platefront python -m verification.campaigns.page --output docs/reliability.md"

INTRODUCTION = f"""\
Campaigns give the program many inputs that were made at random from a seed, by its command
line, and count the ways in which it ends. No number below is entered by
hand; the page is written by

    {COMMAND}

from the reports that the commands of the sections store. An input may be computed or refused with
a message; whatever the input, there must be no traceback, no hang beyond the limit of time, no
crash, no message of more than {LONGEST_MESSAGE} characters, and no effect outside the folder of the
run."""

_UNFINISHED = (
    Outcome.NOT_CONVERGED,
    Outcome.GEOMETRY_FAILED,
    Outcome.BOOKS,
    Outcome.MISSED,
    Outcome.OVER_TIME,
)
_LARGEST_TABLE = 40


def compose(reports: Sequence[Report]) -> str:
    """Return the text of the page."""
    parts = ["# Reliability", INTRODUCTION, *_summary(reports)]
    for report in reports:
        parts += _section(report)
    return "\n\n".join(parts) + "\n"


def _summary(reports: Sequence[Report]) -> Iterator[str]:
    if not reports:
        yield "*No campaign was run yet.*"
        return
    shown = [outcome for outcome in Outcome if any(r.counts[outcome] for r in reports)]
    shown = list(dict.fromkeys([Outcome.FINISHED, Outcome.REFUSED, *shown, *FAULTS]))
    rows = [
        f"| campaign | inputs | {' | '.join(shown)} |",
        f"| --- | ---: |{' ---: |' * len(shown)}",
    ]
    for report in reports:
        numbers = " | ".join(str(report.counts[outcome]) for outcome in shown)
        rows.append(f"| {report.title} | {len(report.trials)} | {numbers} |")
    yield "\n".join(rows)


def _section(report: Report) -> Iterator[str]:
    yield f"## {report.title}"
    yield report.statement.strip()
    yield f"Run by\n\n    {report.command}\n\nwith at most {report.limit:g} s for each input."
    yield _by_kind(report)
    if report.faults:
        yield "**Faults:**"
        yield _list(report.faults)
    others = [trial for trial in report.trials if trial.outcome in _UNFINISHED]
    if others:
        yield "Ended before the end of the case, or with a balance beyond its limit:"
        rows = ["| input | outcome | reason |", "| --- | --- | --- |"]
        rows += [
            f"| {trial.name} | {trial.outcome} | "
            f"{_cell(report.explained.get(trial.name, trial.message))} |"
            for trial in others
        ]
        yield "\n".join(rows)
    slowest = max(report.trials, key=lambda trial: trial.seconds, default=None)
    if slowest is not None:
        yield (
            f"Median time {_median(report.trials):.1f} s; the longest was {slowest.seconds:.1f} s "
            f"({slowest.name}). On a machine that did other things at the same time."
        )
    yield _provenance(report)


def _by_kind(report: Report) -> str:
    """Return the table of kinds of inputs and their outcomes."""
    kinds: dict[str, list[TriedInput]] = defaultdict(list)
    for trial in report.trials:
        kinds[trial.kind].append(trial)
    shown = [outcome for outcome in Outcome if report.counts[outcome]]
    rows = [
        f"| kind of input | inputs | {' | '.join(shown)} |",
        f"| --- | ---: |{' ---: |' * len(shown)}",
    ]
    for kind, trials in kinds.items():
        numbers = [sum(trial.outcome is outcome for trial in trials) for outcome in shown]
        rows.append(f"| {_cell(kind)} | {len(trials)} | {' | '.join(map(str, numbers))} |")
    table = "\n".join(rows)
    if len(kinds) <= _LARGEST_TABLE:
        return table
    return f"<details><summary>All {len(kinds)} kinds</summary>\n\n{table}\n\n</details>"


def _list(trials: Sequence[TriedInput]) -> str:
    return "\n".join(
        f"- {trial.name} ({trial.kind}): {trial.outcome} after {trial.seconds:.1f} s. "
        f"`{_cell(trial.message[:120])}`"
        for trial in trials
    )


def _median(trials: Sequence[TriedInput]) -> float:
    times = sorted(trial.seconds for trial in trials)
    return times[len(times) // 2]


def _provenance(report: Report) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in report.versions.items() if number)
    commit = f" at commit {report.commit[:10]}" if report.commit else ""
    changed = " with changes" if report.commit and report.commit.endswith("-dirty") else ""
    return f"<sub>Run on {report.date}{commit}{changed}: {versions}.</sub>"


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("\n", " ").replace("`", "'")


def main() -> None:
    """Write the page from the reports beside it."""
    parser = argparse.ArgumentParser(description="Write docs/reliability.md.")
    parser.add_argument("--output", type=Path, required=True, help="page to write")
    page: Path = parser.parse_args().output
    stored = sorted((page.parent / page.stem).glob("*.json"))
    replace_text(page, compose([read_report(path) for path in stored]))


if __name__ == "__main__":
    main()
