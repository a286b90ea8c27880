"""Convergence of Newton's method: tolerances, limits of iterations, report."""

from __future__ import annotations

from dataclasses import dataclass

TOLERANCE = 1e-10
"""Largest remaining error of a nodal value, in units of c0 and RT/F."""
ROUGH = 1e-7
"""The same of a solution that is only the way to another one, whose balances do not matter."""
ITERATIONS = 40
"""Largest number of iterations from a close initial guess."""
FROM_AFAR = 200
"""The same without one; an exponential is descended by one RT/F in each."""


@dataclass(frozen=True, slots=True)
class NewtonReport:
    """Iterations and convergence of a solve."""

    iterations: int
    factorisations: int


def is_converged(size: float, ratio: float | None, tolerance: float) -> bool:
    """Return whether increments of a size, and of a ratio to those before, lead within it."""
    if size < 1e-3 * tolerance:
        return True
    if ratio is None or ratio >= 0.9:
        return size < 0.1 * tolerance
    return size * ratio / (1.0 - ratio) < tolerance
