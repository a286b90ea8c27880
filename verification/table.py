"""Findings of a benchmark as a table for a terminal."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from platefront.running.closing_table import duration_text
from verification.finding import Benchmark
from verification.result import Result
from verification.wording import bound_text, deviation_text, value_texts


def result_text(benchmark: Benchmark, result: Result) -> RenderableType:
    """Return a benchmark's title and table, or the reason of its failure."""
    parts: list[RenderableType] = [Text(f"{benchmark.name}: {benchmark.title}", "bold")]
    if result.findings:
        parts.append(findings_table(result))
    if result.error:
        parts.append(Text(f"failed: {result.error}", "bold red"))
    elif result.remarks and not result.met:
        parts.append(Text(result.remarks))
    parts += [Text(f"wall time {duration_text(result.wall_time)}", "dim"), Text()]
    return Group(*parts)


def findings_table(result: Result) -> Table:
    """Return value, reference, deviation and bound of every finding."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("quantity", overflow="fold")
    for heading in ("value", "reference", "deviation", "bound"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for finding in result.findings:
        unit = "" if finding.unit == "1" else f" [{finding.unit}]"
        table.add_row(
            Text(finding.quantity + unit),
            *value_texts(finding),
            deviation_text(finding),
            bound_text(finding),
            Text("✓", "green") if finding.within else Text("✗", "bold red"),
        )
    return table


def listing(benchmarks: tuple[Benchmark, ...]) -> Table:
    """Return names and titles of all benchmarks."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in ("name", "set", "what is compared"):
        table.add_column(heading)
    for benchmark in benchmarks:
        length = "long" if benchmark.long else "quick"
        table.add_row(Text(benchmark.name), length, Text(benchmark.title))
    return table


def verdict(results: list[Result]) -> Text:
    """Return one line on all benchmarks run."""
    failed = [result.name for result in results if result.error]
    missed = [result.name for result in results if not result.met and not result.error]
    count = sum(len(result.findings) for result in results)
    if not (failed or missed):
        return Text(f"all {count} numbers are within their bounds", "bold green")
    said = [f"outside a bound: {', '.join(missed)}"] if missed else []
    said += [f"failed: {', '.join(failed)}"] if failed else []
    return Text("; ".join(said), "bold red")
