"""Filling sequence: the section at increasing capacity."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from platefront.figures.plating_thickness import LABEL, draw_thickness, thickness_scale
from platefront.figures.scene import load_scene
from platefront.figures.section_panel import (
    capacity_text,
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
    """Return at most `most` frames, uniformly spaced in capacity, with the first and the last."""
    if len(frames) <= most:
        return list(frames)
    capacities = np.array([frame.capacity for frame in frames])
    wanted = np.linspace(capacities[0], capacities[-1], most)
    nearest = np.abs(capacities[None, :] - wanted[:, None]).argmin(axis=1)
    chosen = sorted({0, len(frames) - 1, *map(int, nearest)})
    return [frames[i] for i in chosen]


def filling_figure(frames: Sequence[Frame]) -> Figure:
    """Draw panels side by side, or in rows for wide sections.

    If the front is fixed the shapes do not change; the front then has the colour of the deposit
    thickness.
    """
    scenes = [load_scene(frame) for frame in spread_frames(frames)]
    first, last = scenes[0], scenes[-1]
    top = max(scene.height for scene in scenes)
    columns = _columns(len(scenes), first.width / top)
    rows = math.ceil(len(scenes) / columns)
    width, height = panel_size(max(scenes, key=lambda scene: scene.height), _LONGEST)
    fixed = math.isclose(first.deposit.area, last.deposit.area, rel_tol=1e-9)
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
        axes.set_title(capacity_text(scene.capacity, space), pad=6)
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
