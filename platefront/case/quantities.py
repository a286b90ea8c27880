"""Conversion of a parsed TOML document with units to SI numbers."""

from __future__ import annotations

import datetime
import math
from typing import Any

from platefront.case.positions import Path
from platefront.case.problems import Problem, last_key
from platefront.case.quoting import quoted
from platefront.case.tables import Kind, kind_of_field, unit_of
from platefront.case.units import (
    DIMENSIONLESS,
    QuantityError,
    example,
    read_quantity,
)
from platefront.geometry.parameters import Parameters


def convert(
    document: dict[str, Any], table: type[Parameters]
) -> tuple[dict[str, Any], list[Problem]]:
    """Replace every quantity by its value in SI units.

    Args:
        document: parsed TOML of the whole case.
        table: parameter class of the whole case.

    Returns:
        A copy with SI values, and the problems found. Values that are not quantities are
        unchanged and unchecked.
    """
    converter = _Converter()
    return converter.table(document, table, ()), converter.problems


# Placeholder for a quantity with a problem: invalid for every number, so that the class does not
# report inconsistencies with other values in addition, as it would for a missing one.
_UNREADABLE = "unreadable"


class _Converter:
    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def table(self, values: dict[str, Any], table: type[Parameters], path: Path) -> dict[str, Any]:
        converted = dict(values)
        for name, field in table.model_fields.items():
            if name not in values:
                continue
            here = (*path, name)
            unit = unit_of(field)
            if unit is not None:
                converted[name] = self.quantity(values[name], unit, kind_of_field(field), here)
            else:
                converted[name] = self.nested(values[name], kind_of_field(field), here)
        return converted

    def nested(self, value: Any, kind: Kind, path: Path) -> Any:
        inner = kind.table_of(value)
        if inner is not None:
            return self.table(value, inner, path)
        if kind.items is not None and kind.free_names and isinstance(value, dict):
            return {key: self.nested(item, kind.items, (*path, key)) for key, item in value.items()}
        if isinstance(value, list):
            inner_kind = kind.items or Kind()
            return [self.nested(item, inner_kind, (*path, i)) for i, item in enumerate(value)]
        if isinstance(value, datetime.date | datetime.time):  # JSON has no dates
            self.complain(path, f"{last_key(path)} cannot be {describe(value)}")
        return value

    def quantity(self, value: Any, unit: str, kind: Kind, path: Path) -> Any:
        if kind.items is not None:
            if isinstance(value, list) and kind.length in (None, len(value)):
                return [self.quantity(v, unit, kind.items, (*path, i)) for i, v in enumerate(value)]
            wanted = "a list" if kind.length is None else f"a list of {kind.length}"
            note = ("help", f"for example {_example_list(kind, unit)}")
            self.complain(path, f"{last_key(path)} must be {wanted}", note)
            return _UNREADABLE
        if isinstance(value, str):
            try:
                return read_quantity(value, unit)
            except QuantityError as error:
                notes = [("help", text) for text in error.helps]
                self.complain(path, f"{last_key(path)}: {error}", *notes)
                return _UNREADABLE
        return self.number(value, unit, path)

    def number(self, value: Any, unit: str, path: Path) -> Any:
        plain = isinstance(value, int | float) and not isinstance(value, bool)
        if plain and unit == DIMENSIONLESS:
            if math.isfinite(value):
                return value
            self.complain(path, f"{last_key(path)} must be a finite number, not {value}")
        elif plain:
            note = ("help", f'write number and unit in quotes, for example "{example(unit)}"')
            message = f"{last_key(path)} needs a unit of {unit}, but {value} is a bare number"
            self.complain(path, message, note)
        else:
            wanted = example(unit) if unit == DIMENSIONLESS else f'"{example(unit)}"'
            message = f"{last_key(path)} must be a quantity, not {describe(value)}"
            self.complain(path, message, ("help", f"for example {wanted}"))
        return _UNREADABLE

    def complain(self, path: Path, message: str, *notes: tuple[str, str]) -> None:
        self.problems.append(Problem(message, path, notes=notes))


def _example_list(kind: Kind, unit: str) -> str:
    """Return an example list in the syntax of a case file: `["30 um"]`, `[["30 um", "30 um"]]`."""
    if kind.items is None:
        return example(unit) if unit == DIMENSIONLESS else f'"{example(unit)}"'
    return f"[{', '.join([_example_list(kind.items, unit)] * (kind.length or 1))}]"


def describe(value: Any) -> str:
    """Describe a TOML value for a message: `"abc"`, `a table`, `true`."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return quoted(value)
        case int() | float():
            return str(value)
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return f"the date or time {value}"
