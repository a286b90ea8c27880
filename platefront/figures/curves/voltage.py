"""Electrode potential and its parts against time."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from platefront.figures.moments import time_axis
from platefront.figures.palette import CURVES, MUTED_TEXT
from platefront.figures.style import new_figure, plain_axes
from platefront.results.tables.history import VOLTAGE_PARTS

_LABELS = {
    "equilibrium": "equilibrium",
    "kinetic": "reaction, front",
    "counter": "reaction, counter electrode",
    "capillary": "capillarity",
    "nucleation": "nucleation",
    "film": "film",
    "deposit": "deposit",
    "concentration": "concentration",
    "ohmic": "ohmic, electrolyte",
    "electronic": "ohmic, solids",
}
_STYLES = ("solid", "dashed", "dashdot", "dotted")
"""Lines of the parts, to be told apart in greyscale."""
_LEAST = 1e-6
"""Potential that no part with a curve stays below [V]."""
_MV = 1e3


def voltage_figure(history: pd.DataFrame) -> Figure:
    """Draw the electrode potential, and below it the parts that add up to it.

    Args:
        history: history table of a run with an electrode potential.
    """
    figure = new_figure(5.6, 5.4)
    whole, parts = figure.subplots(2, 1, sharex=True)
    time, label = time_axis(history)
    plain_axes(whole)
    whole.plot(time, _MV * history["electrode_potential_V"], color=CURVES[0])
    whole.set_ylabel("electrode potential [mV]")
    whole.set_title("Electrode potential against the counter electrode")
    if _draw_parts(parts, history, time):
        figure.legend(*parts.get_legend_handles_labels(), loc="outside lower center", ncols=2)
    parts.set_xlabel(label)
    return figure


def has_voltage(history: pd.DataFrame) -> bool:
    """Return True if a history has an electrode potential with parts."""
    column = f"{VOLTAGE_PARTS[0]}_V"
    return column in history.columns and bool(history[column].notna().any())


def _draw_parts(axes: Axes, history: pd.DataFrame, time: pd.Series[float]) -> bool:
    """Draw the parts that are not zero; return True if there are any."""
    plain_axes(axes)
    axes.axhline(0.0, color=MUTED_TEXT, linewidth=0.9)
    named = {part: history[f"{part}_V"].astype(float) for part in VOLTAGE_PARTS}
    drawn = {part: values for part, values in named.items() if values.abs().max() > _LEAST}
    for number, (part, values) in enumerate(drawn.items()):
        axes.plot(
            time,
            _MV * values,
            color=CURVES[number % len(CURVES)],
            linestyle=_STYLES[number // len(CURVES) % len(_STYLES)],
            label=_LABELS[part],
        )
    axes.set_ylabel("part of it [mV]")
    axes.set_title("Its parts, while a current flows")
    return bool(drawn)
