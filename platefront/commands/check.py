"""`platefront check`: tables of the resolved case and of derived quantities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from platefront.case.estimates import (
    dimensionless_estimates,
    electrolyte_estimates,
    host_estimates,
    section_estimates,
)
from platefront.case.model import Case
from platefront.case.quoting import printable
from platefront.case.remarks import tell_remarks
from platefront.case.tables import kind_of_field, unit_of
from platefront.case.units import DIMENSIONLESS, readable_quantity, typeset
from platefront.commands.inventory_rows import inventory_rows
from platefront.geometry.parameters import Parameters
from platefront.running.protocol_words import protocol_rows, total_duration
from platefront.solvers.model.estimate import Estimate

_PLAIN_WIDTH = 140  # columns without a terminal
_WIDE = 100  # smallest number of columns for customary units beside SI

type ParameterRow = tuple[str, str, str, str]


def print_case(case: Case, console: Console) -> None:
    """Print every value of a case in SI units, then the derived quantities."""
    if not console.is_terminal:
        console = Console(file=console.file, width=_PLAIN_WIDTH)
    for text in (case.title, case.description):
        if text:
            console.print(Text(printable(text, keep="\n")), "", sep="\n")
    if tell_remarks(case, console):
        console.print()
    rows = [
        (name, number, "", meaning)
        for name, number, meaning in inventory_rows(case.section.collector.inventory)
    ]
    _print(console, "drawing", rows)
    for header, parameters in _tables(case, ""):
        _print(console, f"[{header}]", _rows(parameters))
    if case.protocol:
        _print_protocol(case, console)
    found = [*section_estimates(case.cross_section()), *host_estimates(case)]
    _print(console, "derived: section", _estimate_rows(found))
    _print(console, "derived: electrolyte and metal", _estimate_rows(electrolyte_estimates(case)))
    rows = _estimate_rows(dimensionless_estimates(case))
    _print(console, "derived: time, current, evenness", rows)


def _print(console: Console, title: str, rows: Sequence[ParameterRow]) -> None:
    if not rows:
        return
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False, pad_edge=False)
    wide = console.width >= _WIDE
    table.add_column(style="bold", no_wrap=True, min_width=24)
    table.add_column(min_width=16)
    if wide:
        table.add_column(no_wrap=True, min_width=16, style="cyan")
    table.add_column(style="dim")
    for name, si, usual, meaning in rows:
        cells = (name, si, usual, meaning) if wide else (name, si, meaning)
        table.add_row(*map(Text, cells))
    console.print(Text(title, style="bold underline"))
    console.print(table)
    console.print()


def _print_protocol(case: Case, console: Console) -> None:
    """Print the protocol in words, with estimated durations."""
    steps = case.planned_steps
    total = total_duration(steps)
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False, pad_edge=False)
    for style in ("bold", "", "", "cyan"):
        table.add_column(style=style)
    for row in protocol_rows(steps):
        table.add_row(*map(Text, row))
    title = f"protocol{f', {total} in total' if total else ''}"
    console.print(Text(title, style="bold underline"))
    console.print(table)
    console.print()


def _tables(parameters: Parameters, header: str) -> Iterator[tuple[str, Parameters]]:
    """Yield every table of a case with its header, in the order of the file."""
    if header:
        yield header, parameters
    for name in type(parameters).model_fields:
        value = getattr(parameters, name)
        inner = f"{header}.{name}" if header else name
        if isinstance(value, Parameters):
            yield from _tables(value, inner)
        elif isinstance(value, dict):
            for key, item in value.items():
                if isinstance(item, Parameters):
                    yield from _tables(item, f"{inner}.{key}")
        elif header and isinstance(value, tuple):  # steps of a protocol are told in words
            for item in value:
                if isinstance(item, Parameters):
                    yield from _tables(item, f"[{inner}]")


def _rows(parameters: Parameters) -> list[ParameterRow]:
    rows = []
    for name, field in type(parameters).model_fields.items():
        value, unit = getattr(parameters, name), unit_of(field)
        if isinstance(value, dict):
            rows += [
                (f"{name}.{key}", ", ".join(item), "", field.description or "")
                for key, item in value.items()
                if isinstance(item, tuple)
            ]
            continue
        if isinstance(value, Parameters) or kind_of_field(field).tables_inside:
            continue
        if value is None and kind_of_field(field).tables:
            continue
        rows.append((name, _shown(value, unit), _usual(value, unit), field.description or ""))
    return rows


def _shown(value: Any, unit: str | None) -> str:
    match value:
        case None:
            return "-"
        case bool():
            return "true" if value else "false"
        case tuple():
            items = (_shown(item, unit) for item in value)
            pairs = bool(value) and isinstance(value[0], tuple)
            return ", ".join(f"({item})" if pairs else item for item in items) or "-"
        case float():
            return _si(value, unit)
        case _:
            return str(value)


def _si(value: float, unit: str | None) -> str:
    return f"{value:.6g}" if unit in (None, DIMENSIONLESS) else typeset(f"{value:.6g} {unit}")


def _usual(value: Any, unit: str | None) -> str:
    """Return the value in the customary unit if it differs from SI, else an empty text."""
    if unit is None or not isinstance(value, float):
        return ""
    text = typeset(readable_quantity(value, unit))
    return "" if text == _si(value, unit) else text


def _estimate_rows(estimates: Sequence[Estimate]) -> list[ParameterRow]:
    return [(e.symbol, _si(e.value, e.unit), _usual(e.value, e.unit), e.meaning) for e in estimates]
