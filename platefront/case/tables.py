"""What the parameter classes say about a table: its fields, choices, units and nested tables."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAliasType, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from platefront.geometry.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Kind:
    """What may stand at one place of a case file.

    Attributes:
        tables: parameter classes that may stand here (several: told apart by `tag`).
        tag: key that chooses among `tables`; None if there is no choice.
        items: kind of the values of a table with free names, or of the elements of a list.
        length: number of elements of a list, if it is fixed.
        free_names: whether `items` belong to a table with free names rather than to a list.
        literals: the only values allowed, for a plain choice.
        scalars: plain Python types allowed.
    """

    tables: tuple[type[Parameters], ...] = ()
    tag: str | None = None
    items: Kind | None = None
    length: int | None = None
    free_names: bool = False
    literals: tuple[Any, ...] = ()
    scalars: tuple[type, ...] = ()

    @property
    def by_tag(self) -> dict[str, type[Parameters]]:
        """Tag value → parameter class."""
        if self.tag is None:
            return {}
        return {_literal(table.model_fields[self.tag])[0]: table for table in self.tables}

    def table_of(self, value: Any) -> type[Parameters] | None:
        """The class that a given table is of; None if it cannot be told."""
        if not isinstance(value, Mapping) or not self.tables:
            return None
        if self.tag is None:
            return self.tables[0]
        tag = value.get(self.tag, self.assumed)
        return self.by_tag.get(tag) if isinstance(tag, str) else None

    @property
    def assumed(self) -> str | None:
        """The value of `tag` that is meant where it is left out; None if it must be given."""
        for value, table in self.by_tag.items():
            extra = table.model_fields[self.tag or ""].json_schema_extra
            if isinstance(extra, dict) and extra.get("assumed"):
                return value
        return None


def kind_of(annotation: Any) -> Kind:
    """Read a field's annotation: `float | None`, `list[float]`, `Potentiostatic | …`."""
    members = [member for member in _members(annotation) if member is not types.NoneType]
    tables = tuple(m for m in members if isinstance(m, type) and issubclass(m, Parameters))
    if tables:
        return Kind(tables=tables, tag=_shared_tag(tables) if len(tables) > 1 else None)
    for member in members:
        origin, arguments = get_origin(member), get_args(member)
        if origin is Literal:
            return Kind(literals=arguments)
        if origin in (list, tuple):
            fixed = origin is tuple and Ellipsis not in arguments
            return Kind(items=kind_of(arguments[0]), length=len(arguments) if fixed else None)
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return Kind(items=kind_of(arguments[1]), free_names=True)
    return Kind(scalars=tuple(m for m in members if isinstance(m, type)))


def kind_of_field(field: FieldInfo) -> Kind:
    """The kind of a parameter class's field."""
    return kind_of(field.annotation)


def unit_of(field: FieldInfo) -> str | None:
    """The unit a quantity is stored in; None for plain options and tables."""
    extra = field.json_schema_extra
    unit = extra.get("unit") if isinstance(extra, dict) else None
    return unit if isinstance(unit, str) else None


def _members(annotation: Any) -> Iterator[Any]:
    """The alternatives of an annotation, aliases and `Annotated` taken off."""
    if isinstance(annotation, TypeAliasType):
        yield from _members(annotation.__value__)
    elif get_origin(annotation) is Annotated:
        yield from _members(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, types.UnionType):
        for member in get_args(annotation):
            yield from _members(member)
    else:
        yield annotation


def _literal(field: FieldInfo) -> tuple[Any, ...]:
    for member in _members(field.annotation):
        if get_origin(member) is Literal:
            return get_args(member)
    return ()


def _shared_tag(tables: tuple[type[Parameters], ...]) -> str:
    """The field that is a single, different literal in every class."""
    for name in tables[0].model_fields:
        literals = [
            _literal(table.model_fields[name]) if name in table.model_fields else ()
            for table in tables
        ]
        if all(len(literal) == 1 for literal in literals) and len(set(literals)) == len(tables):
            return name
    names = ", ".join(table.__name__ for table in tables)
    raise TypeError(f"nothing tells {names} apart")
