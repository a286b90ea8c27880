"""Prescribed motion of the nodes: the bottom rises unevenly, the top stays."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import Any

import numpy as np
import ufl

from platefront.geometry.arrays import Floats
from verification.manufactured.box import HEIGHT, WIDTH


@dataclass(frozen=True, slots=True)
class Rise:
    """x(X, t) = X + a(t) U(X) with a smooth U that vanishes at the top.

    U slides along the side walls and along the bottom, so that normal and tangential motion both
    count. a(t) = A (t/T + wave sin(4 t/T)). The bottom starts flat, at y = 0.

    Attributes:
        duration: T [s].
        height: A, the mean rise of the bottom in T [µm].
        wave: how much the rise wavers; 0 is uniform motion [1].
        slide: how far nodes slide along the bottom, as a share of A [1].
    """

    duration: float
    height: float
    wave: float = 0.0
    slide: float = 0.5

    def positions(self, start: Floats, time: float) -> Floats:
        """(n, 2) where the nodes that were at `start` are at `time` [µm]."""
        return np.asarray(start + self._rise(time, np) * self._pattern(start))

    def velocities(self, start: Floats, time: float) -> Floats:
        """(n, 2) their velocities, the exact derivative of `positions` [µm/s]."""
        return np.asarray(self._rate(time, np) * self._pattern(start))

    def normal(self, x: Any, time: Any) -> Any:
        """Out of the electrolyte, on the curve that a bottom without sliding follows (UFL)."""
        slope = self._rise(time, ufl) * (
            -0.5 * _WAVE * ufl.sin(_WAVE * x) - 0.9 * _WAVE * ufl.sin(3.0 * _WAVE * x)
        )
        length = ufl.sqrt(1.0 + slope**2)
        return ufl.as_vector((slope / length, -1.0 / length))

    def velocity(self, x: Any, time: Any) -> Any:
        """Velocity of that curve [µm/s] (UFL)."""
        return ufl.as_vector((0.0 * x, self._rate(time, ufl) * _crest(x, ufl)))

    def _rise(self, time: Any, m: Any) -> Any:
        late = time / self.duration
        return self.height * (late + self.wave * m.sin(4.0 * late))

    def _rate(self, time: Any, m: Any) -> Any:
        late = time / self.duration
        return self.height * (1.0 + 4.0 * self.wave * m.cos(4.0 * late)) / self.duration

    def _pattern(self, start: Floats) -> Floats:
        x, y = start.T
        aside = self.slide * np.sin(_WAVE * x)
        return np.column_stack((aside, _crest(x, np))) * (1.0 - y / HEIGHT)[:, None]


_WAVE = pi / WIDTH


def _crest(x: Any, m: Any) -> Any:
    """How unevenly the bottom rises."""
    return 1.0 + 0.5 * m.cos(_WAVE * x) + 0.3 * m.cos(3.0 * _WAVE * x)
