"""Prescribed motion of the nodes: the bottom rises unevenly, the top stays."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin

import numpy as np

from geometry.outline import Floats
from platefront.verification.manufactured.box import HEIGHT, WIDTH


@dataclass(frozen=True, slots=True)
class Rise:
    """x(X, t) = X + a(t) U(X) with a smooth U that vanishes at the top.

    U slides along the side walls and along the bottom, so that normal and tangential motion both
    count. a(t) = (t/T + wave sin(4 t/T)) A.

    Attributes:
        duration: T [s].
        height: A, the mean rise of the bottom in T [µm].
        wave: how much the rise wavers; 0 is uniform motion [1].
    """

    duration: float
    height: float
    wave: float

    def positions(self, start: Floats, time: float) -> Floats:
        """(n, 2) where the nodes that were at `start` are at `time` [µm]."""
        late = time / self.duration
        return start + self.height * (late + self.wave * sin(4.0 * late)) * _pattern(start)

    def velocities(self, start: Floats, time: float) -> Floats:
        """(n, 2) their velocities, the exact derivative of `positions` [µm/s]."""
        late = time / self.duration
        rate = self.height * (1.0 + 4.0 * self.wave * cos(4.0 * late)) / self.duration
        return rate * _pattern(start)


def _pattern(start: Floats) -> Floats:
    x, y = start.T
    below = 1.0 - y / HEIGHT
    up = (1.0 + 0.5 * np.cos(pi * x / WIDTH) + 0.3 * np.cos(3.0 * pi * x / WIDTH)) * below
    aside = 0.5 * np.sin(pi * x / WIDTH) * below
    return np.column_stack((aside, up))
