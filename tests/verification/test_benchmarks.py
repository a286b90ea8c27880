"""Every benchmark meets its bounds: run from its shipped case files, against its reference."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from _pytest.mark import ParameterSet
from matplotlib.figure import Figure

from tests.shared.case_files import ROOT
from verification.benchmarks import BENCHMARKS
from verification.finding import Benchmark


def benchmarks() -> Iterator[ParameterSet]:
    for benchmark in BENCHMARKS:
        # each study of a manufactured solution is judged by itself in test_manufactured
        again = benchmark.name.startswith("manufactured")
        marks = [pytest.mark.long] if benchmark.long or again else []
        yield pytest.param(benchmark, id=benchmark.name, marks=marks)


@pytest.mark.parametrize("benchmark", list(benchmarks()))
@pytest.mark.slow
def test_every_finding_is_within_its_bound(benchmark: Benchmark) -> None:
    verification = benchmark.run()
    findings = verification.findings
    assert findings
    quantities = [finding.quantity for finding in findings]
    assert len(set(quantities)) == len(quantities), f"quantities named twice: {quantities}"
    missed = [str(finding) for finding in findings if not finding.within]
    assert not missed, "\n".join(missed)
    if verification.figure is not None:
        figure = Figure()
        verification.figure(figure)
        assert figure.get_axes(), "nothing was drawn"


def test_names_are_keys_and_cases_are_shipped() -> None:
    names = [benchmark.name for benchmark in BENCHMARKS]
    assert len(set(names)) == len(names)
    for benchmark in BENCHMARKS:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", benchmark.name)
        assert benchmark.title
        assert benchmark.statement
        missing = [case for case in benchmark.cases if not (ROOT / case).is_file()]
        assert not missing, f"{benchmark.name}: {missing} is not there"
