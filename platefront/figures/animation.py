"""Animation of a run from its stored states, as GIF or WebP."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from platefront.figures.maps.concentration import CONCENTRATION_MAP
from platefront.figures.maps.current_density import CURRENT_MAP
from platefront.figures.maps.plating_thickness import THICKNESS_MAP
from platefront.figures.run_view import RunView
from platefront.figures.style import column_style
from platefront.results.files import replace_file

MAPS = {
    "current_density": CURRENT_MAP,
    "concentration": CONCENTRATION_MAP,
    "plating_thickness": THICKNESS_MAP,
}
"""Quantities that can be animated, by the names of their figures."""
_LAST = 4
"""Frames for which the last state stays."""


def animate(
    view: RunView, quantity: str, path: Path, dots_per_inch: int, frames_per_second: float
) -> Path:
    """Write an animation of all stored states, with one scale, in an endless loop.

    Args:
        view: the run, with at least one frame.
        quantity: of `MAPS`.
        path: file to write; its extension is gif or webp.
        dots_per_inch: resolution.
        frames_per_second: states shown in a second.
    """
    scenes = view.scenes
    shown = MAPS[quantity]
    pictures = []
    with column_style():
        for scene in scenes:
            page = shown.page(view.title, view.moment(scene), scene, scenes)
            pictures.append(_picture(page, dots_per_inch))
    each = round(1000.0 / frames_per_second)
    durations = [each] * (len(pictures) - 1) + [_LAST * each]
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(
        path,
        lambda temporary: pictures[0].save(
            temporary, save_all=True, append_images=pictures[1:], duration=durations, loop=0
        ),
    )
    return path


def _picture(page: Figure, dots_per_inch: int) -> Image.Image:
    page.set_dpi(dots_per_inch)
    canvas = FigureCanvasAgg(page)
    canvas.draw()
    return Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3].copy())
