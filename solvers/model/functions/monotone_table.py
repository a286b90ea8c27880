"""Interpolation of a table without new maxima or minima, for symbols and numbers alike.

Piecewise cubic, with the slopes of Fritsch and Butland (SIAM J. Sci. Stat. Comput. 5, 300, 1984) in
the implementation of SciPy: between two points the interpolant is monotone, and it has a continuous
derivative, which Newton's method needs. Outside the table it is constant.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.interpolate import PchipInterpolator

from platefront.geometry.arrays import Floats
from platefront.solvers.model.functions.expressions import clamped


class MonotoneTable:
    """Interpolant of a table.

    The increments of the pieces are added up, each a cubic of the part of x that lies in the piece:
    no branches, and no cancellation.
    """

    def __init__(self, places: Sequence[float], values: Sequence[float]) -> None:
        """Interpolate values at increasing places; two at least."""
        x = np.asarray(places, dtype=np.float64)
        found = PchipInterpolator(x, np.asarray(values, dtype=np.float64))
        self._first = float(values[0])
        self._places: Floats = x
        self._cubics: Floats = np.asarray(found.c)

    def __call__(self, x: Any) -> Any:
        """Value at x, a UFL expression or numbers."""
        total: Any = self._first
        widths = np.diff(self._places)
        for index, (start, width) in enumerate(zip(self._places, widths, strict=False)):
            a, b, c = (float(self._cubics[power, index]) for power in range(3))
            part = clamped(x - float(start), 0.0, float(width))
            total = total + ((a * part + b) * part + c) * part
        return total
