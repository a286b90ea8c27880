"""Exact solutions: c/c0 and φF/RT as functions of position and time.

c = 1 and φ = 0 at the top (reservoir), and the normal derivatives vanish at the side walls
(symmetry); at the bottom all boundary terms are non-zero. The functions take a module of elementary
functions `m`: NumPy for numbers, UFL for expressions.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import Any, Protocol

from verification.manufactured.box import HEIGHT, WIDTH


class ExactFields(Protocol):
    """Smooth solution to be recovered."""

    def concentration(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """Return c/c0 at (x, y) [µm] and time [s]."""

    def potential(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """Return φF/RT at (x, y) [µm] and time [s]."""


@dataclass(frozen=True, slots=True)
class Waves:
    """Fields outside every polynomial space, linear in time.

    On a fixed mesh the time scheme is exact for them, so that only the error in space remains.

    Attributes:
        duration: time scale of the amplitudes [s].
    """

    duration: float

    def concentration(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """Return c/c0 between 0.5 and 1.5."""
        depth, late = 1.0 - y / HEIGHT, time / self.duration
        across = 1.0 + 0.4 * m.cos(pi * x / WIDTH)
        return 1.0 + (0.35 - 0.7 * late) * m.sin(2.0 * depth) * across

    def potential(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """Return φF/RT of the order of one."""
        depth, late = 1.0 - y / HEIGHT, time / self.duration
        across = 1.0 - 0.3 * m.cos(2.0 * pi * x / WIDTH)
        return (0.6 + 0.4 * late) * (m.exp(1.2 * depth) - 1.0) * across


@dataclass(frozen=True, slots=True)
class Parabolas:
    """Fields quadratic in y, hence exact in space for P2, that oscillate in time.

    Attributes:
        duration: length of a study in time [s].
    """

    duration: float

    def concentration(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """Return c/c0 between 0.2 and 1.8."""
        depth, late = 1.0 - y / HEIGHT, time / self.duration
        slope, bend = 0.2 + 0.3 * m.sin(4.0 * late + 0.5), -0.25 * m.cos(3.0 * late)
        return 1.0 + slope * depth + bend * depth**2

    def potential(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """Return φF/RT of about one."""
        depth, late = 1.0 - y / HEIGHT, time / self.duration
        slope, bend = 0.5 + 0.3 * m.cos(4.0 * late), 0.3 * m.sin(3.0 * late)
        return slope * depth + bend * depth**2


class RiseOfMatrix(Protocol):
    """Potential of a matrix that stands on the bottom of the box, against the electrode.

    It is zero at the bottom, and its normal derivatives vanish at the top of the matrix and at the
    side walls.
    """

    def at(self, x: Any, share: Any, time: Any, m: Any) -> Any:
        """Return wF/RT at x [µm], a share of the height of the matrix, and time [s]."""


@dataclass(frozen=True, slots=True)
class WaveOfMatrix:
    """Rise outside every polynomial space, linear in time.

    Attributes:
        duration: time scale of its amplitude [s].
    """

    duration: float

    def at(self, x: Any, share: Any, time: Any, m: Any) -> Any:
        """Return wF/RT up to 1.1."""
        across = 1.0 + 0.4 * m.cos(pi * x / WIDTH)
        return (0.5 + 0.3 * time / self.duration) * m.sin(0.5 * pi * share) * across


@dataclass(frozen=True, slots=True)
class ParabolaOfMatrix:
    """Rise quadratic in y, hence exact in space for P2, that oscillates in time.

    Attributes:
        duration: length of a study in time [s].
    """

    duration: float

    def at(self, x: Any, share: Any, time: Any, m: Any) -> Any:
        """Return wF/RT up to 0.8."""
        amplitude = 0.5 + 0.3 * m.sin(4.0 * time / self.duration + 0.3)
        return amplitude * share * (2.0 - share)


class PotentialOfHost(Protocol):
    """Potential of a host below the box, against the terminal at its own bottom.

    It is zero there, and its normal derivatives vanish at the side walls.
    """

    def at(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """Return hF/RT at (x, y) [µm], y from the terminal, and time [s]."""


@dataclass(frozen=True, slots=True)
class WaveOfHost:
    """Potential outside every polynomial space, linear in time.

    Attributes:
        duration: time scale of its amplitude [s].
    """

    duration: float

    def at(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """Return hF/RT up to 0.9."""
        across = 1.0 + 0.3 * m.cos(pi * x / WIDTH)
        return (0.5 + 0.3 * time / self.duration) * m.sin(1.1 * y) * across


@dataclass(frozen=True, slots=True)
class SlopeOfHost:
    """Potential linear in y, hence exact in space, that oscillates in time.

    Attributes:
        duration: length of a study in time [s].
    """

    duration: float

    def at(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """Return hF/RT up to 0.8 per µm."""
        return (0.5 + 0.3 * m.sin(4.0 * time / self.duration + 0.3)) * y + 0.0 * x


@dataclass(frozen=True, slots=True)
class OnlyPotential:
    """Potential of other fields at c = c0, for ohmic solutions."""

    fields: ExactFields

    def concentration(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """Return 1."""
        return 1.0 + 0.0 * x

    def potential(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """Return the other fields' φF/RT."""
        return self.fields.potential(x, y, time, m)


@dataclass(frozen=True, slots=True)
class FromInlet:
    """Other fields modified to c = c0 at the inlet x = 0 and zero gradient at both walls."""

    fields: ExactFields

    def concentration(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """Return 1 at x = 0 with a smooth transition to the other fields' c/c0."""
        grown = 0.5 - 0.5 * m.cos(pi * x / WIDTH)
        return 1.0 + grown * (self.fields.concentration(x, y, time, m) - 1.0)

    def potential(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """Return the other fields' φF/RT."""
        return self.fields.potential(x, y, time, m)


@dataclass(frozen=True, slots=True)
class AgainstPotential:
    """c = c0 and a potential that is uniform along the bottom, for a surface in equilibrium.

    Attributes:
        bottom: φF/RT at y = 0.
        duration: time scale of its change above the bottom [s].
    """

    bottom: float
    duration: float

    def concentration(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """Return 1."""
        return 1.0 + 0.0 * x

    def potential(self, x: Any, y: Any, time: Any, m: Any) -> Any:
        """Return waves between bottom and top."""
        depth, late = 1.0 - y / HEIGHT, time / self.duration
        across = 1.0 + 0.4 * m.cos(pi * x / WIDTH)
        return self.bottom * depth + (0.6 + 0.4 * late) * m.sin(pi * depth) * across
