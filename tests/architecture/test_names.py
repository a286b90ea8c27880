"""One meaning for every name: no public class and no alias of a type is defined twice."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

import pytest

from tests.architecture.source import modules


def defined_types(tree: ast.Module) -> Iterator[str]:
    """Classes, and aliases of types that stand at the head of a module."""
    for node in tree.body:
        match node:
            case ast.ClassDef(name=name):
                yield name
            case ast.TypeAlias(name=ast.Name(id=name)):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Subscript()) if is_title(name):
                yield name


def is_title(name: str) -> bool:
    """True for `Floats` and `BinarySalt`, not for `rows` or `RESIDUE`."""
    return name[:1].isupper() and not name.isupper()


def test_no_class_name_has_two_meanings() -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for module in modules():
        for name in defined_types(module.tree):
            if not name.startswith("_"):
                places[name].append(module.name)
    twice = {name: where for name, where in places.items() if len(where) > 1}
    assert not twice
    assert {"Outline", "Floats", "Positions", "PlatingProblem", "Benchmark"} <= places.keys()


@pytest.mark.parametrize(
    "text", ["class Layer: ...", "type Layer = int", "Layer = list[int]", "class Layer[T]: ..."]
)
def test_definitions_are_seen(text: str) -> None:
    assert list(defined_types(ast.parse(text))) == ["Layer"]


@pytest.mark.parametrize("text", ["layer = rows[0]", "LAYER = rows[0]", "Layer = 3", "f(Layer)"])
def test_values_are_no_types(text: str) -> None:
    assert not list(defined_types(ast.parse(text)))
