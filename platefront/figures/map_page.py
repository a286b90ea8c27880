"""Page of maps of a section, laid out in millimetres: title, panels, colour bar, legend.

All panels have the proportions of the section, so that their places follow from the width of the
page; nothing is moved or shrunk after drawing, and text never meets text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from platefront.figures.style import COLUMN, MM_PER_INCH, title_height, title_lines

_LEFT, _RIGHT = 10.0, 3.0
_HEADING, _PANEL_TITLE, _PANEL_TITLE_WIDTH = 4.2, 3.3, 10.0
_X_LABEL = 8.3
_BETWEEN = 2.0
_BAR, _BAR_LABELS, _BAR_GAP, _BAR_NUMBERS = 2.5, 12.5, 1.5, 6
_SHORTEST_BAR = 34.0
"""Height of panels below which the colour bar, with its label, lies below them."""
_ENTRY, _NOTE, _HANDLE, _CHARACTER = 3.3, 3.2, 6.5, 1.2
"""Heights of an entry of the legend and of a note, width of its patch and of one character."""
_SHORT = 5.0
_TALLEST, _TALLEST_GRID = 85.0, 120.0


@dataclass(frozen=True, slots=True)
class MapPage:
    """Figure with the axes of its maps.

    Attributes:
        figure: the figure.
        panels: axes of the maps, row by row.
        size: width and height of a panel [mm].
        columns: number of panels in a row.
    """

    figure: Figure
    panels: list[Axes]
    size: tuple[float, float]
    columns: int
    _bar: Axes | None

    def add_bar(self, image: ScalarMappable, label: str, extend: str = "neither") -> None:
        """Draw the colour bar of all panels into its place."""
        if self._bar is None:
            raise ValueError("the page has no place for a colour bar")
        flat = self._bar.get_position().width > self._bar.get_position().height
        self.figure.colorbar(
            image,
            cax=self._bar,
            label=label,
            extend=extend,
            ticks=MaxNLocator(_BAR_NUMBERS),
            orientation="horizontal" if flat else "vertical",
        ).outline.set_linewidth(0.4)


def map_page(  # noqa: PLR0913 - what a page consists of
    title: str,
    heading: str,
    aspect: float,
    legend: Sequence[Artist],
    *,
    panels: int = 1,
    title_rows: int = 0,
    bar: bool = False,
    notes: Sequence[str] = (),
    width: float = COLUMN,
) -> MapPage:
    """Lay out a page, with the number of columns that makes its panels largest.

    Args:
        title: of the case.
        heading: what the maps show.
        aspect: width of the section over its height.
        legend: entries of the legend.
        panels: number of maps.
        title_rows: lines of text above each map.
        bar: whether there is a colour bar.
        notes: lines of text above the legend.
        width: of the page [mm].
    """
    above = title_rows * _PANEL_TITLE
    columns, panel = _largest(aspect, panels, above, width - _LEFT - _RIGHT, bar)
    rows = ceil(panels / columns)
    pitch = (
        max(panel[0] + _BETWEEN, _PANEL_TITLE_WIDTH if above else 0.0),
        panel[1] + above + _BETWEEN,
    )
    grid = ((columns - 1) * pitch[0] + panel[0], rows * pitch[1] - _BETWEEN)
    upright = bar and grid[1] >= _SHORTEST_BAR
    right = _LEFT + grid[0] + (_BAR_GAP + _BAR + _BAR_LABELS if upright else 0.0)
    noted = max((len(line) * _CHARACTER for line in notes), default=0.0)
    beside = width - _RIGHT - right >= max(_widest(legend), noted)
    entries_across = 1 if beside else max(1, int((width - 2 * _RIGHT) // _widest(legend)))
    key = ceil(len(legend) / entries_across) * _ENTRY + len(notes) * _NOTE
    below = 0.0 if beside else key + 1.5
    lying = _BAR + 8.5 if bar and not upright else 0.0
    head = title_height(title, width) + _HEADING
    height = head + max(grid[1], key if beside else 0.0) + _X_LABEL + lying + below
    figure = Figure(figsize=(width / MM_PER_INCH, height / MM_PER_INCH), facecolor="white")

    def add_axes(x: float, top: float, w: float, h: float) -> Axes:
        """Return axes at a place from the upper left corner [mm]."""
        return figure.add_axes((x / width, 1.0 - (top + h) / height, w / width, h / height))

    _write_head(figure, title, heading, width, height)
    places = [divmod(index, columns) for index in range(panels)]
    axes = [
        add_axes(_LEFT + column * pitch[0], head + above + row * pitch[1], *panel)
        for row, column in places
    ]
    cax = None
    if upright:
        length = min(grid[1] - above, 60.0)
        cax = add_axes(_LEFT + grid[0] + _BAR_GAP, head + above, _BAR, length)
    elif bar:
        cax = add_axes(_LEFT, head + grid[1] + _X_LABEL + 0.5, grid[0], _BAR)
    corner = (right + 2.0, head + above) if beside else (_RIGHT, height - below)
    figure.legend(
        handles=list(legend),
        loc="upper left",
        bbox_to_anchor=(corner[0] / width, 1.0 - corner[1] / height),
        ncols=entries_across,
        title="\n".join([*notes, ""]) if notes else None,
        title_fontsize=6.5,
        alignment="left",
        handlelength=1.8,
        borderaxespad=0.0,
        borderpad=0.0,
    )
    for part in axes:
        space_numbers(part, *panel)
    return MapPage(figure, axes, panel, columns, cax)


def space_numbers(axes: Axes, width: float, height: float) -> None:
    """Set ticks of a panel of a size [mm] so far apart that their numbers do not meet."""
    for axis, length, least in ((axes.xaxis, width, 9.0), (axes.yaxis, height, 6.0)):
        count = max(1, min(8, int(length / least)))
        prune = "lower" if length < _SHORT else None  # no space for two numbers
        axis.set_major_locator(MaxNLocator(count, steps=[1, 2, 5, 10], prune=prune))


def _write_head(figure: Figure, title: str, heading: str, width: float, height: float) -> None:
    """Write the title of the case, and below it what is shown."""
    lines = title_lines(title, width)
    x, top = 1.0 / width, 1.0 - 0.8 / height
    if lines:
        figure.suptitle("\n".join(lines), x=x, y=top, ha="left", va="top")
    figure.text(x, 1.0 - title_height(title, width) / height, heading, va="top")


def _largest(
    aspect: float, panels: int, above: float, free: float, bar: bool
) -> tuple[int, tuple[float, float]]:
    """Return the number of columns with the largest panels, and their size [mm].

    Rows are filled evenly, but for the last one.
    """
    best = (0, (0.0, 0.0))
    for columns in range(1, panels + 1):
        rows = ceil(panels / columns)
        if columns > 1 and ceil(panels / (columns - 1)) == rows:
            continue  # fewer columns fill as many rows
        tallest = _TALLEST if rows == 1 else _TALLEST_GRID / rows - above - _BETWEEN
        across = (free - (columns - 1) * _BETWEEN) / columns
        height = min(tallest, across / aspect)
        if bar and rows * height >= _SHORTEST_BAR:  # the colour bar stands beside the panels
            across -= (_BAR_GAP + _BAR + _BAR_LABELS - _RIGHT) / columns
            height = min(tallest, across / aspect)
        if height > best[1][1]:
            best = (columns, (height * aspect, height))
    return best


def _widest(legend: Sequence[Artist]) -> float:
    """Return the width of a column of the legend [mm]."""
    return _HANDLE + _CHARACTER * max((len(str(e.get_label())) for e in legend), default=0)
