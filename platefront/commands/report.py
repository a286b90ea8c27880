"""Command line of `report`.

As in `platefront.cli`, modules are imported inside the command that needs them.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def report(
    folders: Annotated[list[Path], typer.Argument(metavar="RUN...", help="Results folders.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="File to write [report.html in the folder of a run, or beside the first of "
            "several].",
        ),
    ] = None,
) -> None:
    """Write a report of one or more runs: an HTML page that needs no network.

    It has key numbers, the section as it fills, all figures, the case in words, the keys in which
    cases differ, balances with their limits, effort and provenance.
    """
    from platefront.report.page import write_report

    typer.echo(write_report(folders, output or default_file(folders)))


def default_file(folders: list[Path]) -> Path:
    """Return the file of a report: in the folder of one run, or `A_vs_B.html` beside the first."""
    if len(folders) == 1:
        return folders[0] / "report.html"
    from platefront.commands.compare import name_of_several

    return folders[0].resolve().parent / f"{name_of_several(folders)}.html"
