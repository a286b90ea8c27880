"""Classes of the ends of runs, as far as they do not depend on the campaign."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from verification.campaigns.command_worker import Answer
from verification.campaigns.runner import FAULTS, Ending, Outcome, judged

AT_COUNTER = "close to the counter electrode"
"""Part of the reason of a run that ended before lithium touched the counter electrode."""
REFERRED = (
    *FAULTS,
    Outcome.NOT_CONVERGED,
    Outcome.GEOMETRY_FAILED,
    Outcome.BOOKS,
    Outcome.MISSED,
    Outcome.OVER_TIME,
    Outcome.REFUSED,
)
"""Outcomes that are printed and stored with the text of the case."""
_PHYSICAL = ("limiting current", "no current fits", "the counter electrode cannot pass")
_SHOWN = 600


def end_of(answer: Answer) -> Outcome:
    """Return the class of the end of a command by its exit code and its words."""
    return judged(Ending(answer.code, answer.output, answer.seconds))


def failure_of(answer: Answer, results: Path) -> tuple[Outcome, str] | None:
    """Return the class of a run that did not complete its case and why; None if it did.

    Args:
        answer: end of the command.
        results: folder of its results.
    """
    said = " ".join(answer.output.split())
    if answer.code is None:
        return Outcome.OVER_TIME, _last_state(results)
    outcome = end_of(answer)
    if outcome is Outcome.NOT_CONVERGED and any(words in said for words in _PHYSICAL):
        return Outcome.PHYSICAL, said
    if outcome is not Outcome.FINISHED:
        return outcome, said if outcome is not Outcome.TRACEBACK else said[-_SHOWN:]
    unbalanced = breaches(summary_of(results)["ledger"])
    return (Outcome.BOOKS, "; ".join(unbalanced)) if unbalanced else None


def summary_of(results: Path) -> dict[str, Any]:
    """Return the content of summary.json."""
    content: dict[str, Any] = json.loads((results / "summary.json").read_text(encoding="utf-8"))
    return content


def breaches(ledger: dict[str, dict[str, float]]) -> list[str]:
    """Return the balances of summary.json whose residue exceeds its limit, NaN included."""
    largest = {
        name: entry["largest_residue"]
        for name, entry in ledger.items()
        if entry.get("largest_residue") is not None  # None: not measured
    }
    largest |= ledger["remeshing"]
    return [
        f"{name} {largest[name]:.2g}, limit {limit:g}"
        for name, limit in ledger["limits"].items()
        if name in largest and not abs(largest[name]) <= limit
    ]


def _last_state(results: Path) -> str:
    """Return the last row of the history of a run that was ended."""
    try:
        rows = (results / "history.csv").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return "nothing was written"
    return f"{len(rows) - 1} steps; last: {','.join(rows[-1].split(',')[:4])}"
