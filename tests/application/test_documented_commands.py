"""Commands of the documents run one after the other: none takes another one's place or names one
that is not there.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from platefront.commands.compare import default_folder
from platefront.commands.places import place_of
from tests.shared.case_files import CASES, ROOT

DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted(CASES.rglob("*.toml")),
]
_COMMAND = re.compile(r"bin/platefront (run|compare|converge|section|mesh|check) ([^\n`#)]*)")
_MADE = {"case.toml"}
"""Cases that the reader makes."""


def commands(document: Path) -> list[tuple[str, list[str]]]:
    found = _COMMAND.findall(document.read_text(encoding="utf-8"))
    return [(command, [word.strip(":,.;") for word in words.split()]) for command, words in found]


def explicit(words: list[str]) -> list[Path]:
    options = ("--output", "-o")
    return [Path(after) for word, after in pairwise(words) if word in options]


@pytest.fixture(autouse=True)
def checkout(monkeypatch):
    monkeypatch.chdir(ROOT)


def test_cases_of_commands_exist():
    missing = [
        f"{document.name}: {words[0]}"
        for document in DOCUMENTS
        for command, words in commands(document)
        if command != "compare" and words and words[0].endswith(".toml")
        if words[0] not in _MADE and not (ROOT / words[0]).is_file()
    ]
    assert not missing


def test_compared_runs_were_run_in_the_same_document():
    pairs = 0
    for document in DOCUMENTS:
        there: set[Path] = set()
        for command, words in commands(document):
            if command == "run" and words and words[0].endswith(".toml"):
                there |= set(explicit(words) or [place_of(Path(words[0]))])
            if command == "compare" and words and words[0].startswith("results/"):
                assert {Path(words[0]), Path(words[1])} <= there, f"{document.name}: {words}"
                pairs += 1
    assert pairs >= 3


def test_no_two_commands_of_all_documents_write_to_one_place():
    """The same command twice is no collision: the second has the next number, or draws again."""
    places: dict[Path, set[str]] = {}
    for document in DOCUMENTS:
        for command, words in commands(document):
            case = next((Path(word) for word in words if word.endswith(".toml")), None)
            if command == "compare" and words and words[0].startswith("results/"):
                made = explicit(words) or [
                    default_folder(Path(words[0]), Path(words[1])).relative_to(ROOT)
                ]
            elif case is None or command == "check":
                continue
            else:
                suffix = {"run": "", "converge": "_convergence"}.get(command, f"_{command}.png")
                made = explicit(words) or [place_of(case, suffix)]
            for place in made:
                places.setdefault(place, set()).add(f"{command} {case or words[:2]}")
    assert len(places) > 20
    assert {place: by for place, by in places.items() if len(by) > 1} == {}
    for place in places:
        assert place.parts[0] in ("results", "docs") or place.suffix in (".svg", ".dxf", ".msh")


def test_result_folders_named_in_the_documents_are_those_of_commands():
    """A folder below results/ that a text names is made by a command of one of the documents."""
    made = {
        str(place)
        for document in DOCUMENTS
        for command, words in commands(document)
        if command == "run" and words and words[0].endswith(".toml")
        for place in explicit(words) or [place_of(Path(words[0]))]
    }
    named = set()
    for document in (ROOT / "README.md", ROOT / "docs" / "results.md", ROOT / "docs" / "model.md"):
        text = document.read_text(encoding="utf-8")
        named |= set(re.findall(r"results/inverted_anode/(?:inverted|upright)(?![\w-])", text))
    assert named
    assert named <= made
