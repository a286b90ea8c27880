"""Common parts of all maps of a run: regions, front and axes of the cross-section."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import shapely
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgba
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path
from shapely.geometry.base import BaseGeometry

from platefront.figures.palette import (
    COLLECTOR,
    DEAD_HATCH,
    DEAD_LITHIUM,
    ELECTROLYTE,
    HATCH,
    LITHIUM,
    MUTED_TEXT,
    OUTLINE,
    POCKET,
    POCKET_HATCH,
    REGION_EDGE,
    REGION_HATCHES,
    SEPARATOR,
)
from platefront.figures.scene import LEAST_CAPACITY, Scene

_NOTE = 1.0
"""Width that a note takes [inches]."""


def outline_path(shape: BaseGeometry) -> Path:
    """Return polygons with their holes as one path."""
    rings = shapely.get_rings(shapely.get_parts(shapely.orient_polygons(shape)))
    return Path.make_compound_path(
        *(Path(shapely.get_coordinates(ring), closed=True) for ring in rings)
    )


def region_looks(names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the pattern of each region, through which colours below it are seen."""
    looks = itertools.cycle(REGION_HATCHES)
    style = {"facecolor": "none", "edgecolor": REGION_EDGE, "linewidth": 0.4}
    return {name: style | {"hatch": hatch} for name, hatch in zip(names, looks, strict=False)}


def draw_regions(axes: Axes, regions: Mapping[str, BaseGeometry]) -> None:
    """Draw regions of the electrolyte: name → area [µm]."""
    for name, look in region_looks(regions).items():
        axes.add_artist(PathPatch(outline_path(regions[name]), **look))


def draw_filling(axes: Axes, scene: Scene) -> None:
    """Draw the metal in the pores of hosts, the denser the more of the volume it takes."""
    if scene.filling is None or not len(scene.filled):
        return
    colours = np.tile(to_rgba(LITHIUM), (len(scene.filled), 1))
    colours[:, 3] = np.clip(scene.filling[scene.filled], 0.0, 1.0)
    corners = scene.points[scene.triangles[scene.filled]]
    axes.add_artist(
        PolyCollection(list(corners), facecolors=colours, edgecolors="none", antialiased=False)
    )


def draw_solids(axes: Axes, scene: Scene) -> None:
    """Draw regions of the electrolyte, collector, lithium and pockets on top of the electrolyte."""
    draw_filling(axes, scene)
    draw_regions(axes, scene.regions)
    layers = (
        (scene.pockets, {"facecolor": POCKET, "edgecolor": POCKET_HATCH, "hatch": HATCH}),
        (scene.deposit, {"facecolor": LITHIUM, "edgecolor": OUTLINE}),
        (scene.dead, {"facecolor": DEAD_LITHIUM, "edgecolor": OUTLINE, "hatch": DEAD_HATCH}),
        (scene.collector, {"facecolor": COLLECTOR, "edgecolor": OUTLINE}),
        (scene.separator, {"facecolor": SEPARATOR, "edgecolor": OUTLINE}),
    )
    for shape, look in layers:
        if not shape.is_empty:
            # an artist, because a patch would change the limits of the axes
            axes.add_artist(PathPatch(outline_path(shape), linewidth=0.35, **look))


def draw_note(axes: Axes, text: str) -> None:
    """Write in the upper part of a panel that there is nothing to show in colour.

    In a narrow panel it is written upwards.
    """
    box = axes.get_position()
    upwards = axes.figure.get_figure(root=True).get_size_inches()[0] * box.width < _NOTE
    axes.text(
        0.5,
        0.94,
        text,
        transform=axes.transAxes,
        ha="center",
        va="top",
        rotation=90.0 if upwards else 0.0,
        color=MUTED_TEXT,
        zorder=5,
        bbox={"facecolor": "white", "edgecolor": MUTED_TEXT, "linewidth": 0.5, "pad": 2.0},
    )


def capacity_text(capacity: float, unit: str = " mAh/cm²") -> str:
    """Format a capacity [mAh/cm²]; round-off of a run without current is zero."""
    return f"{capacity if abs(capacity) >= LEAST_CAPACITY else 0.0:.3g}{unit}"


def draw_electrolyte(axes: Axes) -> None:
    """Draw the electrolyte in a uniform colour as background."""
    axes.set_facecolor(ELECTROLYTE)


def set_axes(
    axes: Axes,
    scene: Scene,
    *,
    x_label: bool = True,
    y_label: bool = True,
    top: float | None = None,
) -> None:
    """Set axes in micrometres for the whole section, including the counter electrode.

    Args:
        axes: axes of the panel.
        scene: state to draw.
        x_label: whether x is labelled.
        y_label: whether y is labelled.
        top: upper end of y [µm], common to panels with a receding counter electrode; that of the
            scene if omitted.
    """
    top = scene.height if top is None else top
    _draw_counter(axes, scene, top)
    axes.set_aspect("equal")
    axes.set_xlim(0.0, scene.width)
    axes.set_ylim(0.0, top)
    if x_label:
        axes.set_xlabel("x [µm]")
    else:
        axes.tick_params(labelbottom=False)
    if y_label:
        axes.set_ylabel("y [µm]")
    else:
        axes.tick_params(labelleft=False)


def _draw_counter(axes: Axes, scene: Scene, top: float) -> None:
    """Draw the counter electrode as a thick line, with its metal up to `top` [µm]."""
    lines = list(scene.points[scene.counter_edges])
    x, y = scene.points[np.unique(scene.counter_edges)].T
    order = np.argsort(x, kind="stable")
    axes.fill_between(x[order], y[order], top, color=MUTED_TEXT, linewidth=0.0, zorder=3)
    axes.add_artist(
        LineCollection(
            lines, colors=MUTED_TEXT, linewidths=1.8, capstyle="projecting", clip_on=False
        )
    )


def region_legend(scenes: tuple[Scene, ...]) -> list[Artist]:
    """Return legend entries of the regions that appear in any of the scenes."""
    entries: list[Artist] = [
        Patch(facecolor=ELECTROLYTE, edgecolor=MUTED_TEXT, linewidth=0.5, label="electrolyte")
    ]
    names = dict.fromkeys(name for scene in scenes for name in scene.regions)
    entries += [Patch(**look, label=name) for name, look in region_looks(names).items()]
    if any(not scene.collector.is_empty for scene in scenes):
        entries.append(Patch(facecolor=COLLECTOR, label="collector"))
    if any(not scene.separator.is_empty for scene in scenes):
        entries.append(Patch(facecolor=SEPARATOR, label="separator"))
    if any(not scene.deposit.is_empty or len(scene.filled) for scene in scenes):
        entries.append(Patch(facecolor=LITHIUM, label="lithium"))
    if any(not scene.dead.is_empty for scene in scenes):
        look = {"facecolor": DEAD_LITHIUM, "edgecolor": OUTLINE, "hatch": DEAD_HATCH}
        entries.append(Patch(**look, linewidth=0.5, label="dead lithium"))
    if any(not scene.pockets.is_empty for scene in scenes):
        entries.append(
            Patch(
                facecolor=POCKET, edgecolor=POCKET_HATCH, hatch=HATCH, label="trapped electrolyte"
            )
        )
    entries.append(Patch(facecolor=MUTED_TEXT, label="counter electrode"))
    return entries
