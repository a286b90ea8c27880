"""Small wave on a planar front: analytical growth rate, and runs."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from platefront.case.model import Case
from platefront.geometry.arrays import Floats
from platefront.geometry.collectors.curves import Sinusoid
from platefront.geometry.collectors.profile import Profile
from platefront.solvers.balance.step_record import Fields
from platefront.solvers.constants import FARADAY
from platefront.solvers.model.control import Galvanostatic
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.kinetics.linear import Linear
from verification.shipped import records_of

GROWTH = 0.1
"""Approximate ln(a/a₀) at the end of a run."""


@dataclass(frozen=True, slots=True)
class FlatFront:
    """Planar front at a constant current, and the growth of a wave on it (SI).

    Attributes:
        gap: distance L₀ from the front's mean height to the counter electrode at the start [m].
        advance_rate: speed Ω i_b of the front [m/s].
        reaction_length: κ/g [m].
        capillary_area: s κ/i_b [m²], s = γ_s V_m/(n_e F); 0 without capillarity.
    """

    gap: float
    advance_rate: float
    reaction_length: float
    capillary_area: float = 0.0

    def rate(self, k: float, advance: Floats | float = 0.0) -> Floats:
        """Return σ [1/s] for the wavenumber k [1/m] after an advance of the front [m]."""
        coth = 1.0 / np.tanh(k * (self.gap - np.asarray(advance)))
        free = self.advance_rate * k * coth / (1.0 + self.reaction_length * k * coth)
        return np.asarray(free * (1.0 - self.capillary_area * k**2))

    def growth(self, k: float, advance: float, since: float = 0.0) -> float:
        """Return ln(a/a₀) between two advances: ∫ σ dt by Gauss quadrature."""
        nodes, weights = np.polynomial.legendre.leggauss(12)
        half = 0.5 * (advance - since)
        places = since + half * (nodes + 1.0)
        return float(half * weights @ self.rate(k, places) / self.advance_rate)


@dataclass(frozen=True, slots=True)
class FrontWave:
    """Run of one wave.

    Attributes:
        ratio: κk/g.
        wavenumber: k [1/m].
        advance: mean advance of the front at each step [m].
        amplitude: amplitude of the wave at each step [m].
        duration: duration of the run [s].
    """

    ratio: float
    wavenumber: float
    advance: Floats
    amplitude: Floats
    duration: float

    @property
    def growth(self) -> Floats:
        """Growth ln(a/a₀) at each step."""
        return np.asarray(np.log(self.amplitude / self.amplitude[0]))


def flat_front(case: Case) -> FlatFront:
    """Return the parameters of the analytical solution for a case."""
    electrolyte, law, control = case.electrolyte, case.surfaces["profile"], case.control
    assert isinstance(electrolyte, Ohmic) and isinstance(law, Linear)
    assert isinstance(control, Galvanostatic)
    metal = case.metal
    volume = metal.molar_mass / metal.density / (metal.electrons * FARADAY)
    return FlatFront(
        gap=case.section.gap,  # from the mean of the wave, see `of_ratio`
        advance_rate=volume * control.value_at(0.0),
        reaction_length=electrolyte.conductivity / law.conductance,
        capillary_area=(metal.shift_per_curvature or 0.0)
        * electrolyte.conductivity
        / control.value_at(0.0),
    )


def usual_advance(front: FlatFront, k: float) -> float:
    """Return the advance [m] in which a wave without capillarity grows by about `GROWTH`."""
    free = replace(front, capillary_area=0.0)
    return GROWTH * front.advance_rate / float(free.rate(k))


def of_ratio(case: Case, front: FlatFront, ratio: float) -> tuple[Case, float]:
    """Return the case with another wavelength, and its wavenumber [1/m].

    Wave and mesh are scaled; the gap, measured from the mean height, is unchanged.
    """
    k = ratio / front.reaction_length
    collector = case.section.collector
    assert isinstance(collector, Profile) and isinstance(collector.curve, Sinusoid)
    width = 2.0 * math.pi * collector.curve.waves / k
    scale = width / collector.width
    amplitude = scale * collector.curve.amplitude
    wave = collector.curve.model_copy(update={"amplitude": amplitude})
    assert isinstance(case.control, Galvanostatic)
    charge = case.control.value_at(0.0) / front.advance_rate  # per advance [C/m³]
    mesh = case.mesh.model_copy(
        update={
            "front_size": scale * case.mesh.front_size,
            "largest_size": min(scale * case.mesh.largest_size, front.gap / 12.0),
        }
    )
    section = case.section.model_copy(
        update={
            "collector": Profile(width=width, curve=wave),
            "gap": front.gap - amplitude,
        }
    )
    assert case.stop is not None
    stop = case.stop.model_copy(update={"capacity": charge * usual_advance(front, k)})
    return case.model_copy(update={"section": section, "mesh": mesh, "stop": stop}), k


def run_wave(case: Case, front: FlatFront, ratio: float) -> FrontWave:
    """Run one wavelength and record its amplitude."""
    scaled, k = of_ratio(case, front, ratio)
    amplitudes, times = [], []
    for record in records_of(scaled):
        fields = record.fields().value
        amplitudes.append(amplitude_of(fields, k))
        times.append(record.time)
    return FrontWave(
        ratio, k, front.advance_rate * np.array(times), np.array(amplitudes), times[-1]
    )


def amplitude_of(fields: Fields, k: float) -> float:
    """Return the first cosine coefficient of the front y(x), linear between vertices [m]."""
    x, y = 1e-6 * fields.points[np.unique(fields.front)].T
    order = np.argsort(x)
    x, y = x[order], y[order]
    # ∫ y cos kx = [y sin kx]/k - ∫ y' sin kx / k, and sin kx vanishes at both walls
    slope = np.diff(y) / np.diff(x)
    return float(2.0 / (x[-1] - x[0]) * np.sum(slope * np.diff(np.cos(k * x))) / k**2)
