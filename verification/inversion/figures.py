"""Figures of docs/inversion.md: the map in case-file units, and in dimensionless numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.colors import Colormap, LinearSegmentedColormap
from matplotlib.figure import Figure

from platefront.figures.palette import CURVES, LITHIUM, OUTLINE
from platefront.figures.style import figure_style, new_figure, plain_axes, save
from platefront.geometry.arrays import Floats
from verification.inversion.cloth_cell import ClothCell
from verification.inversion.groups import cloth_of, groups_of
from verification.inversion.line import columns_of
from verification.inversion.outcome import RunOutcome
from verification.inversion.sets import BARRIERS, CURRENTS, EXCHANGE_CURRENTS, POOR
from verification.inversion.two_surfaces import half_line

_RIGHT, _BOTTOM, _TOP = 11.0, -0.4, 7.0
"""Ends of the axes over RT/F."""


def share_map() -> Colormap:
    """Return a map from grey (upper half) over white at one half to lithium's orange (lower)."""
    return LinearSegmentedColormap.from_list("platefront_share", ["#5b6470", "#f7f7f7", LITHIUM])


def map_figure(stored: Mapping[ClothCell, RunOutcome]) -> Figure:
    """Draw the bottom share over barrier and exchange current density, a panel for each current."""
    figure = new_figure(8.4, 3.9)
    panels = figure.subplots(1, len(CURRENTS), sharey=True)
    for axes, current in zip(panels, CURRENTS, strict=True):
        _panel(axes, stored, current)
    panels[0].set_ylabel("nucleation barrier of bare carbon [mV]")
    return figure


def _panel(axes: Axes, stored: Mapping[ClothCell, RunOutcome], current: float) -> None:
    shares = np.full((len(BARRIERS), len(EXCHANGE_CURRENTS)), np.nan)
    for row, barrier in enumerate(BARRIERS):
        for column, exchange in enumerate(EXCHANGE_CURRENTS):
            trial = ClothCell(current=current, barrier=barrier, exchange_current=exchange)
            outcome = stored.get(trial)
            if outcome is None or not outcome.counts:
                axes.text(column, row, "ended" if outcome else "", ha="center", va="center")
                continue
            share = outcome.end.bottom_share or 0.0
            shares[row, column] = share
            axes.text(
                column,
                row,
                f"{share:.2f}",
                ha="center",
                va="center",
                fontsize=7.5,
                color=OUTLINE,
                # lines are drawn over the cell, not over its number
                bbox={"pad": 0.6, "linewidth": 0, "facecolor": share_map()(share)},
                zorder=4,
            )
    axes.imshow(shares, cmap=share_map(), vmin=0.0, vmax=1.0, origin="lower", aspect="auto")
    for line in columns_of(stored):
        trial, crossing = line.trial, line.crossing
        if trial.current == current and crossing is not None:
            place = EXCHANGE_CURRENTS.index(trial.exchange_current)
            height = float(np.interp(crossing.barrier, BARRIERS, range(len(BARRIERS))))
            axes.plot([place - 0.5, place + 0.5], 2 * [height], color=OUTLINE, linewidth=2.0)
    for place, exchange in enumerate(EXCHANGE_CURRENTS):
        groups = groups_of(ClothCell(current=current, exchange_current=exchange))
        needed = groups.needed * 1e3 * cloth_of(2.93, 50.0).thermal_voltage
        height = float(np.interp(needed, BARRIERS, range(len(BARRIERS)), left=np.nan, right=np.nan))
        axes.plot([place - 0.5, place + 0.5], 2 * [height], color=CURVES[0], linestyle=(0, (2, 1)))
    axes.set_xticks(range(len(EXCHANGE_CURRENTS)), [f"{x:g}" for x in EXCHANGE_CURRENTS])
    axes.set_yticks(range(len(BARRIERS)), [f"{x:g}" for x in BARRIERS])
    axes.set_xlim(-0.5, len(EXCHANGE_CURRENTS) - 0.5)
    axes.set_ylim(-0.5, len(BARRIERS) - 0.5)
    axes.set_title(f"{current:g} mA/cm²")
    axes.set_xlabel("exchange current density [A/m²]")


def groups_figure(
    stored: Mapping[ClothCell, RunOutcome], path: Mapping[ClothCell, RunOutcome]
) -> Figure:
    """Draw cells and crossings over η and the barrier less Δφ, all over RT/F."""
    figure = new_figure(8.4, 4.3)
    left, right = figure.subplots(1, 2, sharey=True)
    points = _cells(left, stored)
    left.set_title("share of the lower half")
    for name, label, marker, trials in (
        ("map", "cloth of the study", "o", stored),
        ("poor", "a tenth of the conductivity", "s", _where(path, poor=True)),
        ("far", "six times the ion path outside", "D", _where(path, poor=False)),
    ):
        _crossings(right, trials, label, marker, filled=name == "map")
    right.set_title("where it passes 1/2")
    for axes in (left, right):
        _lines(axes)
        plain_axes(axes)
        axes.set_xlim(0.0, _RIGHT)
        axes.set_ylim(_BOTTOM, _TOP)
        axes.set_xlabel("overpotential of the lithiated half alone, F η/RT")
    left.set_ylabel("barrier less drop in the electrolyte, F (η$_{nuc}$ − Δφ)/RT")
    right.legend(loc="lower right")
    figure.colorbar(points, ax=left, pad=0.02)
    return figure


def _cells(axes: Axes, stored: Mapping[ClothCell, RunOutcome]) -> PathCollection:
    finished = [(groups_of(t), o.end.bottom_share) for t, o in stored.items() if o.counts]
    return axes.scatter(
        [groups.overpotential for groups, _ in finished],
        [groups.barrier - groups.drop for groups, _ in finished],
        c=[share for _, share in finished],
        cmap=share_map(),
        vmin=0.0,
        vmax=1.0,
        s=34,
        edgecolors=OUTLINE,
        linewidths=0.5,
        zorder=3,
    )


def _crossings(
    axes: Axes, stored: Mapping[ClothCell, RunOutcome], label: str, marker: str, *, filled: bool
) -> None:
    found = [
        groups_of(replace(column.trial, barrier=column.crossing.barrier))
        for column in columns_of(stored)
        if column.crossing is not None
    ]
    axes.plot(
        [groups.overpotential for groups in found],
        [groups.barrier - groups.drop for groups in found],
        marker,
        color=CURVES[2],
        markerfacecolor=CURVES[2] if filled else "white",
        markersize=6,
        label=label,
        zorder=3,
    )


def _lines(axes: Axes) -> None:
    """Draw the closed estimate and the line of the two surfaces without space."""
    axes.plot([0.0, _RIGHT], [0.0, _RIGHT], "--", color=CURVES[0], label="η$_{nuc}$ = η + Δφ")
    cloth = cloth_of(ClothCell().diffusivity, ClothCell().gap)
    ratio: Floats = np.asarray(np.geomspace(0.05, 2000.0, 60), dtype=np.float64)
    overpotential = 2.0 * np.arcsinh(ratio / (2.0 * cloth.lithiated))
    line = half_line(ratio, cloth, ClothCell().capacity)
    axes.plot(overpotential, line, color=OUTLINE, label="two surfaces, share 1/2")


def _where(path: Mapping[ClothCell, RunOutcome], *, poor: bool) -> dict[ClothCell, RunOutcome]:
    return {trial: o for trial, o in path.items() if (trial.diffusivity == POOR) is poor}


def write(
    folder: Path, stored: Mapping[ClothCell, RunOutcome], path: Mapping[ClothCell, RunOutcome]
) -> None:
    """Write the figures."""
    with figure_style():
        save(map_figure(stored), folder / "map.png", 110)
        save(groups_figure(stored, path), folder / "groups.png", 110)
