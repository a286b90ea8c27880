"""The reference of every table and key of a case file, in Markdown, from the classes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from platefront.case.model import Case
from platefront.case.plugins import load_installed_plugins
from platefront.case.schema import bounds_of, bounds_text, default_of
from platefront.case.tables import Kind, kind_of_field, unit_of
from platefront.case.units import DIMENSIONLESS, dimension_name
from platefront.geometry.parameters import Parameters

_PREFACE = """\
# Keys of a case file

Every table and key, made from the program's own classes by `platefront schema --markdown`.
How a case file is written: [case-files.md](case-files.md).
"""


def case_reference() -> str:
    """Markdown: one heading and one table of keys for each table of a case file.

    Raises:
        PluginError: an installed plugin cannot be used.
    """
    load_installed_plugins()
    lines = [_PREFACE, "## Top level", "", *_keys(Case, None)]
    for name, field in Case.model_fields.items():
        kind, told = kind_of_field(field), set[type[Parameters]]()
        if kind.items is not None and kind.items.tables:
            header = f"{name}.NAME" if kind.free_names else f"[{name}]"
            lines += _tables(kind.items, header, field.description or "", told)
        elif kind.tables:
            lines += _tables(kind, name, field.description or "", told)
    return "\n".join(lines) + "\n"


def _tables(
    kind: Kind, header: str, description: str, told: set[type[Parameters]]
) -> Iterator[str]:
    """Lines on the tables that may stand at one place, and on those within them.

    Args:
        kind: of the place.
        header: its header in a case file, without the outer brackets.
        description: of the place.
        told: tables that are described already, to which those that are met are added.
    """
    yield from ("", f"## `[{header}]`")
    family = kind.family
    if family is not None:
        yield from ("", description)
    told.update(kind.tables)
    for table in kind.tables:
        if family is not None:
            tag = family.tag_of(table)
            assumed = f" (assumed without `{family.key}`)" if tag == family.assumed else ""
            yield from ("", f'### `{family.key} = "{tag}"`{assumed}')
        yield from ("", *_summary(table), "", *_keys(table, family.key if family else None))
        for name, field in table.model_fields.items():
            inner, place = kind_of_field(field), f"{header.strip('[]')}.{name}"
            if inner.items is not None and inner.items.tables and not header.startswith("["):
                yield from _tables(inner.items, f"[{place}]", field.description or "", told)
            elif inner.tables and not (header.startswith("[") and inner.tables[0] in told):
                told.update(inner.tables)
                yield from _tables(inner, place, field.description or "", told)


def _summary(table: type[Parameters]) -> list[str]:
    """The class's docstring, unwrapped from its indentation."""
    text = (table.__doc__ or "").strip()
    return [line.strip() for line in text.splitlines()]


def _keys(table: type[Parameters], tag: str | None) -> Iterator[str]:
    if set(table.model_fields) == {tag}:
        return
    yield "| key | value | default | limits | meaning |"
    yield "| --- | --- | --- | --- | --- |"
    for name, field in table.model_fields.items():
        if name == tag:
            continue
        unit, kind = unit_of(field), kind_of_field(field)
        if kind.tables or (kind.items is not None and kind.items.tables):
            value, default = "table", "required" if field.is_required() else "optional"
        else:
            value, default = _value(unit, kind), _default(field)
        limits = ", ".join(bounds_text(bounds_of(field), unit or DIMENSIONLESS))
        limits = limits.replace("<", "&lt;").replace(">", "&gt;")
        yield f"| `{name}` | {value} | {default} | {limits} | {field.description} |"


def _value(unit: str | None, kind: Kind) -> str:
    if kind.items is not None:
        items = _value(unit, kind.items)
        fixed = kind.length is not None
        if kind.free_names:
            return f"table of names, each with a {items}"
        return f"[{', '.join([items] * (kind.length or 0))}]" if fixed else f"list of: {items}"
    if kind.literals:
        return ", ".join(f"`{json.dumps(literal)}`" for literal in kind.literals)
    if unit is not None:
        return "number" if unit == DIMENSIONLESS else dimension_name(unit)
    names = {bool: "`true` or `false`", int: "whole number", str: "text", float: "number"}
    return names[kind.scalars[0]]


def _default(field: Any) -> str:
    if field.is_required():
        return "required"
    default = default_of(field)
    return "none" if default is None else f"`{json.dumps(default, ensure_ascii=False)}`"
