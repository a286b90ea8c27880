"""Columns of a sweep's table: those of its keys, and those worth a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from platefront.geometry.arrays import Floats
from platefront.sweeping.errors import SweepError

_USUAL = (
    "bottom_share",
    "current_unevenness",
    "capacity_mAh_per_cm2",
    "gap_to_counter_m",
    "roughness_m",
    "electrode_potential_V",
    "cycle_coulombic_efficiency",
)
_ROUND_OFF = {"current_unevenness": 1e-5, "roughness_m": 1e-12}
"""Values up to which a quantity is that of a flat front."""
_WIDE = 20.0
"""Ratio of the ends of an axis from which it is logarithmic."""


@dataclass(frozen=True, slots=True)
class SweptAxis:
    """Axis of a figure: a key's values as numbers, or as places in a row.

    Attributes:
        label: the key, with its unit.
        places: place of each cell.
        names: texts at the places 0, 1, …; empty for numbers.
    """

    label: str
    places: Floats
    names: tuple[str, ...] = ()

    @property
    def is_logarithmic(self) -> bool:
        """True if the values are positive and far apart."""
        low, high = float(self.places.min()), float(self.places.max())
        return not self.names and low > 0.0 and high >= _WIDE * low


def swept_axis(table: pd.DataFrame, key: str) -> SweptAxis:
    """Return the axis of a key."""
    column = next(c for c in map(str, table.columns) if c == key or c.startswith(f"{key} ["))
    if is_numeric_dtype(table[column]):
        numbers: Floats = np.asarray(table[column], dtype=np.float64)
        return SweptAxis(column, numbers)
    names = tuple(dict.fromkeys(map(str, table[column])))
    places: Floats = np.asarray([names.index(str(v)) for v in table[column]], dtype=np.float64)
    return SweptAxis(column, places, names)


def drawn_columns(table: pd.DataFrame, wanted: Sequence[str], most: int) -> list[str]:
    """Return the columns to draw: those wanted, or the usual ones that differ between cells.

    Args:
        table: the table.
        wanted: names given by the user; empty for the usual ones.
        most: number of the usual ones to return at most.

    Raises:
        SweepError: a wanted column is not there or holds no numbers.
    """
    numeric = [str(c) for c in table.columns if is_numeric_dtype(table[c])]
    for name in wanted:
        if name not in numeric:
            raise SweepError(
                f"--quantity {name}: the table has no numbers called so. The cells are kept; "
                f"there are {', '.join(numeric)}"
            )
    differing = [name for name in _USUAL if name in numeric and _differs(table[name])]
    return list(wanted) if wanted else differing[:most]


def _differs(column: pd.Series) -> bool:
    """True if the values of a column differ by more than round-off."""
    beyond = column[column.abs() > _ROUND_OFF.get(str(column.name), 0.0)]
    return int(beyond.nunique()) > 1
