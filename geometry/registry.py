"""Registries: parameter classes that a case file knows by a name.

Members outside the package register in the same way as those inside.
"""

from __future__ import annotations

import inspect
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any

from pydantic import ValidationInfo
from pydantic_core import core_schema

from platefront.geometry.parameters import Parameters


class RegistrationError(TypeError):
    """A class that cannot be a member of a registry."""


REGISTRIES: list[Registry[Any]] = []
"""Every registry there is."""


class Registry[Member: Parameters](ABC):
    """Parameter classes of one base, each with a tag that stands for it in a case file.

    Attributes:
        base: class that all members derive from; its abstract methods are their facts.
        facts: attributes that each member has, be they fields or properties.
    """

    def __init__(self, base: type[Member], facts: Sequence[str] = ()) -> None:
        """Begin without members."""
        self.base = base
        self.facts = tuple(facts)
        self._members: dict[str, type[Member]] = {}
        REGISTRIES.append(self)

    def register[Class: Parameters](self, member: type[Class]) -> type[Class]:
        """Add a member; a class decorator. A class that is defined again replaces itself.

        Raises:
            RegistrationError: the class has another base, or lacks what a member must have.
        """
        if lacking := self._shortcomings(member):
            raise RegistrationError(f"{member.__name__} cannot be registered: {'; '.join(lacking)}")
        self._members[self.tag_of(member)] = member  # type: ignore[assignment]
        return member

    @property
    def members(self) -> Mapping[str, type[Member]]:
        """Tag → class, in the order of registration."""
        return MappingProxyType(self._members)

    @abstractmethod
    def tag_of(self, member: type[Parameters]) -> str:
        """Tag of a class; empty if it has none that is valid."""

    @abstractmethod
    def _shortcomings_of_tag(self, member: type[Parameters]) -> list[str]:
        """Shortcomings of a class without a valid tag, or of its tag, one sentence each."""

    def _shortcomings(self, member: type[Parameters]) -> list[str]:
        """Shortcomings of a class as a member, one sentence each."""
        if not issubclass(member, self.base):
            return [f"it does not derive from {self.base.__name__}"]
        lacking = self._shortcomings_of_tag(member)
        if not self.tag_of(member):
            return lacking
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

    def _taken(self, member: type[Parameters]) -> str | None:
        """Place of another class that has the tag of this one already; None if there is none."""
        taken = self._members.get(self.tag_of(member), member)
        return _place(taken) if _place(taken) != _place(member) else None


def validated(
    table: type[Parameters], value: Mapping[str, Any], info: ValidationInfo, *, strict: bool
) -> Parameters:
    """Instance of a class that is chosen while pydantic validates.

    Raises:
        ValidationError: its locations are those within the table.
    """
    if info.mode == "json":  # strict rules for lists and tables are those of JSON
        return table.model_validate_json(json.dumps(value), strict=strict)
    return table.model_validate(value, strict=strict)


def validation_by(validate: Callable[..., Parameters]) -> core_schema.CoreSchema:
    """Schema of a field whose class depends on what is registered when a value comes in.

    Args:
        validate: takes the value, pydantic's information on it and the keyword `strict`.
    """
    lax, strict = (
        core_schema.with_info_plain_validator_function(partial(validate, strict=strict))
        for strict in (False, True)
    )
    return core_schema.lax_or_strict_schema(lax_schema=lax, strict_schema=strict)


def _place(member: type[Parameters]) -> str:
    """Module and name of a class."""
    return f"{member.__module__}.{member.__qualname__}"


def _has(member: type[Parameters], fact: str) -> bool:
    """True if a class has a field, property or class attribute of this name."""
    return fact in member.model_fields or hasattr(member, fact)
