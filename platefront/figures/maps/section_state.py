"""Section of a run at one moment, as a picture of an animation."""

from __future__ import annotations

from matplotlib.figure import Figure

from platefront.figures.map_page import map_page
from platefront.figures.run_view import RunView
from platefront.figures.scene import Scene
from platefront.figures.section_panel import (
    draw_electrolyte,
    draw_solids,
    region_legend,
    set_axes,
)


def section_state(view: RunView, scene: Scene, legend: tuple[Scene, ...], top: float) -> Figure:
    """Draw a state; pictures with the same legend and top lie over each other.

    Args:
        view: of the run.
        scene: the state.
        legend: states whose regions the legend has.
        top: upper end of y [µm].
    """
    page = map_page("", view.moment(scene), scene.width / top, region_legend(legend))
    axes = page.panels[0]
    draw_electrolyte(axes)
    draw_solids(axes, scene)
    set_axes(axes, scene, top=top)
    return page.figure
