"""Text of a case file from nested tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

type Value = str | bool | int | float | list[str] | list[list[str]] | list[Table]
type Table = dict[str, Value | Table]


def text_of(tables: Mapping[str, Value | Table]) -> str:
    """Return tables as TOML, values of a table before the tables within it.

    A list of tables at the top is written with a header for each, tables within it in one line.
    """
    return "\n".join(_lines(tables, ())) + "\n"


def metres(length: float) -> str:
    """Return a length [m] as the value of a key."""
    return f"{length * 1e6:.4g} um"


def _lines(table: Mapping[str, Value | Table], path: tuple[str, ...]) -> Iterator[str]:
    lists = {name: rows for name, rows in table.items() if _is_list_of_tables(rows)}
    lists = {} if path else lists
    values = [(n, v) for n, v in table.items() if not isinstance(v, dict) and n not in lists]
    if path and (values or not table):
        yield f"[{'.'.join(path)}]"
    for name, plain in values:
        yield f"{name} = {_inline(plain)}"
    for name, inner in table.items():
        if isinstance(inner, dict):
            yield from _lines(inner, (*path, name))
    for name, rows in lists.items():
        assert isinstance(rows, list)
        for row in rows:
            assert isinstance(row, dict)
            yield f"[[{name}]]"
            for key, value in row.items():
                yield f"{key} = {_inline(value)}"


def _is_list_of_tables(value: Value | Table) -> bool:
    return isinstance(value, list) and any(isinstance(entry, dict) for entry in value)


def _inline(value: Value | Table | list[str]) -> str:
    """Return a value in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {_inline(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_inline(entry) for entry in value) + "]"
    return json.dumps(value)  # JSON of these types is TOML
