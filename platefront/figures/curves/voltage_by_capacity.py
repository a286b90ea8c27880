"""Electrode potential and its parts against the charge that passes, cycle by cycle."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from platefront.figures.curves.voltage import (
    LEAST_SPAN,
    add_legend,
    draw_parts,
    lacks_voltage,
    potential,
)
from platefront.figures.palette import CURVES, curve_look
from platefront.figures.run_figure import RunFigure
from platefront.figures.run_view import RunView
from platefront.figures.scene import LEAST_CAPACITY
from platefront.figures.style import column_figure, keep_span, plain_axes
from platefront.results.reading import RunResults

_CHARGE = "passed charge [mAh/cm²]"
_MOST_CYCLES = 3
_REST = 1e-6
"""Share of the largest current below which there is none."""


def half_cycles(history: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the parts of a history in which charge of one sign passes.

    Returns:
        Rows of each part, with the charge passed since its begin as a column `passed` [mAh/cm²],
        positive in either direction. Rests within a part are left out, those between parts are in
        none.
    """
    capacity = history["capacity_mAh_per_cm2"].to_numpy(dtype=float)
    current = np.abs(history["current_density_A_per_m2"].to_numpy(dtype=float)[1:])
    flows = np.isfinite(current) & (current > _REST * np.nanmax(current, initial=0.0))
    change = np.where(flows, np.diff(capacity), 0.0)
    moves = np.flatnonzero(change)
    parts = []
    for steps in np.split(moves, np.flatnonzero(np.diff(np.sign(change[moves]))) + 1):
        rows = np.unique(np.concatenate((steps, steps + 1)))  # the states before and after each
        passed = np.abs(capacity[rows] - capacity[rows[:1]])
        if len(rows) and passed[-1] > LEAST_CAPACITY:
            parts.append(history.iloc[rows].assign(passed=passed))
    return parts


def is_plating(part: pd.DataFrame) -> bool:
    """Return True for a half cycle in which metal is plated."""
    capacity = part["capacity_mAh_per_cm2"]
    return bool(capacity.iloc[-1] > capacity.iloc[0])


def shown_cycles(cycles: list[int]) -> list[int]:
    """Return the numbers of the first, the middle and the last cycle."""
    if len(cycles) <= _MOST_CYCLES:
        return cycles
    return [cycles[0], cycles[(len(cycles) - 1) // 2], cycles[-1]]


def voltage_by_capacity_figure(view: RunView) -> Figure:
    """Draw the potential of some cycles, and below it its parts while metal is plated.

    A run that only plates, or only strips, is one curve against its capacity.
    """
    figure = column_figure(view.title, 100.0)
    whole, parts = figure.subplots(2, 1)
    plain_axes(whole)
    whole.set_ylabel("potential [mV]")
    if view.turns:
        _draw_cycles(whole, parts, half_cycles(view.run.history))
    else:
        history = view.run.history
        capacity = history["capacity_mAh_per_cm2"]
        whole.plot(capacity, potential(history), color=CURVES[0])
        keep_span(whole, LEAST_SPAN)
        whole.set_title("electrode potential against the counter electrode")
        draw_parts(parts, history, capacity)
        parts.set_xlabel("plated capacity [mAh/cm²]")
        parts.sharex(whole)
        whole.tick_params(labelbottom=False)
    add_legend(figure, parts)
    return figure


def _draw_cycles(whole: Axes, parts: Axes, halves: list[pd.DataFrame]) -> None:
    """Draw plating and stripping of some cycles over the charge since they began."""
    numbers = shown_cycles(sorted({int(half["cycle"].iloc[-1]) for half in halves}))
    for look, number in enumerate(numbers):
        label = f"cycle {number}"
        for half in halves:
            if int(half["cycle"].iloc[-1]) == number:
                whole.plot(half["passed"], potential(half), label=label, **curve_look(look))
                label = "_"
    whole.set_title("electrode potential of plating (below) and stripping")
    whole.set_xlabel(_CHARGE)
    whole.legend()
    last = [half for half in halves if is_plating(half)][-1]
    draw_parts(parts, last, last["passed"])
    parts.set_title(f"parts of the potential while plating, cycle {int(last['cycle'].iloc[-1])}")
    parts.set_xlabel(_CHARGE)


def _lacks(run: RunResults) -> str | None:
    if run.history["capacity_mAh_per_cm2"].abs().max() <= LEAST_CAPACITY:
        return "no charge has passed"
    return lacks_voltage(run)


VOLTAGE_BY_CAPACITY = RunFigure(
    "voltage_by_capacity",
    "the electrode potential against the charge, with dip and plateau, and its parts",
    _lacks,
    voltage_by_capacity_figure,
)
