"""Plated thickness along the front."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.collections import LineCollection
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from platefront.figures.palette import thickness_map
from platefront.figures.scene import Scene
from platefront.figures.section_panel import (
    draw_electrolyte,
    draw_solids,
    panel_size,
    region_legend,
    set_axes,
)
from platefront.figures.style import new_figure
from platefront.geometry.arrays import Floats

LABEL = "plated thickness [µm]"
_LONGEST = 5.6


def thickness_scale(*scenes: Scene) -> Normalize:
    """Return the scale from zero, or the deepest stripping, to the thickest deposit."""
    lowest = min(0.0, *(float(scene.thickness.min(initial=0.0)) for scene in scenes))
    highest = max(float(scene.thickness.max(initial=0.0)) for scene in scenes)
    return Normalize(lowest, highest if highest > lowest else lowest + 1.0)


def draw_thickness(axes: Axes, scene: Scene, scale: Normalize, longest: float) -> ScalarMappable:
    """Draw the solids and the front in the colours of its thickness.

    Args:
        axes: axes of the panel.
        scene: state to draw.
        scale: range of the colours.
        longest: longer side of the panel [inches].
    """
    draw_electrolyte(axes)
    draw_solids(axes, scene)
    edges = scene.front_points[scene.front_edges]
    lines = LineCollection(
        list(edges),
        cmap=thickness_map(),
        norm=scale,
        linewidths=_line_width(scene, edges, longest),
        capstyle="round",
        clip_on=False,  # a foil's front lies on the edge of the panel,
        zorder=3,  # over its frame
    )
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


def thickness_figure(scene: Scene) -> Figure:
    """Draw the panel as a separate figure."""
    width, height = panel_size(scene, _LONGEST)
    figure = new_figure(width + 1.9, height + 1.1)
    axes = figure.add_subplot()
    image = draw_thickness(axes, scene, thickness_scale(scene), _LONGEST)
    figure.colorbar(image, ax=axes, label=LABEL, shrink=0.85, pad=0.02)
    axes.set_title(f"Plated thickness at {scene.capacity:.3g} mAh/cm²", pad=8)
    set_axes(axes, scene)
    figure.legend(handles=region_legend((scene,)), loc="outside lower center", ncols=2)
    return figure
