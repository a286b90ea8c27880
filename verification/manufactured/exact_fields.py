"""Exact solutions: c/c0 and φF/RT as functions of place and time.

At the top c = 1 and φ = 0 (the reservoir), and nothing changes across the side walls (symmetry);
at the bottom nothing is special, so every boundary term there counts. The functions are written
with a module of functions `m`, NumPy for numbers and UFL for symbols.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import Any, Protocol

from verification.manufactured.box import HEIGHT, WIDTH


class ExactFields(Protocol):
    """A smooth solution to be recovered."""

    def concentration(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """c/c0 at (x, y) [µm] and time [s]."""

    def potential(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """φF/RT at (x, y) [µm] and time [s]."""


@dataclass(frozen=True, slots=True)
class Waves:
    """Fields outside every polynomial space, linear in time.

    On a mesh that stands still the time scheme is exact on them: what is left is the error in
    space.

    Attributes:
        duration: time in which the amplitudes change by the amounts below [s].
    """

    duration: float

    def concentration(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """Between 0.5 and 1.5."""
        depth, late = 1.0 - y / HEIGHT, time / self.duration
        across = 1.0 + 0.4 * m.cos(pi * x / WIDTH)
        return 1.0 + (0.35 - 0.7 * late) * m.sin(2.0 * depth) * across

    def potential(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """A few RT/F."""
        depth, late = 1.0 - y / HEIGHT, time / self.duration
        across = 1.0 - 0.3 * m.cos(2.0 * pi * x / WIDTH)
        return (0.6 + 0.4 * late) * (m.exp(1.2 * depth) - 1.0) * across


@dataclass(frozen=True, slots=True)
class Parabolas:
    """Fields quadratic in y, hence exact in space for P2, that wave in time.

    Attributes:
        duration: length of a study in time [s].
    """

    duration: float

    def concentration(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """Between 0.2 and 1.8."""
        depth, late = 1.0 - y / HEIGHT, time / self.duration
        slope, bend = 0.2 + 0.3 * m.sin(4.0 * late + 0.5), -0.25 * m.cos(3.0 * late)
        return 1.0 + slope * depth + bend * depth**2

    def potential(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """About RT/F."""
        depth, late = 1.0 - y / HEIGHT, time / self.duration
        slope, bend = 0.5 + 0.3 * m.cos(4.0 * late), 0.3 * m.sin(3.0 * late)
        return slope * depth + bend * depth**2


@dataclass(frozen=True, slots=True)
class OnlyPotential:
    """The potential of other fields at c = c0, for a solution in which nothing else changes."""

    fields: ExactFields

    def concentration(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """One."""
        return 1.0 + 0.0 * x

    def potential(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """The other fields'."""
        return self.fields.potential(x, y, time, m)


@dataclass(frozen=True, slots=True)
class FromInlet:
    """Other fields with c = c0 at the wall x = 0 and no gradient at both walls, for a flow in x."""

    fields: ExactFields

    def concentration(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """The other fields', grown from 1 along x."""
        grown = 0.5 - 0.5 * m.cos(pi * x / WIDTH)
        return 1.0 + grown * (self.fields.concentration(x, y, time, m) - 1.0)

    def potential(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """The other fields'."""
        return self.fields.potential(x, y, time, m)


@dataclass(frozen=True, slots=True)
class AgainstPotential:
    """c = c0, and a potential with one value along the bottom, for a surface in equilibrium.

    Attributes:
        bottom: φF/RT at y = 0.
        duration: time in which it changes above [s].
    """

    bottom: float
    duration: float

    def concentration(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """One."""
        return 1.0 + 0.0 * x

    def potential(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """Waves between bottom and top."""
        depth, late = 1.0 - y / HEIGHT, time / self.duration
        across = 1.0 + 0.4 * m.cos(pi * x / WIDTH)
        return self.bottom * depth + (0.6 + 0.4 * late) * m.sin(pi * depth) * across
