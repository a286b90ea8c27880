"""Command line of studies that run several simulations: `converge`, `sweep` and `verify`.

As in `platefront.cli`, modules are imported inside the commands that need them.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from platefront.commands.reporting import leave_signals_alone
from platefront.convergence.refined import Refined
from platefront.geometry.trust import OPTION, trust
from platefront.sweeping.combination import Design

if TYPE_CHECKING:
    from platefront.case.model import Case

CaseFile = Annotated[Path, typer.Argument(metavar="CASE", help="Case file (.toml).")]
Trusted = Annotated[
    list[Path] | None,
    typer.Option(
        OPTION,
        metavar="FILE",
        help="Drawing of the case that is a program (.geo) and that you trust; others are refused. "
        "May be given several times.",
    ),
]

Changes = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help='Value in place of that of the file, such as section.gap="50 um". '
        "May be given several times.",
    ),
]


def load(
    case: Path,
    trusted: Sequence[Path] | None,
    changes: Sequence[str] | None = None,
    *,
    resolved: bool = True,
) -> Case:
    """Read the case file of a command.

    Args:
        case: case file.
        trusted: drawings that are programs and may be read.
        changes: values in place of those of the file, `KEY=VALUE`.
        resolved: False to accept a section that the mesh is too coarse for.

    Raises:
        CaseError: the file is not a valid case, or a trusted file does not exist.
    """
    from platefront.case.changes import read_changes
    from platefront.case.load import load_case

    trust_files(trusted)
    return load_case(case, resolved=resolved, changes=read_changes(changes or ()))


def trust_files(files: Sequence[Path] | None) -> None:
    """Trust drawings that are programs.

    Raises:
        CaseError: a file does not exist.
    """
    from platefront.case.problems import CaseError

    for file in files or ():
        try:
            trust(file)
        except (OSError, ValueError):
            raise CaseError(f"{OPTION} {file}: there is no such file") from None


def converge(  # noqa: PLR0913
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
            help="Quantity to evaluate, such as bottom_share, gap, thickness_max.bare or "
            "thickness@12,30 (µm); may be repeated [default quantities].",
        ),
    ] = None,
    refine: Annotated[Refined, typer.Option("--refine", help="What to refine.")] = Refined.BOTH,
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
        typer.Option(
            "--output", "-o", help="Folder [results/CASE_NAME_convergence, numbered if it is used]."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing study.")] = False,
    trusted: Trusted = None,
) -> None:
    """Refine mesh and time step, and estimate the numerical uncertainty.

    Runs the case on successively refined levels, the first unchanged. Prints and writes values,
    differences, observed orders, Richardson's estimate and the uncertainty of the finest level.
    Each level takes about eight times as long as the one before (ratio 2).
    """
    loaded = load(case, trusted)
    leave_signals_alone()
    from platefront.commands.converge import ConvergeRequest
    from platefront.commands.converge import converge as run_levels
    from platefront.commands.places import free_place, place_of
    from platefront.convergence.files import check_study_folder
    from platefront.convergence.levels import Refinement

    folder = output if output is not None else place_of(case, "_convergence")
    if output is None and not force:
        folder = free_place(folder, lambda place: check_study_folder(place, force=False))
    request = ConvergeRequest(
        Refinement(levels, ratio, refine), quantity or (), tolerance, folder, force
    )
    raise typer.Exit(run_levels(loaded, case, request))


def sweep(  # noqa: PLR0913
    case: CaseFile,
    over: Annotated[
        list[str],
        typer.Option(
            "--over",
            metavar="KEY=VALUES",
            help='Key and its values: a list, "section.gap=50, 100 um", or a range from a to b of '
            'n values, "section.gap=50:150:5 um", ":log" after it for even ratios. May be given '
            "several times.",
        ),
    ],
    design: Annotated[
        Design,
        typer.Option(
            "--design",
            help="Combination of several keys: all with all (grid), first with first (zip), or "
            "spread evenly at random between a and b of a:b (latin).",
        ),
    ] = Design.GRID,
    samples: Annotated[
        int | None, typer.Option("--samples", help="Number of cells of --design latin.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of --design latin.")] = 0,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder [results/CASE_NAME_sweep].")
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, max=256, help="Cells at a time [one each processor]."),
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option(
            "--dask",
            metavar="ADDRESS",
            help="Run the cells on the workers of this Dask scheduler (tcp://HOST:PORT, or the "
            "path of its --scheduler-file).",
        ),
    ] = None,
    quantity: Annotated[
        list[str] | None,
        typer.Option(
            "--quantity",
            "-q",
            metavar="COLUMN",
            help="Column of the table to draw; may be repeated.",
        ),
    ] = None,
    retry: Annotated[bool, typer.Option("--retry", help="Run failed cells anew.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a sweep over other values.")
    ] = False,
    changed: Changes = None,
    trusted: Trusted = None,
) -> None:
    """Run a case over values of its keys.

    Each cell runs in a process of its own. The same command again goes on where a sweep stopped:
    cells that are done are kept, unless their case has changed. Writes a table, one row each cell,
    and a figure for one or two keys. Exit code 9 if a cell failed.
    """
    leave_signals_alone()
    from platefront.commands.places import place_of
    from platefront.commands.reporting import plain_console
    from platefront.commands.sweep import sweep as run_sweep
    from platefront.sweeping.request import SweepRequest

    trust_files(trusted)
    request = SweepRequest(
        over=over,
        design=design,
        samples=samples,
        seed=seed,
        changes=changed or (),
        output=output if output is not None else place_of(case, "_sweep"),
        force=force,
        retry=retry,
        jobs=jobs,
        dask=dask,
        quantities=quantity or (),
    )
    raise typer.Exit(run_sweep(case, request, plain_console()))


def verify(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="Benchmarks to run [all quick ones]."),
    ] = None,
    long: Annotated[bool, typer.Option("--long", help="Run the long ones instead.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Run quick and long ones.")] = False,
    nothing: Annotated[
        bool, typer.Option("--no-run", help="Run none; write the page from stored results.")
    ] = False,
    names_only: Annotated[
        bool, typer.Option("--list", help="List the benchmarks and exit.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Folder for numbers (JSON) and figures (PNG)."),
    ] = None,
    page: Annotated[
        Path | None,
        typer.Option(
            "--page",
            help="Write this page (Markdown) from all results stored beside it, including those "
            "of this run.",
        ),
    ] = None,
) -> None:
    """Compare platefront with independent references.

    Runs benchmarks: cases with an analytical solution, an ordinary differential equation or
    published values as reference. Prints every value, its reference, deviation and bound; exit
    code 7 if a bound is not met, 3 if a run failed. docs/verification.md is generated in this way.
    """
    leave_signals_alone()
    from platefront.commands.benchmarks import load_benchmarks

    benchmarks = load_benchmarks()
    if names_only:
        benchmarks.list_benchmarks()
        return
    quick, long = (everything or not long) and not nothing, (everything or long) and not nothing
    chosen = [] if nothing else names or []
    request = benchmarks.VerifyRequest(chosen, quick, long, output, page)
    raise typer.Exit(benchmarks.verify(request))
