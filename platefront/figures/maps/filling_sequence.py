"""Filling sequence: the section at increasing capacity, or as plating and stripping end."""

from __future__ import annotations

import math

from matplotlib.figure import Figure

from platefront.figures.map_page import map_page
from platefront.figures.maps.plating_thickness import (
    draw_thickness,
    thickness_label,
    thickness_scale,
)
from platefront.figures.run_figure import RunFigure, lacks_frames
from platefront.figures.run_view import RunView
from platefront.figures.scene import Scene
from platefront.figures.section_panel import (
    capacity_text,
    draw_electrolyte,
    draw_solids,
    region_legend,
    set_axes,
)
from platefront.solvers.constants import SECONDS_PER_HOUR

_NARROW = 12.0
"""Width of panels of which the first one only has numbers along x: they would meet [mm]."""


def filling_figure(view: RunView) -> Figure:
    """Draw panels side by side and in rows.

    If the front is fixed the shapes do not change; the front then has the colour of the deposit
    thickness.
    """
    scenes = view.sequence
    first, top = scenes[0], max(scene.height for scene in scenes)
    areas = [scene.deposit.area for scene in scenes]
    fixed = math.isclose(min(areas), max(areas), rel_tol=1e-9)
    fixed = fixed and any(scene.is_changed for scene in scenes)  # none where pores are filled
    shown = "capacities [mAh/cm²] and times" if view.turns else "capacities [mAh/cm²]"
    page = map_page(
        view.title,
        f"the section at {shown}",
        first.width / top,
        region_legend(tuple(scenes)),
        panels=len(scenes),
        title_rows=2 if view.turns else 1,
        bar=fixed,
    )
    scale = thickness_scale(*scenes)
    image = None
    for index, (axes, scene) in enumerate(zip(page.panels, scenes, strict=True)):
        if fixed:
            image = draw_thickness(axes, scene, scale, max(page.size))
        else:
            draw_electrolyte(axes)
            draw_solids(axes, scene)
        axes.set_title(_title(scene, turns=view.turns))
        leftmost = index % page.columns == 0
        named = index + page.columns >= len(scenes) and (leftmost or page.size[0] >= _NARROW)
        set_axes(axes, scene, x_label=named, y_label=leftmost, top=top)
    if image is not None:
        page.add_bar(image, thickness_label(scale))
    return page.figure


def _title(scene: Scene, *, turns: bool) -> str:
    """Return capacity and time of a panel that may be a centimetre wide."""
    capacity = capacity_text(scene.capacity, "")
    return f"{capacity}\n{scene.time / SECONDS_PER_HOUR:.3g} h" if turns else capacity


FILLING_SEQUENCE = RunFigure(
    "filling_sequence", "how the section fills and empties", lacks_frames, filling_figure
)
