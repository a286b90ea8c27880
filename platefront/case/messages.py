"""From pydantic's findings to problems in the words of a case file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from platefront.case.positions import Path
from platefront.case.problems import Problem, choices, dotted, last_key, nearest, suggestion
from platefront.case.quantities import describe
from platefront.case.tables import Kind, kind_of_field, unit_of
from platefront.case.units import DIMENSIONLESS, example, readable_quantity
from platefront.geometry.parameters import Parameters

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


@dataclass(frozen=True, slots=True)
class _Finding:
    """One of pydantic's findings, placed in the document.

    `kind` is what may stand at `path`, `parent` the table (or free-named table) around it.
    """

    what: str
    path: Path
    parent: Kind
    kind: Kind
    value: Any
    context: Mapping[str, Any]
    message: str


def validate(data: Mapping[str, Any], table: type[Parameters]) -> list[Problem]:
    """Check a document in SI numbers against its parameter class.

    JSON is the way in because pydantic's strict mode then takes tables and lists for what they
    are, while it refuses `"3"` or `true` for a number.
    """
    try:
        table.model_validate_json(json.dumps(data, default=str), strict=True)
    except ValidationError as error:
        root = Kind(table=table)
        found = [_place(e, root, data) for e in error.errors(include_url=False)]
        misspelt = {_meant(f) for f in found if f.what == "extra_forbidden"}
        return [
            _problem(f)
            for f in found
            if not (f.what == "missing" and f.path in misspelt)
            # of a list pydantic counts only the entries that are valid
            and not (f.what == "too_short" and f.value)
        ]
    return []


def _meant(unknown: _Finding) -> Path:
    """The key that an unknown one was probably meant to be."""
    *around, name = unknown.path
    return (*around, nearest(str(name), unknown.parent.tables[0].model_fields) or "")


def _place(found: ErrorDetails, root: Kind, data: Any) -> _Finding:
    """Walk pydantic's location through the document."""
    path: Path = ()
    parent, kind, value = root, root, data
    for part in found["loc"]:
        path += (part,)
        table = kind.table_of(value)
        parent = kind if table is None else Kind(table=table)
        if table is None:
            kind = kind.items or Kind()
        else:
            field = table.model_fields.get(str(part))
            kind = Kind() if field is None else kind_of_field(field)
        value = _item(value, part)
    return _Finding(found["type"], path, parent, kind, value, found.get("ctx", {}), found["msg"])


def _item(value: Any, part: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(part)
    return value[part] if isinstance(value, list) and isinstance(part, int) else None


def _problem(found: _Finding) -> Problem:
    if found.what in _BOUNDS:
        return _out_of_bounds(found)
    if found.what in _WANTED:
        wanted = f"must be {_WANTED[found.what]}, not {describe(found.value)}"
        return Problem(f"{last_key(found.path)} {wanted}", found.path)
    if found.what in _SAYINGS:
        return _SAYINGS[found.what](found)
    return Problem(f"{last_key(found.path)}: {found.message}", found.path)


def _out_of_bounds(found: _Finding) -> Problem:
    bound, words = _BOUNDS[found.what]
    unit = _unit(found.parent, found.path)
    limit, given = _written(found.context[bound], unit), _written(found.value, unit)
    return Problem(f"{last_key(found.path)} must be {words} {limit}, but is {given}", found.path)


def _too_short(found: _Finding) -> Problem:
    least = found.context["min_length"]
    entries = "one entry" if least == 1 else f"{least} entries"
    return Problem(f"{last_key(found.path)} needs at least {entries}", found.path)


def _does_not_fit(found: _Finding) -> Problem:
    table = f"[{dotted(found.path)}]" if found.path else "case"
    return Problem(f"{table}: {found.context['error']}", found.path, at_key=True)


def _unknown_key(found: _Finding) -> Problem:
    *around, name = found.path
    names = list(found.parent.tables[0].model_fields)
    where = f'key "{name}" in [{dotted(tuple(around))}]' if around else f'table or key "{name}"'
    return Problem(
        f"unknown {where}",
        found.path,
        at_key=True,
        notes=(*suggestion(str(name), names), ("allowed", choices(names))),
    )


def _missing(found: _Finding) -> Problem:
    *around, last = found.path
    name = str(last)
    field = found.parent.tables[0].model_fields[name]
    notes = [("meaning", field.description or "")]
    if not around:
        header = f"[{name}.NAME]" if kind_of_field(field).free_names else f"[{name}]"
        return Problem(f"missing table {header}", found.path, notes=tuple(notes))
    unit = unit_of(field)
    if unit is not None:
        quote = "" if unit == DIMENSIONLESS else '"'
        notes.append(("help", f"for example {name} = {quote}{example(unit)}{quote}"))
    elif kind_of_field(field).tables:
        notes.append(("help", f"add a table [{dotted(found.path)}]"))
    message = f'missing key "{name}" in [{dotted(tuple(around))}]'
    return Problem(message, found.path, at_key=True, notes=tuple(notes))


def _missing_tag(found: _Finding) -> Problem:
    assert found.kind.family is not None, "only a family tells its members apart"
    key, tags = found.kind.family.key, found.kind.family.members
    return Problem(
        f'missing key "{key}" in [{dotted(found.path)}]',
        (*found.path, key),
        at_key=True,
        notes=(("allowed", choices(f'"{tag}"' for tag in tags)),),
    )


def _unknown_tag(found: _Finding) -> Problem:
    assert found.kind.family is not None, "only a family tells its members apart"
    key, tags = found.kind.family.key, found.kind.family.members
    return _bad_choice((*found.path, key), found.value[key], tuple(tags))


def _not_a_choice(found: _Finding) -> Problem:
    return _bad_choice(found.path, found.value, found.kind.literals)


def _bad_choice(path: Path, given: Any, allowed: tuple[Any, ...]) -> Problem:
    quoted = [f'"{name}"' if isinstance(name, str) else str(name) for name in allowed]
    names = [name for name in allowed if isinstance(name, str)]
    return Problem(
        f"{last_key(path)} cannot be {describe(given)}",
        path,
        notes=(*suggestion(str(given), names), ("allowed", choices(quoted))),
    )


_SAYINGS: Mapping[str, Callable[[_Finding], Problem]] = {
    "too_short": _too_short,
    "extra_forbidden": _unknown_key,
    "literal_error": _not_a_choice,
    "missing": _missing,
    "union_tag_invalid": _unknown_tag,
    "union_tag_not_found": _missing_tag,
    "value_error": _does_not_fit,
}


def _unit(parent: Kind, path: Path) -> str | None:
    names = [part for part in path if isinstance(part, str)]
    for table in parent.tables:
        if names[-1] in table.model_fields:
            return unit_of(table.model_fields[names[-1]])
    return None


def _written(value: Any, unit: str | None) -> str:
    return readable_quantity(value, unit or DIMENSIONLESS)
