"""Mutants change the program as it is, and name tests that there are."""

from __future__ import annotations

import tomllib

import pytest

from tests.architecture.source import ROOT

with (ROOT / "tests" / "mutants" / "mutants.toml").open("rb") as file:
    MUTANTS = tomllib.load(file)["mutant"]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant["name"])
def test_the_quoted_line_stands_just_once(mutant: dict[str, str]) -> None:
    source = (ROOT / mutant["file"]).read_text("utf-8")
    assert source.count(mutant["old"]) == 1
    assert mutant["new"] != mutant["old"]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant["name"])
def test_its_tests_are_there(mutant: dict[str, list[str]]) -> None:
    assert mutant["tests"]
    assert not [test for test in mutant["tests"] if not (ROOT / test).exists()]
