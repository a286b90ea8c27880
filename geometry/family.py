"""Families: parameter classes among which a case file chooses by one key.

A family knows its members by the value of that key, so a case file, its schema, its documentation
and its error messages follow from what is registered. Members outside the package register in the
same way as those inside.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, Literal, get_args, get_origin

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import PydanticKnownError, core_schema

from platefront.geometry.parameters import Parameters


class RegistrationError(TypeError):
    """A class that cannot be a member of a family."""


FAMILIES: list[Family[Any]] = []
"""Every family there is."""


class Family[Member: Parameters]:
    """Parameter classes that may stand at one place of a case file, told apart by one key.

    An instance annotates the fields that take a member, and validates them:

        surfaces: dict[str, Annotated[RateLaw, RATE_LAWS]]

    Attributes:
        base: class that all members derive from; its abstract methods are their facts.
        key: field that tells members apart, a single literal text in each.
        facts: attributes that each member has, be they fields or properties.
    """

    def __init__(self, base: type[Member], key: str, facts: Sequence[str] = ()) -> None:
        """Begin a family without members."""
        self.base = base
        self.key = key
        self.facts = tuple(facts)
        self._members: dict[str, type[Member]] = {}
        FAMILIES.append(self)

    def register[Class: Parameters](self, member: type[Class]) -> type[Class]:
        """Add a member; a class decorator. A class that is defined again replaces itself.

        Raises:
            RegistrationError: the class is not of this family, or lacks what a member must have.
        """
        if lacking := self._shortcomings(member):
            raise RegistrationError(f"{member.__name__} cannot be registered: {'; '.join(lacking)}")
        self._members[self.tag_of(member)] = member  # type: ignore[assignment]
        return member

    @property
    def members(self) -> Mapping[str, type[Member]]:
        """Tag → class, in the order of registration."""
        return MappingProxyType(self._members)

    @property
    def assumed(self) -> str | None:
        """Tag of the member that is meant where the key is left out; None if it must be given."""
        for tag, member in self._members.items():
            extra = member.model_fields[self.key].json_schema_extra
            if isinstance(extra, dict) and extra.get("assumed"):
                return tag
        return None

    def tag_of(self, member: type[Parameters]) -> str:
        """Value of the key that stands for a class; empty if its field is not a single text."""
        field = member.model_fields.get(self.key)
        values = get_args(field.annotation) if field is not None else ()
        single = len(values) == 1 and get_origin(field and field.annotation) is Literal
        return values[0] if single and isinstance(values[0], str) else ""

    def member_of(self, table: Mapping[str, Any]) -> type[Member] | None:
        """The class that a given table is of; None if it cannot be told."""
        tag = table.get(self.key, self.assumed)
        return self._members.get(tag) if isinstance(tag, str) else None

    def _shortcomings(self, member: type[Parameters]) -> list[str]:
        """Shortcomings of a class as a member, one sentence each."""
        if not issubclass(member, self.base):
            return [f"it does not derive from {self.base.__name__}"]
        tag = self.tag_of(member)
        if not tag:
            return [f'its field "{self.key}" is not a single text such as Literal["name"]']
        lacking = []
        taken = self._members.get(tag, member)
        if _place(taken) != _place(member):
            lacking.append(f'{self.key} = "{tag}" is that of {_place(taken)} already')
        if member.model_fields[self.key].default != tag:
            lacking.append(f'its field "{self.key}" has not the default "{tag}"')
        if not member.__dict__.get("__doc__"):
            lacking.append("it has no docstring, which documents it in the reference")
        asked = [fact for fact in self.facts if not _has(member, fact)]
        if inspect.isabstract(member):
            asked += sorted(member.__abstractmethods__)
        if asked:
            lacking.append(f"it lacks what {self.base.__name__} asks for: {', '.join(asked)}")
        if not (member.model_config.get("frozen") and member.model_config.get("extra") == "forbid"):
            lacking.append("its model_config is not that of Parameters")
        lacking += [
            f'its field "{name}" has no description'
            for name, field in member.model_fields.items()
            if not field.description
        ]
        return lacking

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Validation of a field, by the members there are when a value comes in."""
        return core_schema.lax_or_strict_schema(
            lax_schema=core_schema.with_info_plain_validator_function(
                partial(self._validated, strict=False)
            ),
            strict_schema=core_schema.with_info_plain_validator_function(
                partial(self._validated, strict=True)
            ),
        )

    def _validated(self, value: Any, info: ValidationInfo, *, strict: bool) -> Parameters:
        """A member from a table, or a member as it is.

        Raises:
            PydanticKnownError: `union_tag_not_found` or `union_tag_invalid`, as for pydantic's own
                discriminated unions; `dict_type`.
            ValidationError: of the member, its locations those within the table.
        """
        if type(value) in self._members.values():
            return value
        if isinstance(value, Parameters):
            name = type(value).__name__
            raise ValueError(f"{name} is not registered as a {self.base.__name__}")
        if not isinstance(value, Mapping):
            raise PydanticKnownError("dict_type")
        tag = value.get(self.key, self.assumed)
        if tag is None:
            raise PydanticKnownError("union_tag_not_found", {"discriminator": f"'{self.key}'"})
        member = self.member_of(value)
        if member is None:
            names = ", ".join(f"'{name}'" for name in self._members)
            found = {"discriminator": f"'{self.key}'", "tag": str(tag), "expected_tags": names}
            raise PydanticKnownError("union_tag_invalid", found)
        if info.mode == "json":  # strict rules for lists and tables are those of JSON
            return member.model_validate_json(json.dumps(value), strict=strict)
        return member.model_validate(value, strict=strict)


def _place(member: type[Parameters]) -> str:
    """Module and name of a class."""
    return f"{member.__module__}.{member.__qualname__}"


def _has(member: type[Parameters], fact: str) -> bool:
    """True if a class has a field, property or class attribute of this name."""
    return fact in member.model_fields or hasattr(member, fact)
