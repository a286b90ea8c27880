"""Prescribed motion of the nodes: non-uniformly rising bottom, fixed top."""

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
    """Motion x(X, t) = X + a(t) U(X) with a smooth U that vanishes at the top.

    U is tangential at the side walls and has normal and tangential components at the bottom.
    a(t) = A (t/T + wave sin(4 t/T)). The bottom starts flat, at y = 0.

    Attributes:
        duration: duration T [s].
        height: mean rise A of the bottom in T [µm].
        wave: relative amplitude of the oscillation of the rise; 0 for uniform motion [1].
        slide: amplitude of sliding along the bottom, relative to A [1].
    """

    duration: float
    height: float
    wave: float = 0.0
    slide: float = 0.5

    def positions(self, start: Floats, time: float) -> Floats:
        """Return the positions (n, 2) at `time` of nodes initially at `start` [µm]."""
        return np.asarray(start + self._rise(time, np) * self._pattern(start))

    def velocities(self, start: Floats, time: float) -> Floats:
        """Return the velocities (n, 2), the exact derivative of `positions` [µm/s]."""
        return np.asarray(self._rate(time, np) * self._pattern(start))

    def normal(self, x: Any, time: Any) -> Any:
        """Return the outward normal of the curve of a bottom without sliding (UFL)."""
        slope = self._rise(time, ufl) * (
            -0.5 * _WAVE * ufl.sin(_WAVE * x) - 0.9 * _WAVE * ufl.sin(3.0 * _WAVE * x)
        )
        length = ufl.sqrt(1.0 + slope**2)
        return ufl.as_vector((slope / length, -1.0 / length))

    def velocity(self, x: Any, time: Any) -> Any:
        """Return the velocity of this curve [µm/s] (UFL)."""
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
    """Return the non-uniform part of the rise of the bottom."""
    return 1.0 + 0.5 * m.cos(_WAVE * x) + 0.3 * m.cos(3.0 * _WAVE * x)
