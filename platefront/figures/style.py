"""Common style and output of all figures, without display and global state."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from platefront.figures.palette import MUTED_TEXT
from platefront.results.files import replace_file

DOTS_PER_INCH = 200

_SETTINGS = {
    "font.size": 9.0,
    "axes.titlesize": 9.5,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.labelsize": 9.0,
    "axes.linewidth": 0.7,
    "axes.edgecolor": MUTED_TEXT,
    "xtick.labelsize": 8.0,
    "ytick.labelsize": 8.0,
    "xtick.color": MUTED_TEXT,
    "ytick.color": MUTED_TEXT,
    "grid.color": "#d9dee4",
    "grid.linewidth": 0.6,
    "legend.fontsize": 8.0,
    "legend.frameon": False,
    "lines.linewidth": 1.8,
    "hatch.linewidth": 0.6,
}


@contextmanager
def figure_style() -> Iterator[None]:
    """Use the common style inside a `with` block."""
    with mpl.rc_context(_SETTINGS):
        yield


def new_figure(width: float, height: float) -> Figure:
    """Return an empty figure [inches] with automatic margins."""
    layout = ConstrainedLayoutEngine(w_pad=0.06, h_pad=0.08)
    return Figure(figsize=(width, height), layout=layout, facecolor="white")


def plain_axes(axes: Axes) -> None:
    """Style axes for curves: a light grid, no box."""
    axes.grid(True)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)


def save(figure: Figure, path: Path, dots_per_inch: int = DOTS_PER_INCH) -> Path:
    """Write a PNG file atomically and reproducibly."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(
        path,
        lambda temporary: figure.savefig(
            temporary,
            dpi=dots_per_inch,
            format="png",
            bbox_inches="tight",
            pad_inches=0.1,
            metadata={"Software": None},
        ),
    )
    return path
