"""`platefront verify`: run benchmarks, print and store their results, write the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from platefront.case.problems import CaseError, choices, nearest
from platefront.exit_codes import ExitCode
from platefront.results.files import replace_text
from verification import benchmarks as registry
from verification.finding import Benchmark
from verification.page import compose
from verification.result import Result
from verification.runner import run_benchmark
from verification.store import Store
from verification.table import listing, result_text, verdict

_PLAIN_WIDTH = 100  # columns without a terminal


class UnknownBenchmarkError(CaseError):
    """A requested benchmark does not exist."""


@dataclass(frozen=True, slots=True)
class VerifyRequest:
    """Options of the command line.

    Attributes:
        names: benchmarks to run; empty for a set of them.
        quick, long: sets to run if no names are given.
        output: folder for results, if any.
        page: Markdown file to write, with results stored beside it, if any.
    """

    names: Sequence[str]
    quick: bool
    long: bool
    output: Path | None
    page: Path | None


def verify(request: VerifyRequest) -> ExitCode:
    """Run the requested benchmarks; print and store each result as it is completed.

    Raises:
        UnknownBenchmarkError: there is no benchmark of a name; nothing was run.
        NoResultsError: a result stored beside the page cannot be read.
    """
    chosen = _chosen(request)
    stores = [Store.folder(request.output)] if request.output is not None else []
    stores += [Store.beside(request.page)] if request.page is not None else []
    log = Console(stderr=True, highlight=False, soft_wrap=True)
    console = _console()
    results: list[Result] = []
    for benchmark in chosen:
        log.print(f"running {benchmark.name} …", markup=False, style="dim")
        result, figure = run_benchmark(benchmark)
        for store in stores:
            store.write(result, figure)
        console.print(result_text(benchmark, result))
        results.append(result)
    if results:
        console.print(verdict(results))
    if request.page is not None:
        replace_text(request.page, compose(registry.BENCHMARKS, request.page))
        console.print(f"{request.page}", highlight=False, markup=False, soft_wrap=True)
    return _exit_code(results)


def list_benchmarks() -> None:
    """Print the names of all benchmarks."""
    _console().print(listing(registry.BENCHMARKS))


def _chosen(request: VerifyRequest) -> list[Benchmark]:
    if request.names:
        return [_named(name) for name in dict.fromkeys(request.names)]
    return [
        benchmark
        for benchmark in registry.BENCHMARKS
        if (request.long if benchmark.long else request.quick)
    ]


def _named(name: str) -> Benchmark:
    known = {benchmark.name: benchmark for benchmark in registry.BENCHMARKS}
    if name in known:
        return known[name]
    close = nearest(name, known)
    hint = f'did you mean "{close}"?' if close else f"there are {choices(known)}"
    raise UnknownBenchmarkError(f'there is no benchmark "{name}"; {hint}')


def _exit_code(results: Sequence[Result]) -> ExitCode:
    if any(result.error for result in results):
        return ExitCode.NOT_CONVERGED
    return ExitCode.OK if all(result.met for result in results) else ExitCode.TOLERANCE_NOT_MET


def _console() -> Console:
    console = Console()
    return console if console.is_terminal else Console(width=_PLAIN_WIDTH)
