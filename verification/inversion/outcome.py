"""Numbers at the end of a run, its reason, and the balance that comes nearest to its limit."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verification.campaigns.command_worker import Answer

FINISHED = "finished"
_CAPACITY_REACHED = "capacity reached"
_LONGEST_REASON = 300

PARTS = ("kinetic", "counter", "nucleation", "concentration", "ohmic")
"""Parts of the electrode potential that occur here: `counter` is the reaction at that electrode."""


@dataclass(frozen=True, slots=True)
class State:
    """Row of a run's history.

    Attributes:
        capacity: charge passed [mAh/cm²].
        bottom_share: charge plated in the lower half / all charge plated; None without any.
        bare_share: charge plated on the bare surface / all charge plated; None without any.
        potential: electrode potential [V]; None where overpotentials are given.
        parts: parts of it by name [V].
        gap: distance from lithium to the counter electrode [µm].
        bare_thickness: mean thickness of lithium on the bare surface [µm].
        bare_thickest: greatest thickness of it [µm].
    """

    capacity: float
    bottom_share: float | None
    bare_share: float | None
    potential: float | None
    parts: Mapping[str, float | None]
    gap: float
    bare_thickness: float
    bare_thickest: float

    @classmethod
    def of(cls, row: Mapping[str, str]) -> State:
        """Read a row of history.csv, all of whose charge was plated or all stripped."""
        charges = {name: float(row[f"charge_{name}_C_per_m"]) for name in ("lithiated", "bare")}
        total = sum(charges.values())
        return cls(
            capacity=float(row["capacity_mAh_per_cm2"]),
            bottom_share=_number(row["bottom_share"]),
            bare_share=charges["bare"] / total if total > 0.0 else None,
            potential=_number(row["electrode_potential_V"]),
            parts={name: _number(row[f"{name}_V"]) for name in PARTS},
            gap=1e6 * float(row["gap_to_counter_m"]),
            bare_thickness=1e6 * float(row["thickness_mean_bare_m"]),
            bare_thickest=1e6 * float(row["thickness_max_bare_m"]),
        )


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """End of a run.

    Attributes:
        kind: `finished` where the wanted capacity was reached, else the exit status of the run or
            the criterion that ended it before.
        reason: reason for the end.
        steps: accepted time steps.
        worst_book: largest residue of a balance over its limit.
        worst_name: name of that balance.
        states: the last row of the history, preceded by those at wanted capacities.
    """

    kind: str
    reason: str
    steps: int
    worst_book: float
    worst_name: str
    states: tuple[State, ...]

    @property
    def end(self) -> State:
        """State at the end of the run."""
        return self.states[-1]

    @property
    def counts(self) -> bool:
        """True for a finished run whose balances are all within their limits."""
        return self.kind == FINISHED and self.worst_book <= 1.0


def outcome_of(answer: Answer, results: Path, capacities: tuple[float, ...] = ()) -> RunOutcome:
    """Read the results of a run.

    Args:
        answer: end of the command.
        results: folder of the results.
        capacities: charges whose states are wanted, if they were reached [mAh/cm²].

    Raises:
        RuntimeError: the run wrote no results.
    """
    summary_file, history_file = results / "summary.json", results / "history.csv"
    if answer.code is None or not summary_file.is_file():
        raise RuntimeError(f"no results, exit status {answer.code}: {answer.output[-1000:]}")
    summary = json.loads(summary_file.read_text(encoding="utf-8"))
    with history_file.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    reason = str(summary["reason"])
    kind = FINISHED if answer.code == 0 and reason == _CAPACITY_REACHED else _kind(answer, reason)
    worst_name, worst_book = worst(summary["ledger"])
    states = [State.of(row) for row in rows]
    wanted = [state for target in capacities for state in _reached(states, target)]
    return RunOutcome(
        kind=kind,
        reason=" ".join(reason.split())[:_LONGEST_REASON],
        steps=int(rows[-1]["step"]),
        worst_book=worst_book,
        worst_name=worst_name,
        states=(*wanted, states[-1]),
    )


def worst(ledger: Mapping[str, Mapping[str, Any]]) -> tuple[str, float]:
    """Return the balance that comes nearest to its limit, or exceeds it most, and the ratio."""
    residues = {
        name: entry["largest_residue"]
        for name, entry in ledger.items()
        if entry.get("largest_residue") is not None  # None: not measured
    }
    residues |= ledger["remeshing"]
    ratios = {
        name: abs(residues[name]) / limit
        for name, limit in ledger["limits"].items()
        if name in residues
    }
    # a residue that is not a number exceeds every limit
    name = max(ratios, key=lambda key: ratios[key] if ratios[key] == ratios[key] else float("inf"))
    return name, ratios[name]


def _kind(answer: Answer, reason: str) -> str:
    return reason if answer.code == 0 else f"exit status {answer.code}"


def _reached(states: list[State], target: float) -> list[State]:
    """Return the state at a capacity before the end, which output times hit exactly, if any."""
    found = [state for state in states[:-1] if abs(state.capacity - target) < 1e-6 * abs(target)]
    return found[-1:]


def _number(cell: str) -> float | None:
    return float(cell) if cell else None
