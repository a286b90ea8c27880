"""Balances, corrections and effort of runs for their report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from platefront.results.book_limits import BOOKS
from platefront.results.reading import RunResults
from platefront.running.closing_table import duration_text

_CORRECTIONS = "remeshing"
_ABSENT = "–"


@dataclass(frozen=True, slots=True)
class Residue:
    """Largest residue of a balance, or a correction, in one run.

    Attributes:
        text: its magnitude; a dash where the run has none.
        within: False beyond the limit.
    """

    text: str
    within: bool


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """Balance with its limit, and the residue in each run."""

    name: str
    limit: str
    reason: str
    residues: list[Residue]


def balance_rows(runs: Sequence[RunResults]) -> list[BalanceRow]:
    """Return the balances that at least one of the runs has."""
    rows = []
    for book in BOOKS:
        values = [_largest(run.summary.get("ledger", {}), book.name) for run in runs]
        if any(value is not None for value in values):
            residues = [
                Residue(_ABSENT, within=True)
                if value is None
                else Residue(f"{value:.1e}", within=value <= book.limit)
                for value in values
            ]
            name = book.name.replace("_", " ")
            rows.append(BalanceRow(name, f"{book.limit:.0e}", book.reason, residues))
    return rows


def _largest(ledger: Mapping[str, Any], name: str) -> float | None:
    value = ledger.get(_CORRECTIONS, {}).get(name)
    if value is None:
        value = ledger.get(name, {}).get("largest_residue")
    return None if value is None else float(value)


@dataclass(frozen=True, slots=True)
class TextRow:
    """Quantity with a text for each run."""

    name: str
    values: list[str]


def effort_rows(runs: Sequence[RunResults]) -> list[TextRow]:
    """Return steps, meshes, Newton iterations, time and memory of runs."""

    def row(name: str, *keys: str) -> TextRow:
        return TextRow(name, [_text(run.summary, keys) for run in runs])

    def each_step(run: RunResults) -> str:
        steps = run.summary.get("steps", 0)
        return f"{run.summary.get('newton_iterations', 0) / steps:.1f}" if steps else _ABSENT

    def wall(run: RunResults) -> str:
        seconds = run.summary.get("wall_time_s", {}).get("total")
        return _ABSENT if seconds is None else duration_text(seconds)

    def memory(run: RunResults) -> str:
        peak = run.summary.get("peak_memory_bytes")
        return _ABSENT if peak is None else f"{peak / 2**20:.0f} MiB"

    return [
        row("time steps", "steps"),
        row("new meshes", "remeshings"),
        row("unknowns at the end", "unknowns"),
        TextRow("Newton iterations a step", [each_step(run) for run in runs]),
        TextRow("wall time", [wall(run) for run in runs]),
        TextRow("peak memory", [memory(run) for run in runs]),
    ]


def provenance_rows(runs: Sequence[RunResults]) -> list[TextRow]:
    """Return status, commit, and versions of runs."""
    names = dict.fromkeys(name for run in runs for name in run.summary.get("versions", {}))
    plugins = [", ".join(run.summary.get("plugins") or {}) or "none" for run in runs]
    return [
        TextRow("case file", [_text(run.summary, ("case",)) for run in runs]),
        TextRow("commit", [_text(run.summary, ("git_commit",)) for run in runs]),
        *(
            TextRow(name, [_text(run.summary, ("versions", name)) for run in runs])
            for name in names
        ),
        TextRow("plugins", plugins),
    ]


def _text(summary: Mapping[str, Any], keys: Sequence[str]) -> str:
    value: Any = summary
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return _ABSENT if value is None else str(value)
