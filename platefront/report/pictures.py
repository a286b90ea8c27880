"""Figures and moving pictures of runs for their report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from platefront.figures.maps.plating_thickness import THICKNESS_MAP
from platefront.figures.run_figures import FIGURES
from platefront.figures.run_view import RunView
from platefront.figures.scene import load_scene
from platefront.figures.style import column_style
from platefront.report.embedded import Embedded, embedded
from platefront.results.reading import RunResults

_FIGURE_DOTS, _FRAME_DOTS = 220, 150
"""Resolution of figures and of pictures of an animation [1/inch]."""
_MOST_FRAMES = 32
"""Pictures of an animation."""
_INSTEAD = {"filling_sequence", "plating_thickness"}
"""Figures in whose place there is the animation."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure of every run.

    Attributes:
        name: of the figure.
        answers: what it shows.
        pictures: of each run; a text says why there is none.
    """

    name: str
    answers: str
    pictures: list[Embedded | str]


def figure_rows(views: Sequence[RunView]) -> list[FigureRow]:
    """Draw the figures in which at least one of the runs has something to show."""
    rows = []
    for figure in FIGURES:
        if figure.name in _INSTEAD:
            continue
        pictures: list[Embedded | str] = []
        for view in views:
            reason = figure.lacks(view.run)
            if reason is not None:
                pictures.append(reason)
                continue
            with column_style():
                text = f"{figure.answers}: {view.title}"
                pictures.append(embedded(figure.draw(view), text, _FIGURE_DOTS))
        if any(isinstance(picture, Embedded) for picture in pictures):
            rows.append(FigureRow(figure.name, figure.answers, pictures))
    return rows


def moving_pictures(view: RunView) -> list[Embedded]:
    """Draw the section at the stored states, or evenly chosen ones of many; none without any."""
    chosen = _chosen(view.run)
    if not chosen:
        return []
    scenes = [load_scene(view.run.frames[index]) for index in chosen]
    pictures = []
    for scene in scenes:
        moment = view.moment(scene)
        with column_style():
            figure = THICKNESS_MAP.page("", moment, scene, scenes)
            pictures.append(embedded(figure, f"section at {moment}", _FRAME_DOTS))
    return pictures


def _chosen(run: RunResults) -> list[int]:
    count = len(run.frames)
    chosen = np.linspace(0, count - 1, min(count, _MOST_FRAMES)).round().astype(int)
    return [int(index) for index in np.unique(chosen)]
