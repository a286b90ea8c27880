"""Map of a result over the two keys of a sweep, with lines of constant Wagner number."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.tri import Triangulation

from platefront.figures.palette import CASING, MUTED_TEXT, OUTLINE, thickness_map
from platefront.figures.style import new_figure
from platefront.geometry.arrays import Floats
from platefront.sweeping.cell_case import WAGNER
from platefront.sweeping.figures.quantity import SweptAxis
from platefront.sweeping.record import CellState

_MARKS = {
    CellState.FINISHED: (".", CASING, MUTED_TEXT),
    CellState.FAILED: ("x", OUTLINE, OUTLINE),
    CellState.INTERRUPTED: ("d", "none", OUTLINE),
    CellState.OPEN: ("o", "none", OUTLINE),
}
"""State → marker, colour of its inside, colour of its edge."""
_LEVELS = np.array([1.0, 2.0, 5.0])
_AREA = 1e-6
"""Smallest share of the map that points must span for lines through them."""


def map_figure(table: pd.DataFrame, x: SweptAxis, y: SweptAxis, column: str) -> Figure:
    """Draw a column over two keys: fields of a grid, or the points of another design.

    Args:
        table: table of the sweep.
        x: places of its cells across.
        y: places of its cells up.
        column: column to draw; cells that are not finished have no colour.
    """
    figure = new_figure(5.6, 4.2)
    axes = figure.subplots()
    finished = np.asarray(table["status"] == CellState.FINISHED.value)
    values: Floats = np.where(finished, np.asarray(table[column], dtype=np.float64), np.nan)
    scale = ScalarMappable(_range(values), thickness_map())
    across, up = _plain(x), _plain(y)
    grid = _grid(across, up, values)
    if grid is not None:
        columns, rows, field = grid
        axes.pcolormesh(_edges(columns), _edges(rows), field, cmap=scale.cmap, norm=scale.norm)
        if scale.norm.vmax > scale.norm.vmin:
            axes.contour(columns, rows, field, levels=6, colors=CASING, linewidths=0.7)
    else:
        axes.scatter(across, up, s=110.0, c=values, cmap=scale.cmap, norm=scale.norm, zorder=2)
    handles = _marks(axes, table, across, up)
    if not x.names and not y.names and _wagner_lines(axes, table, across, up):
        line = Line2D([], [], color=OUTLINE, linestyle="--", linewidth=1.0)
        line.set_label("Wagner number")
        handles.append(line)
    for axis, ticks, label in (
        (x, axes.set_xticks, axes.set_xlabel),
        (y, axes.set_yticks, axes.set_ylabel),
    ):
        places, names = _ticks(axis)
        ticks(places, names)
        label(axis.label)
    figure.colorbar(scale, ax=axes, label=column.replace("_", " "))
    figure.legend(handles=handles, loc="outside lower center", ncols=len(handles))
    return figure


def _plain(axis: SweptAxis) -> Floats:
    """Return the places on an even axis: logarithms where the axis is logarithmic."""
    return np.log10(axis.places) if axis.is_logarithmic else axis.places


def _ticks(axis: SweptAxis) -> tuple[Floats, list[str]]:
    if axis.names:
        return np.arange(len(axis.names), dtype=np.float64), list(axis.names)
    values = np.unique(axis.places)
    if len(values) > 8:
        values = values[:: -(-len(values) // 8)]
    places = np.log10(values) if axis.is_logarithmic else values
    return places, [f"{value:.3g}" for value in values]


def _range(values: Floats) -> Normalize:
    known = values[np.isfinite(values)]
    return Normalize(known.min(), known.max()) if len(known) else Normalize(0.0, 1.0)


def _grid(x: Floats, y: Floats, values: Floats) -> tuple[Floats, Floats, Floats] | None:
    """Return columns, rows and field of a full grid; None for other designs."""
    columns, rows = np.unique(x), np.unique(y)
    if min(len(columns), len(rows)) < 2 or len(columns) * len(rows) != len(values):
        return None
    field = np.full((len(rows), len(columns)), np.nan)
    at = np.searchsorted(rows, y), np.searchsorted(columns, x)
    if len(np.unique(at[0] * len(columns) + at[1])) != len(values):
        return None
    field[at] = values
    return columns, rows, field


def _edges(centres: Floats) -> Floats:
    middle = 0.5 * (centres[1:] + centres[:-1])
    first, last = centres[0] - (middle[0] - centres[0]), centres[-1] + (centres[-1] - middle[-1])
    return np.concatenate([[first], middle, [last]])


def _marks(axes: Axes, table: pd.DataFrame, x: Floats, y: Floats) -> list[Line2D]:
    """Mark the state of every cell; return the entries of the legend."""
    handles = []
    for state, (marker, inside, edge) in _MARKS.items():
        chosen = np.asarray(table["status"] == state.value)
        if chosen.any():
            (line,) = axes.plot(
                x[chosen],
                y[chosen],
                linestyle="none",
                marker=marker,
                markerfacecolor=inside,
                markeredgecolor=edge,
                markersize=6.0,
                label=state.value,
                zorder=4,
            )
            handles.append(line)
    return handles


def _wagner_lines(axes: Axes, table: pd.DataFrame, x: Floats, y: Floats) -> bool:
    """Draw lines of constant Wagner number through the cells that have one; True if there are."""
    wagner: Floats = np.asarray(table[WAGNER], dtype=np.float64)
    known = np.isfinite(wagner) & (wagner > 0.0)
    x, y, wagner = x[known], y[known], np.log10(wagner[known])
    if len(wagner) < 4 or np.ptp(wagner) < 1e-9:
        return False
    spread = np.column_stack([x, y]) - [x.mean(), y.mean()]
    scale = np.ptp(spread, axis=0)
    if (scale == 0.0).any() or abs(np.linalg.svd(spread / scale)[1]).min() < _AREA:
        return False
    decades = np.arange(np.floor(wagner.min()), np.ceil(wagner.max()) + 1.0)
    levels = np.sort((decades[:, None] + np.log10(_LEVELS)).ravel())
    levels = levels[(levels > wagner.min()) & (levels < wagner.max())]
    if not len(levels):
        levels = np.array([0.5 * (wagner.min() + wagner.max())])
    triangles = Triangulation(x / scale[0], y / scale[1]).triangles
    lines = axes.tricontour(
        Triangulation(x, y, triangles), wagner, levels=levels, colors=OUTLINE, linestyles="--"
    )
    lines.set_linewidth(1.0)
    lines.set_path_effects([withStroke(linewidth=2.6, foreground=CASING)])
    axes.clabel(lines, fmt=lambda level: f"Wa = {10.0**level:.3g}", fontsize=7)
    return True
