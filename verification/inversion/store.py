"""Stored outcomes of runs: one CSV file for each set, one line for each state that is kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, fields
from itertools import groupby
from pathlib import Path
from typing import Any

from platefront.results.files import CsvValue, csv_cell, replace_text
from verification.inversion.cloth_cell import ClothCell
from verification.inversion.outcome import PARTS, RunOutcome, State
from verification.inversion.shipped_run import ShippedRun

type PlannedRun = ClothCell | ShippedRun

STATE_COLUMNS = (
    "passed_mAh_per_cm2",
    "bottom_share",
    "bare_share",
    "electrode_potential_V",
    *(f"{part}_V" for part in PARTS),
    "gap_to_counter_um",
    "bare_thickness_mean_um",
    "bare_thickness_max_um",
)
RUN_COLUMNS = ("outcome", "reason", "steps", "worst_book_over_limit", "worst_book")


class RunStore[K: PlannedRun]:
    """CSV file of the outcomes of one set.

    Attributes:
        path: the file.
        kind: class of the entries, whose fields are the first columns.
    """

    def __init__(self, path: Path, kind: type[K]) -> None:
        self.path = path
        self.kind = kind

    @property
    def columns(self) -> tuple[str, ...]:
        """Names in the first line."""
        return (*(field.name for field in fields(self.kind)), *STATE_COLUMNS, *RUN_COLUMNS)

    def read(self) -> dict[K, RunOutcome]:
        """Return what is stored, in the order of the file.

        Raises:
            ValueError: the file has other columns.
        """
        if not self.path.is_file():
            return {}
        with self.path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != self.columns:
                raise ValueError(f"{self.path} has other columns than {', '.join(self.columns)}")
            groups = groupby(reader, self._entry)
            return {entry: _outcome(list(lines)) for entry, lines in groups}

    def write(self, stored: Mapping[K, RunOutcome], order: Iterable[K]) -> None:
        """Replace the file, with entries in a given order and others, as they come, behind."""
        wanted = [entry for entry in order if entry in stored]
        entries = dict.fromkeys([*wanted, *stored])
        lines = [
            (*astuple(entry), *_state_cells(state), *_run_cells(stored[entry]))
            for entry in entries
            for state in stored[entry].states
        ]
        output = io.StringIO()
        for line in [self.columns, *lines]:
            output.write(",".join(map(csv_cell, line)) + "\n")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        replace_text(self.path, output.getvalue())

    def _entry(self, line: Mapping[str, str]) -> K:
        convert = {"float": float, "int": int}  # annotations are texts
        values: dict[str, Any] = {
            field.name: convert.get(str(field.type), str)(line[field.name])
            for field in fields(self.kind)
        }
        made: Any = self.kind
        entry: K = made(**values)
        return entry


def _state_cells(state: State) -> Sequence[CsvValue]:
    return (
        state.capacity,
        state.bottom_share,
        state.bare_share,
        state.potential,
        *(state.parts[part] for part in PARTS),
        state.gap,
        state.bare_thickness,
        state.bare_thickest,
    )


def _run_cells(outcome: RunOutcome) -> Sequence[CsvValue]:
    return (
        outcome.kind,
        outcome.reason,
        outcome.steps,
        outcome.worst_book,
        outcome.worst_name,
    )


def _outcome(lines: Sequence[Mapping[str, str]]) -> RunOutcome:
    last = lines[-1]
    return RunOutcome(
        kind=last["outcome"],
        reason=last["reason"],
        steps=int(last["steps"]),
        worst_book=float(last["worst_book_over_limit"]),
        worst_name=last["worst_book"],
        states=tuple(_state(line) for line in lines),
    )


def _state(line: Mapping[str, str]) -> State:
    return State(
        capacity=float(line["passed_mAh_per_cm2"]),
        bottom_share=_number(line["bottom_share"]),
        bare_share=_number(line["bare_share"]),
        potential=_number(line["electrode_potential_V"]),
        parts={part: _number(line[f"{part}_V"]) for part in PARTS},
        gap=float(line["gap_to_counter_um"]),
        bare_thickness=float(line["bare_thickness_mean_um"]),
        bare_thickest=float(line["bare_thickness_max_um"]),
    )


def _number(cell: str) -> float | None:
    return float(cell) if cell else None
