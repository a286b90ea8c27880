"""docs/verification.md: composed from stored results and the benchmarks' statements."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from platefront.running.closing_table import duration_text
from verification.finding import Benchmark, Finding
from verification.not_verified import NOT_VERIFIED
from verification.result import Result
from verification.shipped import ROOT
from verification.store import Store
from verification.wording import bound_text, deviation_text, value_texts

type Entry = tuple[Benchmark, Result | None]
"""A benchmark and what is stored of it."""

_LONGEST = 24
"""Rows of a table that is shown unfolded."""

COMMAND = "bin/platefront verify --all --page docs/verification.md"

INTRODUCTION = f"""\
Every number below was computed by platefront, from a shipped case file unless its section says
otherwise, and stands beside a reference from outside the solver: a closed solution, a manufactured
one, an ordinary differential equation, published numbers, or, where it says so, the same case on a
finer mesh. The page is written by

    {COMMAND}

from those runs; no number in its tables is typed. `bin/platefront verify NAME` runs one case and
prints its table; with `--page docs/verification.md` it renews that case's part of the page.
`bin/platefront test` holds the quick ones to their bounds along with all other tests, and
`bin/platefront test -m long` the long ones. Deviations are value/reference - 1; where the bound has
a unit or says *abs.*, they are value - reference."""


def compose(benchmarks: Sequence[Benchmark], page: Path) -> str:
    """The text of the page at `page`, from what is stored beside it.

    Raises:
        NoResultsError: a stored file cannot be read.
    """
    store = Store.beside(page)
    entries = [(benchmark, store.read(benchmark.name)) for benchmark in benchmarks]
    parts = ["# Verification", INTRODUCTION, *_summary(entries)]
    for benchmark, result in entries:
        parts += _section(benchmark, result, store, page.parent)
    parts += _not_verified(benchmarks)
    return "\n\n".join(parts) + "\n"


# --- the table at the start


def _summary(entries: Sequence[Entry]) -> Iterator[str]:
    rows = [
        "| case | numbers compared | nearest to its bound | met |",
        "| --- | ---: | --- | --- |",
    ]
    rows += [_summary_row(benchmark, result) for benchmark, result in entries]
    yield "\n".join(rows)
    yield _verdict(entries)


def _summary_row(benchmark: Benchmark, result: Result | None) -> str:
    link = f"[{benchmark.title}](#{_anchor(benchmark.title)})"
    if result is None:
        return f"| {link} | 0 | not run yet | – |"
    worst = result.worst
    if result.error or worst is None:
        return f"| {link} | 0 | the run failed | **no** |"
    text = f"{_cell(worst.quantity)}: {deviation_text(worst)} of {bound_text(worst)}"
    return f"| {link} | {len(result.findings)} | {text} | {_yes(result.met)} |"


def _verdict(entries: Sequence[Entry]) -> str:
    results = [result for _, result in entries if result is not None]
    findings = [finding for result in results for finding in result.findings]
    missed = [finding for finding in findings if not finding.within]
    failed = sum(bool(result.error) for result in results)
    absent = len(entries) - len(results)
    if not (missed or failed or absent):
        return f"All {len(findings)} numbers are within their bounds."
    said = [f"{len(findings) - len(missed)} of {len(findings)} numbers are within their bounds"]
    said += [f"{len(missed)} not, with the reason at the case"] if missed else []
    said += [f"runs that failed: {failed}"] if failed else []
    said += [f"not run yet: {absent}"] if absent else []
    return "; ".join(said) + "."


# --- one case


def _section(
    benchmark: Benchmark, result: Result | None, store: Store, folder: Path
) -> Iterator[str]:
    yield f"## {benchmark.title}"
    yield benchmark.statement.strip()
    links = [f"[{Path(case).name}]({_path(ROOT / case, folder)})" for case in benchmark.cases]
    files = f"Case files: {', '.join(links)}; run by" if links else "Run by"
    yield f"{files} `bin/platefront verify {benchmark.name}`."
    if result is None:
        yield "*Not run yet.*"
        return
    if result.error:
        yield f"**The run failed:** {_cell(result.error)}"
    if result.findings:
        yield _folded(findings_table(result.findings), len(result.findings))
    if result.has_figure:
        picture = _path(store.picture(benchmark.name), folder)
        yield f"![{benchmark.title}]({picture})"
    if result.missed:
        names = "; ".join(_cell(finding.quantity) for finding in result.missed)
        yield f"**Not met:** {names}."
    if result.remarks:
        yield result.remarks
    yield _provenance(result)


def findings_table(findings: Sequence[Finding]) -> str:
    """All numbers of a case beside their references."""
    rows = [
        "| quantity | platefront | reference | deviation | bound | met |",
        "| --- | ---: | ---: | ---: | ---: | --- |",
    ]
    notes = []
    for finding in findings:
        value, reference = value_texts(finding)
        unit = "" if finding.unit == "1" else f" [{finding.unit}]"
        mark = ""
        if finding.note:
            if finding.note not in notes:
                notes.append(finding.note)
            mark = f" ({notes.index(finding.note) + 1})"
        rows.append(
            f"| {_cell(finding.quantity + unit)}{mark} | {value} | {reference} "
            f"| {deviation_text(finding)} | {bound_text(finding)} | {_yes(finding.within)} |"
        )
    text = "\n".join(rows)
    if notes:
        text += "\n\n" + "  \n".join(f"({n}) {note}" for n, note in enumerate(notes, start=1))
    return text


def _folded(table: str, count: int) -> str:
    """A table too long to read past is folded away; the start of the page has its worst row."""
    if count <= _LONGEST:
        return table
    return f"<details><summary>All {count} numbers</summary>\n\n{table}\n\n</details>"


def _provenance(result: Result) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in result.versions.items() if number)
    commit = f" at commit {_short(result.commit)}" if result.commit else ""
    return f"<sub>Run in {duration_text(result.wall_time)}{commit}: {versions}.</sub>"


def _short(commit: str) -> str:
    name, _, changed = commit.partition("-")
    return f"{name[:10]} with changes" if changed else name[:10]


# --- what nothing here covers


def _not_verified(benchmarks: Sequence[Benchmark]) -> Iterator[str]:
    yield "## What is not verified"
    yield "\n".join(f"- {point}" for point in NOT_VERIFIED)
    gaps = [
        f"- [{benchmark.title}](#{_anchor(benchmark.title)}): {benchmark.not_verified.strip()}"
        for benchmark in benchmarks
        if benchmark.not_verified
    ]
    if gaps:
        yield "Of the cases above:"
        yield "\n".join(gaps)


# --- Markdown


def _anchor(title: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("\n", " ")


def _path(target: Path, folder: Path) -> str:
    return Path(os.path.relpath(target.resolve(), folder.resolve())).as_posix()


def _yes(met: bool) -> str:
    return "yes" if met else "**no**"
