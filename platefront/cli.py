"""The command line: `platefront COMMAND`.

Imports of what a command needs stand inside the command, so that `platefront --version` and
`--help` answer at once while DOLFINx, Gmsh and VTK take seconds to load.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import click
import typer
from typer.core import TyperGroup

import platefront
from platefront.exit_codes import MEANINGS, ExitCode

if TYPE_CHECKING:
    from rich.console import Console


class _Commands(TyperGroup):
    """Turns the program's own errors into a message and an exit code, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        with _exit_on_errors():
            return super().invoke(ctx)


@contextmanager
def _exit_on_errors() -> Iterator[None]:
    from platefront.case.problems import CaseError
    from platefront.results.folder import ResultsFolderError
    from solvers.errors import GeometryFailedError, NotConvergedError

    codes: dict[type[BaseException], ExitCode] = {
        CaseError: ExitCode.BAD_CASE,
        NotConvergedError: ExitCode.NOT_CONVERGED,
        GeometryFailedError: ExitCode.GEOMETRY_FAILED,
        ResultsFolderError: ExitCode.BAD_OUTPUT,
        OSError: ExitCode.BAD_OUTPUT,
        KeyboardInterrupt: ExitCode.INTERRUPTED,
    }
    try:
        yield
    except BrokenPipeError:  # `platefront check case.toml | head`: the reader has seen enough
        sys.stdout = None  # type: ignore[assignment]
        raise typer.Exit(ExitCode.OK) from None
    except tuple(codes) as error:
        code = next(code for kind, code in codes.items() if isinstance(error, kind))
        _print_error(str(error) or "interrupted")
        raise typer.Exit(code) from None


def _print_error(message: str) -> None:
    """Message on stderr, coloured on a terminal."""
    from rich.console import Console
    from rich.text import Text

    if not message.startswith("error:"):
        message = f"error: {message}"
    text = Text(message)
    text.highlight_regex(r"(?m)^error:", "bold red")
    text.highlight_regex(r"(?m)^ *= (?:help|allowed|meaning):", "bold cyan")
    text.highlight_regex(r"(?m)^ *\d* *\|(?: *\^+)?", "red")
    text.highlight_regex(r"(?m)^ *-->", "dim")
    Console(stderr=True, soft_wrap=True).print(text)


def _console() -> Console:
    from rich.console import Console

    return Console(soft_wrap=not sys.stdout.isatty())


def _exit_codes_help() -> str:
    """The exit codes, for the foot of --help."""
    rows = [f"{code.value} - {meaning}" for code, meaning in MEANINGS.items()]
    return "Exit codes:\n\n" + "\n\n".join(rows)


app = typer.Typer(
    name="platefront",
    cls=_Commands,
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


@app.command()
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
    """Compute a case: tables, pictures and ParaView files go to a folder.

    The folder holds case.toml (every value, in SI), history.csv, summary.json, figures/ and
    fields/. Ctrl-C ends a run early and leaves complete, readable results.
    """
    from platefront.case.load import load_case

    loaded = load_case(case)
    from platefront.run import run_case

    folder = output if output is not None else Path("results") / case.stem
    raise typer.Exit(run_case(loaded, case, folder, force, quiet))


@app.command()
def check(case: CaseFile) -> None:
    """Check a case and print every value in SI, with what follows from it.

    Nothing is computed or written. Printed besides the values: transport properties, wetted
    surface, limiting current, Wagner number, Sand's time, estimated duration.
    """
    from platefront.case.load import load_case
    from platefront.commands.check import print_case

    print_case(load_case(case), _console())


@app.command()
def mesh(
    case: CaseFile,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Picture to write [CASE_NAME_mesh.png].")
    ] = None,
) -> None:
    """Draw a case's cross-section and mesh; print size and quality of the mesh."""
    from platefront.case.load import load_case

    loaded = load_case(case)
    from platefront.commands.mesh import draw_mesh

    picture = output if output is not None else Path(f"{case.stem}_mesh.png")
    draw_mesh(loaded, loaded.title or case.stem, picture, _console())


@app.command()
def compare(
    first: Annotated[Path, typer.Argument(metavar="RUN", help="Results folder of a run.")],
    second: Annotated[Path, typer.Argument(metavar="RUN", help="Results folder of another run.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder for table and pictures.")
    ] = None,
) -> None:
    """Put two runs side by side, such as upright and inverted: table and picture."""
    from platefront.compare import compare_runs

    compare_runs(first, second, output)


@app.command()
def schema(
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print the key reference of docs/case-files.md.")
    ] = False,
) -> None:
    """Print the JSON Schema of a case file, for editors that complete and check TOML."""
    if markdown:
        from platefront.case.reference import case_reference

        typer.echo(case_reference(), nl=False)
    else:
        from platefront.case.schema import case_schema

        typer.echo(json.dumps(case_schema(), indent=2, ensure_ascii=False))


@app.command()
def version() -> None:
    """Print the versions of platefront and of the libraries that shape a result."""
    from platefront.results.versions import git_commit, library_versions

    for name, number in library_versions().items():
        typer.echo(f"{name:<12}{number or 'not found'}")
    if (commit := git_commit()) is not None:
        typer.echo(f"{'commit':<12}{commit}")


def main() -> None:
    """Entry point of the `platefront` command."""
    app()
