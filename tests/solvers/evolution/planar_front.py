"""A planar front that grows into a depleting electrolyte, solved in one dimension.

In s = (y - h)/(L - h) the salt obeys c_t = D c_ss/(L - h)² + (1 - s) w c_s/(L - h), with
c_s/(L - h) = i/(2FD₊) - c w/D at the front (the second part: the front pushes the anions ahead),
c = c0 at s = 1, i = k_f c/c0 - k_b and dh/dt = w = V_m i/F. 1:1 salt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.integrate import solve_ivp

from platefront.geometry.arrays import Floats
from platefront.solvers.constants import FARADAY
from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.metal import Metal
from tests.shared.cells import robin


def chebyshev(count: int) -> tuple[Floats, Floats]:
    """Nodes on [0, 1], ascending, and the matrix that differentiates there."""
    k = np.arange(count + 1)
    x = np.cos(np.pi * k / count)
    weight = np.where((k == 0) | (k == count), 2.0, 1.0) * (-1.0) ** k
    distance = x[:, None] - x[None, :]
    matrix = np.outer(weight, 1.0 / weight) / (distance + np.eye(count + 1))
    matrix -= np.diag(matrix.sum(axis=1))
    return 0.5 * (1.0 - x), -2.0 * matrix


@dataclass(frozen=True)
class PlanarFront:
    """The cell, from the front at `start` to the reservoir at `length` [m]."""

    law: GivenOverpotential
    salt: NernstPlanck
    metal: Metal
    start: float
    length: float
    sweeping: bool = True

    @property
    def sweep(self) -> float:
        """Value of c w/D per c and i."""
        return self.metal.volume_per_charge / self.salt.diffusivity if self.sweeping else 0.0

    def surface(self, gap: float, reached: float, row: float) -> float:
        """c at the front [c0] where `row` c + `reached` = (L - h) c_y, a quadratic."""
        forward, backward = robin(self.law, self.salt)
        carried = 1.0 / (2.0 * FARADAY * self.salt.ion_diffusivities[0] * self.salt.concentration)
        a = -gap * self.sweep * forward
        b = gap * (carried * forward + self.sweep * backward) - row
        c = -gap * carried * backward - reached
        return float(-2.0 * c / (b + np.sqrt(b * b - 4.0 * a * c)))

    def current(self, c: float) -> float:
        forward, backward = robin(self.law, self.salt)
        return forward * c - backward

    def integrate(self, times: Sequence[float], count: int = 20) -> tuple[Floats, Floats]:
        """Front height [m] and current [A/m²] at `times`, by collocation and stiff integration."""
        s, first = chebyshev(count)
        second = first @ first

        def whole(state: Floats) -> tuple[Floats, float]:
            gap = self.length - state[0]
            inner = np.append(state[1:], 1.0)
            at_front = self.surface(gap, float(first[0, 1:] @ inner), float(first[0, 0]))
            return np.concatenate(([at_front], inner)), gap

        def rate(_: float, state: Floats) -> Floats:
            c, gap = whole(state)
            speed = self.metal.volume_per_charge * self.current(c[0])
            change = self.salt.diffusivity * (second @ c) / gap**2
            change += (1.0 - s) * speed * (first @ c) / gap
            return np.concatenate(([speed], change[1:-1]))

        begin = np.concatenate(([self.start], np.ones(count - 1)))
        solution = solve_ivp(rate, (0.0, times[-1]), begin, "Radau", times, rtol=1e-9, atol=1e-12)
        currents = [self.current(whole(state)[0][0]) for state in solution.y.T]
        return solution.y[0], np.array(currents)

    def quasi_steady(self, times: Sequence[float]) -> tuple[Floats, Floats]:
        """The same with a straight concentration profile at every instant."""

        def current(height: float) -> float:
            gap = self.length - height
            return self.current(self.surface(gap, 1.0, -1.0))

        solution = solve_ivp(
            lambda _, y: [self.metal.volume_per_charge * current(y[0])],
            (0.0, times[-1]),
            [self.start],
            "DOP853",
            times,
            rtol=1e-11,
            atol=1e-16,
        )
        return solution.y[0], np.array([current(h) for h in solution.y[0]])
