"""A family takes classes that carry all their facts, and validates fields by them."""

from __future__ import annotations

from abc import abstractmethod
from typing import Annotated, Literal

import pytest
from pydantic import ConfigDict, ValidationError

from platefront.geometry.family import Family
from platefront.geometry.parameters import ASSUMED, Parameters, option, quantity
from platefront.geometry.registry import RegistrationError


class Shape(Parameters):
    kind: str

    @abstractmethod
    def area(self) -> float: ...


@pytest.fixture
def shapes():
    family = Family(Shape, key="kind", facts=("corners",))

    @family.register
    class Square(Shape):
        """A square."""

        kind: Literal["square"] = option("Kind.", "square", **ASSUMED)
        edge: float = quantity("m", "Edge.", gt=0)
        corners: int = option("Corners.", 4)

        def area(self) -> float:
            return self.edge**2

    @family.register
    class Circle(Shape):
        """A circle."""

        kind: Literal["circle"] = option("Kind.", "circle")
        radii: tuple[float, ...] = quantity("m", "Radius of each.", (1.0,))

        @property
        def corners(self) -> int:
            return 0

        def area(self) -> float:
            return 3.0 * sum(radius**2 for radius in self.radii)

    return family


@pytest.fixture
def drawing(shapes):
    class Drawing(Parameters):
        main: Annotated[Shape, shapes]
        others: dict[str, Annotated[Shape, shapes]] = option("By name.", {})
        last: Annotated[Shape, shapes] | None = None

    return Drawing


def test_members_keep_their_order_and_one_may_be_assumed(shapes):
    assert list(shapes.members) == ["square", "circle"]
    assert shapes.assumed == "square"


def test_field_takes_tables_and_members(shapes, drawing):
    square = shapes.members["square"]
    made = drawing.model_validate(
        {"main": {"edge": 2.0}, "others": {"a": {"kind": "circle"}}, "last": square(edge=1.0)}
    )
    assert made.main == square(edge=2.0)
    assert made.main.area() == 4.0
    assert made.others["a"].corners == 0
    assert drawing.model_validate(made.model_dump()) == made


def test_field_takes_a_member_registered_after_it_was_declared(shapes, drawing):
    @shapes.register
    class Point(Shape):
        """A point."""

        kind: Literal["point"] = option("Kind.", "point")
        corners: int = option("Corners.", 1)

        def area(self) -> float:
            return 0.0

    assert drawing.model_validate({"main": {"kind": "point"}}).main == Point()


def test_json_is_strict_and_takes_lists_for_tuples(drawing):
    text = '{"main": {"kind": "circle", "radii": [1, 2.5]}}'
    assert drawing.model_validate_json(text, strict=True).main.radii == (1.0, 2.5)
    with pytest.raises(ValidationError) as refused:
        drawing.model_validate_json('{"main": {"edge": "2.0"}}', strict=True)
    assert [(e["type"], e["loc"]) for e in refused.value.errors()] == [
        ("float_type", ("main", "edge"))
    ]


@pytest.mark.parametrize(
    ("value", "kind", "place"),
    [
        ({"kind": "triangle"}, "union_tag_invalid", ("main",)),
        ({"kind": ["square"]}, "union_tag_invalid", ("main",)),
        ({"edge": -1.0}, "greater_than", ("main", "edge")),
        ({"kind": "circle", "edge": 1.0}, "extra_forbidden", ("main", "edge")),
        ("square", "dict_type", ("main",)),
    ],
)
def test_what_is_wrong_is_found_at_its_place(drawing, value, kind, place):
    with pytest.raises(ValidationError) as refused:
        drawing.model_validate({"main": value})
    assert [(e["type"], e["loc"]) for e in refused.value.errors()] == [(kind, place)]


def test_key_must_be_given_where_no_member_is_assumed():
    family = Family(Shape, key="kind")

    class Drawing(Parameters):
        main: Annotated[Shape, family]

    with pytest.raises(ValidationError) as refused:
        Drawing.model_validate({"main": {}})
    assert refused.value.errors()[0]["type"] == "union_tag_not_found"


def test_member_that_is_not_registered_is_refused(drawing):
    class Line(Shape):
        kind: Literal["line"] = option("Kind.", "line")

        def area(self) -> float:
            return 0.0

    with pytest.raises(ValidationError, match="Line is not registered as a Shape"):
        drawing(main=Line())


def nothing_of_the_family():
    class Wrong(Parameters):
        """Of another family."""

        kind: Literal["wrong"] = option("Kind.", "wrong")

    return Wrong


def without_tag():
    class Wrong(Shape):
        """Any text."""

        kind: str = option("Kind.", "wrong")

    return Wrong


def with_two_tags():
    class Wrong(Shape):
        """Either."""

        kind: Literal["one", "two"] = option("Kind.", "one")

    return Wrong


def complete(tag="wrong", documented=True, **config):
    class Wrong(Shape):
        kind: Literal[tag] = option("Kind.", tag)
        corners: int = option("Corners.", 3)
        model_config = ConfigDict(**config)

        def area(self) -> float:
            return 1.0

    if documented:
        Wrong.__doc__ = "Complete."
    return Wrong


def without_facts():
    class Wrong(Shape):
        """Nothing is said."""

        kind: Literal["wrong"] = option("Kind.", "wrong")

    return Wrong


def without_description():
    class Wrong(complete()):
        """One key without a word."""

        size: float = 1.0

    return Wrong


def without_default():
    class Wrong(complete()):
        """No default of the key."""

        kind: Literal["wrong"] = option("Kind.")

    return Wrong


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (nothing_of_the_family, "it does not derive from Shape"),
        (without_tag, 'its field "kind" is not a single text such as Literal["name"]'),
        (with_two_tags, 'its field "kind" is not a single text such as Literal["name"]'),
        (lambda: complete("square"), 'kind = "square" is that of '),
        (lambda: complete(documented=False), "it has no docstring"),
        (lambda: complete(frozen=False), "its model_config is not that of Parameters"),
        (lambda: complete(extra="allow"), "its model_config is not that of Parameters"),
        (without_facts, "it lacks what Shape asks for: corners, area"),
        (without_description, 'its field "size" has no description'),
        (without_default, 'its field "kind" has not the default "wrong"'),
    ],
)
def test_class_that_lacks_something_is_refused_with_the_reason(shapes, made, reason):
    with pytest.raises(RegistrationError) as refused:
        shapes.register(made())
    assert str(refused.value).startswith(f"Wrong cannot be registered: {reason}")
    assert list(shapes.members) == ["square", "circle"]
