"""Figure of a convergence study: values of every quantity, and all differences."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullLocator

from platefront.convergence.refined import Refined
from platefront.convergence.study import Sequel, Study
from platefront.figures.palette import CURVES, MUTED_TEXT
from platefront.figures.style import new_figure, plain_axes
from platefront.geometry.lengths import micrometres

_MARKERS = "osD^vP*X<>"
_DASHED = (0, (4, 3))
_TWO_COLUMNS = 6
"""Largest number of quantities in two columns; more are shown in three."""


def convergence_figure(study: Study, title: str) -> Figure:
    """Draw the change with each refinement (left) and each quantity by level (right).

    Args:
        study: study with at least one level.
        title: title of the case.
    """
    columns = 2 if len(study.sequels) <= _TWO_COLUMNS else 3
    rows = max(1, math.ceil(len(study.sequels) / columns))
    figure = new_figure(5.0 + 2.5 * columns, max(4.4, 1.0 + 1.55 * rows))
    figure.suptitle(title, x=0.008, ha="left", fontsize=10.5, fontweight="bold")
    left, right = figure.subfigures(1, 2, width_ratios=(5.0, 2.5 * columns))
    size = _sizes(study)
    _draw_changes(left.subplots(), study, size)
    _draw_values(right, study, size, (rows, columns))
    return figure


def _sizes(study: Study) -> list[float]:
    """Return edge length [µm] by level, or mean time step [s] if only that is refined."""
    if study.refinement.what is Refined.TIME:
        return [run.mean_step for run in study.runs]
    return [micrometres(run.edge) for run in study.runs]


def _size_label(study: Study) -> str:
    time = study.refinement.what is Refined.TIME
    return "mean time step [s]" if time else "front edge length h [µm]"


def _level_axis(axes: Axes, size: Sequence[float]) -> None:
    """Set a logarithmic axis with a tick at each level, the finest on the left."""
    axes.set_xscale("log")
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xticks(size, [f"{value:.3g}" for value in size])
    margin = max(size[0] / size[-1], 1.5) ** 0.12
    axes.set_xlim(size[-1] / margin, size[0] * margin)


def _styles(study: Study) -> Iterator[tuple[Sequel, str, str]]:
    """Yield every quantity with its colour and marker."""
    for index, sequel in enumerate(study.sequels):
        yield sequel, CURVES[index % len(CURVES)], _MARKERS[index % len(_MARKERS)]


def _draw_changes(axes: Axes, study: Study, size: Sequence[float]) -> None:
    """Draw relative differences from the next coarser level, and the final uncertainties."""
    plain_axes(axes)
    _level_axis(axes, size[1:] or size)
    drawn: list[float] = []
    for sequel, colour, marker in _styles(study):
        changes = [_percent(sequel, step.difference) for step in sequel.steps[1:]]
        axes.plot(size[1:], changes, color=colour, marker=marker, markersize=5, linewidth=1.4)
        band = _percent(sequel, sequel.finest.uncertainty)
        axes.plot(size[-1], band, color=colour, marker=marker, markersize=8, markerfacecolor="none")
        drawn += [value for value in [*changes, band] if np.isfinite(value)]
    if study.tolerance is not None:
        drawn.append(100.0 * study.tolerance)
        _draw_tolerance(axes, drawn[-1])
    if drawn:
        low, high = min(drawn) / 8.0, max(drawn) * 2.0
        axes.set_yscale("log")
        axes.set_ylim(low, high)
        if len(size) > 2:
            _draw_slopes(axes, size, low)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.set_xlabel(_size_label(study))
    axes.set_ylabel("relative change [%]")
    axes.set_title("Change from the coarser level (open: uncertainty)")


def _draw_tolerance(axes: Axes, limit: float) -> None:
    axes.axhline(limit, color=MUTED_TEXT, linewidth=1.0, linestyle=_DASHED)
    axes.annotate(
        f"tolerance {limit:.3g} %",
        (0.5, limit),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        xytext=(0, 3),
        ha="center",
        fontsize=7.5,
        color=MUTED_TEXT,
    )


def _draw_slopes(axes: Axes, size: Sequence[float], low: float) -> None:
    """Draw reference slopes of orders 1 and 2 along the bottom of the panel."""
    span = np.array([size[-1], size[1]])
    for order in (1, 2):
        line = 1.5 * low * (span / span[0]) ** order
        axes.plot(span, line, color=MUTED_TEXT, linewidth=0.9, alpha=0.7)
        axes.annotate(
            f"order {order}",
            (span[1], line[1]),
            textcoords="offset points",
            xytext=(3, -2),
            fontsize=7.0,
            color=MUTED_TEXT,
        )


def _draw_values(
    figure: SubFigure, study: Study, size: Sequence[float], shape: tuple[int, int]
) -> None:
    """Draw a panel for each quantity, with its limit and the uncertainty of its last value."""
    panels = figure.subplots(*shape, squeeze=False).ravel()
    for (sequel, colour, marker), axes in zip(_styles(study), panels, strict=False):
        plain_axes(axes)
        _level_axis(axes, size)
        finest, quantity = sequel.finest, sequel.quantity
        if finest.estimate is not None and not quantity.vanishes:
            axes.axhline(finest.estimate, color=colour, linewidth=0.9, linestyle=_DASHED)
        axes.errorbar(
            size[-1],
            sequel.values[-1],
            finest.uncertainty or 0.0,
            color=colour,
            capsize=3,
            elinewidth=1.1,
        )
        axes.plot(size, sequel.values, color=colour, marker=marker, markersize=4.5, linewidth=1.4)
        axes.yaxis.set_major_locator(MaxNLocator(4))
        axes.ticklabel_format(axis="y", useOffset=False, scilimits=(-3, 4))
        axes.tick_params(labelsize=7.0)
        unit = "" if quantity.unit == "1" else f" [{quantity.unit}]"
        order = "" if finest.order is None else f"\norder {finest.order:.2f}"
        axes.set_title(f"{quantity.label}{unit}{order}", fontsize=7.5, color=colour)
    for axes in panels[len(study.sequels) :]:
        axes.set_visible(False)
    figure.supxlabel(_size_label(study), fontsize=8.0)


def _percent(sequel: Sequel, difference: float | None) -> float:
    """Return the magnitude of a relative difference [%]; nan if there is none."""
    relative = sequel.relative(difference)
    return 100.0 * abs(relative) if relative else np.nan
