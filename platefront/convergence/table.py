"""Tables of a convergence study for a terminal: levels and quantities."""

from __future__ import annotations

import math

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from platefront.convergence.study import Sequel, Study
from platefront.geometry.lengths import micrometres
from platefront.running.closing_table import duration_text

_DASH = "–"
_DIGITS = 6
_WIDTHS = {
    "level": 6,
    "value": 9,
    "difference": 10,
    "order": 5,
    "limit": 9,
    "uncertainty": 20,
}
"""Columns of the tables of quantities, and their widths."""


def study_text(study: Study) -> RenderableType:
    """Return all tables, and a line on the tolerance."""
    parts: list[RenderableType] = [level_table(study), Text()]
    for sequel in study.sequels:
        first = sequel is study.sequels[0]
        parts += [quantity_table(sequel, study, with_header=first), Text()]
    return Group(*parts, *verdict(study))


def level_table(study: Study) -> Table:
    """Return the table of levels: discretisation and effort."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in (
        "level",
        "h [µm]",
        "mean Δt [s]",
        "steps",
        "remeshings",
        "unknowns",
        "wall time",
    ):
        table.add_column(Text(heading), justify="right")
    for run in study.runs:
        table.add_row(
            str(run.level),
            f"{micrometres(run.edge):.4g}",
            f"{run.mean_step:.4g}",
            str(run.last.step),
            str(run.last.remeshings),
            f"{run.unknowns:,}".replace(",", "\u202f"),
            duration_text(run.wall_time),
        )
    return table


def quantity_table(sequel: Sequel, study: Study, *, with_header: bool) -> Table:
    """Return values, differences, orders, limit and uncertainty of a quantity, in 80 columns."""
    table = Table(
        box=SIMPLE_HEAD,
        pad_edge=False,
        show_header=with_header,
        show_edge=False,
        title=Text(_heading(sequel), "bold"),
        title_justify="left",
    )
    for heading, width in _WIDTHS.items():
        table.add_column(heading.rjust(width), justify="right", no_wrap=True)
    table.add_column()
    for index, (value, step) in enumerate(zip(sequel.values, sequel.steps, strict=True)):
        finest = index == len(sequel.values) - 1
        show_limit = finest and not sequel.quantity.vanishes
        cells = (
            str(study.runs[index].level),
            f"{value:.{_DIGITS}g}",
            _signed(step.difference),
            _DASH if step.order is None else f"{step.order:.2f}",
            _to_digits(step.estimate, step.uncertainty) if show_limit else "",
            uncertainty_text(sequel) if finest else "",
        )
        # padded here: Rich's minimum widths at the edges differ between versions
        padded = [cell.rjust(width) for cell, width in zip(cells, _WIDTHS.values(), strict=True)]
        table.add_row(*padded, _mark(sequel, study.tolerance) if finest else "")
    return table


def uncertainty_text(sequel: Sequel) -> str:
    """Return the uncertainty of the finest value, absolute and relative."""
    uncertainty = sequel.finest.uncertainty
    if uncertainty is None:
        return _DASH
    relative = sequel.relative(uncertainty)
    share = "" if relative is None else f" ({_percent(relative)})"
    return f"± {uncertainty:.2g}{share}"


def verdict(study: Study) -> list[Text]:
    """Return remarks on the levels and on the tolerance."""
    lines = []
    if len(study.ends) > 1:
        ends = "; ".join(f"level {run.level}: {run.stop_reason}" for run in study.runs)
        lines.append(Text(f"levels ended differently and cannot be compared ({ends})", "yellow"))
    if study.tolerance is None:
        return lines
    asked = f"{100.0 * study.tolerance:.3g} %"
    if study.met:
        lines.append(Text(f"converged: every uncertainty is at most {asked}", "bold green"))
    else:
        names = ", ".join(sequel.quantity.label for sequel in study.failing())
        about = f" by {names}" if names else ""
        lines.append(Text(f"not converged: {asked} is not met{about}", "bold red"))
    return lines


def _heading(sequel: Sequel) -> str:
    quantity = sequel.quantity
    return quantity.label if quantity.unit == "1" else f"{quantity.label} [{quantity.unit}]"


def _mark(sequel: Sequel, tolerance: float | None) -> Text:
    if tolerance is None:
        return Text("")
    return Text(" ✓", "green") if sequel.meets(tolerance) else Text(" ✗", "bold red")


def _signed(difference: float | None) -> str:
    if difference is None:
        return _DASH
    return f"{difference:+.3g}" if difference else "0"


def _percent(share: float) -> str:
    percent = 100.0 * share
    return f"{percent:.2g} %" if percent < 100.0 else f"{percent:.0f} %"


def _to_digits(value: float | None, uncertainty: float | None) -> str:
    """Format a value to the second digit of its uncertainty."""
    if value is None:
        return _DASH
    if not uncertainty:
        return f"{value:.{_DIGITS}g}"
    decimals = 1 - math.floor(math.log10(uncertainty))
    return f"{round(value, decimals):.{max(0, decimals)}f}"
