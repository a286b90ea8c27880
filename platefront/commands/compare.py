"""`platefront compare`: table and image of two runs."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from platefront.results.files import csv_cell, replace_text
from platefront.results.folder import NoResultsError
from platefront.results.key_numbers import KeyNumber, key_numbers
from platefront.results.reading import RunResults, read_results


def compare_runs(
    a: Path,
    b: Path,
    output: Path | None = None,
    console: Console | None = None,
    *,
    formats: Sequence[str] = ("png",),
    dots_per_inch: int = 300,
) -> list[Path]:
    """Print the comparison of two runs and write `comparison.csv` and `comparison.png`.

    Args:
        a: results folder of a run, the left one in the image.
        b: results folder of the other run.
        output: folder for the two files; by default `A_vs_B` next to the first run.
        console: console for the table.
        formats: extensions of the images.
        dots_per_inch: resolution of the images.

    Returns:
        Paths of the table and of the images.

    Raises:
        NoResultsError: a folder contains no results, or no state yet.
    """
    one, other = read_results(a), read_results(b)
    for run in (one, other):
        if not run.frames or run.history.empty:
            raise NoResultsError(f"{run.path} holds no written state yet.")
    runs = dict(zip(run_names(one, other), (one, other), strict=True))
    rows = list(key_numbers((one, other)))
    folder = output if output is not None else default_folder(a, b)
    folder.mkdir(parents=True, exist_ok=True)
    table = folder / "comparison.csv"
    replace_text(table, csv_text(rows, tuple(runs)))
    from platefront.figures.comparison import comparison_figure  # noqa: PLC0415 - takes a second
    from platefront.figures.style import column_style, save  # noqa: PLC0415

    with column_style():
        figure = comparison_figure(runs)
        pictures = [
            save(figure, folder / f"comparison.{kind}", dots_per_inch, trimmed=False)
            for kind in formats
        ]
    console = console or Console()
    console.print(rich_table(rows, tuple(runs)))
    for path in (table, *pictures):
        console.print(str(path), highlight=False, markup=False, soft_wrap=True)
    return [table, *pictures]


def default_folder(a: Path, b: Path) -> Path:
    """Return the folder of a comparison: `A_vs_B` beside the first run."""
    return a.resolve().parent / name_of_several([a, b])


def name_of_several(folders: Sequence[Path]) -> str:
    """Return the name of what is made of several runs: `A_vs_B`.

    A run from another folder than the first one's is named by its path from the folder that
    contains both, so that those of runs of the same name do not share a place.
    """
    first, *others = (folder.resolve() for folder in folders)
    names = [first.name]
    for other in others:
        around = os.path.commonpath([first.parent, other.parent])
        names.append("-".join(other.relative_to(around).parts))
    return "_vs_".join(names)


def run_names(one: RunResults, other: RunResults) -> tuple[str, str]:
    """Return the names of the folders of both runs, or their paths if these are equal."""
    if one.name != other.name:
        return one.name, other.name
    return str(one.path), str(other.path)


def csv_text(rows: list[KeyNumber], names: tuple[str, ...]) -> str:
    """Return the comparison as CSV."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["quantity", "unit", *names])
    for row in rows:
        writer.writerow([row.quantity, row.unit, *map(csv_cell, row.values)])
    return file.getvalue()


def rich_table(rows: list[KeyNumber], names: tuple[str, ...]) -> Table:
    """Return the comparison as a table for a terminal."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("")
    for name in names:
        table.add_column(name, justify="right")
    table.add_column("unit")
    for row in rows:
        cells = ("–" if value is None else f"{value:.4g}" for value in row.values)
        table.add_row(row.quantity, *cells, "" if row.unit == "1" else row.unit)
    return table
