"""Kind of figure of a run: what it answers, what it needs, how it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from matplotlib.figure import Figure

from platefront.figures.run_view import RunView
from platefront.results.reading import RunResults


@dataclass(frozen=True, slots=True)
class RunFigure:
    """Figure that can be drawn of every run that has something to show in it.

    Attributes:
        name: of its file.
        answers: what it shows, in a few words.
        lacks: why a run has nothing to show in it; None if it has.
        draw: draws it.
        of_one_state: True if it shows one state of the run, which may be chosen.
    """

    name: str
    answers: str
    lacks: Callable[[RunResults], str | None]
    draw: Callable[[RunView], Figure]
    of_one_state: bool = False


def lacks_frames(run: RunResults) -> str | None:
    """Return why there is no state to draw; None if there is one."""
    return None if run.frames else "the run has written no fields"


def lacks_rows(run: RunResults) -> str | None:
    """Return why there are no curves to draw; None if there are."""
    return None if len(run.history) else "the run has completed no step"
