"""Map of one state of a run, alone on a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from platefront.figures.map_page import map_page
from platefront.figures.scene import Scene
from platefront.figures.section_panel import set_axes

type Draw = Callable[[Axes, Scene, Normalize, float], ScalarMappable]


@dataclass(frozen=True, slots=True)
class StateMap:
    """Quantity on the section, in colours.

    Attributes:
        quantity: its name.
        scale: range of the colours of several states.
        draw: draws a state into axes with a scale; the last argument is the longer side of the
            panel [mm].
        label: label of the colour bar with a scale.
        legend: entries of the legend of several states.
        exceeds: whether values of a state may lie above the scale.
    """

    quantity: str
    scale: Callable[[Sequence[Scene]], Normalize]
    draw: Draw
    label: Callable[[Normalize], str]
    legend: Callable[[Sequence[Scene]], list[Artist]]
    exceeds: Callable[[Scene], bool] = lambda _: False

    def page(
        self, title: str, moment: str, scene: Scene, among: Sequence[Scene] | None = None
    ) -> Figure:
        """Draw a state on a page of its own.

        Args:
            title: of the case.
            moment: name of the moment.
            scene: the state.
            among: states that share scale, legend and size with it; itself alone if omitted.
        """
        among = (scene,) if among is None else among
        top = max(one.height for one in among)
        heading = f"{self.quantity} at {moment}"
        page = map_page(title, heading, scene.width / top, self.legend(among), bar=True)
        (axes,) = page.panels
        scale = self.scale(among)
        image = self.draw(axes, scene, scale, max(page.size))
        set_axes(axes, scene, top=top)
        page.add_bar(image, self.label(scale), "max" if self.exceeds(scene) else "neither")
        return page.figure
