"""Current steps, interruption and pulses between planar electrodes: superposed series.

With fixed electrodes c is linear in the current: D c_y = a i at y = 0, and at y = L either the same
(an electrode that gives back what is plated; the salt is conserved) or c = c0 (reservoir). The
response to a unit slope from t = 0 is (Carslaw, Jaeger: Conduction of Heat in Solids, §3.8, 3.9)

    conserved:  u = y - L/2 + Σ_(n odd) 4L/(nπ)² cos(nπy/L)  exp(-(nπ/L)² Dt)
    reservoir:  u = y - L   + Σ_(n odd) 8L/(nπ)² cos(nπy/2L) exp(-(nπ/2L)² Dt)

or, for short times, sums of images of -2√(Dt) ierfc(y/2√(Dt)), with alternating sign for y = 0 and
the electrode at L. Currents i_k from times t_k superpose:

    c/c0 = 1 + Σ_k a (i_k - i_(k-1))/(D c0) u(y, t - t_k).

An interruption is two of them, i and 0. The potential follows from c at the instant: at rest only
the concentrations at both ends count,

    φ_s = E_eq + (RT/F) [ γ_f/n_f ln c_f - γ_t/n_t ln c_t - β ln(c_f/c_t) ]   (counter electrode t)

which for γ = 1 and a 1:1 salt is E_eq + 2(1 - t₊)(RT/F) ln(c_f/c_t), the concentration cell with
transference (Newman, Electrochemical Systems, section 2.6), also for a reservoir with c_t = 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.polynomial.legendre import leggauss
from scipy.special import erfc

from platefront.geometry.arrays import Floats
from verification.references.reaction import Reaction
from verification.references.transport import PlanarTransport

_SHORT = 0.1
"""Dt/L² below which images converge faster than the series."""
_IMAGES = 12
_TERMS = 41


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentSteps:
    """Cell between fixed planar electrodes under a piecewise constant current.

    Attributes:
        gap: L [m].
        transport: properties of the electrolyte.
        front: reaction at y = 0.
        counter: reaction at y = L; None for a reservoir.
        changes: (time [s], plating current density from then on [A/m²]), ascending.
        volume: volume of deposit per charge, for its thickness [m³/C].
    """

    gap: float
    transport: PlanarTransport
    front: Reaction
    counter: Reaction | None
    changes: Sequence[tuple[float, float]]
    volume: float = 0.0

    def concentration(self, height: Floats, time: float) -> Floats:
        """Return c/c0 at heights [m] at a time [s]."""
        total, before = np.ones_like(height, dtype=float), 0.0
        for begin, current in self.changes:
            if time <= begin:
                break
            slope = self.transport.slope(current - before)
            total = total + slope * self._response(height, time - begin)
            before = current
        return total

    def ends(self, time: float) -> tuple[float, float]:
        """Return c/c0 at the front and at the counter electrode at a time [s]."""
        low, high = self.concentration(np.array([0.0, self.gap]), time)
        return float(low), float(high)

    def current(self, time: float) -> float:
        """Return the current density at a time [s]; at a change that before it [A/m²]."""
        return next((i for begin, i in reversed(self.changes) if begin < time), 0.0)

    def charge(self, time: float) -> float:
        """Return ∫ i dt [C/m²]."""
        begins = [begin for begin, _ in self.changes]
        spans = zip(self.changes, [*begins[1:], math.inf], strict=True)
        return sum(i * max(min(end, time) - begin, 0.0) for (begin, i), end in spans)

    def potential(self, time: float, current: float | None = None) -> float:
        """Return φ_s [V] at a time [s], with the current of that time unless one is given."""
        i = self.current(time) if current is None else current
        low, high = self.ends(time)
        transport, thickness = self.transport, self.volume * self.charge(time)
        value = self.front.potential(low, thickness, i) - i * self.resistance(time)
        value -= transport.volt * transport.junction * math.log(low / high)
        if self.counter is not None:
            value -= self.counter.potential(high, 0.0, -i)
        return value

    def rest_potential(self, time: float) -> float:
        """Return φ_s without current [V], by the formula of the concentration cell."""
        low, high = self.ends(time)
        volt, junction = self.transport.volt, self.transport.junction
        front = self.front.order / (self.front.anodic + self.front.cathodic)
        top = 0.0
        if self.counter is not None:
            top = self.counter.order / (self.counter.anodic + self.counter.cathodic)
        shift = (front - junction) * math.log(low) - (top - junction) * math.log(high)
        return self.front.equilibrium + volt * shift

    def resistance(self, time: float) -> float:
        """Return ∫ dy/κ [Ω m²], by Gauss's rule in panels that are graded to both ends."""
        if not self.transport.proportional:
            return self.gap / self.transport.conductivity
        half = np.concatenate(([0.0], np.geomspace(1e-5, 0.5, 17)))
        breaks = self.gap * np.concatenate((half, 1.0 - half[-2::-1]))
        x, weight = leggauss(12)
        size = np.diff(breaks)[:, None]
        points = (breaks[:-1, None] + 0.5 * size * (x + 1.0)).ravel()
        inverse = 1.0 / self.concentration(points, time)
        integral = float((0.5 * size * weight).ravel() @ inverse)
        return integral / self.transport.conductivity

    def _response(self, height: Floats, time: float) -> Floats:
        """Return c/c0 - 1 per slope, a time after the step [m]."""
        if self.transport.diffusivity * time < _SHORT * self.gap**2:
            return self._images(height, time)
        return self._series(height, time)

    def _series(self, height: Floats, time: float) -> Floats:
        gap = self.gap
        reach = 2.0 * gap if self.counter is None else gap
        n = np.arange(1, 2 * _TERMS, 2)
        wave = n * math.pi / reach
        decay = 4.0 * reach / (n * math.pi) ** 2
        decay = decay * np.exp(-(wave**2) * self.transport.diffusivity * time)
        return np.asarray(height - 0.5 * reach + np.cos(np.multiply.outer(height, wave)) @ decay)

    def _images(self, height: Floats, time: float) -> Floats:
        width = 2.0 * math.sqrt(self.transport.diffusivity * time)
        k = np.arange(_IMAGES, dtype=np.float64)
        y: Floats = np.expand_dims(height, -1)
        near: Floats
        far: Floats
        sign = (-1.0) ** k
        if self.counter is None:  # even about 0, odd about L
            near = 2.0 * k * self.gap + y
            far = 2.0 * (k + 1) * self.gap - y
        else:  # even about both; the source at L has the opposite sign
            near = k * self.gap + y
            far = (k + 1) * self.gap - y
        nearer, farther = (np.asarray(x / width, dtype=np.float64) for x in (near, far))
        sources = (_ierfc(nearer) - _ierfc(farther)) @ sign
        return np.asarray(-width * sources)


def interruption(cell: CurrentSteps, current: float, duration: float) -> CurrentSteps:
    """Return the cell plated at a current density [A/m²] for a duration [s], then at rest."""
    return CurrentSteps(
        gap=cell.gap,
        transport=cell.transport,
        front=cell.front,
        counter=cell.counter,
        changes=((0.0, current), (duration, 0.0)),
        volume=cell.volume,
    )


def slowest_decay(cell: CurrentSteps) -> float:
    """Return the rate of the slowest mode at rest [1/s]: D (π/L)², for a reservoir D (π/2L)²."""
    reach = 2.0 * cell.gap if cell.counter is None else cell.gap
    return cell.transport.diffusivity * (math.pi / reach) ** 2


def _ierfc(x: Floats) -> Floats:
    """Return ∫_x^∞ erfc."""
    return np.asarray(np.exp(-(x**2)) / math.sqrt(math.pi) - x * erfc(x), dtype=np.float64)
