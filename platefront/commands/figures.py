"""Command line of the pictures of runs: `figures`, `animate`, `compare` and `report`.

As in `platefront.cli`, modules are imported inside the commands that need them.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from platefront.results.reading import Frame


class FigureFormat(StrEnum):
    """File format of figures."""

    PNG = "png"
    PDF = "pdf"
    SVG = "svg"


Formats = Annotated[
    list[FigureFormat] | None,
    typer.Option("--format", help="Format of the files; may be given several times [png]."),
]
DotsPerInch = Annotated[
    int, typer.Option("--dpi", min=50, max=1200, help="Resolution, at the printed size.")
]


def figures(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="Results folder of a run.")],
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", metavar="NAME", help="Figure to draw; may be given several times [all]."
        ),
    ] = None,
    formats: Formats = None,
    dpi: DotsPerInch = 300,
    frame: Annotated[
        str | None,
        typer.Option(
            "--frame",
            help="Stored state that the maps show: its number from 0, or a time or capacity such "
            'as "2 h" or "1 mAh/cm^2", to which it is nearest. Its number is added to the names '
            "of the files; no curves are drawn unless they are named by --only.",
        ),
    ] = None,
) -> None:
    """Draw the figures of a run again from its results folder.

    They are a column of a journal wide (85 mm). Figures in which the run has nothing to show are
    left out, and named.
    """
    from platefront.case.problems import suggestion
    from platefront.figures.run_figures import FIGURES, FigureRequest, draw_run
    from platefront.results.folder import ResultsFolder
    from platefront.results.reading import read_results

    names = [figure.name for figure in FIGURES]
    for name in only or ():
        if name not in names:
            hints = "".join(f" {hint}" for _, hint in suggestion(name, names))
            raise typer.BadParameter(f"no figure {name!r}; there are {', '.join(names)}.{hints}")
    run = read_results(folder)
    number = None if frame is None else frame_number(frame, run.frames)
    chosen = FigureRequest(only or (), list(formats or [FigureFormat.PNG]), dpi, number)
    drawn = draw_run(run, ResultsFolder(folder).figures, chosen)
    for path in drawn.files:
        typer.echo(path)
    for name, reason in drawn.left_out.items():
        typer.echo(f"{name} is left out: {reason}")


def frame_number(text: str, frames: Sequence[Frame]) -> int:
    """Return the index of the frame that a number, a time or a capacity names.

    Raises:
        BadParameter: the text is neither, or there is no such frame.
    """
    from platefront.case.units import QuantityError, read_quantity
    from platefront.solvers.constants import COULOMB_PER_M2_PER_MAH_PER_CM2

    if not frames:
        raise typer.BadParameter("the run has written no fields, so that --frame has no choice")
    if text.removeprefix("-").isdecimal():
        if not -len(frames) <= int(text) < len(frames):
            raise typer.BadParameter(
                f"there is no frame {text}: the run has {len(frames)}, from 0 to {len(frames) - 1}"
            )
        return int(text) % len(frames)
    for unit, values in (
        ("s", [frame.time for frame in frames]),
        ("C/m^2", [COULOMB_PER_M2_PER_MAH_PER_CM2 * frame.capacity for frame in frames]),
    ):
        try:
            wanted = read_quantity(text, unit)
        except QuantityError:
            continue
        return min(range(len(frames)), key=lambda index: abs(values[index] - wanted))
    raise typer.BadParameter(
        f'--frame {text!r} is neither a number, nor a time such as "2 h", nor a capacity such as '
        '"1 mAh/cm^2"'
    )


class AnimationFormat(StrEnum):
    """File format of animations."""

    GIF = "gif"
    WEBP = "webp"


class Animated(StrEnum):
    """Quantity that is animated."""

    CURRENT_DENSITY = "current_density"
    CONCENTRATION = "concentration"
    PLATING_THICKNESS = "plating_thickness"


def animate(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="Results folder of a run.")],
    show: Annotated[
        Animated, typer.Option("--show", help="Quantity to show.")
    ] = Animated.PLATING_THICKNESS,
    kind: Annotated[
        AnimationFormat, typer.Option("--format", help="Format of the file.")
    ] = AnimationFormat.GIF,
    dpi: Annotated[
        int, typer.Option("--dpi", min=50, max=600, help="Resolution, at the printed size.")
    ] = 150,
    rate: Annotated[
        float, typer.Option("--rate", min=0.1, max=50.0, help="Stored states shown in a second.")
    ] = 4.0,
) -> None:
    """Animate a run from its stored states.

    Writes figures/QUANTITY.gif, or .webp, in which all states have one scale of colours. The states
    are those that the case asks for in [output].
    """
    from platefront.figures.animation import animate as write_animation
    from platefront.figures.run_view import RunView
    from platefront.results.folder import NoResultsError, ResultsFolder
    from platefront.results.reading import read_results

    run = read_results(folder)
    if not run.frames:
        raise NoResultsError(f"{folder} holds no written state yet.")
    path = ResultsFolder(folder).figures / f"{show}.{kind}"
    typer.echo(write_animation(RunView(run), show, path, dpi, rate))


def compare(
    first: Annotated[Path, typer.Argument(metavar="RUN", help="Results folder of a run.")],
    second: Annotated[Path, typer.Argument(metavar="RUN", help="Results folder of another run.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="Folder for table and image [RUN_vs_RUN beside the first]."
        ),
    ] = None,
    formats: Formats = None,
    dpi: DotsPerInch = 300,
) -> None:
    """Compare two runs.

    Writes a table and an image of both, such as upright and inverted.
    """
    from platefront.commands.compare import compare_runs

    compare_runs(
        first, second, output, formats=list(formats or [FigureFormat.PNG]), dots_per_inch=dpi
    )


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
    from platefront.results.folder import ResultsFolder

    if len(folders) == 1:
        return ResultsFolder(folders[0]).report
    from platefront.commands.compare import name_of_several

    return folders[0].resolve().parent / f"{name_of_several(folders)}.html"
