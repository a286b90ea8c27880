"""Integral of the reported current over time, from steps and discontinuities (on rank 0)."""

from __future__ import annotations

from dataclasses import dataclass

_CONTINUOUS = 1e-2
"""Relative change of the current by a new mesh from which it is a discontinuity."""


@dataclass
class CurrentIntegral:
    """Integral by the trapezoidal rule.

    Attributes:
        charge: integral so far [C/m].
        reported: last reported current [A/m].
        following: current from which the next step starts, where it is another one [A/m].
        beyond_trapezoid: integral over the last step less that by the trapezoidal rule, where
            currents end within it with the last metal [C/m].
    """

    charge: float = 0.0
    reported: float = 0.0
    following: float | None = None
    beyond_trapezoid: float = 0.0

    def add(self, current: float, step: float) -> None:
        """Add a step [s], with the current reported at its end [A/m]."""
        mean = 0.5 * (self.reported + current)
        self.charge += mean * step + self.beyond_trapezoid
        self.beyond_trapezoid = 0.0
        self.reported = current if self.following is None else self.following
        self.following = None

    def jump(self, before: float, after: float, *, unreported: bool) -> None:
        """Except a true discontinuity of the current from the trapezoidal rule.

        Where fronts meet or part, or metal ends, the current jumps with the new front. Smaller
        changes are those of the discrete solution; they stay in the integral as in the results.

        Args:
            before: current on the old front [A/m].
            after: current on the new front [A/m].
            unreported: whether the last step is not yet reported, by its currents on the old front.
        """
        if abs(after - before) <= _CONTINUOUS * max(abs(before), abs(after)):
            return
        if unreported:
            self.following = after
        else:
            self.reported = after
