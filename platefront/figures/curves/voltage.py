"""Electrode potential and its parts against time."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from platefront.figures.moments import charge_axis
from platefront.figures.palette import CURVES, MUTED_TEXT, curve_look
from platefront.figures.run_figure import RunFigure
from platefront.figures.run_view import RunView
from platefront.figures.style import column_figure, keep_span, plain_axes
from platefront.results.reading import RunResults
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
_LEAST = 1e-6
"""Potential that no part with a curve stays below [V]."""
LEAST_SPAN = 1.0
"""Least range of potentials that is drawn [mV]."""
_MV = 1e3


def voltage_figure(view: RunView) -> Figure:
    """Draw the electrode potential, and below it the parts that add up to it."""
    history = view.run.history
    figure = column_figure(view.title, 100.0)
    whole, parts = figure.subplots(2, 1, sharex=True)
    time, label = charge_axis(history, by_time=True)
    plain_axes(whole)
    whole.plot(time, potential(history), color=CURVES[0])
    keep_span(whole, LEAST_SPAN)
    whole.set_ylabel("potential [mV]")
    whole.set_title("electrode potential against the counter electrode")
    draw_parts(parts, history, time)
    add_legend(figure, parts)
    parts.set_xlabel(label)
    return figure


def potential(history: pd.DataFrame) -> pd.Series[float]:
    """Return the electrode potential [mV]."""
    return _MV * history["electrode_potential_V"].astype(float)


def add_legend(figure: Figure, parts: Axes) -> None:
    """Name the parts below the figure, if any are drawn."""
    handles, names = parts.get_legend_handles_labels()
    if handles:
        figure.legend(handles, names, loc="outside lower left", ncols=2)


def draw_parts(axes: Axes, history: pd.DataFrame, along: pd.Series[float]) -> None:
    """Draw the parts of the potential that are not zero.

    Args:
        axes: axes of the panel.
        history: rows to draw.
        along: their places on the horizontal axis.
    """
    plain_axes(axes)
    axes.axhline(0.0, color=MUTED_TEXT, linewidth=0.6)
    named = {part: history[f"{part}_V"].astype(float) for part in voltage_parts(history)}
    drawn = {part: values for part, values in named.items() if values.abs().max() > _LEAST}
    for number, (part, values) in enumerate(drawn.items()):
        axes.plot(along, _MV * values, label=_LABELS[part], **curve_look(number))
    axes.set_ylabel("part of it [mV]")
    axes.set_title("parts of the potential while a current flows")


def voltage_parts(history: pd.DataFrame) -> list[str]:
    """Return the parts that a history has columns of; early versions wrote fewer."""
    return [part for part in VOLTAGE_PARTS if f"{part}_V" in history.columns]


def lacks_voltage(run: RunResults) -> str | None:
    """Return why there is no electrode potential with parts; None if there is one."""
    parts = [f"{part}_V" for part in voltage_parts(run.history)]
    if not parts or not run.history[parts[0]].notna().any():
        return "there is no electrode potential with parts: it has no kinetics or no current"
    return None


VOLTAGE = RunFigure(
    "voltage", "the electrode potential in time and its parts", lacks_voltage, voltage_figure
)
