"""Families: parameter classes among which a case file chooses by one key.

A family knows its members by the value of that key, so a case file, its schema, its documentation
and its error messages follow from what is registered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args, get_origin

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import PydanticKnownError, core_schema

from platefront.geometry.parameters import Parameters
from platefront.geometry.registry import Registry, validated, validation_by


class Family[Member: Parameters](Registry[Member]):
    """Parameter classes that may stand at one place of a case file, told apart by one key.

    An instance annotates the fields that take a member, and validates them:

        surfaces: dict[str, Annotated[RateLaw, RATE_LAWS]]

    Attributes:
        key: field that tells members apart, a single literal text in each.
    """

    def __init__(self, base: type[Member], key: str, facts: Sequence[str] = ()) -> None:
        """Begin a family without members."""
        super().__init__(base, facts)
        self.key = key

    @property
    def assumed(self) -> str | None:
        """Tag of the member that is meant where the key is left out; None if it must be given."""
        for tag, member in self.members.items():
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
        return self.members.get(tag) if isinstance(tag, str) else None

    def _shortcomings_of_tag(self, member: type[Parameters]) -> list[str]:
        tag = self.tag_of(member)
        if not tag:
            return [f'its field "{self.key}" is not a single text such as Literal["name"]']
        lacking = []
        if (taken := self._taken(member)) is not None:
            lacking.append(f'{self.key} = "{tag}" is that of {taken} already')
        if member.model_fields[self.key].default != tag:
            lacking.append(f'its field "{self.key}" has not the default "{tag}"')
        return lacking

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Validation of a field, by the members there are when a value comes in."""
        return validation_by(self._validated)

    def _validated(self, value: Any, info: ValidationInfo, *, strict: bool) -> Parameters:
        """A member from a table, or a member as it is.

        Raises:
            PydanticKnownError: `union_tag_not_found` or `union_tag_invalid`, as for pydantic's own
                discriminated unions; `dict_type`.
            ValidationError: of the member, its locations those within the table.
        """
        if type(value) in self.members.values():
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
            names = ", ".join(f"'{name}'" for name in self.members)
            found = {"discriminator": f"'{self.key}'", "tag": str(tag), "expected_tags": names}
            raise PydanticKnownError("union_tag_invalid", found)
        return validated(member, value, info, strict=strict)
