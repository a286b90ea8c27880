"""Comparison of two runs: panels as in Li et al. (2022), and curves."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.figure import Figure

from platefront.figures.curves.share_and_gap import draw_gap, draw_share
from platefront.figures.map_page import space_numbers
from platefront.figures.maps import current_density, plating_thickness
from platefront.figures.maps.current_density import current_scale, draw_current_density
from platefront.figures.maps.plating_thickness import draw_thickness, thickness_scale
from platefront.figures.scene import load_scene
from platefront.figures.section_panel import capacity_text, region_legend, set_axes
from platefront.figures.style import PAGE, column_figure
from platefront.results.reading import Frame, RunResults

# relative difference in capacity up to which frames are compared
_SAME_CAPACITY = 0.01

# of a panel, and what surrounds the panels: numbers, colour bars, titles, legend [mm]
_WIDEST, _TALLEST = 42.0, 66.0
_BESIDE, _AROUND, _CURVES, _TITLE = 30.0, 26.0, 70.0, 18.0
_LEGEND = 80.0  # of three columns


def matching_frames(a: Sequence[Frame], b: Sequence[Frame]) -> tuple[Frame, Frame]:
    """Return the last frames of two runs at equal capacity, or the last of each if none are."""
    pairs = [
        (one, other)
        for one in a
        for other in b
        if max(one.capacity, other.capacity) > 0.0
        and abs(one.capacity - other.capacity) <= _SAME_CAPACITY * max(one.capacity, other.capacity)
    ]
    return max(pairs, key=lambda pair: pair[0].capacity, default=(a[-1], b[-1]))


def comparison_figure(runs: dict[str, RunResults]) -> Figure:
    """Draw current density and plated thickness of two runs on common scales, and curves.

    Args:
        runs: name → run, two of them, each with at least one frame.
    """
    one, other = runs.values()
    frames = matching_frames(one.frames, other.frames)
    scenes = (load_scene(frames[0]), load_scene(frames[1]))
    slender = max(scene.height / scene.width for scene in scenes)
    height = min(_TALLEST, _WIDEST * slender)
    width = height / slender
    left = 2.0 * max(width, _TITLE) + _BESIDE
    page = min(PAGE, left + _CURVES)
    figure = column_figure("", max(2.0 * height + _AROUND, 80.0), page)
    panels, curves = figure.subfigures(1, 2, width_ratios=(left, page - left))
    axes = panels.subplots(2, 2)
    current, thickness = current_scale(*scenes), thickness_scale(*scenes)
    flow: list[ScalarMappable] = []
    growth: list[ScalarMappable] = []
    alike = math.isclose(scenes[0].height, scenes[1].height)
    for column, (name, scene) in enumerate(zip(runs, scenes, strict=True)):
        flow.append(draw_current_density(axes[0, column], scene, current))
        growth.append(draw_thickness(axes[1, column], scene, thickness, max(width, height)))
        axes[0, column].set_title(f"{name}\n{capacity_text(scene.capacity)}", pad=4)
        for row in (0, 1):
            space_numbers(axes[row, column], width, height)
            set_axes(axes[row, column], scene, x_label=row == 1, y_label=column == 0 or not alike)
    panels.colorbar(flow[0], ax=axes[0, :], label=current_density.LABEL, extend="max", pad=0.02)
    panels.colorbar(
        growth[0], ax=axes[1, :], label=plating_thickness.thickness_label(thickness), pad=0.02
    )
    panels.legend(
        handles=region_legend(scenes), loc="outside lower center", ncols=3 if left > _LEGEND else 2
    )
    _draw_curves(curves.subplots(2, 1, sharex=True), runs)
    return figure


def _draw_curves(axes: Sequence[Axes], runs: dict[str, RunResults]) -> None:
    histories = {name: run.history for name, run in runs.items()}
    draw_share(axes[0], histories)
    draw_gap(axes[1], histories)
    axes[0].set_title("share of charge in the lower half")
    axes[1].set_title("gap to the counter electrode")
