"""Table of a sweep: values, status and scalar results of each cell, one row each."""

from __future__ import annotations

import csv
import importlib.util
import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from platefront.results.files import replace_file
from platefront.results.folder import ResultsFolder
from platefront.sweeping.cell_case import DEPLETION, WAGNER, CellCase
from platefront.sweeping.folder import CellPlace, SweepFolder
from platefront.sweeping.record import CellRecord, CellState, summary_of
from platefront.sweeping.values import quantity_of

STATUS = "status"
CYCLE = "cycle_"
"""Start of the columns of the last cycle."""
_LEFT_OUT = ("books_", "corrections_", "time_step_s", "newton_iterations", "unknowns", "remeshings")
"""Starts of columns of the history that tell of numerics, not of the cell."""

type CellRow = dict[str, str | float | int | None]


def row_of(case: CellCase, state: CellState, record: CellRecord, place: CellPlace) -> CellRow:
    """Return the row of a cell, with the last row of its history where it has results."""
    cell = case.cell
    row: CellRow = {"cell": cell.number}
    row.update(zip(cell.keys, cell.values, strict=True))
    row[STATUS] = state.value
    row["exit_code"] = record.exit_code
    row["reason"] = case.problem or record.reason
    for name in (WAGNER, DEPLETION):
        row[name] = case.groups.get(name, math.nan)
    if state is CellState.OPEN:
        return row
    folder = ResultsFolder(place.results)
    for name, value in _last_row(folder.history):
        if not name.startswith(_LEFT_OUT):
            row[name] = value
    for name, value in _last_row(folder.cycles):
        if name != "cycle":
            row[f"{CYCLE}{name}"] = value
    residues = summary_of(place).get("books_largest") or {}
    if residues:
        row["largest_books_residue"] = max(residues.values())
    return row


def _last_row(path: Path) -> Iterator[tuple[str, float]]:
    """Yield columns and numbers of the last complete row of a table, if it has one."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    except OSError:
        return
    if len(lines) > 1:
        header, last = csv.reader([lines[0], lines[-1]])
        for name, value in zip(header, last, strict=True):
            yield name, float(value) if value else math.nan


def table_of(rows: Sequence[CellRow], keys: Sequence[str]) -> pd.DataFrame:
    """Return the table; a key whose values all are numbers of one unit is a column of numbers.

    Its name then ends with the unit as given: `section.gap [um]`.
    """
    table = pd.DataFrame(list(rows))
    table["exit_code"] = table["exit_code"].astype("Int64")
    for key in keys:
        found = [quantity_of(str(value)) for value in table[key]]
        units = {unit for _, unit in (entry for entry in found if entry is not None)}
        if all(found) and len(units) == 1:
            table[key] = [entry[0] for entry in found if entry is not None]
            unit = units.pop()
            table = table.rename(columns={key: f"{key} [{unit}]" if unit else key})
    return table


def write_table(table: pd.DataFrame, folder: SweepFolder) -> list[Path]:
    """Write the table as CSV and, where pyarrow is installed, as Parquet; return the files."""
    replace_file(folder.table, lambda path: table.to_csv(path, index=False, float_format="%.12g"))
    if importlib.util.find_spec("pyarrow") is None:
        return [folder.table]
    replace_file(folder.parquet, lambda path: table.to_parquet(path, index=False))
    return [folder.table, folder.parquet]
