"""Integration in time of a cell whose current or potential is given.

Radau IIA of order five (Hairer, Wanner: Solving Ordinary Differential Equations II, section IV.8)
with error control.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.integrate import Radau

from platefront.geometry.arrays import Floats
from verification.references.steps import (
    ConstantCurrent,
    ConstantPotential,
    Instant,
    ReferenceStep,
)


class IntegratedCell(Protocol):
    """Cell with a state that follows an ordinary differential equation."""

    def start(self) -> Floats:
        """Return the state at the start."""

    def rate(self, state: Floats, current: float) -> Floats:
        """Return the time derivative of the state [1/s] at i [A/m²]."""

    def rate_derivatives(self, state: Floats, current: float) -> tuple[Floats, Floats]:
        """Return the derivatives of the rate by the state and by i."""

    def potential(self, state: Floats, current: float) -> float:
        """Return φ_s [V] at i [A/m²]."""

    def potential_derivatives(self, state: Floats, current: float) -> tuple[Floats, float]:
        """Return the derivatives of φ_s by the state [V] and by i [Ω m²]."""

    def current(self, state: Floats, potential: float, guess: float = 0.0) -> float:
        """Return i [A/m²] at φ_s [V]."""

    def charge(self, state: Floats) -> float:
        """Return ∫ i dt since the start [C/m²]."""

    def least_concentration(self, state: Floats) -> float:
        """Return the smallest concentration [mol/m³]."""


def instant_of(
    cell: IntegratedCell, step: ReferenceStep, begin: float, inside: float, state: Floats
) -> Instant:
    """Return the cell at a time in a step that begins at another one [s], in a given state."""
    current, potential = driven(cell, step, inside, state)
    return Instant(
        begin + inside,
        current,
        potential,
        cell.charge(state),
        cell.least_concentration(state),
        state,
    )


def driven(
    cell: IntegratedCell, step: ReferenceStep, inside: float, state: Floats, guess: float = 0.0
) -> tuple[float, float]:
    """Return i [A/m²] and φ_s [V]."""
    match step:
        case ConstantCurrent(current):
            return current, cell.potential(state, current)
        case ConstantPotential(potential):
            return cell.current(state, potential, guess), potential
    potential = step.start + step.rate * inside
    return cell.current(state, potential, guess), potential


@dataclass(frozen=True, slots=True)
class Piece:
    """Step of the integrator: its ends [s] and its interpolant."""

    low: float
    high: float
    state: Callable[[float], Floats]


class StepIntegrator:
    """One step of the protocol: right-hand side, margins to its ends, and integration."""

    def __init__(
        self, cell: IntegratedCell, step: ReferenceStep, begin: float, start: Floats, tol: float
    ) -> None:
        self.cell, self.step, self.begin, self.tolerance = cell, step, begin, tol
        self._charge = cell.charge(start)
        self._guess = 0.0

    def rate(self, inside: float, state: Floats) -> Floats:
        """Return the time derivative of the state [1/s]."""
        if isinstance(self.step, ConstantCurrent):
            return self.cell.rate(state, self.step.current)
        self._guess, _ = driven(self.cell, self.step, inside, state, self._guess)
        return self.cell.rate(state, self._guess)

    def jacobian(self, inside: float, state: Floats) -> Floats:
        """Return the derivative of the rate by the state."""
        current, _ = driven(self.cell, self.step, inside, state, self._guess)
        by_state, by_current = self.cell.rate_derivatives(state, current)
        if isinstance(self.step, ConstantCurrent):
            return by_state
        follows, resistance = self.cell.potential_derivatives(state, current)
        return by_state - np.outer(by_current, follows / resistance)

    def margins(self, inside: float, state: Floats) -> dict[str, float]:
        """Return the distances to the ends, positive while the step goes on."""
        instant = instant_of(self.cell, self.step, self.begin, inside, state)
        return self.step.ends.margins(instant.charge - self._charge, instant)

    def pieces(self, begin: float, state: Floats, end: float) -> Iterator[Piece]:
        """Integrate from one time in the step to another."""
        tolerance = self.tolerance
        solver = Radau(
            self.rate,
            begin,
            state,
            end,
            rtol=tolerance,
            atol=0.01 * tolerance,
            jac=self.jacobian,
        )
        while solver.status == "running":
            message = solver.step()
            if solver.status == "failed":
                raise ArithmeticError(f"the integration failed at {solver.t:g} s: {message}")
            yield Piece(float(solver.t_old), float(solver.t), solver.dense_output())
