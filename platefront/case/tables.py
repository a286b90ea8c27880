"""Structure of a table by its parameter classes: fields, choices, units and nested tables."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAliasType, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from platefront.geometry.family import Family
from platefront.geometry.keyed_table import KeyedTable
from platefront.geometry.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Kind:
    """Kind of the entry at one place of a case file.

    Attributes:
        table: parameter class of the table that stands here, if there is no choice.
        family: classes that may stand here, if a key of the table chooses among them.
        items: kind of the values of a table with free names, or of the elements of a list.
        length: number of elements of a list, if it is fixed.
        free_names: True if `items` belong to a table with free names rather than to a list.
        literals: the only values allowed, for a plain choice.
        scalars: plain Python types allowed.
    """

    table: type[Parameters] | None = None
    family: Family[Any] | None = None
    items: Kind | None = None
    length: int | None = None
    free_names: bool = False
    literals: tuple[Any, ...] = ()
    scalars: tuple[type, ...] = ()

    @property
    def tables(self) -> tuple[type[Parameters], ...]:
        """Parameter classes that may stand here."""
        if self.family is not None:
            return tuple(self.family.members.values())
        return () if self.table is None else (self.table,)

    @property
    def tables_inside(self) -> tuple[type[Parameters], ...]:
        """Parameter classes that may be elements of a list."""
        return self.items.tables if self.items is not None and not self.free_names else ()

    def table_of(self, value: Any) -> type[Parameters] | None:
        """The class that a given table is of; None if it cannot be told."""
        if not isinstance(value, Mapping):
            return None
        return self.table if self.family is None else self.family.member_of(value)


def kind_of(annotation: Any) -> Kind:
    """Read a field's annotation: `float | None`, `list[float]`, `Annotated[RateLaw, RATE_LAWS]`."""
    members = [member for member in _members(annotation) if member is not types.NoneType]
    for member in members:
        if isinstance(member, Family):
            return Kind(family=member)
        if isinstance(member, type) and issubclass(member, Parameters):
            return Kind(table=member.with_keys() if issubclass(member, KeyedTable) else member)
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
    # pydantic takes the outermost Annotated apart
    return kind_of(Annotated[field.annotation, field, *field.metadata])


def unit_of(field: FieldInfo) -> str | None:
    """The unit a quantity is stored in; None for plain options and tables."""
    extra = field.json_schema_extra
    unit = extra.get("unit") if isinstance(extra, dict) else None
    return unit if isinstance(unit, str) else None


def _members(annotation: Any) -> Iterator[Any]:
    """The alternatives of an annotation, aliases and `Annotated` taken off, families kept."""
    if isinstance(annotation, TypeAliasType):
        yield from _members(annotation.__value__)
    elif get_origin(annotation) is Annotated:
        base, *rules = get_args(annotation)
        families = [rule for rule in rules if isinstance(rule, Family)]
        yield from families or _members(base)
    elif get_origin(annotation) in (Union, types.UnionType):
        for member in get_args(annotation):
            yield from _members(member)
    else:
        yield annotation
