"""Tables with a key for each member of a registry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, GetCoreSchemaHandler, ValidationInfo, create_model
from pydantic_core import PydanticKnownError, core_schema

from platefront.geometry.parameters import Parameters, option
from platefront.geometry.registry import Registry, validated, validation_by

VALUE = "value"
"""Field of a member that needs no table of its own."""
_KEY = re.compile(r"[a-z][a-z0-9_]*")


class KeyRegistry[Member: Parameters](Registry[Member]):
    """Parameter classes that stand side by side in one table, each at its class attribute `key`.

    Attributes:
        reserved: names that are no keys, for the table's class has attributes of these names.
    """

    def __init__(self, base: type[Member], facts: Sequence[str] = ()) -> None:
        """Begin without members."""
        super().__init__(base, facts)
        self.reserved: frozenset[str] = frozenset()

    def tag_of(self, member: type[Parameters]) -> str:
        """Key of a class; empty if it has none."""
        key = getattr(member, "key", None)
        return key if isinstance(key, str) and _KEY.fullmatch(key) else ""

    def _shortcomings_of_tag(self, member: type[Parameters]) -> list[str]:
        key = self.tag_of(member)
        if not key:
            return ['its class attribute "key" is not a name in small letters']
        if (taken := self._taken(member)) is not None:
            return [f'the key "{key}" is that of {taken} already']
        if key in self.reserved:
            return [f'the key "{key}" is an attribute of the table']
        return []


class KeyedTable(Parameters):
    """Table with an optional key for each member of a registry.

    A member whose only field is `value` stands as `key = value`, one with other fields as a table
    of its own. A subclass names its registry; its instances are of the class `with_keys`, which has
    a field for each member that is registered by then.

    Attributes:
        registry: classes that may stand in the table.
    """

    registry: ClassVar[KeyRegistry[Any]]

    def __new__(cls, **values: Any) -> Self:
        """An instance of the class with the keys."""
        return super().__new__(cls.with_keys())

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by the class without keys, which other processes find by its name."""
        return partial(type(self).__bases__[0], **dict(self)), ()

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Keep the class's own attributes from becoming keys."""
        cls.registry.reserved |= set(dir(cls))

    @classmethod
    def with_keys(cls) -> type[Self]:
        """The class with a field for each key; itself if it has them."""
        if cls.model_fields:
            return cls
        return _with_keys(cls, tuple(cls.registry.members.items()))

    @classmethod
    def of(cls, members: Iterable[Parameters]) -> Self:
        """Table that holds some members.

        Raises:
            ValidationError: they make no valid table.
        """
        return cls(**{cls.registry.tag_of(type(member)): _entry(member) for member in members})

    @property
    def members(self) -> tuple[Any, ...]:
        """Members that the table holds, in the order of the registry."""
        entries = [
            (member, getattr(self, key, None)) for key, member in self.registry.members.items()
        ]
        return tuple(_member(kind, entry) for kind, entry in entries if entry is not None)

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Validation by the keys there are when a value comes in."""
        return handler(source) if cls.model_fields else validation_by(cls._validated)

    @classmethod
    def _validated(cls, value: Any, info: ValidationInfo, *, strict: bool) -> Parameters:
        if isinstance(value, cls):
            return value
        if not isinstance(value, Mapping):
            raise PydanticKnownError("dict_type")
        return validated(cls.with_keys(), value, info, strict=strict)


def _stands_alone(member: type[Parameters]) -> bool:
    """True if the member has a single value and needs no table."""
    return set(member.model_fields) == {VALUE}


def _entry(member: Parameters) -> Any:
    """Entry of a table that stands for a member."""
    return getattr(member, VALUE) if _stands_alone(type(member)) else member


def _member(kind: type[Parameters], entry: Any) -> Parameters:
    """Member for which an entry of a table stands."""
    return kind(**{VALUE: entry}) if _stands_alone(kind) else entry


@lru_cache
def _with_keys[Table: KeyedTable](
    table: type[Table], members: tuple[tuple[str, type[Parameters]], ...]
) -> type[Table]:
    fields: dict[str, Any] = {key: _field(member) for key, member in members}
    return create_model(
        table.__name__,
        __base__=table,
        __doc__=table.__doc__,
        __module__=table.__module__,
        **fields,
    )


def _field(member: type[Parameters]) -> tuple[Any, Any]:
    """Annotation and declaration of the field of a member."""
    if not _stands_alone(member):
        summary = (member.__doc__ or "").split("\n\n")[0]
        return member | None, option(" ".join(summary.split()), None)
    field = member.model_fields[VALUE]
    declared = Field(None, description=field.description, json_schema_extra=field.json_schema_extra)
    annotation: Any = field.annotation
    optional = annotation | None
    return Annotated[optional, *field.metadata] if field.metadata else optional, declared
