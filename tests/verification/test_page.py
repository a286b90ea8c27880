"""docs/verification.md says what the stored results say, and they belong to the present cases."""

from __future__ import annotations

import re

import pytest
from PIL import Image

from tests.shared.case_files import ROOT
from verification.benchmarks import BENCHMARKS
from verification.finding import Benchmark
from verification.not_verified import NOT_VERIFIED
from verification.page import compose
from verification.result import Result, case_digests
from verification.store import Store

PAGE = ROOT / "docs" / "verification.md"
STORE = Store.beside(PAGE)
COMMAND = "run bin/platefront verify {} --page docs/verification.md"

each = pytest.mark.parametrize("benchmark", BENCHMARKS, ids=lambda benchmark: benchmark.name)


def stored(benchmark: Benchmark) -> Result:
    result = STORE.read(benchmark.name)
    assert result is not None, f"not run: {COMMAND.format(benchmark.name)}"
    return result


def test_page_is_what_the_stored_results_compose() -> None:
    assert PAGE.read_text("utf-8") == compose(BENCHMARKS, PAGE), COMMAND.format("--no-run")


@each
def test_stored_results_belong_to_the_case_files_as_they_are(benchmark: Benchmark) -> None:
    result = stored(benchmark)
    assert not result.error
    assert result.findings
    assert dict(result.cases) == case_digests(benchmark), COMMAND.format(benchmark.name)


@each
def test_what_is_not_met_is_said_with_the_reason(benchmark: Benchmark) -> None:
    result = stored(benchmark)
    if result.missed:
        assert result.remarks, "a finding outside its bound needs a reason in `remarks`"
        text = PAGE.read_text("utf-8")
        for finding in result.missed:
            assert re.search(rf"\*\*Not met:\*\*.*{re.escape(finding.quantity)}", text)


@each
def test_figures_are_there_and_fit_a_page(benchmark: Benchmark) -> None:
    assert STORE.picture(benchmark.name).is_file() == stored(benchmark).has_figure
    if stored(benchmark).has_figure:
        with Image.open(STORE.picture(benchmark.name)) as picture:
            assert 300 <= picture.width <= 1000


def test_nothing_is_stored_that_is_not_registered() -> None:
    names = {benchmark.name for benchmark in BENCHMARKS}
    assert {path.stem for path in STORE.results.iterdir()} <= names
    assert {path.stem for path in STORE.pictures.iterdir()} <= names


def test_links_lead_somewhere() -> None:
    text = PAGE.read_text("utf-8")
    headings = [
        re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"(?m)^##? (.+)$", text)
    ]
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert links
    for link in links:
        if link.startswith("#"):
            assert link[1:] in headings, link
        elif not link.startswith("http"):
            assert (PAGE.parent / link).is_file(), link


def test_page_says_what_is_not_verified() -> None:
    last = PAGE.read_text("utf-8").split("\n## ")[-1]
    assert last.startswith("What is not verified")
    for point in NOT_VERIFIED:
        assert point in last
    for benchmark in BENCHMARKS:
        assert benchmark.not_verified.strip() in last
