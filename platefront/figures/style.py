"""Common style and output of all figures, without display and global state.

Figures of runs are drawn at the size at which they are printed, a column of a journal wide
(`column_style`, `COLUMN`), with text of 6.5 to 7.5 points; PDF and SVG are placed without scaling.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from platefront.figures.palette import MUTED_TEXT
from platefront.results.files import replace_file

DOTS_PER_INCH = 200
COLUMN_DOTS_PER_INCH = 300
"""Of figures a column wide: 1004 pixels."""
FORMATS = ("png", "pdf", "svg")

COLUMN, PAGE = 85.0, 174.0
"""Widths of one and two columns of a journal [mm]."""
MM_PER_INCH = 25.4
_TITLE_CHARACTERS = 0.7
"""Characters of a bold title per millimetre."""

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
    "pdf.fonttype": 42,  # text stays text
    "svg.fonttype": "none",
    "svg.hashsalt": "platefront",
}

_COLUMN_SETTINGS = _SETTINGS | {
    "font.size": 7.0,
    "axes.titlesize": 7.0,
    "axes.titleweight": "normal",
    "axes.titlepad": 3.0,
    "axes.labelsize": 7.0,
    "axes.labelpad": 2.0,
    "axes.linewidth": 0.5,
    "figure.titlesize": 7.5,
    "figure.titleweight": "bold",
    "xtick.labelsize": 6.5,
    "ytick.labelsize": 6.5,
    "xtick.labelcolor": "black",
    "ytick.labelcolor": "black",
    "xtick.major.size": 2.0,
    "ytick.major.size": 2.0,
    "xtick.major.width": 0.5,
    "ytick.major.width": 0.5,
    "xtick.major.pad": 2.0,
    "ytick.major.pad": 2.0,
    "grid.linewidth": 0.4,
    "legend.fontsize": 6.5,
    "legend.handlelength": 2.4,
    "legend.labelspacing": 0.35,
    "legend.borderaxespad": 0.3,
    "legend.columnspacing": 1.2,
    "lines.linewidth": 1.1,
    "hatch.linewidth": 0.4,
}


@contextmanager
def figure_style() -> Iterator[None]:
    """Use the common style inside a `with` block."""
    with mpl.rc_context(_SETTINGS):
        yield


@contextmanager
def column_style() -> Iterator[None]:
    """Use the style of figures a column wide inside a `with` block."""
    with mpl.rc_context(_COLUMN_SETTINGS):
        yield


def new_figure(width: float, height: float) -> Figure:
    """Return an empty figure [inches] with automatic margins."""
    layout = ConstrainedLayoutEngine(w_pad=0.06, h_pad=0.08)
    return Figure(figsize=(width, height), layout=layout, facecolor="white")


def column_figure(title: str, height: float, width: float = COLUMN) -> Figure:
    """Return an empty figure with automatic margins and a title.

    Args:
        title: of the case; long ones are wrapped.
        height: of the figure without its title [mm].
        width: of the figure [mm].
    """
    lines = title_lines(title, width)
    layout = ConstrainedLayoutEngine(w_pad=0.03, h_pad=0.03, hspace=0.04)
    size = (width / MM_PER_INCH, (height + title_height(title, width)) / MM_PER_INCH)
    figure = Figure(figsize=size, layout=layout, facecolor="white")
    if lines:
        figure.suptitle("\n".join(lines), x=1.0 / width, ha="left")
    return figure


def title_lines(title: str, width: float) -> list[str]:
    """Return the lines of a title in a figure of a width [mm]."""
    return textwrap.wrap(title, int(_TITLE_CHARACTERS * width))


def title_height(title: str, width: float) -> float:
    """Return the height that a title takes [mm]."""
    return 3.3 * len(title_lines(title, width)) + 1.0


def plain_axes(axes: Axes) -> None:
    """Style axes for curves: a light grid, no box."""
    axes.grid(True)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)


def keep_span(axes: Axes, least: float) -> None:
    """Widen the range of y to at least `least`, so that round-off is not drawn at full scale.

    A range that begins at zero still does.
    """
    low, high = axes.get_ylim()
    missing = least - (high - low)
    if missing > 0.0:
        below = 0.0 if low == 0.0 else 0.5 * missing
        axes.set_ylim(low - below, high + missing - below)


_METADATA: Mapping[str, dict[str, Any]] = {
    "png": {"Software": None},
    "pdf": {"Creator": None, "Producer": None, "CreationDate": None},
    "svg": {"Creator": None, "Date": None},
}
"""What would make two files of the same figure differ."""


def save(
    figure: Figure, path: Path, dots_per_inch: int = DOTS_PER_INCH, *, trimmed: bool = True
) -> Path:
    """Write a file atomically and reproducibly.

    Args:
        figure: figure to write.
        path: file; its extension is one of `FORMATS`.
        dots_per_inch: resolution of PNG files, and of maps in the others.
        trimmed: True to cut off what is empty around it, False to keep its size.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    kind = path.suffix.removeprefix(".")
    replace_file(
        path,
        lambda temporary: figure.savefig(
            temporary,
            dpi=dots_per_inch,
            format=kind,
            metadata=_METADATA[kind],
            **({"bbox_inches": "tight", "pad_inches": 0.1} if trimmed else {}),
        ),
    )
    return path
