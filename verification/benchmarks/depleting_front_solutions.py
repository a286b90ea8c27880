"""Planar front growing across a cell: the published model, and its extension by the transient.

Independent of the solver. One ion in supporting electrolyte, height h of the front, length L of
the cell, voltage U; plating is positive.

    j = j0 [ c_s exp(u/0.05133 V) - exp(-u/0.01711 V) ],   u = U - jR,   R = h/κ_s + (L - h)/κ_e
    dh/dt = M j/(nFρ)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.integrate import quad, solve_ivp
from scipy.optimize import brentq

from platefront.geometry.arrays import Floats

LENGTH = 0.01  # m
C0 = 100.0  # mol/m³
DIFFUSIVITY = 5e-10  # m²/s
EXCHANGE = 10.0  # A/m²
SOLID, SOLUTION = 5.0, 10.0  # S/m
CARRIED = 2 * 96485.33212  # nF, C/mol
VOLUME = 0.06354 / 8960.0 / CARRIED  # m³/C

PUBLISHED_CURRENT = {0.025: 0.77232, 0.05: 0.91006, 0.1: 0.95110}
"""Published current density at the start [A/m²] by voltage [V]."""
SHARES = (0.0999, 0.4995, 0.899, 0.999)
"""Heights h/L of the published times."""
PUBLISHED_TIMES = {
    0.025: (3.358e7, 1.356e8, 1.864e8, 1.915e8),
    0.05: (2.844e7, 1.136e8, 1.532e8, 1.5635e8),
    0.1: (2.718e7, 1.077e8, 1.434e8, 1.4553e8),
}
"""Published times [s] at `SHARES` by voltage [V]."""


def kinetics(current: float, surface: float, height: float, voltage: float) -> float:
    """Return the current density of the rate law at a given ohmic drop and c_s [c0]."""
    driving = voltage - current * (height / SOLID + (LENGTH - height) / SOLUTION)
    return EXCHANGE * float(surface * np.exp(driving / 0.05133) - np.exp(-driving / 0.01711))


def largest_current(height: float, voltage: float) -> float:
    """Return the current density limited by the ohmic resistances."""
    return voltage / (height / SOLID + (LENGTH - height) / SOLUTION)


def steady_current(height: float, voltage: float) -> float:
    """Return j for a linear concentration profile, c_s = 1 - (L - h) j/(nFDc0)."""

    def excess(current: float) -> float:
        surface = 1.0 - (LENGTH - height) * current / (CARRIED * DIFFUSIVITY * C0)
        return current - kinetics(current, surface, height, voltage)

    return float(brentq(excess, 0.0, largest_current(height, voltage), xtol=1e-14, rtol=1e-14))


def published_times(voltage: float, heights: Sequence[float]) -> Floats:
    """Return the times of the published model at `heights` [m], from 0; to 1e-10."""
    ends = [0.0, *heights]
    parts = [
        quad(lambda h: 1.0 / (VOLUME * steady_current(h, voltage)), low, high, epsrel=1e-11)[0]
        for low, high in pairwise(ends)
    ]
    return np.cumsum(parts)


def chebyshev(count: int) -> tuple[Floats, Floats]:
    """Return Chebyshev nodes on [0, 1], ascending, and the differentiation matrix."""
    k = np.arange(count + 1)
    x = np.cos(np.pi * k / count)
    weight = np.where((k == 0) | (k == count), 2.0, 1.0) * (-1.0) ** k
    matrix = np.outer(weight, 1.0 / weight) / (x[:, None] - x[None, :] + np.eye(count + 1))
    matrix -= np.diag(matrix.sum(axis=1))
    return 0.5 * (1.0 - x), -2.0 * matrix


def transient_times(voltage: float, heights: Sequence[float], count: int = 14) -> Floats:
    """Return the times at `heights` [m] with the transient from c0 and conservation of the ion.

    In s = (y - h)/(L - h), with the front's speed v,

        c_t = D c_ss/(L - h)² + (1 - s) v c_s/(L - h),   D c_s/(L - h) = j/(nF) - c v at s = 0,

    c = c0 at s = 1; by collocation and stiff integration.
    """
    s, first = chebyshev(count)
    second = first @ first
    row, reach = first[0, 0], first[0, 1:]

    def surface(state: Floats) -> tuple[float, float]:
        """Solve rate law and balance of the ion at the front for current density j and c_s."""
        gap = LENGTH - state[0]
        reached = float(reach @ np.append(state[1:], 1.0))

        def concentration(current: float) -> float:
            wanted = gap * current / (CARRIED * DIFFUSIVITY * C0) - reached
            return float(wanted / (row + gap * VOLUME * current / DIFFUSIVITY))

        def excess(current: float) -> float:
            return current - kinetics(current, concentration(current), state[0], voltage)

        top = largest_current(state[0], voltage)
        current = float(brentq(excess, 0.0, top, xtol=1e-13, rtol=1e-13))
        return current, concentration(current)

    def rate(_: float, state: Floats) -> Floats:
        current, at_front = surface(state)
        gap, speed = LENGTH - state[0], VOLUME * current
        c = np.concatenate(([at_front], state[1:], [1.0]))
        change = DIFFUSIVITY * (second @ c) / gap**2 + (1.0 - s) * speed * (first @ c) / gap
        return np.concatenate(([speed], change[1:-1]))

    events = [_Reached(height, height == max(heights)) for height in heights]
    start = np.concatenate(([0.0], np.ones(count - 1)))
    scale = np.concatenate(([LENGTH], np.ones(count - 1)))
    solution = solve_ivp(
        rate, (0.0, 1e9), start, "Radau", events=events, rtol=1e-7, atol=1e-9 * scale
    )
    return np.array([float(found[0]) for found in solution.t_events])


@dataclass(frozen=True)
class _Reached:
    """Event function with its zero at a height [m]; `terminal` ends the integration there."""

    height: float
    terminal: bool

    def __call__(self, _: float, state: Floats) -> float:
        return float(state[0] - self.height)
