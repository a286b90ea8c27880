"""Requirements of a release: one version everywhere."""

from __future__ import annotations

import re
import tomllib

import platefront
from tests.shared.case_files import ROOT


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    citation = re.search(r"^version: (.*)$", (ROOT / "CITATION.cff").read_text("utf-8"), re.M)
    assert citation is not None
    assert platefront.__version__ == project["version"] == citation[1]


def test_the_changelog_has_a_heading_for_it() -> None:
    first = re.search(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert first is not None
    assert first[1] in (f"Unreleased ({platefront.__version__})", platefront.__version__)
