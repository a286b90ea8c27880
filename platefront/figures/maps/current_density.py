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
from platefront.figures.maps.state_map import StateMap
from platefront.figures.palette import STREAM_LINE, current_density_map
from platefront.figures.run_figure import RunFigure, lacks_frames
from platefront.figures.run_view import RunView
from platefront.figures.scene import Scene
from platefront.figures.section_panel import draw_note, draw_solids, region_legend

LABEL = "current density [mA/cm²]"
_ARROWS, _FAINT = 18, 0.02
"""Arrows along the longer side of a section, and the share of the largest current without one."""
_LINES, _FEWEST = 26, 8
"""Current lines of a section as wide as high, or wider; of a narrow one."""


def line_count(scene: Scene) -> int:
    """Return the number of current lines, in proportion to the width at which they are drawn."""
    return max(_FEWEST, round(_LINES * min(scene.width / scene.height, 1.0)))


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
        mesh, magnitude, shading="gouraud", cmap=current_density_map(), norm=scale, rasterized=True
    )
    if not scene.carries_current:
        draw_note(axes, "no current")
    elif scene.filling is None:
        draw_stream_lines(axes, scene, line_count(scene))
    else:
        draw_arrows(axes, scene, mesh)
    draw_solids(axes, scene)
    return image


def draw_arrows(axes: Axes, scene: Scene, mesh: Triangulation) -> None:
    """Draw arrows along the current on a lattice.

    In a porous host the current ends everywhere, so that there are no lines of equal current.
    """
    pitch = max(scene.width, scene.height) / _ARROWS
    x, y = np.meshgrid(
        *(
            (np.arange(max(1, round(side / pitch))) + 0.5) * side / max(1, round(side / pitch))
            for side in (scene.width, scene.height)
        )
    )
    place = mesh.get_trifinder()(x, y)
    flow = scene.current_density[scene.triangles[place[place >= 0]]].mean(axis=1)
    size = np.hypot(*flow.T)
    shown = size > max(_FAINT * float(size.max(initial=0.0)), scene.least_current)
    u, v = (flow[shown] / size[shown, None]).T
    axes.quiver(
        x[place >= 0][shown],
        y[place >= 0][shown],
        u,
        v,
        color=STREAM_LINE,
        angles="xy",
        scale_units="xy",
        scale=1.0 / (0.7 * pitch),
        width=0.5,
        units="dots",
        headwidth=9.0,
        headlength=9.0,
        headaxislength=9.0,
        pivot="middle",
        zorder=4,
    )


def _legend(scenes: Sequence[Scene]) -> list[Artist]:
    """Return the legend entries of regions, and of current lines or arrows."""
    entries = region_legend(tuple(scenes))[1:]
    if not any(scene.carries_current for scene in scenes):
        return entries
    if scenes[0].filling is None:
        label, arrow = f"1/{line_count(scenes[0])} of the current", {}
    else:
        label, arrow = "direction of current", {"marker": ">", "markersize": 3.0}
    return [*entries, Line2D([], [], color=STREAM_LINE, linewidth=0.6, label=label, **arrow)]


CURRENT_MAP = StateMap(
    "current density",
    lambda scenes: current_scale(*scenes),
    lambda axes, scene, scale, _: draw_current_density(axes, scene, scale),
    lambda _: LABEL,
    _legend,
    lambda scene: scene.carries_current,
)


def current_density_figure(view: RunView) -> Figure:
    """Draw the wanted state, or the last one with a current."""
    scene = view.flowing
    return CURRENT_MAP.page(view.title, view.moment(scene), scene)


CURRENT_DENSITY = RunFigure(
    "current_density",
    "where the current flows, with current lines of equal current",
    lacks_frames,
    current_density_figure,
    of_one_state=True,
)
