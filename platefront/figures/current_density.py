"""Current density in the electrolyte with current lines."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.tri import Triangulation

from platefront.figures.current_lines.sharp_edges import from_neighbours
from platefront.figures.current_lines.stream_lines import draw_stream_lines
from platefront.figures.moments import moment_text
from platefront.figures.palette import STREAM_LINE, current_density_map
from platefront.figures.scene import Scene, load_scene
from platefront.figures.section_panel import (
    draw_note,
    draw_solids,
    longest_side,
    panel_size,
    region_legend,
    set_axes,
)
from platefront.figures.style import new_figure
from platefront.results.reading import Frame

LABEL = "current density [mA/cm²]"
_LINES = 26
"""Current lines of a section that is not wider than high."""
_LOOKED_AT = 6
"""Number of last frames of which one is expected to have a current."""
_MOST_WIDTHS = 4.0
"""Widths over heights of a section up to which their number grows."""


def line_count(scene: Scene) -> int:
    """Return the number of current lines, in proportion to the width of the section."""
    return round(_LINES * min(max(scene.width / scene.height, 1.0), _MOST_WIDTHS))


def current_scale(*scenes: Scene) -> Normalize:
    """Return the scale from zero to the 99th percentile; the maximum is singular at edges.

    Scenes without current do not count: their round-off would fill the scale.
    """
    flowing = [scene.current_magnitude for scene in scenes if scene.carries_current]
    highest = max((float(np.percentile(part, 99.0)) for part in flowing), default=1.0)
    return Normalize(0.0, highest)


def draw_current_density(axes: Axes, scene: Scene, scale: Normalize) -> ScalarMappable:
    """Draw magnitude, current lines and solids; return the mappable for a colour bar."""
    mesh = Triangulation(scene.points[:, 0], scene.points[:, 1], scene.triangles)
    magnitude = from_neighbours(scene, scene.current_magnitude)
    image = axes.tripcolor(
        mesh, magnitude, shading="gouraud", cmap=current_density_map(), norm=scale
    )
    if scene.carries_current:
        draw_stream_lines(axes, scene, line_count(scene))
    else:
        draw_note(axes, "no current")
    draw_solids(axes, scene)
    return image


def line_legend(scene: Scene) -> Artist:
    """Return the legend entry of current lines."""
    label = f"1/{line_count(scene)} of the current"
    return Line2D([], [], color=STREAM_LINE, linewidth=0.8, label=label)


def last_with_current(frames: Sequence[Frame]) -> Scene:
    """Return the last state of a run at which a current flows, or the last one.

    A run may end with a rest, of which the last states have none.
    """
    for frame in reversed(frames[-_LOOKED_AT:]):
        scene = load_scene(frame)
        if scene.carries_current:
            return scene
    return load_scene(frames[-1])


def current_density_figure(scene: Scene, duration: float | None = None) -> Figure:
    """Draw the panel as a separate figure.

    Args:
        scene: state to draw.
        duration: of a run that plates and strips [s], to name the time; None for others.
    """
    width, height = panel_size(scene, longest_side(scene))
    figure = new_figure(width + 1.9, height + 1.1)
    axes = figure.add_subplot()
    image = draw_current_density(axes, scene, current_scale(scene))
    extend = "max" if scene.carries_current else "neither"
    figure.colorbar(image, ax=axes, label=LABEL, extend=extend, shrink=0.85, pad=0.02)
    moment = moment_text(scene.capacity, scene.time, duration)
    axes.set_title(f"Current density at {moment}", pad=8)
    set_axes(axes, scene)
    entries = region_legend((scene,))[1:]
    if scene.carries_current:
        entries.append(line_legend(scene))
    figure.legend(handles=entries, loc="outside lower center", ncols=2)
    return figure
