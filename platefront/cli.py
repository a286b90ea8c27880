"""The command line: `platefront COMMAND`.

Imports of what a command needs stand inside the command, so that `platefront --version` and
`--help` answer at once while DOLFINx, Gmsh and VTK take seconds to load.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import platefront
from platefront.commands.reporting import Command, Commands
from platefront.convergence.refined import Refined
from platefront.exit_codes import MEANINGS

if TYPE_CHECKING:
    from rich.console import Console


def _console() -> Console:
    from rich.console import Console

    return Console(soft_wrap=not sys.stdout.isatty())


def _exit_codes_help() -> str:
    """The exit codes, for the foot of --help."""
    rows = [f"{code.value:>3}  {meaning}" for code, meaning in MEANINGS.items()]
    # \b keeps the lines as they are
    return "\b\nExit codes:\n" + "\n".join(rows)


app = typer.Typer(
    name="platefront",
    cls=Commands,
    help="Where does lithium plate in a 3D current collector?\n\n"
    "A case file (TOML, a text file) describes geometry, electrolyte, kinetics and settings; "
    "`platefront run CASE` computes it and writes tables, pictures and ParaView files into a "
    "folder. Start from a file in cases/ and change it.",
    epilog=_exit_codes_help(),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _leave_signals_alone() -> None:
    """Keep PETSc from answering a closed pipe (`… | head`) by aborting with a long message."""
    options = os.environ.get("PETSC_OPTIONS", "")
    os.environ["PETSC_OPTIONS"] = f"{options} -no_signal_handler".strip()


CaseFile = Annotated[Path, typer.Argument(metavar="CASE", help="Case file (.toml).")]


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"platefront {platefront.__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """Options before any command; `--version` acts by its callback."""


@app.command(cls=Command)
def run(
    case: CaseFile,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Folder for the results [results/CASE_NAME]."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace results that are there already.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print errors only.")] = False,
) -> None:
    """Compute a case and write its results.

    Tables, pictures and ParaView files go to a folder, which holds case.toml (every value, in
    SI), history.csv, summary.json, figures/ and fields/. Ctrl-C ends a run early and leaves
    complete, readable results.
    """
    from platefront.case.load import load_case

    loaded = load_case(case)
    _leave_signals_alone()
    from platefront.run import run_case

    folder = output if output is not None else Path("results") / case.stem
    raise typer.Exit(run_case(loaded, case, folder, force, quiet))


@app.command(cls=Command)
def converge(
    case: CaseFile,
    levels: Annotated[
        int, typer.Option("--levels", "-n", min=2, max=8, help="Number of levels.")
    ] = 3,
    quantity: Annotated[
        list[str] | None,
        typer.Option(
            "--quantity",
            "-q",
            metavar="NAME",
            help="What to watch, such as bottom_share, gap, thickness_max.upper or "
            "thickness@12,30 (µm); may be repeated [the usual ones].",
        ),
    ] = None,
    refine: Annotated[Refined, typer.Option("--refine", help="What is refined.")] = Refined.BOTH,
    ratio: Annotated[
        float, typer.Option("--ratio", min=1.1, max=10.0, help="Refinement from level to level.")
    ] = 2.0,
    tolerance: Annotated[
        float | None,
        typer.Option(
            "--tolerance",
            min=1e-12,
            help="Largest relative uncertainty allowed at the finest level, such as 0.01; "
            "exit code 7 if it is not met.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Folder [results/CASE_NAME_convergence]."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a study that is there already.")
    ] = False,
) -> None:
    """Refine mesh and time step, and tell how far the numbers can be trusted.

    Runs the case on finer and finer levels, the first as it is. Prints and writes values,
    differences, observed orders, Richardson's estimate and the uncertainty of the finest level.
    Each level takes about eight times as long as the one before (ratio 2).
    """
    from platefront.case.load import load_case

    loaded = load_case(case)
    _leave_signals_alone()
    from platefront.commands.converge import Request
    from platefront.commands.converge import converge as run_levels
    from platefront.convergence.levels import Refinement

    folder = output if output is not None else Path("results") / f"{case.stem}_convergence"
    request = Request(Refinement(levels, ratio, refine), quantity or (), tolerance, folder, force)
    raise typer.Exit(run_levels(loaded, case, request))


@app.command(cls=Command)
def figures(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="Results folder of a run.")],
) -> None:
    """Draw the figures of a run again, from the files in its folder."""
    from platefront.figures.run_figures import make_figures

    for path in make_figures(folder):
        typer.echo(path)


@app.command(cls=Command)
def check(case: CaseFile) -> None:
    """Check a case and print it in SI units.

    Nothing is solved or written. Besides the values it prints what follows from them: transport
    properties, wetted surface, limiting current, Wagner number, Sand's time, likely duration.
    """
    from platefront.case.load import load_case
    from platefront.commands.check import print_case

    print_case(load_case(case), _console())


@app.command(cls=Command)
def mesh(
    case: CaseFile,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Picture to write [CASE_NAME_mesh.png].")
    ] = None,
) -> None:
    """Draw the cross-section and its mesh.

    Prints size and quality of the mesh.
    """
    from platefront.case.load import load_case

    loaded = load_case(case)
    from platefront.commands.mesh import draw_mesh

    picture = output if output is not None else Path(f"{case.stem}_mesh.png")
    draw_mesh(loaded, loaded.title or case.stem, picture, _console())


@app.command(cls=Command)
def compare(
    first: Annotated[Path, typer.Argument(metavar="RUN", help="Results folder of a run.")],
    second: Annotated[Path, typer.Argument(metavar="RUN", help="Results folder of another run.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="Folder for table and picture [RUN_vs_RUN beside the first]."
        ),
    ] = None,
) -> None:
    """Put two runs side by side.

    Such as upright and inverted: a table and a picture.
    """
    from platefront.compare import compare_runs

    compare_runs(first, second, output)


@app.command(cls=Command)
def schema(
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print the key reference of docs/case-files.md.")
    ] = False,
) -> None:
    """Print the JSON Schema of a case file.

    Editors that know TOML complete and check a case file with it.
    """
    if markdown:
        from platefront.case.reference import case_reference

        typer.echo(case_reference(), nl=False)
    else:
        from platefront.case.schema import case_schema

        typer.echo(json.dumps(case_schema(), indent=2, ensure_ascii=False))


@app.command(cls=Command)
def version() -> None:
    """Print the versions of all that is used."""
    from platefront.results.versions import git_commit, library_versions

    for name, number in library_versions().items():
        typer.echo(f"{name:<12}{number or 'not found'}")
    if (commit := git_commit()) is not None:
        typer.echo(f"{'commit':<12}{commit}")


def main() -> None:
    """Entry point of the `platefront` command."""
    app(prog_name="platefront")
