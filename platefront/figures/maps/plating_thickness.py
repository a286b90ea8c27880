"""Plated thickness along the front."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.collections import LineCollection
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from platefront.figures.maps.state_map import StateMap
from platefront.figures.palette import CASING, thickness_map
from platefront.figures.run_figure import RunFigure, lacks_frames
from platefront.figures.run_view import RunView
from platefront.figures.scene import Scene
from platefront.figures.section_panel import (
    draw_electrolyte,
    draw_note,
    draw_solids,
    region_legend,
)
from platefront.figures.style import MM_PER_INCH
from platefront.geometry.arrays import Floats

LABEL = "plated thickness [µm]"
_CASING = 0.6  # width of the casing on either side of the front [points]


def thickness_scale(*scenes: Scene) -> Normalize:
    """Return the scale from zero, or the deepest stripping, to the thickest deposit.

    Scenes without any do not count: their round-off would fill the scale.
    """
    grown = [edge_thickness(scene) for scene in scenes if scene.is_changed]
    lowest = min((float(part.min(initial=0.0)) for part in grown), default=0.0)
    highest = max((float(part.max(initial=0.0)) for part in grown), default=1.0)
    return Normalize(lowest, highest)


def edge_thickness(scene: Scene) -> Floats:
    """Return (e,) the thickness grown on the edges of the front [µm].

    It is negative where lithium of the start was stripped, or films consumed it. Bare host has
    nothing to lose: what films took from metal that is no longer there is not a thickness of it.
    """
    thickness: Floats = scene.thickness[scene.front_edges].mean(axis=1)
    return np.where(scene.bare, np.maximum(thickness, 0.0), thickness)


def thickness_label(scale: Normalize) -> str:
    """Return the label of the colour bar, which says what is below zero."""
    return f"{LABEL}, < 0: metal lost" if (scale.vmin or 0.0) < 0.0 else LABEL


def draw_thickness(axes: Axes, scene: Scene, scale: Normalize, longest: float) -> ScalarMappable:
    """Draw the solids and the front in the colours of its thickness.

    A white casing separates the front from the solids, some of whose colours are as light as one of
    the scale: in greyscale the front would end in the lithium.

    Args:
        axes: axes of the panel.
        scene: state to draw.
        scale: range of the colours.
        longest: longer side of the panel [mm].
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
    lines.set_array(edge_thickness(scene))
    axes.add_collection(lines)
    return lines


def _line_width(scene: Scene, edges: Floats, longest: float) -> float:
    """Return the line width [points] of the front, limited by the pores between fibres."""
    spans = scene.points[scene.triangles][:, 1:] - scene.points[scene.triangles][:, :1]
    open_area = 0.5 * np.abs(spans[:, 0, 0] * spans[:, 1, 1] - spans[:, 0, 1] * spans[:, 1, 0])
    length = np.linalg.norm(edges[:, 1] - edges[:, 0], axis=1).sum()
    points_per_micrometre = 72.0 / MM_PER_INCH * longest / max(scene.width, scene.height)
    wanted = 0.1 * open_area.sum() / max(length, 1e-9) * points_per_micrometre
    return float(np.clip(wanted, 0.8, 2.2))


def _draw(axes: Axes, scene: Scene, scale: Normalize, longest: float) -> ScalarMappable:
    image = draw_thickness(axes, scene, scale, longest)
    if not scene.is_changed:
        draw_note(axes, "metal in pores only" if len(scene.filled) else "no deposit")
    return image


THICKNESS_MAP = StateMap(
    "plated thickness",
    lambda scenes: thickness_scale(*scenes),
    _draw,
    thickness_label,
    lambda scenes: region_legend(tuple(scenes)),
)


def thickness_figure(view: RunView) -> Figure:
    """Draw the wanted state, or the last one."""
    return THICKNESS_MAP.page(view.title, view.moment(view.state), view.state)


PLATING_THICKNESS = RunFigure(
    "plating_thickness",
    "how thick the deposit is along the front",
    lacks_frames,
    thickness_figure,
    of_one_state=True,
)
