"""Planar cell in one dimension, by spectral elements in space.

Electrolyte between the front y = h(t) and the counter electrode y = H(t); s = (y - h)/(H - h). With
the velocity w(s) = (1 - s) h' + s H' of a point of given s, and ψ that moves with it, the transport
of `transport.py` is, in weak form,

    d/dt ∫ c ψ dy = -∫ D c_y ψ_y dy - ∫ c w ψ_y dy + a i [ψ(H) - ψ(h)]

at electrodes that the salt does not pass relative to their motion (h' = v i; at a counter electrode
that recedes H' = v_c i). At a reservoir c = c0 and φ = 0 instead. ψ = 1 conserves the salt.
The potential of the front electrode against the counter electrode, which is at zero, is

    φ_s = P_f(c_f, h, i) + φ_t - i ∫ dy/κ + β (RT/F) ln(c_t/c_f),   φ_t = -P_t(c_t, -i) or 0

with P = φ_s - φ of `reaction.py` at front f and counter electrode t.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.solvers.constants import FARADAY
from verification.references.reaction import Reaction
from verification.references.root import rising_root
from verification.references.spectral_line import SpectralLine, graded_line
from verification.references.transport import PlanarTransport

_LEAST = 1e-30
"""Lower limit of c/c0 in logarithms, for states that the integrator tries."""

_STEP = 1e-6
"""Step of derivatives by differences, which only the integrator's Newton method uses."""


@dataclass(frozen=True, kw_only=True)
class OneDimensionalCell:
    """Planar cell; its state is (c/c0 at the nodes, charge passed in F c0 L).

    Attributes:
        gap: L, thickness of the electrolyte at the start [m].
        transport: properties of the electrolyte.
        front: reaction at the front.
        counter: reaction at the counter electrode; None for a reservoir.
        volume: volume of deposit per charge, v [m³/C].
        moving: True if the front moves; otherwise only the thickness of the deposit is counted.
        receding: volume per charge by which the counter electrode recedes, v_c [m³/C]; 0 if fixed.
        order, first, ratio: degree, size of the first element in L and grading of the elements.
            The first element must be thinner than the layer in which c is near its least value:
            with κ ∝ c the default serves for c > 1e-3 c0 at the front.
    """

    gap: float
    transport: PlanarTransport
    front: Reaction
    counter: Reaction | None = None
    volume: float = 0.0
    moving: bool = False
    receding: float = 0.0
    order: int = 8
    first: float = 2e-3
    ratio: float = 3.0

    @cached_property
    def line(self) -> SpectralLine:
        """Elements in s."""
        return graded_line(self.order, self.first, self.ratio)

    @cached_property
    def charge_unit(self) -> float:
        """F c0 L [C/m²]."""
        return FARADAY * self.transport.concentration * self.gap

    def start(self) -> Floats:
        """Return the state at the start: c = c0, no charge passed."""
        return np.append(np.ones(len(self.line.nodes)), 0.0)

    def charge(self, state: Floats) -> float:
        """Return the charge passed since the start [C/m²]; positive for plating."""
        return float(state[-1]) * self.charge_unit

    def thickness(self, state: Floats) -> float:
        """Return the thickness of the deposit grown since the start [m]."""
        return self.volume * self.charge(state)

    def length(self, state: Floats) -> float:
        """Return the thickness H - h of the electrolyte [m]."""
        own = self.volume if self.moving else 0.0
        return self.gap + (self.receding - own) * self.charge(state)

    def least_concentration(self, state: Floats) -> float:
        """Return the smallest concentration [mol/m³]."""
        return self.transport.concentration * float(state[:-1].min())

    def salt(self, state: Floats) -> float:
        """Return ∫ c/c0 dy [m]."""
        return self.length(state) * float(self.line.weights @ state[:-1])

    def rate(self, state: Floats, current: float) -> Floats:
        """Return the time derivative of the state [1/s] at a plating current density [A/m²]."""
        line, transport = self.line, self.transport
        change = np.empty_like(state)
        change[-1] = current / self.charge_unit
        if transport.held:
            change[:-1] = 0.0
            return change
        c, length = state[:-1], self.length(state)
        bottom = self.volume * current if self.moving else 0.0
        top = self.receding * current
        balance = -transport.diffusivity / length * (line.stiffness @ c)
        if bottom or top:
            balance -= line.transport @ (c * (bottom + line.nodes * (top - bottom)))
        passed = transport.consumption * current / transport.concentration
        balance[0] -= passed
        balance[-1] += passed
        change[:-1] = (balance / line.weights - (top - bottom) * c) / length
        if self.counter is None:
            change[-2] = 0.0
        return change

    def rate_derivatives(self, state: Floats, current: float) -> tuple[Floats, Floats]:
        """Return the derivatives of the rate by the state and by the current density."""
        line, transport, count = self.line, self.transport, len(state) - 1
        rate = self.rate(state, current)
        matrix = np.zeros((len(state), len(state)))
        if not transport.held:
            length = self.length(state)
            bottom = self.volume * current if self.moving else 0.0
            top = self.receding * current
            inner = -transport.diffusivity / length * line.stiffness
            inner = inner - line.transport * (bottom + line.nodes * (top - bottom))
            inner = inner / line.weights[:, None] - (top - bottom) * np.eye(count)
            matrix[:-1, :-1] = inner / length
        if self.counter is None:
            matrix[-2] = 0.0
        thicker = state.copy()
        thicker[-1] += _STEP
        matrix[:, -1] = (self.rate(thicker, current) - rate) / _STEP
        return matrix, self.rate(state, current + 1.0) - rate  # linear in the current

    def ends(self, state: Floats) -> tuple[float, float]:
        """Return c/c0 at the front and at the counter electrode, positive."""
        return max(float(state[0]), _LEAST), max(float(state[-2]), _LEAST)

    def resistance(self, state: Floats) -> float:
        """Return ∫ dy/κ [Ω m²]."""
        length = self.length(state)
        if not self.transport.proportional:
            return length / self.transport.conductivity
        inverse = float(self.line.weights @ (1.0 / np.maximum(state[:-1], _LEAST)))
        return length * inverse / self.transport.conductivity

    def potential(self, state: Floats, current: float) -> float:
        """Return φ_s [V] at a plating current density [A/m²]."""
        return self._balance(state)(current)[0]

    def potential_derivatives(self, state: Floats, current: float) -> tuple[Floats, float]:
        """Return the derivatives of φ_s by the state [V] and by the current density [Ω m²]."""
        value, by_current = self._balance(state)(current)
        by_state = np.zeros_like(state)
        if self.transport.proportional:
            weighted = self.line.weights / np.maximum(state[:-1], _LEAST) ** 2
            ohmic = current * self.length(state) / self.transport.conductivity
            by_state[:-1] = ohmic * weighted
        for index in (0, -2, -1):
            stepped = state.copy()
            stepped[index] += _STEP * max(abs(state[index]), _STEP)
            change = self.potential(stepped, current) - value
            by_state[index] = change / (stepped[index] - state[index])
        return by_state, by_current

    def current(self, state: Floats, potential: float, guess: float = 0.0) -> float:
        """Return the plating current density [A/m²] at φ_s [V], to round-off."""
        balance = self._balance(state)
        excess = potential - balance(0.0)[0]
        sign = -1.0 if excess > 0.0 else 1.0
        if excess == 0.0 or (sign < 0.0 and self.front.holding(self.thickness(state)) == 0.0):
            return 0.0

        def rising(size: float) -> tuple[float, float]:
            value, slope = balance(sign * size)
            return sign * (potential - value), -slope

        return sign * rising_root(rising, max(sign * guess, 0.0), self.front.scale)

    def _balance(self, state: Floats) -> Callable[[float], tuple[float, float]]:
        """Return φ_s [V] and its derivative [Ω m²] as functions of the current density."""
        low, high = self.ends(state)
        thickness, resistance = self.thickness(state), self.resistance(state)
        diffusion = self.transport.volt * self.transport.junction * math.log(high / low)

        def balance(current: float) -> tuple[float, float]:
            value = self.front.potential(low, thickness, current) - current * resistance
            slope = self.front.slope(low, thickness, current) - resistance
            if self.counter is not None:
                value -= self.counter.potential(high, 0.0, -current)
                slope += self.counter.slope(high, 0.0, -current)
            return value + diffusion, slope

        return balance
