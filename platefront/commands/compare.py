"""`platefront compare`: table and image of two runs."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from platefront.geometry.lengths import UM2_PER_M2, UM_PER_M
from platefront.results.files import csv_cell, replace_text
from platefront.results.folder import NoResultsError
from platefront.results.reading import RunResults, read_results
from platefront.solvers.constants import (
    COULOMB_PER_M2_PER_MAH_PER_CM2,
    SECONDS_PER_HOUR,
    SECONDS_PER_MINUTE,
)


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """Quantity of both runs.

    Attributes:
        quantity: name of the quantity.
        unit: unit in the table, `1` for a plain number.
        values: value of each run; None if undefined.
    """

    quantity: str
    unit: str
    values: tuple[float | None, float | None]


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
    rows = list(comparison_rows(one, other))
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
    """Return the folder of a comparison: `A_vs_B` beside the first run.

    A run from another folder is named by its path from the folder that contains both, so that
    comparisons with runs of the same name do not share a place.
    """
    a, b = a.resolve(), b.resolve()
    around = Path(os.path.commonpath([a.parent, b.parent]))
    return a.parent / f"{a.name}_vs_{'-'.join(b.relative_to(around).parts)}"


def run_names(one: RunResults, other: RunResults) -> tuple[str, str]:
    """Return the names of the folders of both runs, or their paths if these are equal."""
    if one.name != other.name:
        return one.name, other.name
    return str(one.path), str(other.path)


def comparison_rows(one: RunResults, other: RunResults) -> Iterator[ComparisonRow]:
    """Yield the quantities of both runs from their summaries."""
    pair = (one.summary, other.summary)

    def row(quantity: str, unit: str, *keys: str, scale: float = 1.0) -> ComparisonRow:
        values = [_entry(summary, keys) for summary in pair]
        scaled = [None if value is None else scale * value for value in values]
        return ComparisonRow(quantity, unit, (scaled[0], scaled[1]))

    yield row("capacity", "mAh/cm²", "capacity_mAh_per_cm2")
    yield row("duration", "h", "time_s", scale=1.0 / SECONDS_PER_HOUR)
    yield row("bottom share", "1", "bottom_share")
    yield row("gap to counter", "µm", "gap_to_counter_m", scale=UM_PER_M)
    yield from _at_common_capacity(one, other)
    for surface in dict.fromkeys([*one.surfaces, *other.surfaces]):
        charges = [_per_footprint(summary, surface) for summary in pair]
        yield ComparisonRow(f"charge on {surface}", "mAh/cm²", (charges[0], charges[1]))
        yield row(
            f"largest thickness on {surface}",
            "µm",
            "thickness_max_by_surface",
            surface,
            scale=UM_PER_M,
        )
    yield row("trapped area", "µm²", "trapped_area_m2", scale=UM2_PER_M2)
    yield row("electrode potential", "mV", "electrode_potential_V", scale=1e3)
    yield row("current density", "mA/cm²", "current_density_A_per_m2", scale=0.1)
    yield row("steps", "1", "steps")
    yield row("wall time", "min", "wall_time_s", "total", scale=1.0 / SECONDS_PER_MINUTE)


def _at_common_capacity(one: RunResults, other: RunResults) -> Iterator[ComparisonRow]:
    """Yield bottom share and gap at the smaller capacity, if the runs ended at different ones."""
    ends = [float(run.history["capacity_mAh_per_cm2"].max()) for run in (one, other)]
    common = min(ends)
    if max(ends) - common <= 0.01 * max(ends):
        return
    for label, column, unit, scale in (
        ("bottom share", "bottom_share", "1", 1.0),
        ("gap to counter", "gap_to_counter_m", "µm", UM_PER_M),
    ):
        values = [_interpolated(run, column, common, scale) for run in (one, other)]
        yield ComparisonRow(f"{label} at {common:.3g} mAh/cm²", unit, (values[0], values[1]))


def _interpolated(run: RunResults, column: str, capacity: float, scale: float) -> float | None:
    known = run.history[["capacity_mAh_per_cm2", column]].astype(float).dropna()
    if known.empty:
        return None
    known = known.sort_values("capacity_mAh_per_cm2")
    return scale * float(np.interp(capacity, known["capacity_mAh_per_cm2"], known[column]))


def _entry(summary: Mapping[str, Any], keys: tuple[str, ...]) -> float | None:
    value: Any = summary
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return None if value is None else float(value)


def _per_footprint(summary: Mapping[str, Any], surface: str) -> float | None:
    """Return the charge on a surface per electrode footprint [mAh/cm²].

    Early versions did not write the width of the section, by which a charge per depth is divided.
    """
    charge = _entry(summary, ("charge_by_surface", surface))
    width = _entry(summary, ("width_m",))
    if charge is None or width is None:
        return None
    return charge / width / COULOMB_PER_M2_PER_MAH_PER_CM2


def csv_text(rows: list[ComparisonRow], names: tuple[str, ...]) -> str:
    """Return the comparison as CSV."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["quantity", "unit", *names])
    for row in rows:
        writer.writerow([row.quantity, row.unit, *map(csv_cell, row.values)])
    return file.getvalue()


def rich_table(rows: list[ComparisonRow], names: tuple[str, ...]) -> Table:
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
