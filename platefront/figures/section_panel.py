"""The drawn cross-section: regions, front and axes that every map of a run shares."""

from __future__ import annotations

import numpy as np
import shapely
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path
from shapely.geometry.base import BaseGeometry

from platefront.figures.palette import (
    COLLECTOR,
    ELECTROLYTE,
    HATCH,
    LITHIUM,
    MUTED_TEXT,
    OUTLINE,
    POCKET,
    POCKET_HATCH,
)
from platefront.figures.scene import Scene


def outline_path(shape: BaseGeometry) -> Path:
    """Polygons with their holes as one path."""
    rings = shapely.get_rings(shapely.get_parts(shapely.orient_polygons(shape)))
    return Path.make_compound_path(
        *(Path(shapely.get_coordinates(ring), closed=True) for ring in rings)
    )


def draw_solids(axes: Axes, scene: Scene) -> None:
    """Collector, lithium and pockets over whatever shows the electrolyte."""
    layers = (
        (scene.pockets, {"facecolor": POCKET, "edgecolor": POCKET_HATCH, "hatch": HATCH}),
        (scene.deposit, {"facecolor": LITHIUM, "edgecolor": OUTLINE}),
        (scene.collector, {"facecolor": COLLECTOR, "edgecolor": OUTLINE}),
    )
    for shape, look in layers:
        if not shape.is_empty:
            # an artist, for a patch would be measured again to set the limits of the axes
            axes.add_artist(PathPatch(outline_path(shape), linewidth=0.35, **look))


def draw_electrolyte(axes: Axes) -> None:
    """Plain electrolyte as the ground of the panel."""
    axes.set_facecolor(ELECTROLYTE)


def set_axes(
    axes: Axes,
    scene: Scene,
    *,
    x_label: bool = True,
    y_label: bool = True,
    top: float | None = None,
) -> None:
    """Micrometre axes of the whole section with the counter electrode in it.

    Args:
        axes: where the section is drawn.
        scene: what is drawn there.
        x_label: whether x is labelled.
        y_label: whether y is labelled.
        top: upper end of y [µm], for panels of a counter electrode that recedes; that of the scene
            if omitted.
    """
    top = scene.height if top is None else top
    _draw_counter(axes, scene, top)
    axes.set_aspect("equal")
    axes.set_xlim(0.0, scene.width)
    axes.set_ylim(0.0, top)
    axes.tick_params(length=2.5)
    if x_label:
        axes.set_xlabel("x [µm]")
    else:
        axes.tick_params(labelbottom=False)
    if y_label:
        axes.set_ylabel("y [µm]")
    else:
        axes.tick_params(labelleft=False)


def _draw_counter(axes: Axes, scene: Scene, top: float) -> None:
    """A thick line where current enters, and its metal behind, up to `top` [µm]."""
    lines = list(scene.points[scene.counter_edges])
    x, y = scene.points[np.unique(scene.counter_edges)].T
    order = np.argsort(x, kind="stable")
    axes.fill_between(x[order], y[order], top, color=MUTED_TEXT, linewidth=0.0, zorder=3)
    axes.add_artist(
        LineCollection(
            lines, colors=MUTED_TEXT, linewidths=2.5, capstyle="projecting", clip_on=False
        )
    )


def region_legend(scenes: tuple[Scene, ...]) -> list[Artist]:
    """Legend entries of the regions that appear in any of the scenes."""
    entries: list[Artist] = [
        Patch(facecolor=ELECTROLYTE, edgecolor=MUTED_TEXT, linewidth=0.5, label="electrolyte")
    ]
    if any(not scene.collector.is_empty for scene in scenes):
        entries.append(Patch(facecolor=COLLECTOR, label="collector"))
    if any(not scene.deposit.is_empty for scene in scenes):
        entries.append(Patch(facecolor=LITHIUM, label="lithium"))
    if any(not scene.pockets.is_empty for scene in scenes):
        entries.append(
            Patch(
                facecolor=POCKET, edgecolor=POCKET_HATCH, hatch=HATCH, label="trapped electrolyte"
            )
        )
    entries.append(Patch(facecolor=MUTED_TEXT, label="counter electrode"))
    return entries


def panel_size(scene: Scene, longest: float) -> tuple[float, float]:
    """Width and height [inches] of a panel whose longer side is `longest`."""
    scale = longest / max(scene.width, scene.height)
    return scene.width * scale, scene.height * scale
