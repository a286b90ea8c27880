"""Values in the notation of a case file: customary units, read back to the same floats."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from platefront.case.tables import kind_of_field, unit_of
from platefront.case.units import DIMENSIONLESS, exact_quantity
from platefront.geometry.parameters import Parameters

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_COMMENT_COLUMN = 40
"""Column in which comments start, if the line is not longer."""

type KeyAndValue = tuple[str, Any, str | None, str]
"""Key, value, unit and description."""


def entries(parameters: Parameters) -> Iterator[KeyAndValue]:
    """Yield the values of a table but for the tables in it; keys without a value are left out."""
    for name, field in type(parameters).model_fields.items():
        value = getattr(parameters, name)
        if isinstance(value, dict) or (value == () and kind_of_field(field).tables_inside):
            continue
        if value is not None and not isinstance(value, Parameters):
            yield name, value, unit_of(field), field.description or ""


def inner_tables(parameters: Parameters) -> Iterator[tuple[str, Parameters | dict[str, Any]]]:
    """Yield the tables within a table, those with free names as dictionaries."""
    for name in type(parameters).model_fields:
        value = getattr(parameters, name)
        if isinstance(value, Parameters | dict):
            yield name, value


def written(value: Any, unit: str | None) -> str:
    """Write a value as in a case file."""
    if isinstance(value, tuple) and any(isinstance(item, Parameters) for item in value):
        return f"[\n{''.join(f'    {_inline(item)},{chr(10)}' for item in value)}]"
    if isinstance(value, tuple):
        return f"[{', '.join(written(item, unit) for item in value)}]"
    if unit is not None:
        text = exact_quantity(value, unit)
        return text if unit == DIMENSIONLESS else text_of(text)
    if isinstance(value, bool):
        return "true" if value else "false"
    return text_of(value) if isinstance(value, str) else repr(value)


def _inline(parameters: Parameters) -> str:
    """Write a table within braces, on one line but for lists of tables."""
    pairs = [
        f"{key_of(name)} = {written(value, unit)}" for name, value, unit, _ in entries(parameters)
    ]
    for name, inner in inner_tables(parameters):
        assert isinstance(inner, Parameters), "tables with free names stand outside of lists"
        if (text := _inline(inner)) != "{}":
            pairs.append(f"{key_of(name)} = {text}")
    return f"{{{', '.join(pairs)}}}"


def line_of(key: str, value: Any, unit: str | None, description: str) -> str:
    """Write a key and its value, with the description as a comment if it is a single line."""
    pair = f"{key} = {written(value, unit)}"
    comment = " ".join(description.split())
    return (
        f"{pair.ljust(_COMMENT_COLUMN - 1)} # {comment}" if comment and "\n" not in pair else pair
    )


def key_of(name: str) -> str:
    """Write a key, in quotes if it needs them."""
    return name if _BARE_KEY.fullmatch(name) else text_of(name)


def text_of(value: str) -> str:
    """Write a text in quotes, one of several lines as it is where nothing needs an escape."""
    if "\n" in value and value.replace("\n", "").isprintable() and not set(value) & set('"\\'):
        return f'"""\n{value}"""'
    # JSON's escapes are TOML's, except that TOML also wants DEL escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
