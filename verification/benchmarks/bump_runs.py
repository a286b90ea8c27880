"""Runs of the bump cases, and measures of their fronts."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from platefront.case.model import Case
from platefront.convergence.levels import Refinement
from platefront.convergence.richardson import Convergence, assess
from platefront.convergence.runs import run_level
from platefront.geometry.arrays import Floats
from platefront.geometry.collectors.curves import Bump
from platefront.geometry.collectors.profile import Profile
from platefront.running.progress import Silence
from platefront.solvers.balance.step_record import Fields
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.control import PulseReverse
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from verification.benchmarks.bump_reference import Cell, Complex, currents, half_bump, march

REFINEMENT = Refinement(levels=3, ratio=math.sqrt(2.0))
"""Levels: the shipped case and two finer ones, in mesh and time step."""
PANELS = (2e-6 * math.sqrt(2.0), 2e-6, 1e-6 * math.sqrt(2.0))
"""Panel lengths of the levels of the reference [m]."""
STEPS = 100
"""Number of time steps of the reference."""
_FARADAY = 96485.33212
_GAS_CONSTANT = 8.314462618
_EXPONENTS = 60.0
"""Limit of arguments of exponentials, exceeded only during iterations of Newton's method."""


@dataclass(frozen=True, slots=True)
class Front:
    """Front as edges from left to right, heights above the plane [µm].

    Attributes:
        left, right: (n, 2) end points of the edges.
    """

    left: Floats
    right: Floats

    @classmethod
    def of(cls, fields: Fields, plane: float) -> Front:
        """Return the front of `fields` above the plane y = `plane` [µm]."""
        ends = fields.points[fields.front] - np.array([0.0, plane])
        order = np.argsort(ends[:, :, 0].sum(axis=1), kind="stable")
        return cls(ends[order, 0], ends[order, 1])

    @property
    def mean(self) -> float:
        """Mean height: area below the front per width [µm]."""
        step = self.right[:, 0] - self.left[:, 0]
        return float((0.5 * (self.left + self.right)[:, 1] * step).sum() / step.sum())

    @property
    def peak_to_valley(self) -> float:
        """Difference of largest and smallest height [µm]."""
        heights = np.concatenate((self.left[:, 1], self.right[:, 1]))
        return float(np.ptp(heights))

    @property
    def roughness(self) -> float:
        """Root mean square of the height about its mean, over the width [µm]."""
        step, mean = self.right[:, 0] - self.left[:, 0], self.mean
        low, high = self.left[:, 1] - mean, self.right[:, 1] - mean
        squares = (low**2 + low * high + high**2) / 3.0
        return float(np.sqrt((squares * step).sum() / step.sum()))


@dataclass(frozen=True, slots=True)
class BumpRun:
    """Runs of a case on all levels, and its reference.

    Attributes:
        share: forward share of the period.
        start, end: front at the start and, on the finest level, at the end.
        start_currents: mean current density of the edges of `start` [A/m²].
        potentials: electrode potential at the start, forward and, if there is one, reverse [V].
        peak_to_valley: peak-to-valley height on all levels [µm].
        reference_ends: left half of the reference's front at the end, all levels [m].
        reference_start: left half of the reference's front at the start, finest level [m].
        reference_currents: mean current density of the reference's panels at the start [A/m²].
        reference_potentials: electrode potentials of the reference, as `potentials` [V].
    """

    share: float
    start: Front
    end: Front
    start_currents: Floats
    potentials: tuple[float, ...]
    peak_to_valley: tuple[float, ...]
    reference_ends: tuple[Complex, ...]
    reference_start: Complex
    reference_currents: Floats
    reference_potentials: tuple[float, ...]

    @property
    def deposit(self) -> float:
        """Mean deposit thickness, from the area between the fronts [µm]."""
        return self.end.mean - self.start.mean

    @property
    def convergence(self) -> Convergence:
        """Convergence of the peak-to-valley height."""
        return assess(self.peak_to_valley, REFINEMENT.ratio)

    @property
    def reference_heights(self) -> tuple[float, ...]:
        """Peak-to-valley heights of the reference, all levels [µm]."""
        return tuple(1e6 * float(np.ptp(end.imag)) for end in self.reference_ends)

    @property
    def reference_peak_to_valley(self) -> float:
        """Richardson's estimate for the reference; the finest level without an order [µm]."""
        estimate = assess(self.reference_heights, PANELS[0] / PANELS[1]).estimate
        return self.reference_heights[-1] if estimate is None else estimate


def run(case: Case) -> BumpRun:
    """Run a bump case and the reference on all levels."""
    control = case.control
    assert isinstance(control, PulseReverse)
    assert case.section.predeposit is not None and case.stop is not None
    assert case.stop.last_time is not None
    plane = case.section.predeposit.layer(case.metal.volume_per_charge).thickness
    simulation = Simulation(case.problem())
    begin = next(simulation.run()).fields().value
    found = (simulation.state.electrode_potential, simulation.state.reverse_potential)
    simulation.state.transport.destroy()
    last = [
        run_level(REFINEMENT.case(case, level), level, Silence()).fields
        for level in range(1, REFINEMENT.levels + 1)
    ]
    fronts = [Front.of(fields, plane) for fields in last]
    cell = cell_of(case, control)
    bumps = [bump_of(case, panel) for panel in PANELS]
    height = 1e-6 * (case.cross_section().height - plane)
    density, potentials = currents(bumps[-1], cell, height)
    return BumpRun(
        share=control.forward_share,
        start=Front.of(begin, plane),
        end=fronts[-1],
        start_currents=_from_left_to_right(begin),
        potentials=tuple(p for p in found if p is not None),
        peak_to_valley=tuple(front.peak_to_valley for front in fronts),
        reference_ends=tuple(
            march(bump, cell, height, time=case.stop.last_time, steps=STEPS, spacing=panel)
            for bump, panel in zip(bumps, PANELS, strict=True)
        ),
        reference_start=bumps[-1],
        reference_currents=density,
        reference_potentials=tuple(potentials),
    )


def _from_left_to_right(fields: Fields) -> Floats:
    order = np.argsort(fields.points[fields.front, 0].sum(axis=1), kind="stable")
    return fields.normal_current[order]


def bump_of(case: Case, panel: float) -> Complex:
    """Return the left half of a case's bump for the reference [m]."""
    collector = case.section.collector
    assert isinstance(collector, Profile) and isinstance(collector.curve, Bump)
    curve = collector.curve
    return half_bump(
        collector.width, curve.height, curve.base, curve.tip_fillet, curve.foot_fillet, panel
    )


def cell_of(case: Case, control: PulseReverse) -> Cell:
    """Return the parameters of a case for the reference, with an independent rate law."""
    law, electrolyte, metal = case.surfaces["profile"], case.electrolyte, case.metal
    assert isinstance(law, ButlerVolmer) and electrolyte.model == "ohmic"
    per_volt = _FARADAY / (_GAS_CONSTANT * electrolyte.temperature)
    i0, anodic, cathodic = (
        law.exchange_current_density,
        law.anodic_transfer * per_volt,
        law.cathodic_transfer * per_volt,
    )

    def rate(eta: Floats) -> tuple[Floats, Floats]:
        forward = i0 * np.exp(np.clip(-cathodic * eta, -_EXPONENTS, _EXPONENTS))
        backward = i0 * np.exp(np.clip(anodic * eta, -_EXPONENTS, _EXPONENTS))
        return forward - backward, -cathodic * forward - anodic * backward

    share, reverse = control.forward_share, control.reverse_current_density
    pulses = [(share, (control.mean_current_density - (1.0 - share) * reverse) / share)]
    if share < 1.0:
        pulses.append((1.0 - share, reverse))
    return Cell(
        width=1e-6 * case.cross_section().width,
        conductivity=electrolyte.conductivity,
        rate=rate,
        volume_per_charge=metal.molar_mass / metal.density / (metal.electrons * _FARADAY),
        pulses=tuple(pulses),
    )
