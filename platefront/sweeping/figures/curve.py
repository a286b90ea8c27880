"""Curves of results over the one key of a sweep."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from platefront.figures.palette import CURVES, MUTED_TEXT
from platefront.figures.style import new_figure, plain_axes
from platefront.sweeping.figures.quantity import SweptAxis
from platefront.sweeping.record import CellState


def curve_figure(table: pd.DataFrame, axis: SweptAxis, columns: Sequence[str]) -> Figure:
    """Draw one panel for each column; a cross below marks cells without an end."""
    figure = new_figure(5.0, 0.8 + 1.7 * len(columns))
    panels = np.atleast_1d(figure.subplots(len(columns), 1, sharex=True))
    order = np.argsort(axis.places, kind="stable")
    missing = axis.places[np.asarray(table["status"] != CellState.FINISHED.value)]
    for number, (axes, column) in enumerate(zip(panels, columns, strict=True)):
        values = np.asarray(table[column], dtype=np.float64)
        finished = np.where(table["status"] == CellState.FINISHED.value, values, np.nan)
        style = "o" if axis.names else "o-"
        axes.plot(axis.places[order], finished[order], style, color=CURVES[number % len(CURVES)])
        axes.plot(
            missing,
            np.full(len(missing), 0.04),
            "x",
            color=MUTED_TEXT,
            transform=axes.get_xaxis_transform(),
        )
        axes.set_ylabel(column.replace("_", " "), fontsize=7.5)
        plain_axes(axes)
    last = panels[-1]
    if axis.names:
        last.set_xticks(range(len(axis.names)), axis.names)
    elif axis.is_logarithmic:
        last.set_xscale("log")
    last.set_xlabel(axis.label)
    return figure
