"""Text of a case file from nested tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

type Value = str | bool | int | float | list[str] | list[list[str]]
type Table = dict[str, Value | Table]


def text_of(tables: Mapping[str, Value | Table]) -> str:
    """Return tables as TOML, values of a table before the tables within it."""
    return "\n".join(_lines(tables, ())) + "\n"


def metres(length: float) -> str:
    """Return a length [m] as the value of a key."""
    return f"{length * 1e6:.4g} um"


def _lines(table: Mapping[str, Value | Table], path: tuple[str, ...]) -> Iterator[str]:
    values = [(name, value) for name, value in table.items() if not isinstance(value, dict)]
    if path and (values or not table):
        yield f"[{'.'.join(path)}]"
    for name, value in values:
        yield f"{name} = {json.dumps(value)}"  # JSON of these types is TOML
    for name, inner in table.items():
        if isinstance(inner, dict):
            yield from _lines(inner, (*path, name))
