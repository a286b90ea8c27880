"""Filling sequence: the section at increasing capacity, or as plating and stripping end."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.figure import Figure

from platefront.figures.moments import chosen_moments, duration_if_it_turns, moment_text
from platefront.figures.plating_thickness import LABEL, draw_thickness, thickness_scale
from platefront.figures.scene import load_scene
from platefront.figures.section_panel import (
    draw_electrolyte,
    draw_solids,
    panel_size,
    region_legend,
    set_axes,
)
from platefront.figures.style import new_figure
from platefront.results.reading import Frame

MOST_FRAMES = 6

# inches: width below which a panel's title needs two lines; longer side of a panel
_NARROW = 1.4
_LONGEST = 3.0


def spread_frames(frames: Sequence[Frame], most: int = MOST_FRAMES) -> list[Frame]:
    """Return at most `most` frames (see `moments`), with the first and the last."""
    return [frames[i] for i in chosen_moments([frame.capacity for frame in frames], most)]


def filling_figure(frames: Sequence[Frame]) -> Figure:
    """Draw panels side by side, or in rows for wide sections.

    If the front is fixed the shapes do not change; the front then has the colour of the deposit
    thickness.
    """
    scenes = [load_scene(frame) for frame in spread_frames(frames)]
    first = scenes[0]
    duration = duration_if_it_turns([frame.capacity for frame in frames], frames[-1].time)
    top = max(scene.height for scene in scenes)
    columns = _columns(len(scenes), first.width / top)
    rows = math.ceil(len(scenes) / columns)
    width, height = panel_size(max(scenes, key=lambda scene: scene.height), _LONGEST)
    areas = [scene.deposit.area for scene in scenes]
    fixed = math.isclose(min(areas), max(areas), rel_tol=1e-9)
    space = " " if width > _NARROW else "\n"
    scale = thickness_scale(*scenes)
    figure = new_figure(columns * (width + 0.2) + 0.7 + fixed, rows * (height + 0.35) + 0.75)
    panels = figure.subplots(rows, columns, squeeze=False)
    image = None
    for index, axes in enumerate(panels.flat):
        if index >= len(scenes):
            axes.set_visible(False)
            continue
        scene = scenes[index]
        if fixed:
            image = draw_thickness(axes, scene, scale, _LONGEST)
        else:
            draw_electrolyte(axes)
            draw_solids(axes, scene)
        title = moment_text(scene.capacity, scene.time, duration, space)
        axes.set_title(title, pad=6)
        lowest = index + columns >= len(scenes)
        set_axes(axes, scene, x_label=lowest, y_label=index % columns == 0, top=top)
    if image is not None:
        figure.colorbar(image, ax=panels, label=LABEL, shrink=0.7, pad=0.02)
    figure.legend(handles=region_legend(tuple(scenes)), loc="outside lower center", ncols=5)
    return figure


def _columns(count: int, aspect: float) -> int:
    """Return the number of columns with an aspect ratio of the figure closest to 2."""
    full_rows = (n for n in range(1, count + 1) if count % n == 0)
    return min(full_rows, key=lambda n: abs(math.log(n * n * aspect / count / 2.0)))
