"""Command line `platefront COMMAND`.

Modules are imported inside the commands that need them, so that `platefront --version` and
`--help` answer at once while DOLFINx, Gmsh and VTK take seconds to load.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

import platefront
from platefront.commands.figures import animate, compare, figures, report
from platefront.commands.reporting import Command, Commands, leave_signals_alone, plain_console
from platefront.commands.studies import (
    CaseFile,
    Changes,
    Trusted,
    converge,
    load,
    sweep,
    verify,
)
from platefront.exit_codes import listing
from platefront.ranks import handed_over, share_processors

app = typer.Typer(
    name="platefront",
    cls=Commands,
    help="Simulate lithium plating and stripping on a 3D current collector.\n\n"
    "A case file (TOML) describes geometry, electrolyte, kinetics and numerical settings; "
    "`platefront run CASE` computes it and writes tables, figures and ParaView files into a "
    "folder. `platefront init` lists templates and copies one.",
    epilog=f"\b\n{listing()}",  # \b preserves the line breaks
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


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
    plugin: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="Trusted Python file that registers rate laws, electrolytes, collectors or other "
            "parts of a case (docs/extending.md). May be given several times.",
        ),
    ] = None,
) -> None:
    """Accept the options before any command; `--version` acts by its callback."""
    if plugin:
        from platefront.case.plugins import load_plugin

        for file in plugin:
            load_plugin(file)


@app.command(cls=Command)
def run(  # noqa: PLR0913 - an argument for each option
    case: CaseFile,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="Folder for the results [results/ and the path of CASE, numbered if it is used].",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace existing results.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print errors only.")] = False,
    strict_books: Annotated[
        bool,
        typer.Option(
            "--strict-books",
            help="Exit code 8 if the balance of charge, salt or area exceeds its limit.",
        ),
    ] = False,
    processes: Annotated[
        int,
        typer.Option("--np", min=1, max=256, help="Number of processes, started by mpirun."),
    ] = 1,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Go on with the run in the folder from its checkpoint."),
    ] = False,
    start_from: Annotated[
        Path | None,
        typer.Option(
            "--start-from",
            help="Results folder of a run in whose end state the case begins.",
        ),
    ] = None,
    changed: Changes = None,
    trusted: Trusted = None,
) -> None:
    """Compute a case and write its results.

    The results folder contains case.toml (with every value), history.csv, summary.json, figures/
    and, for ParaView, fields/. Earlier results are kept unless --force is given. Ctrl-C ends the
    run after the present step and leaves complete, readable results.
    """
    if resume and (force or start_from is not None):
        raise typer.BadParameter("--resume goes with neither --force nor --start-from")
    loaded = load(case, trusted, changed)
    leave_signals_alone()
    from platefront.case.changes import OPTION, read_changes
    from platefront.commands.places import free_place, place_of
    from platefront.results.folder import check_folder

    folder = output if output is not None else place_of(case)
    if output is None and not force and not resume:
        folder = free_place(folder, lambda place: check_folder(place, force=False))
    if processes > 1:
        from platefront.case.plugins import plugin_options
        from platefront.commands.parallel import run_on_ranks
        from platefront.geometry.trust import trust_options

        switches = {"--force": force, "--quiet": quiet, "--strict-books": strict_books}
        switches["--resume"] = resume
        chosen = [name for name, is_on in switches.items() if is_on]
        chosen += [f"{OPTION}={change}" for change in changed or ()]
        chosen += [*trust_options(), "--output", str(folder)]
        if start_from is not None:
            chosen += ["--start-from", str(start_from)]
        arguments = [*plugin_options(), "run", *chosen, "--", str(case)]
        raise typer.Exit(run_on_ranks(processes, arguments))
    share_processors()
    from platefront.running.run import run_case

    status = run_case(
        loaded,
        case,
        folder,
        force,
        quiet,
        strict_books,
        resume=resume,
        start_from=start_from,
        changes=read_changes(changed or ()),
    )
    raise typer.Exit(handed_over(status))


app.command(cls=Command)(converge)
app.command(cls=Command)(sweep)
app.command(cls=Command)(verify)
app.command(cls=Command)(figures)
app.command(cls=Command)(animate)
app.command(cls=Command)(compare)
app.command(cls=Command)(report)


@app.command(cls=Command)
def check(case: CaseFile, changed: Changes = None, trusted: Trusted = None) -> None:
    """Check a case and print it in SI units.

    Nothing is solved or written. Derived quantities are printed, too: transport properties,
    wetted surface, limiting current, Wagner number, Sand's time, estimated duration.
    """
    from platefront.commands.check import print_case

    print_case(load(case, trusted, changed), plain_console())


@app.command(cls=Command)
def mesh(
    case: CaseFile,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Image to write [results/CASE_NAME_mesh.png]."),
    ] = None,
    changed: Changes = None,
    trusted: Trusted = None,
) -> None:
    """Draw the cross-section and its mesh.

    Prints size and quality of the mesh.
    """
    loaded = load(case, trusted, changed)
    from platefront.commands.mesh import draw_mesh
    from platefront.commands.places import place_of

    picture = output if output is not None else place_of(case, "_mesh.png")
    draw_mesh(loaded, loaded.title or case.stem, picture, plain_console())


@app.command(cls=Command)
def section(
    case: CaseFile,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            help="File to write, by extension: .png image; .svg, .dxf drawing; .msh, .vtu, .inp, "
            ".bdf mesh. May be given several times [results/CASE_NAME_section.png].",
        ),
    ] = None,
    changed: Changes = None,
    trusted: Trusted = None,
) -> None:
    """Draw and measure the cross-section.

    Prints areas, porosity, tortuosity, wetted surfaces and the narrowest gap; writes an image, or
    files for drawing programs and other solvers. A mesh too coarse for a run is a warning only.
    """
    loaded = load(case, trusted, changed, resolved=False)
    leave_signals_alone()
    from platefront.commands.places import place_of
    from platefront.commands.section import show_section

    files = output or [place_of(case, "_section.png")]
    show_section(loaded, loaded.title or case.stem, files, plain_console())


@app.command(cls=Command)
def schema(
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print the reference of all keys, docs/case-keys.md.")
    ] = False,
) -> None:
    """Print the JSON Schema of a case file.

    TOML editors use it to complete and check a case file.
    """
    if markdown:
        from platefront.case.reference import case_reference

        typer.echo(case_reference(), nl=False)
    else:
        from platefront.case.schema import case_schema

        typer.echo(json.dumps(case_schema(), indent=2, ensure_ascii=False))


@app.command(cls=Command)
def init(
    template: Annotated[
        str | None, typer.Argument(metavar="[TEMPLATE]", help="Template to copy [list all].")
    ] = None,
    folder: Annotated[Path, typer.Argument(metavar="[FOLDER]", help="Folder to copy to.")] = Path(),
) -> None:
    """Copy a template of a case.

    The copy has the template's comments, and the drawings and tables that it refers to beside it.
    """
    from platefront.case.templates import copy_template, templates

    if template is None:
        names = templates()
        width = max(map(len, names))
        for name, title in names.items():
            typer.echo(f"{name:<{width}}  {title}".rstrip())
        return
    for path in copy_template(template, folder):
        typer.echo(path)


@app.command(cls=Command)
def version() -> None:
    """Print the versions of platefront and its dependencies."""
    from platefront.geometry.importing.confined.confinement import offered
    from platefront.results.versions import git_commit, library_versions

    for name, number in library_versions().items():
        typer.echo(f"{name:<12}{number or 'not found'}")
    if (commit := git_commit()) is not None:
        typer.echo(f"{'commit':<12}{commit}")
    typer.echo(f"drawings are read confined by {offered()}")


def main() -> None:
    """Entry point of the `platefront` command."""
    app(prog_name="platefront")
