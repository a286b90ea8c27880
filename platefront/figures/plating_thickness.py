"""Plated thickness along the front."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.collections import LineCollection
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from platefront.figures.moments import moment_text
from platefront.figures.palette import CASING, thickness_map
from platefront.figures.scene import Scene
from platefront.figures.section_panel import (
    draw_electrolyte,
    draw_note,
    draw_solids,
    longest_side,
    panel_size,
    region_legend,
    set_axes,
)
from platefront.figures.style import new_figure
from platefront.geometry.arrays import Floats

LABEL = "plated thickness [µm]"
_CASING = 0.8  # width of the casing on either side of the front [points]


def thickness_scale(*scenes: Scene) -> Normalize:
    """Return the scale from zero, or the deepest stripping, to the thickest deposit.

    Scenes without any do not count: their round-off would fill the scale.
    """
    grown = [scene.thickness for scene in scenes if scene.is_changed]
    lowest = min((float(part.min(initial=0.0)) for part in grown), default=0.0)
    highest = max((float(part.max(initial=0.0)) for part in grown), default=1.0)
    return Normalize(lowest, highest)


def draw_thickness(axes: Axes, scene: Scene, scale: Normalize, longest: float) -> ScalarMappable:
    """Draw the solids and the front in the colours of its thickness.

    A white casing separates the front from the solids, some of whose colours are as light as one of
    the scale: in greyscale the front would end in the lithium.

    Args:
        axes: axes of the panel.
        scene: state to draw.
        scale: range of the colours.
        longest: longer side of the panel [inches].
    """
    draw_electrolyte(axes)
    draw_solids(axes, scene)
    edges = scene.front_points[scene.front_edges]
    width = _line_width(scene, edges, longest)
    # a foil's front lies on the edge of the panel, over its frame
    look = {"capstyle": "round", "clip_on": False, "zorder": 3}
    casing = min(2.0 * _CASING, width)
    axes.add_collection(LineCollection(edges, colors=CASING, linewidths=width + casing, **look))
    lines = LineCollection(edges, cmap=thickness_map(), norm=scale, linewidths=width, **look)
    lines.set_array(scene.thickness[scene.front_edges].mean(axis=1))
    axes.add_collection(lines)
    return lines


def _line_width(scene: Scene, edges: Floats, longest: float) -> float:
    """Return the line width [points] of the front, limited by the pores between fibres."""
    spans = scene.points[scene.triangles][:, 1:] - scene.points[scene.triangles][:, :1]
    open_area = 0.5 * np.abs(spans[:, 0, 0] * spans[:, 1, 1] - spans[:, 0, 1] * spans[:, 1, 0])
    length = np.linalg.norm(edges[:, 1] - edges[:, 0], axis=1).sum()
    points_per_micrometre = 72.0 * longest / max(scene.width, scene.height)
    wanted = 0.1 * open_area.sum() / max(length, 1e-9) * points_per_micrometre
    return float(np.clip(wanted, 0.8, 3.2))


def thickness_figure(scene: Scene, duration: float | None = None) -> Figure:
    """Draw the panel as a separate figure.

    Args:
        scene: state to draw.
        duration: of a run that plates and strips [s], to name the time; None for others.
    """
    longest = longest_side(scene)
    width, height = panel_size(scene, longest)
    figure = new_figure(width + 1.9, height + 1.1)
    axes = figure.add_subplot()
    image = draw_thickness(axes, scene, thickness_scale(scene), longest)
    if not scene.is_changed and not len(scene.filled):
        draw_note(axes, "no deposit")
    figure.colorbar(image, ax=axes, label=LABEL, shrink=0.85, pad=0.02)
    moment = moment_text(scene.capacity, scene.time, duration)
    axes.set_title(f"Plated thickness at {moment}", pad=8)
    set_axes(axes, scene)
    figure.legend(handles=region_legend((scene,)), loc="outside lower center", ncols=2)
    return figure
