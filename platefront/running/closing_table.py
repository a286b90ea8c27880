"""Closing tables of a run: results, balances and wall time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from platefront.geometry.lengths import UM2_PER_M2, UM_PER_M
from platefront.running.books_table import books_table, warning_text
from platefront.solvers.constants import COULOMB_PER_M2_PER_MAH_PER_CM2

_WORDS = {
    "finished": "[bold green]finished[/]",
    "interrupted": "[bold yellow]interrupted[/]",
    "failed": "[bold red]failed[/]",
}


def duration_text(seconds: float) -> str:
    """Format a duration [s] in a suitable unit."""
    if seconds < 120.0:
        return f"{seconds:.3g} s"
    if seconds < 7200.0:
        return f"{seconds / 60.0:.1f} min"
    return f"{seconds / 3600.0:.2f} h"


def number_text(value: float | None, scale: float = 1.0, unit: str = "", digits: int = 4) -> str:
    """Format a number with its unit; a dash for None."""
    if value is None:
        return "–"
    return f"{scale * value:.{digits}g} {unit}".rstrip()


def print_closing_table(console: Console, summary: Mapping[str, Any], folder: Path) -> None:
    """Print the closing tables.

    Args:
        console: console for the output.
        summary: content of summary.json.
        folder: results folder.
    """
    reason = f": {summary['reason']}" if summary["reason"] else ""
    console.print(f"\n{_WORDS[summary['status']]}{escape(reason)}", highlight=False, soft_wrap=True)
    if "steps" in summary:
        console.print(totals_table(summary))
        console.print(surface_table(summary))
        if summary["regions"]:
            console.print(region_table(summary))
        console.print(books_table(summary["ledger"], summary["width_m"]))
        for warning in summary["warnings"]:
            console.print(warning_text(warning))
        if (excursion := excursion_text(summary)) is not None:
            console.print(excursion, style="yellow", highlight=False, markup=False)
    console.print(time_line(summary["wall_time_s"]), highlight=False)
    console.print(f"results in {folder}", highlight=False, markup=False, soft_wrap=True)


def excursion_text(summary: Mapping[str, Any]) -> str | None:
    """Return where the concentration left the range of the properties; None if it did not."""
    held, reached = summary["properties_hold_mol_per_m3"], summary["concentrations_mol_per_m3"]
    if held is None or reached is None:
        return None
    (lowest, highest), (low, high) = (
        [concentration / 1000.0 for concentration in pair] for pair in (held, reached)
    )
    if lowest <= low and high <= highest:
        return None
    return (
        f"note: the concentration was {low:.3g} to {high:.3g} mol/L, but the properties of the "
        f"electrolyte are known from {lowest:.3g} to {highest:.3g} mol/L; beyond, those at the "
        "ends of this range were used"
    )


def _room(summary: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the row of a front that stops at a layer."""
    left = summary["room_left"]
    return [] if left is None else [("front with room", number_text(left, 100.0, "%"))]


def totals_table(summary: Mapping[str, Any]) -> Table:
    """Return the totals of the run, one per row."""
    table = Table(show_header=False, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    steps = f"{summary['steps']} steps, {summary['remeshings']} remeshings"
    rows = [
        ("plated capacity", number_text(summary["capacity_mAh_per_cm2"], unit="mAh/cm²")),
        ("duration", f"{duration_text(summary['time_s'])}  ({steps})"),
        ("bottom share", number_text(summary["bottom_share"])),
        ("unevenness", number_text(summary["current_unevenness"], digits=3)),
        ("gap to counter", number_text(summary["gap_to_counter_m"], UM_PER_M, "µm")),
        *_room(summary),
        ("trapped area", number_text(summary["trapped_area_m2"], UM2_PER_M2, "µm²")),
        ("dead lithium", number_text(summary["dead_area_m2"], UM2_PER_M2, "µm²")),
        ("electrode potential", number_text(summary["electrode_potential_V"], 1e3, "mV")),
    ]
    for name, value in rows:
        table.add_row(name, value)
    return table


def surface_table(summary: Mapping[str, Any]) -> Table:
    """Return charge per electrode footprint and thickness of each surface."""
    footprint = 1.0 / (summary["width_m"] * COULOMB_PER_M2_PER_MAH_PER_CM2)
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("surface")
    for heading in ("charge [mAh/cm²]", "share", "mean thickness [µm]", "largest [µm]"):
        table.add_column(heading, justify="right")
    charges = summary["charge_by_surface"]
    total = sum(charges.values())
    for name, charge in charges.items():
        table.add_row(
            name,
            number_text(charge, footprint),
            f"{charge / total:.3f}" if total else "–",
            number_text(summary["thickness_mean_by_surface"][name], UM_PER_M),
            number_text(summary["thickness_max_by_surface"][name], UM_PER_M),
        )
    return table


def region_table(summary: Mapping[str, Any]) -> Table:
    """Return salt and concentrations of each region of the electrolyte."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("region")
    for heading in ("pores [µm²]", "salt [µmol/m]", "mean [mol/L]", "lowest", "highest"):
        table.add_column(heading, justify="right")
    for name, region in summary["regions"].items():
        table.add_row(
            name,
            number_text(region["pores_m2"], UM2_PER_M2),
            number_text(region["salt_mol_per_m"], 1e6),
            *(
                number_text(region[f"{which}_concentration_mol_per_m3"], 1e-3)
                for which in ("mean", "min", "max")
            ),
        )
    return table


def time_line(wall_time: Mapping[str, float]) -> str:
    """Format the wall time in total and by phase, the longest first."""
    phases = sorted(
        ((name, seconds) for name, seconds in wall_time.items() if name != "total"),
        key=lambda phase: -phase[1],
    )
    parts = ", ".join(f"{name} {seconds:.1f}" for name, seconds in phases if seconds >= 0.05)
    total = f"wall time {wall_time['total']:.1f} s"
    return f"{total}: {parts}" if parts else total
