"""Salt concentration in the electrolyte, with the place at which it is lowest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.tri import Triangulation

from platefront.figures.maps.state_map import StateMap
from platefront.figures.palette import CASING, STREAM_LINE, concentration_map
from platefront.figures.run_figure import RunFigure, lacks_frames
from platefront.figures.run_view import RunView
from platefront.figures.scene import Scene
from platefront.figures.section_panel import draw_note, draw_solids, region_legend
from platefront.results.reading import RunResults

LABEL = "salt concentration [mol/L]"
_LINES = 7
_ROUND_OFF = 1e-6
"""Relative difference of concentrations that is none."""


def is_uniform(scene: Scene) -> bool:
    """Return True where differences of the concentration are round-off."""
    highest = float(scene.concentration.max())
    return bool(np.ptp(scene.concentration) <= _ROUND_OFF * highest)


def concentration_scale(*scenes: Scene) -> Normalize:
    """Return the scale from the lowest to the highest concentration; from 0 if it is uniform."""
    highest = max(float(scene.concentration.max()) for scene in scenes)
    lowest = min(float(scene.concentration.min()) for scene in scenes)
    return Normalize(0.0 if all(map(is_uniform, scenes)) else lowest, highest)


def draw_concentration(axes: Axes, scene: Scene, scale: Normalize) -> ScalarMappable:
    """Draw concentration, lines of equal concentration and solids, and mark the minimum."""
    mesh = Triangulation(scene.points[:, 0], scene.points[:, 1], scene.triangles)
    image = axes.tripcolor(
        mesh,
        scene.concentration,
        shading="gouraud",
        cmap=concentration_map(),
        norm=scale,
        rasterized=True,
    )
    if is_uniform(scene):
        draw_note(axes, "uniform concentration")
    else:
        levels = np.linspace(scale.vmin or 0.0, scale.vmax or 1.0, _LINES + 2)[1:-1]
        axes.tricontour(mesh, scene.concentration, levels, colors=STREAM_LINE, linewidths=0.35)
    draw_solids(axes, scene)
    if not is_uniform(scene):
        x, y = scene.points[np.argmin(scene.concentration)]
        _mark(axes, float(x), float(y))
    return image


def _mark(axes: Axes, x: float, y: float) -> None:
    casing = [withStroke(linewidth=2.4, foreground=CASING)]
    axes.plot(x, y, **_RING, clip_on=False, zorder=6, path_effects=casing)


_RING = {
    "linestyle": "none",
    "marker": "o",
    "markersize": 6.0,
    "markerfacecolor": "none",
    "markeredgecolor": STREAM_LINE,
    "markeredgewidth": 0.9,
}


def _legend(scenes: Sequence[Scene]) -> list[Artist]:
    """Return the legend entries of regions and of the minimum, with its value in a single state."""
    entries = region_legend(tuple(scenes))[1:]
    if all(map(is_uniform, scenes)):
        return entries
    value = f", {scenes[0].concentration.min():.3g} mol/L" if len(scenes) == 1 else ""
    return [*entries, Line2D([], [], **_RING, label=f"lowest{value}")]


CONCENTRATION_MAP = StateMap(
    "salt concentration",
    lambda scenes: concentration_scale(*scenes),
    lambda axes, scene, scale, _: draw_concentration(axes, scene, scale),
    lambda _: LABEL,
    _legend,
)


def concentration_figure(view: RunView) -> Figure:
    """Draw the wanted state, or the last one with a current."""
    scene = view.flowing
    return CONCENTRATION_MAP.page(view.title, view.moment(scene), scene)


def _lacks(run: RunResults) -> str | None:
    """Return why the run has no concentrations to show."""
    columns = run.history[["min_concentration_mol_per_m3", "max_concentration_mol_per_m3"]]
    if len(columns) and columns.max().max() - columns.min().min() <= _ROUND_OFF * float(
        columns.max().max()
    ):
        return "the concentration is uniform"
    return lacks_frames(run)


CONCENTRATION = RunFigure(
    "concentration",
    "where salt is depleted, with the place of its minimum",
    _lacks,
    concentration_figure,
    of_one_state=True,
)
