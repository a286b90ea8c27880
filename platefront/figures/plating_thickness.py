"""Panel 2 of the study: how much lithium has grown, along the front."""

from __future__ import annotations

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

LABEL = "plated thickness [µm]"


def thickness_scale(*scenes: Scene) -> Normalize:
    """From zero, or the deepest stripping, to the thickest deposit."""
    lowest = min(0.0, *(float(scene.thickness.min(initial=0.0)) for scene in scenes))
    highest = max(float(scene.thickness.max(initial=0.0)) for scene in scenes)
    return Normalize(lowest, highest if highest > lowest else lowest + 1.0)


def draw_thickness(
    axes: Axes, scene: Scene, scale: Normalize, line_width: float = 3.2
) -> ScalarMappable:
    """Draw the solids and the front in the colours of its thickness."""
    draw_electrolyte(axes)
    draw_solids(axes, scene)
    edges = scene.front_points[scene.front_edges]
    lines = LineCollection(
        list(edges), cmap=thickness_map(), norm=scale, linewidths=line_width, capstyle="round"
    )
    lines.set_array(scene.thickness[scene.front_edges].mean(axis=1))
    axes.add_collection(lines)
    return lines


def thickness_figure(scene: Scene) -> Figure:
    """The panel as a figure of its own."""
    width, height = panel_size(scene, 5.6)
    figure = new_figure(width + 1.9, height + 1.1)
    axes = figure.add_subplot()
    image = draw_thickness(axes, scene, thickness_scale(scene))
    figure.colorbar(image, ax=axes, label=LABEL, shrink=0.85, pad=0.02)
    axes.set_title(f"Plated thickness at {scene.capacity:.3g} mAh/cm²", pad=8)
    set_axes(axes, scene)
    figure.legend(handles=region_legend((scene,)), loc="outside lower center", ncols=2)
    return figure
