"""From pydantic's findings to problems in the words of a case file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from geometry.parameters import Parameters
from platefront.case.positions import Path
from platefront.case.problems import Problem, choices, dotted, suggestion
from platefront.case.quantities import describe
from platefront.case.tables import Kind, kind_of_field, unit_of
from platefront.units import DIMENSIONLESS, example

_BOUNDS = {
    "greater_than": ("gt", "greater than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "at most"),
}

_WANTED = {
    "bool_type": "true or false",
    "float_type": "a number",
    "int_type": "a whole number",
    "string_type": "text in quotes",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
}


def validate(data: Mapping[str, Any], table: type[Parameters]) -> list[Problem]:
    """Check a document in SI numbers against its parameter class.

    JSON is the way in because pydantic's strict mode then takes tables and lists for what they
    are, while it refuses `"3"` or `true` for a number.
    """
    try:
        table.model_validate_json(json.dumps(data, default=str), strict=True)
    except ValidationError as error:
        root = Kind(tables=(table,))
        return [
            _problem(found, *_follow(found["loc"], root, data))
            for found in error.errors(include_url=False)
        ]
    return []


def _follow(loc: Sequence[str | int], root: Kind, data: Any) -> tuple[Path, Kind, Kind, Any]:
    """Walk pydantic's location: path without tags, kind of the parent and of the place, value."""
    path: Path = ()
    parent, kind, value = root, root, data
    table: type[Parameters] | None = root.tables[0]
    for part in loc:
        if kind.tag is not None and table is None:
            table = kind.by_tag[str(part)]
            continue
        path += (part,)
        parent = Kind(tables=(table,)) if table is not None else kind
        if table is not None:
            field = table.model_fields.get(str(part))
            kind = Kind() if field is None else kind_of_field(field)
        else:
            kind = kind.items or Kind()
        value = _item(value, part)
        table = kind.tables[0] if kind.tables and kind.tag is None else None
    return path, parent, kind, value


def _item(value: Any, part: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(part)
    return value[part] if isinstance(value, list) and isinstance(part, int) else None


def _problem(found: ErrorDetails, path: Path, parent: Kind, kind: Kind, value: Any) -> Problem:
    what, context = found["type"], found.get("ctx", {})
    match what:
        case "extra_forbidden":
            return _unknown_key(path, parent)
        case "missing":
            return _missing(path, parent)
        case "union_tag_not_found":
            return _missing_tag(path, kind)
        case "union_tag_invalid":
            assert kind.tag is not None
            return _bad_choice((*path, kind.tag), str(context["tag"]), tuple(kind.by_tag))
        case "literal_error":
            return _bad_choice(path, value, kind.literals)
        case "value_error":
            return Problem(f"{_place(path)}: {context['error']}", path, at_key=True)
    if what in _BOUNDS:
        bound, words = _BOUNDS[what]
        unit = _unit(parent, path)
        limit, given = _written(context[bound], unit), _written(value, unit)
        return Problem(f"{_field(path)} must be {words} {limit}, but is {given}", path)
    if what in _WANTED:
        message = f"{_field(path)} must be {_WANTED[what]}, not {describe(value)}"
        return Problem(message, path)
    return Problem(f"{_field(path)}: {found['msg']}", path)


def _unknown_key(path: Path, parent: Kind) -> Problem:
    names = list(parent.tables[0].model_fields)
    sort = "table or key" if len(path) == 1 else "key"
    return Problem(
        f'unknown {sort} "{path[-1]}"' + (f" in [{dotted(path[:-1])}]" if len(path) > 1 else ""),
        path,
        at_key=True,
        notes=(*suggestion(str(path[-1]), names), ("allowed", choices(names))),
    )


def _missing(path: Path, parent: Kind) -> Problem:
    name = str(path[-1])
    field = parent.tables[0].model_fields[name]
    meaning = ("meaning", field.description or "")
    if len(path) == 1:
        header = f"[{name}.NAME]" if kind_of_field(field).free_names else f"[{name}]"
        return Problem(f"missing table {header}", path, notes=(meaning,))
    unit = unit_of(field)
    kind = kind_of_field(field)
    if unit is not None:
        quote = "" if unit == DIMENSIONLESS else '"'
        written = f"{name} = {quote}{example(unit)}{quote}"
        notes = (meaning, ("help", f"for example {written}"))
    elif kind.tables:
        notes = (meaning, ("help", f"add a table [{dotted(path)}]"))
    else:
        notes = (meaning,)
    message = f'missing key "{name}" in [{dotted(path[:-1])}]'
    return Problem(message, path, at_key=True, notes=notes)


def _missing_tag(path: Path, kind: Kind) -> Problem:
    return Problem(
        f'missing key "{kind.tag}" in [{dotted(path)}]',
        (*path, kind.tag or ""),
        at_key=True,
        notes=(("allowed", choices(f'"{tag}"' for tag in kind.by_tag)),),
    )


def _bad_choice(path: Path, given: Any, allowed: tuple[Any, ...]) -> Problem:
    quoted = [f'"{name}"' if isinstance(name, str) else str(name) for name in allowed]
    shown = f'"{given}"' if isinstance(given, str) else str(given)
    names = [name for name in allowed if isinstance(name, str)]
    return Problem(
        f"{_field(path)} cannot be {shown}",
        path,
        notes=(*suggestion(str(given), names), ("allowed", choices(quoted))),
    )


def _field(path: Path) -> str:
    name = next((part for part in reversed(path) if isinstance(part, str)), "")
    return f"{name}[{path[-1]}]" if path and isinstance(path[-1], int) else name


def _place(path: Path) -> str:
    return f"[{dotted(path)}]" if path else "case"


def _unit(parent: Kind, path: Path) -> str | None:
    names = [part for part in path if isinstance(part, str)]
    for table in parent.tables:
        if names[-1] in table.model_fields:
            return unit_of(table.model_fields[names[-1]])
    return None


def _written(value: Any, unit: str | None) -> str:
    return f"{value:g}" if unit in (None, DIMENSIONLESS) else f"{value:g} {unit}"
