"""Analytical solutions for a dilute 1:1 salt between planar electrodes of the cation."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from platefront.geometry.arrays import Floats
from platefront.solvers.constants import FARADAY, GAS_CONSTANT

_TERMS = 4001
"""Last odd term of the series: e^(-(nπ/L)²Dt) is below round-off after 0.1 ms in 60 µm."""


@dataclass(frozen=True, slots=True)
class PlanarCell:
    """Two equal planar electrodes (symmetric Butler–Volmer, first order in c) in a salt.

    Attributes:
        gap: distance L [m].
        diffusivity: salt diffusivity D [m²/s].
        transference: t₊.
        concentration: c0 [mol/m³].
        temperature: temperature [K].
        exchange_current: i0 at c0, of both electrodes [A/m²].
        current: given current density, positive for plating at y = 0 [A/m²]; 0 without one.
    """

    gap: float
    diffusivity: float
    transference: float
    concentration: float
    temperature: float
    exchange_current: float
    current: float

    @property
    def gradient(self) -> float:
        """Slope of c/c0 at the electrodes: (1 - t₊) i/(F D c0) [1/m]."""
        ions = FARADAY * self.diffusivity * self.concentration
        return (1.0 - self.transference) * self.current / ions

    @property
    def volt(self) -> float:
        """Thermal voltage RT/F [V]."""
        return GAS_CONSTANT * self.temperature / FARADAY


def concentration(cell: PlanarCell, height: Floats, time: float) -> Floats:
    """Return c/c0 at heights [m] above the plated electrode, at a time after the start [s]."""
    n = np.arange(1, _TERMS, 2)
    wave = n * math.pi / cell.gap
    decay = 4.0 * cell.gap / (n * math.pi) ** 2 * np.exp(-(wave**2) * cell.diffusivity * time)
    series = np.cos(np.outer(height, wave)) @ decay
    return np.asarray(1.0 + cell.gradient * (height - 0.5 * cell.gap + series))


def steady_ends(cell: PlanarCell) -> tuple[float, float]:
    """Return the steady c/c0 at the plated and at the stripped electrode."""
    half = 0.5 * cell.gradient * cell.gap
    return 1.0 - half, 1.0 + half


def steady_drop(cell: PlanarCell) -> float:
    """Return the steady potential difference from plated to stripped electrode in solution [V]."""
    low, high = steady_ends(cell)
    return cell.volt * math.log(high / low)


def steady_potential(cell: PlanarCell) -> float:
    """Return the steady potential of the plated electrode against the stripped one [V]."""
    low, high = steady_ends(cell)
    plating = _overpotential(cell, low, cell.current)
    stripping = _overpotential(cell, high, -cell.current)
    return plating - steady_drop(cell) - stripping


def _overpotential(cell: PlanarCell, c: float, current: float) -> float:
    """Return η [V] of i = i0 [c exp(-Fη/2RT) - exp(Fη/2RT)]; c in units of c0."""
    ratio = current / cell.exchange_current
    root = brentq(lambda x: c * math.exp(-0.5 * x) - math.exp(0.5 * x) - ratio, -60, 60, xtol=1e-14)
    return cell.volt * float(root)


def sand_time(cell: PlanarCell) -> float:
    """Return Sand's time, of depletion at the electrode of a semi-infinite cell [s]."""
    charge = cell.concentration * FARADAY / (cell.current * (1.0 - cell.transference))
    return 0.25 * math.pi * cell.diffusivity * charge**2


def limiting_current(cell: PlanarCell) -> float:
    """Return the steady current density with zero concentration at the plated electrode [A/m²]."""
    ions = FARADAY * cell.diffusivity * cell.concentration
    return 2.0 * ions / ((1.0 - cell.transference) * cell.gap)
