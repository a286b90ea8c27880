"""Plating over a bump by boundary integral equations, independent of the solver.

The problem is formulated on the boundary of the electrolyte. With the Green's function G of the
strip (period W, zero at the counter plane y = H, ΔG = δ) the potential on the front obeys

    ½ φ = ∫ (φ ∂G/∂n' + G i/κ) ds',   i = f(φ_s - φ),   ∫ i ds = I,

n out of the electrolyte, i > 0 plating. G is a logarithm less its image beyond the counter plane:

    G = g(z - z') - g(z - z̄' - 2iH),   g(w) = (1/2π) ln|2 sin(πw/W)|,   z = x + iy.

The bump is symmetric: the left half is solved for, the right one is its mirror image. φ and i are
constant on straight panels and collocated at their midpoints; the logarithm is integrated exactly
over near panels, other terms by the midpoint rule. Corners of panels move by Heun's method; panels
that have become too long are halved on the curve through four corners, too short ones dropped. No
code of the solver is used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats

Complex = NDArray[np.complex128]
type Rate = Callable[[Floats], tuple[Floats, Floats]]
"""Function from φ_s - φ [V] to current density i [A/m²] and di/d(φ_s - φ) [S/m²]."""

_NEAR = 40.0
"""Distance in panel lengths up to which panels are integrated exactly."""
_ITSELF = 1e-6
"""Offset of collocation points from their panel, in panel lengths, to avoid the singularity."""
_LONGEST_STEP = 0.1
"""Largest change of a potential in an iteration of Newton's method [V]."""
_CONVERGED = 1e-10
"""Tolerance of Newton's method [V]."""
_ITERATIONS = 60


@dataclass(frozen=True, slots=True)
class Cell:
    """Constant parameters of the cell, in SI units.

    Attributes:
        width: width W of the cell.
        conductivity: conductivity κ.
        rate: rate law f.
        volume_per_charge: volume of the deposit per charge.
        pulses: share of the period and mean current density of each pulse.
    """

    width: float
    conductivity: float
    rate: Rate
    volume_per_charge: float
    pulses: tuple[tuple[float, float], ...]

    @property
    def mean(self) -> float:
        """Mean current density over a period."""
        return sum(share * density for share, density in self.pulses)


def half_bump(
    width: float, height: float, base: float, tip: float, foot: float, spacing: float
) -> Complex:
    """Return corners from the wall to the tip of a triangular bump with round tip and feet [m]."""
    slope = np.arctan2(height, 0.5 * base)
    toe = 0.5 * (width - base) - foot * np.tan(0.5 * slope)
    top = 0.5 * width + 1j * (height - tip / np.cos(slope))

    def parts(length: float) -> Floats:
        return np.linspace(0.0, 1.0, int(np.ceil(length / spacing)) + 1, dtype=np.float64)

    plane = toe * parts(toe) + 0j
    foot_arc = toe + 1j * foot - 1j * foot * np.exp(1j * slope * parts(foot * slope))
    tip_arc = top + 1j * tip * np.exp(1j * slope * (1.0 - parts(tip * slope)))
    flank = foot_arc[-1] + (tip_arc[0] - foot_arc[-1]) * parts(abs(tip_arc[0] - foot_arc[-1]))
    return np.concatenate([plane[:-1], foot_arc[:-1], flank[:-1], tip_arc])


def _kernel(seen: Complex, first: Complex, last: Complex, period: float) -> tuple[Floats, Floats]:
    """Integrate g and ∂g/∂n' over panels (columns), n' to their right, at points (rows)."""
    segment = last - first
    length = np.abs(segment)
    apart = seen[:, None] - 0.5 * (first + last)[None, :]
    apart -= period * np.round(apart.real / period)
    apart = np.where(apart == 0.0, _ITSELF * segment, apart)
    angle = np.pi * apart / period
    # Displacing z' by ν, the normal -iτ, changes ln|z - z'| by -Re[ν/(z - z')] = -Im[τ/(z - z')].
    single = length * np.log(np.abs(2.0 * np.sin(angle)))
    double = -np.pi / period * (segment / np.tan(angle)).imag
    near = np.nonzero(np.abs(apart) < _NEAR * length)
    d, step, long = apart[near], segment[near[1]], length[near[1]]
    start = d * long / step + 0.5 * long
    end = start - long
    exact = (start * np.log(start) - end * np.log(end)).real - long
    single[near] += exact - long * np.log(np.abs(d))
    turn = np.where(np.abs(d) < 0.1 * long, 0.0, np.log(end / start).imag)
    double[near] += turn + (step / d).imag
    return single / (2.0 * np.pi), double / (2.0 * np.pi)


def _influence(corners: Complex, cell: Cell, height: float) -> tuple[Floats, Floats]:
    """Integrate G and ∂G/∂n' over all panels and their mirror images, at all midpoints."""
    seen = 0.5 * (corners[1:] + corners[:-1])
    single, double = np.zeros((2, len(seen), len(seen)))
    for line in (corners, -np.conj(corners)):
        first, last = line[:-1], line[1:]
        if line is not corners:  # mirrored panels have the opposite direction
            first, last = last, first
        beyond = 2.0j * height
        direct = _kernel(seen, first, last, cell.width)
        image = _kernel(seen, np.conj(first) + beyond, np.conj(last) + beyond, cell.width)
        single += direct[0] - image[0]
        double += direct[1] + image[1]  # mirrored normals have the opposite sign
    return single, double


def currents(corners: Complex, cell: Cell, height: float) -> tuple[Floats, list[float]]:
    """Compute the mean current density of panels [A/m²] and the potential of each pulse [V].

    Args:
        corners: corners of the left half of the front, x + iy, from the wall to the middle [m].
        cell: parameters of the cell.
        height: y of the counter plane [m].
    """
    single, double = _influence(corners, cell, height)
    length = np.abs(np.diff(corners))
    count = len(length)
    mean: Floats = np.zeros(count)
    potentials = []
    for share, density in cell.pulses:
        potential: Floats = np.zeros(count)
        electrode = -np.copysign(0.03, density)
        system = np.zeros((count + 1, count + 1))
        for _ in range(_ITERATIONS):
            current, slope = cell.rate(electrode - potential)
            residual = np.append(
                0.5 * potential - double @ potential - single @ current / cell.conductivity,
                length @ current - 0.5 * density * cell.width,
            )
            response = single * slope / cell.conductivity
            system[:-1, :-1] = 0.5 * np.eye(count) - double + response
            system[:-1, -1] = -response.sum(axis=1)
            system[-1, :-1], system[-1, -1] = -length * slope, length @ slope
            change = np.linalg.solve(system, residual)
            change *= min(1.0, _LONGEST_STEP / np.abs(change).max())
            potential, electrode = potential - change[:-1], electrode - change[-1]
            if np.abs(change).max() < _CONVERGED:
                break
        else:
            raise RuntimeError("Newton's method did not solve the integral equation")
        mean += share * cell.rate(electrode - potential)[0]
        potentials.append(float(electrode))
    return mean, potentials


def _beyond_ends(values: NDArray[Any]) -> NDArray[Any]:
    """Extend vectors of panels by those of the mirror images at both ends."""
    return np.concatenate([np.conj(values[:1]), values, np.conj(values[-1:])])


def _velocity(corners: Complex, cell: Cell, height: float) -> Complex:
    """Return the velocity of the corners: each sweeps half the area of its two panels."""
    segment = np.diff(corners)
    swept = currents(corners, cell, height)[0] * cell.volume_per_charge * np.abs(segment)
    swept = _beyond_ends(swept).real
    segment = _beyond_ends(segment)
    area = 0.5j * (segment[1:] + segment[:-1])
    return np.asarray(0.5 * (swept[1:] + swept[:-1]) * area / np.abs(area) ** 2)


def _spaced(corners: Complex, spacing: float) -> Complex:
    """Drop corners of panels that are too short, then halve panels that are too long."""
    short = np.append(False, np.abs(np.diff(corners)) < 0.5 * spacing)
    short[1:] &= ~short[:-1]
    short[-1] = False
    corners = corners[~short]
    segment = _beyond_ends(np.diff(corners))
    middle = corners[:-1] + 0.5 * segment[1:-1] + (segment[:-2] - segment[2:]) / 16.0
    long = np.flatnonzero(np.abs(segment[1:-1]) > 1.5 * spacing)
    return np.insert(corners, long + 1, middle[long])


def march(
    corners: Complex, cell: Cell, height: float, *, time: float, steps: int, spacing: float
) -> Complex:
    """Return the front after a time, with a counter plane that keeps its mean distance.

    Args:
        corners: corners of the left half at the start [m].
        cell: parameters of the cell.
        height: height of the counter plane at the start [m].
        time: duration [s].
        steps: number of time steps.
        spacing: target panel length [m].
    """
    step = time / steps
    rise = step * cell.volume_per_charge * cell.mean
    for _ in range(steps):
        first = _velocity(corners, cell, height)
        second = _velocity(corners + step * first, cell, height + rise)
        corners = _spaced(corners + 0.5 * step * (first + second), spacing)
        height += rise
    return corners
