"""All figures of a run, drawn from its results folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from platefront.figures.curves.charge_by_surface import CHARGE_BY_SURFACE
from platefront.figures.curves.cycles import CYCLES
from platefront.figures.curves.depth_profile import DEPTH_PROFILE
from platefront.figures.curves.evenness import EVENNESS
from platefront.figures.curves.share_and_gap import BOTTOM_SHARE_AND_GAP
from platefront.figures.curves.voltage import VOLTAGE
from platefront.figures.curves.voltage_by_capacity import VOLTAGE_BY_CAPACITY
from platefront.figures.maps.concentration import CONCENTRATION
from platefront.figures.maps.current_density import CURRENT_DENSITY
from platefront.figures.maps.filling_sequence import FILLING_SEQUENCE
from platefront.figures.maps.plating_thickness import PLATING_THICKNESS
from platefront.figures.run_view import RunView
from platefront.figures.style import COLUMN_DOTS_PER_INCH, column_style, save
from platefront.results.folder import ResultsFolder
from platefront.results.reading import RunResults, read_results

FIGURES = (
    CURRENT_DENSITY,
    CONCENTRATION,
    PLATING_THICKNESS,
    FILLING_SEQUENCE,
    VOLTAGE,
    VOLTAGE_BY_CAPACITY,
    CHARGE_BY_SURFACE,
    EVENNESS,
    BOTTOM_SHARE_AND_GAP,
    DEPTH_PROFILE,
    CYCLES,
)
"""The figures of a run; a new one is a file with its `RunFigure`, and its place here."""


@dataclass(frozen=True, slots=True)
class FigureRequest:
    """Choice of figures, and how they are drawn.

    Attributes:
        names: of the figures; empty for all.
        formats: extensions of the files, of `style.FORMATS`.
        dots_per_inch: resolution.
        frame: index of the frame that figures of one state show, whose number is added to the names
            of the files; no others are drawn unless they are named. None for the end of the run.
    """

    names: Sequence[str] = ()
    formats: Sequence[str] = ("png",)
    dots_per_inch: int = COLUMN_DOTS_PER_INCH
    frame: int | None = None


@dataclass(frozen=True, slots=True)
class DrawnFigures:
    """Figures of a run.

    Attributes:
        files: paths of the files.
        left_out: name of each figure that has nothing to show → why.
    """

    files: list[Path] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)


_ALL = FigureRequest()


def make_figures(folder: Path, request: FigureRequest = _ALL) -> DrawnFigures:
    """Draw the figures of a run into its `figures` folder, replacing earlier ones.

    A run without frames gives the curves only.

    Args:
        folder: results folder of a run: finished, interrupted or killed.
        request: which figures, and how.

    Raises:
        NoResultsError: the folder contains no results.
    """
    return draw_run(read_results(folder), ResultsFolder(folder).figures, request)


def draw_run(run: RunResults, target: Path, request: FigureRequest = _ALL) -> DrawnFigures:
    """Draw the figures of a run into a folder."""
    view, drawn = RunView(run, request.frame), DrawnFigures()
    for figure in FIGURES:
        wanted = figure.name in request.names if request.names else True
        if not wanted or (
            request.frame is not None and not request.names and not figure.of_one_state
        ):
            continue
        if (reason := figure.lacks(run)) is not None:
            drawn.left_out[figure.name] = reason
            continue
        chosen = figure.of_one_state and request.frame is not None
        stem = f"{figure.name}_{request.frame}" if chosen else figure.name
        with column_style():
            page = figure.draw(view)
            drawn.files.extend(
                save(page, target / f"{stem}.{kind}", request.dots_per_inch, trimmed=False)
                for kind in request.formats
            )
    return drawn
