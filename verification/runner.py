"""Execution of a benchmark: result and, if it has one, figure."""

from __future__ import annotations

import time
from collections.abc import Callable

from matplotlib.figure import Figure

from platefront.case.problems import CaseError
from platefront.figures.style import figure_style, new_figure
from platefront.geometry.errors import SectionError
from platefront.results.versions import git_commit, library_versions
from platefront.solvers.errors import SolverError
from verification.finding import Benchmark, Verification
from verification.result import Result, case_digests

FIGURE_SIZE = (7.2, 3.2)
"""Default size of figures [inches], which a benchmark may change."""


def run_benchmark(benchmark: Benchmark) -> tuple[Result, Figure | None]:
    """Run a benchmark; a failure of the simulation is a result, too.

    Other exceptions are errors of the benchmark and are raised.
    """
    begun = time.perf_counter()
    found, error = Verification(()), ""
    try:
        found = benchmark.run()
    except (SolverError, SectionError, CaseError) as failure:
        error = f"{failure}"
    wall_time = time.perf_counter() - begun
    figure = drawn(found.figure) if found.figure is not None else None
    result = Result(
        name=benchmark.name,
        findings=found.findings,
        remarks=found.remarks.strip(),
        error=error,
        wall_time=wall_time,
        has_figure=figure is not None,
        cases={} if error else case_digests(benchmark),
        versions=library_versions(),
        commit=git_commit(),
    )
    return result, figure


def drawn(draw: Callable[[Figure], None]) -> Figure:
    """Draw a figure in the common style."""
    with figure_style():
        figure = new_figure(*FIGURE_SIZE)
        draw(figure)
    return figure
