"""Current density in the electrolyte with current lines."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.tri import Triangulation

from platefront.figures.palette import current_density_map
from platefront.figures.scene import Scene
from platefront.figures.section_panel import draw_solids, panel_size, region_legend, set_axes
from platefront.figures.stream_lines import draw_stream_lines
from platefront.figures.style import new_figure

LABEL = "current density [mA/cm²]"


def current_scale(*scenes: Scene) -> Normalize:
    """Return the scale from zero to the 99th percentile; the maximum is singular at edges."""
    highest = max(float(np.percentile(scene.current_magnitude, 99.0)) for scene in scenes)
    return Normalize(0.0, highest or 1.0)


def draw_current_density(axes: Axes, scene: Scene, scale: Normalize) -> ScalarMappable:
    """Draw magnitude, current lines and solids; return the mappable for a colour bar."""
    mesh = Triangulation(scene.points[:, 0], scene.points[:, 1], scene.triangles)
    image = axes.tripcolor(
        mesh, scene.current_magnitude, shading="gouraud", cmap=current_density_map(), norm=scale
    )
    draw_stream_lines(axes, scene)
    draw_solids(axes, scene)
    return image


def current_density_figure(scene: Scene) -> Figure:
    """Draw the panel as a separate figure."""
    width, height = panel_size(scene, 5.6)
    figure = new_figure(width + 1.9, height + 1.1)
    axes = figure.add_subplot()
    image = draw_current_density(axes, scene, current_scale(scene))
    figure.colorbar(image, ax=axes, label=LABEL, extend="max", shrink=0.85, pad=0.02)
    axes.set_title(f"Current density at {scene.capacity:.3g} mAh/cm²", pad=8)
    set_axes(axes, scene)
    figure.legend(handles=region_legend((scene,))[1:], loc="outside lower center", ncols=2)
    return figure
