"""Lithium density over the depth, as operando neutron depth profiling draws it.

The measurement counts lithium over the depth below the collector, with a resolution of some tenths
of a micrometre. Here the depth is the height y above the bottom, and the density is relative to
that of the metal: the area fraction of lithium in a strip.
"""

from __future__ import annotations

from math import ceil

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from platefront.figures.moments import chosen_moments, moment_text
from platefront.figures.palette import COLLECTOR, LITHIUM, OUTLINE
from platefront.figures.run_figure import RunFigure
from platefront.figures.run_view import RunView
from platefront.figures.style import column_figure, plain_axes
from platefront.geometry.arrays import Floats
from platefront.geometry.lengths import UM_PER_M
from platefront.results.reading import RunResults
from platefront.results.tables.depth_profile import DEPTH_BINS

MOST_PROFILES = 4
_MOST_STRIPS = 30
"""Strips over the part of the section that holds solids."""


def coarser(fractions: Floats, strips: int) -> Floats:
    """Return means over groups of strips, which conserve the area.

    Args:
        fractions: (n,) area fractions of strips of equal height.
        strips: number of strips in a group; the last group may have fewer.

    Returns:
        (ceil(n / strips),) area fractions.
    """
    starts = np.arange(0, len(fractions), strips)
    sizes = np.diff(np.append(starts, len(fractions)))
    means: Floats = np.add.reduceat(fractions, starts) / sizes
    return means


def group_size(strip: float, occupied: float, edge: float) -> int:
    """Return how many strips of the table are drawn as one.

    Args:
        strip: height of a strip of the table [µm].
        occupied: height up to which there are solids [µm].
        edge: length of edges of the front [µm], below which a strip shows the mesh; 0 if it is not
            known.
    """
    return max(1, ceil(max(edge, occupied / _MOST_STRIPS) / strip - 1e-9))


def depth_profile_figure(view: RunView) -> Figure:
    """Draw profiles below each other, each with that of the start as a line."""
    profile = view.run.depth_profile
    frames = profile.drop_duplicates("time_s")
    times, capacities = frames["time_s"].to_numpy(), frames["capacity_mAh_per_cm2"].to_numpy()
    chosen = chosen_moments(capacities, MOST_PROFILES)
    tables = [profile.iloc[DEPTH_BINS * i : DEPTH_BINS * (i + 1)] for i in chosen]
    figure = column_figure(view.title, 22.0 * len(chosen) + 16.0)
    panels = figure.subplots(len(chosen), 1, sharex=True, sharey=True, squeeze=False)[:, 0]
    strip = UM_PER_M * 2.0 * float(profile["y_m"].iloc[0])
    top = _occupied(tables, strip)
    group = group_size(strip, top, _edge_length(view))
    first = _grouped(tables[0], "lithium_fraction", group)
    edges = strip * np.minimum(np.arange(len(first) + 1) * group, DEPTH_BINS)
    for axes, index, table in zip(panels, chosen, tables, strict=True):
        plain_axes(axes)
        host, lithium = (_grouped(table, f"{name}_fraction", group) for name in _REGIONS)
        axes.stairs(host, edges, fill=True, color=COLLECTOR, alpha=0.18, linewidth=0.0)
        axes.stairs(lithium, edges, fill=True, color=LITHIUM, linewidth=0.0)
        axes.stairs(lithium, edges, color=OUTLINE, linewidth=0.7)
        axes.stairs(first, edges, color=OUTLINE, linewidth=0.7, linestyle=_DOTS)
        axes.set_title(moment_text(capacities[index], times[index], turns=view.turns))
    panels[0].set_xlim(0.0, min(1.1 * top, float(edges[-1])))
    panels[0].set_ylim(0.0, 1.05 * max(_highest(tables, group), 0.1))
    panels[-1].set_xlabel("depth y, from the bottom [µm]")
    figure.supylabel("lithium density / that of the metal", fontsize=7.0)
    _add_legend(panels[0], figure)
    return figure


_REGIONS = ("collector", "lithium")
_DOTS = (0.0, (1.5, 1.2))


def _add_legend(axes: Axes, figure: Figure) -> None:
    handles = [
        Patch(facecolor=LITHIUM, edgecolor=OUTLINE, linewidth=0.7, label="lithium"),
        Patch(facecolor=COLLECTOR, alpha=0.18, label="collector (fraction)"),
        axes.plot([], [], color=OUTLINE, linewidth=0.7, linestyle=_DOTS, label="lithium at start")[
            0
        ],
    ]
    figure.legend(handles=handles, loc="outside lower left", ncols=3)


def _grouped(table: pd.DataFrame, column: str, group: int) -> Floats:
    return coarser(table[column].to_numpy(dtype=np.float64), group)


def _occupied(tables: list[pd.DataFrame], strip: float) -> float:
    """Return the height up to which there is lithium or collector at a moment [µm]."""
    solid = [table["lithium_fraction"] + table["collector_fraction"] > 0.0 for table in tables]
    last = max((int(np.flatnonzero(part)[-1]) for part in solid if part.any()), default=-1)
    return strip * (last + 1) or strip * DEPTH_BINS


def _highest(tables: list[pd.DataFrame], group: int) -> float:
    columns = [f"{name}_fraction" for name in _REGIONS]
    return max(float(_grouped(table, name, group).max()) for table in tables for name in columns)


def _edge_length(view: RunView) -> float:
    """Return the median length of the edges of the front [µm]; 0 without a frame."""
    if not view.run.frames:
        return 0.0
    ends = view.state.front_points[view.state.front_edges]
    return float(np.median(np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1)))


def _lacks(run: RunResults) -> str | None:
    if not len(run.depth_profile):
        return "the run has written no fields"
    if not (run.depth_profile["lithium_fraction"] > 0.0).any():
        return "there is no lithium in the section: the front is fixed, or nothing is plated"
    return None


DEPTH_PROFILE = RunFigure(
    "depth_profile", "at which depth the lithium is", _lacks, depth_profile_figure
)
