"""Resolved case as TOML: SI units, with all defaults; reads back to an equal case."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from platefront.case.model import Case
from platefront.case.tables import unit_of
from platefront.case.units import DIMENSIONLESS, write_quantity
from platefront.geometry.parameters import Parameters

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def dump_case(case: Case) -> str:
    """Return the resolved case as TOML text.

    Values that are not given and have no default (None) are omitted; every number is written with
    its SI unit in the shortest form that reads back to the same float.
    """
    return "\n".join(_table(case, "")).strip() + "\n"


def _table(parameters: Parameters, header: str) -> Iterator[str]:
    nested: list[tuple[str, Any]] = []
    if header:
        yield f"\n[{header}]"
    for name, field in type(parameters).model_fields.items():
        value = getattr(parameters, name)
        if isinstance(value, Parameters | dict):
            nested.append((name, value))
        elif value is not None:
            yield f"{name} = {_value(value, unit_of(field))}"
    for name, value in nested:
        inner = f"{header}.{name}" if header else name
        if isinstance(value, Parameters):
            yield from _table(value, inner)
        else:
            plain = {key: item for key, item in value.items() if not isinstance(item, Parameters)}
            if plain:
                yield f"\n[{inner}]"
            for key, item in plain.items():
                yield f"{_key(key)} = {_value(item, None)}"
            for key, item in value.items():
                if key not in plain:
                    yield from _table(item, f"{inner}.{_key(key)}")


def _value(value: Any, unit: str | None) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_value(item, unit) for item in value)}]"
    if unit is not None:
        text = write_quantity(value, unit)
        return text if unit == DIMENSIONLESS else _text(text)
    if isinstance(value, bool):
        return "true" if value else "false"
    return _text(value) if isinstance(value, str) else repr(value)


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else _text(name)


def _text(value: str) -> str:
    # JSON's escapes are TOML's, except that TOML also wants DEL escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
