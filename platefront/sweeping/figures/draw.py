"""All figures of a sweep."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from platefront.figures.style import figure_style, save
from platefront.sweeping.figures.curve import curve_figure
from platefront.sweeping.figures.map import map_figure
from platefront.sweeping.figures.quantity import drawn_columns, swept_axis

_CURVES, _MAPS = 6, 1
"""Numbers of usual quantities that are drawn over one and over two keys."""


def draw_sweep(
    table: pd.DataFrame, keys: Sequence[str], folder: Path, wanted: Sequence[str]
) -> list[Path]:
    """Draw a sweep over one or two keys; return the files, none where nothing differs.

    Raises:
        SweepError: a wanted column is not in the table.
        OSError: a file cannot be written.
    """
    columns = drawn_columns(table, wanted, _CURVES if len(keys) == 1 else _MAPS)
    axes = [swept_axis(table, key) for key in keys]
    if not columns:
        return []
    with figure_style():
        match axes:
            case [axis]:
                return [save(curve_figure(table, axis, columns), folder / "curves.png")]
            case [x, y]:
                return [
                    save(map_figure(table, x, y, column), folder / f"map_{column}.png")
                    for column in columns
                ]
    return []
