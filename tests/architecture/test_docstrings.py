"""Docstrings open with the thing or the action, and refer to nothing outside the repository."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.source import Module, modules, scripts

OPENING = re.compile(r"(What|Whether|How|Where|When|Which|Who|Whose|Why)\b")
CODE = re.compile(r"\b[BCEK][1-9]\d?s?\b|\bphysics(\.md\b| section\b| [A-Z]\d)", re.IGNORECASE)
"""Labels of equations, benchmarks and sections of documents that are not in the repository."""

_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def complaints(text: str) -> Iterator[str]:
    """Yield reasons for which a docstring is refused."""
    if OPENING.match(text):
        yield f'begins with "{text.split()[0]}"'
    for code in CODE.finditer(text):
        yield f'names "{code[0]}", which no reader can look up'


def found_in(module: Module) -> Iterator[str]:
    """Yield the complaints about a module's docstrings as file:line: reason."""
    for node in ast.walk(module.tree):
        if isinstance(node, _DOCUMENTED) and (text := ast.get_docstring(node)):
            for complaint in complaints(text):
                yield f"{module.place}:{node.body[0].lineno}: {complaint}"


def test_docstrings_open_with_the_thing_and_refer_to_nothing_outside() -> None:
    found = [place for module in [*modules(), *scripts()] for place in found_in(module)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "What hangs.",
        "Whether the run ended.",
        "How far it is.",
        "When a run ends.",
        "Binary salt (E1).",
        "Surfaces, K2 to K4.",
        "Groups of physics.md.",
        "See physics section 6.",
    ],
)
def test_riddles_and_foreign_codes_are_found(text: str) -> None:
    assert list(complaints(text))


@pytest.mark.parametrize(
    "text",
    [
        "Stopping criteria.",
        "True if the run ended, whether or not by its capacity.",
        "Elements P1 or P2, at c0 and 1e2 A/m².",
        "Howitzer.",
    ],
)
def test_nouns_and_verbs_pass(text: str) -> None:
    assert not list(complaints(text))
