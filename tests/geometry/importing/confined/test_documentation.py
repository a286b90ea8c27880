"""Limits and measures are those of the page on security."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from platefront.geometry.importing.confined import confinement, process
from platefront.geometry.importing.confined.formats import DRAWINGS, IMAGE
from tests.shared.case_files import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
_ROWS = re.findall(r"^\| (`\..*|images) \| (\d+) MB", PAGE, re.MULTILINE)
MEGABYTES = {
    ending.strip("` "): int(size) for endings, size in _ROWS for ending in endings.split(",")
}


@pytest.mark.parametrize("ending", DRAWINGS)
def test_sizes_are_stated(ending):
    assert DRAWINGS[ending].largest == MEGABYTES[ending] * 10**6


def test_sizes_are_those_of_formats_that_there_are():
    assert set(MEGABYTES) == {*DRAWINGS, "images"}
    assert IMAGE.largest == MEGABYTES["images"] * 10**6


def test_limits_of_time_and_memory_are_stated():
    assert f"{confinement.MEMORY // 2**30} GiB of address space" in PAGE
    assert f"{confinement.PROCESSOR_TIME} s of processor time" in PAGE
    assert f"{process.READING_TIME:g} s for reading" in PAGE
    assert f"{process.LARGEST_ANSWER // 2**30} GiB of answer" in PAGE


def test_every_format_is_described():
    formats = (ROOT / "docs" / "own-sections.md").read_text("utf-8")
    assert [ending for ending in DRAWINGS if f"`{ending}`" not in formats] in ([], [".json"])


def test_no_pickle_and_no_evaluation_in_the_readers():
    """Not even by a library's convenience: arrays are loaded without objects."""
    importing = Path(confinement.__file__).resolve().parents[1]
    words = re.compile(r"\b(pickle|marshal|eval|exec|np\.load|yaml)\b")
    found = [path.name for path in importing.rglob("*.py") if words.search(path.read_text("utf-8"))]
    assert found == []
