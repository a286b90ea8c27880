"""Every shipped case: valid, written back the same, as the schema says."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from platefront.case.dump import dump_case
from platefront.case.load import load_case, parse_case
from tests.case.schema_complaints import SCHEMA, complaints
from tests.shared.case_files import CASE_FILES


@pytest.mark.parametrize("path", CASE_FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
@pytest.mark.slow
def test_case_reads_back_to_an_equal_one_and_fits_the_schema(path: Path) -> None:
    """As written and as resolved; one test, because building some sections takes a second."""
    assert complaints(tomllib.loads(path.read_text("utf-8")), SCHEMA) == []
    case = load_case(path)
    text = dump_case(case)
    assert parse_case(text, "resolved.toml") == case
    assert dump_case(parse_case(text, "resolved.toml")) == text
    assert complaints(tomllib.loads(text), SCHEMA) == []
