"""Benchmarks that are not run: they find what they are told."""

from __future__ import annotations

import math
from collections.abc import Callable

from matplotlib.figure import Figure

from platefront.solvers.errors import NotConvergedError
from verification.finding import Benchmark, Finding, Verification

GOOD = Finding("current", 1.00002, 1.0, "A/m²", 1e-4)
OFF = Finding("radius", 12.5, 12.0, "µm", 0.01)


def draw(figure: Figure) -> None:
    figure.subplots().plot([0.0, 1.0], [0.0, 1.0])


def benchmark(name: str, run: Callable[[], Verification], *, long: bool = False) -> Benchmark:
    return Benchmark(
        name=name,
        title=f"Title of {name}",
        statement=f"Statement of {name}.",
        cases=("cases/quick/foil.toml",),
        long=long,
        run=run,
        not_verified=f"What {name} leaves open.",
    )


def fails() -> Verification:
    raise NotConvergedError("at t = 3 s: no step helps")


def breaks() -> Verification:
    raise TypeError("a mistake in the benchmark")


MET = benchmark("met", lambda: Verification((GOOD,), draw, "All well."))
MISSED = benchmark("missed", lambda: Verification((GOOD, OFF), None, "The mesh is too coarse."))
FAILED = benchmark("failed", fails)
SLOW = benchmark("slow", lambda: Verification((GOOD,), draw), long=True)
UNKNOWN = benchmark("no_number", lambda: Verification((Finding("depth", math.nan, 1.0, "m", 0.1),)))
BROKEN = benchmark("broken", breaks)
