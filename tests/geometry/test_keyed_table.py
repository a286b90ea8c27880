"""A keyed table has a key for each class that is registered, with its unit, bounds and text."""

from __future__ import annotations

import copy
import pickle
from typing import ClassVar

import pytest
from pydantic import ValidationError

from platefront.geometry.keyed_table import KeyedTable, KeyRegistry
from platefront.geometry.parameters import Parameters, option, quantity
from platefront.geometry.registry import RegistrationError


class Limit(Parameters):
    key: ClassVar[str]

    @property
    def largest(self) -> float:
        raise NotImplementedError


LIMITS = KeyRegistry(Limit)


@LIMITS.register
class Length(Limit):
    """A length."""

    key: ClassVar[str] = "length"
    value: float = quantity("m", "Largest length.", gt=0)

    @property
    def largest(self) -> float:
        return self.value


@LIMITS.register
class Ratio(Limit):
    """Part of a whole.

    It needs two numbers.
    """

    key: ClassVar[str] = "ratio"
    whole: float = quantity("m", "The whole.")
    part: float = quantity("1", "The part.", 0.5, le=1)

    @property
    def largest(self) -> float:
        return self.whole * self.part


class Limits(KeyedTable):
    """Some limits."""

    registry: ClassVar[KeyRegistry[Limit]] = LIMITS

    @property
    def smallest(self) -> float:
        return min(limit.largest for limit in self.members)


class Drawing(Parameters):
    limits: Limits = option("Limits.")


@pytest.fixture
def only_here(monkeypatch):
    """Remove members that a test has registered."""
    monkeypatch.setattr(LIMITS, "_members", dict(LIMITS.members))


def test_members_stand_in_the_order_of_the_registry():
    limits = Limits(ratio={"whole": 4.0}, length=3.0)
    assert limits.members == (Length(value=3.0), Ratio(whole=4.0, part=0.5))
    assert limits.smallest == 2.0
    assert Limits().members == ()


def test_keys_have_unit_bounds_and_text_of_their_members():
    fields = Limits.with_keys().model_fields
    assert list(fields) == ["length", "ratio"]
    assert fields["length"].description == "Largest length."
    assert fields["length"].json_schema_extra == {"unit": "m"}
    assert [rule.gt for rule in fields["length"].metadata] == [0]
    assert fields["ratio"].description == "Part of a whole."
    assert not any(field.is_required() for field in fields.values())
    assert Limits.with_keys().__doc__ == "Some limits."


def test_table_of_members_holds_them():
    members = (Length(value=3.0), Ratio(whole=4.0, part=0.25))
    assert Limits.of(members) == Limits(length=3.0, ratio=members[1])
    assert Limits.of(members).members == members


@pytest.mark.parametrize(
    ("values", "kind", "place"),
    [
        ({"length": -1.0}, "greater_than", ("limits", "length")),
        ({"lenght": 1.0}, "extra_forbidden", ("limits", "lenght")),
        ({"ratio": {"whole": 1.0, "part": 2.0}}, "less_than_equal", ("limits", "ratio", "part")),
        ({"ratio": {}}, "missing", ("limits", "ratio", "whole")),
        ([1.0], "dict_type", ("limits",)),
    ],
)
def test_what_is_wrong_is_found_at_its_place(values, kind, place):
    with pytest.raises(ValidationError) as refused:
        Drawing.model_validate({"limits": values})
    assert [(e["type"], e["loc"]) for e in refused.value.errors()] == [(kind, place)]


def test_json_is_strict():
    assert Drawing.model_validate_json('{"limits": {"length": 2}}', strict=True).limits == Limits(
        length=2.0
    )
    with pytest.raises(ValidationError) as refused:
        Drawing.model_validate_json('{"limits": {"length": "2"}}', strict=True)
    assert [(e["type"], e["loc"]) for e in refused.value.errors()] == [
        ("float_type", ("limits", "length"))
    ]


def test_tables_are_copied_and_sent_to_other_processes():
    limits = Limits(length=3.0, ratio=Ratio(whole=4.0))
    for other in (copy.deepcopy(limits), pickle.loads(pickle.dumps(limits))):
        assert other == limits
        assert other.members == limits.members
    longer = limits.model_copy(update={"length": 5.0})
    assert longer.members == (Length(value=5.0), Ratio(whole=4.0))


def test_member_registered_later_has_a_key_from_then_on(only_here):
    early = Limits(length=3.0)

    @LIMITS.register
    class Width(Limit):
        """A width."""

        key: ClassVar[str] = "width"
        value: float = quantity("m", "Largest width.", gt=0)

        @property
        def largest(self) -> float:
            return self.value

    drawing = Drawing.model_validate({"limits": {"length": 3.0, "width": 2.0}})
    assert drawing.limits.smallest == 2.0
    assert Drawing(limits=early).limits.members == (Length(value=3.0),)


def without_key():
    class Wrong(Limit):
        """No key."""

        value: float = quantity("m", "Value.")

    return Wrong


def with_key(name):
    class Wrong(Limit):
        """A key."""

        key: ClassVar[str] = name
        value: float = quantity("m", "Value.")

    return Wrong


def without_docstring():
    wrong = with_key("undocumented")
    wrong.__doc__ = None
    return wrong


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (without_key, 'its class attribute "key" is not a name in small letters'),
        (lambda: with_key("Two words"), 'its class attribute "key" is not a name in small'),
        (lambda: with_key("length"), 'the key "length" is that of '),
        (lambda: with_key("smallest"), 'the key "smallest" is an attribute of the table'),
        (lambda: with_key("model_copy"), 'the key "model_copy" is an attribute of the table'),
        (without_docstring, "it has no docstring"),
    ],
)
def test_class_that_lacks_something_is_refused_with_the_reason(made, reason):
    with pytest.raises(RegistrationError) as refused:
        LIMITS.register(made())
    assert str(refused.value).startswith(f"Wrong cannot be registered: {reason}")
    assert list(LIMITS.members) == ["length", "ratio"]
