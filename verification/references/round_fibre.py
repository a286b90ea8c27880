"""Round fibre in a cylindrical cell: plating, rest and stripping.

Radius r, wall of radius R, constant conductivity κ, uniform concentration. Currents and charges
are per footprint of the quarter cell, of width R: with the current density I per footprint the
front has i = 2 R I/(π r) and the wall I 2/π. Metal is deposited with the volume v per charge:

    d(π r²/4)/dt = v R I,   r² = r_s² + (4/π) v R Q,   Q = ∫ I dt
    φ_s = P_f(h, i) - i r ln(R/r)/κ + φ_t,   h = r - r_s,   φ_t = -P_t(-2I/π) or 0 (reservoir)

with P of `reaction.py`. The thickness of the deposit is counted from the radius r_s at the start,
that of the bare wire or of a concentric layer of metal on it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from platefront.geometry.arrays import Floats
from verification.references.reaction import Reaction
from verification.references.root import rising_root


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundFibre:
    """Fibre in a cylindrical cell; its state is (r/r_s)², which is linear in the charge.

    Attributes:
        radius: r_s at the start, with metal that is there [m].
        wall: R [m].
        conductivity: κ [S/m].
        front: reaction at the fibre.
        volume: volume of deposit per charge, v [m³/C].
        counter: reaction at the wall; None for a reservoir, whose potential is zero.
    """

    radius: float
    wall: float
    conductivity: float
    front: Reaction
    volume: float
    counter: Reaction | None = None

    def start(self) -> Floats:
        """Return the state at the start."""
        return np.array([1.0])

    def radius_of(self, state: Floats) -> float:
        """Return r [m]; not less than a ten-thousandth of r_s, for states that are tried."""
        return self.radius * math.sqrt(max(float(state[0]), 1e-8))

    def thickness(self, state: Floats) -> float:
        """Return h = r - r_s [m], negative if metal that was there is stripped."""
        return self.radius_of(state) - self.radius

    def charge(self, state: Floats) -> float:
        """Return the charge per footprint since the start [C/m²]."""
        grown = 0.25 * math.pi * self.radius**2 * (float(state[0]) - 1.0)
        return grown / (self.volume * self.wall)

    def least_concentration(self, state: Floats) -> float:
        """Return an infinite concentration: it is uniform and not used up."""
        return math.inf

    def density(self, state: Floats, current: float) -> float:
        """Return the current density at the front [A/m²] of one per footprint [A/m²]."""
        return 2.0 * self.wall * current / (math.pi * self.radius_of(state))

    def rate(self, state: Floats, current: float) -> Floats:
        """Return the time derivative of the state [1/s] at a current density per footprint."""
        return np.array([4.0 * self.volume * self.wall * current / (math.pi * self.radius**2)])

    def rate_derivatives(self, state: Floats, current: float) -> tuple[Floats, Floats]:
        """Return the derivatives of the rate by the state and by the current per footprint."""
        return np.zeros((1, 1)), self.rate(state, 1.0)

    def potential(self, state: Floats, current: float) -> float:
        """Return φ_s [V] at a current density per footprint [A/m²]."""
        return self._balance(state)(current)[0]

    def potential_derivatives(self, state: Floats, current: float) -> tuple[Floats, float]:
        """Return the derivatives of φ_s by the state [V] and by the current [Ω m²]."""
        value, by_current = self._balance(state)(current)
        step = 1e-7 * state
        slope = (self.potential(np.asarray(state + step), current) - value) / step
        return np.asarray(slope, dtype=np.float64), by_current

    def current(self, state: Floats, potential: float, guess: float = 0.0) -> float:
        """Return the current density per footprint [A/m²] at φ_s [V], to round-off."""
        balance = self._balance(state)
        excess = potential - balance(0.0)[0]
        sign = -1.0 if excess > 0.0 else 1.0
        if excess == 0.0 or (sign < 0.0 and self.front.holding(self.thickness(state)) == 0.0):
            return 0.0

        def rising(size: float) -> tuple[float, float]:
            value, slope = balance(sign * size)
            return sign * (potential - value), -slope

        return sign * rising_root(rising, max(sign * guess, 0.0), self.front.scale)

    def parts(self, state: Floats, current: float) -> tuple[float, float, float]:
        """Return front, electrolyte and counter electrode's parts of φ_s [V]."""
        density, radius = self.density(state, current), self.radius_of(state)
        front = self.front.potential(1.0, self.thickness(state), density)
        ohmic = -density * radius * math.log(self.wall / radius) / self.conductivity
        if self.counter is None:
            return front, ohmic, 0.0
        return front, ohmic, -self.counter.potential(1.0, 0.0, -2.0 * current / math.pi)

    def _balance(self, state: Floats) -> Callable[[float], tuple[float, float]]:
        """Return φ_s [V] and its derivative [Ω m²] as functions of the current per footprint."""
        radius, thickness = self.radius_of(state), self.thickness(state)
        resistance = radius * math.log(self.wall / radius) / self.conductivity
        larger = self.density(state, 1.0)

        def balance(current: float) -> tuple[float, float]:
            slope = (self.front.slope(1.0, thickness, larger * current) - resistance) * larger
            if self.counter is not None:
                share = 2.0 / math.pi
                slope += share * self.counter.slope(1.0, 0.0, -share * current)
            return sum(self.parts(state, current)), slope

        return balance


def radius_after(fibre: RoundFibre, charge: float) -> float:
    """Return r [m] after a charge per footprint [C/m²]; negative charges strip."""
    grown = 4.0 / math.pi * fibre.volume * fibre.wall * charge
    return math.sqrt(fibre.radius**2 + grown)
