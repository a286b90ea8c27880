"""Length of the next time step."""

from __future__ import annotations

import math
from dataclasses import dataclass

from platefront.solvers.model.landings import is_reached
from platefront.solvers.model.settings import TimeSettings

_SAFETY = 0.9
_GROWTH = 2.0
"""Variable-step BDF2 is stable up to a ratio of 1 + √2."""
_CUT = 0.25
_MUCH_SHORTER = 1e-3
"""Ratio to the last step of one that is not worth shortening further."""
_SHORTEST = 1e-9
"""Smallest step, as a share of the first one."""
_RESOLVED = 1e-13
"""The same as a share of the time, of which a shorter one is lost in round-off."""


@dataclass
class StepControl:
    """Error-controlled steps that land exactly on given times.

    A step whose error estimate e (in units of the tolerance) exceeds 1 is repeated. The estimate
    compares the solution with its linear extrapolation and so shrinks like Δt².
    """

    settings: TimeSettings
    step: float

    def __post_init__(self) -> None:
        """Remember the first step as the measure of a step that is too short."""
        self._shortest = _SHORTEST * self.step
        self._last = math.inf
        self._resolved = 0.0

    def restart(self, step: float) -> None:
        """Begin anew with a first step [s], after a jump of the control."""
        self.step, self._last = step, math.inf
        self._shortest = _SHORTEST * step

    def propose(self, time: float, limit: float, ahead: float) -> float:
        """Length of the next step from `time`.

        Args:
            time: present time [s].
            limit: longest step allowed by the front's speed [s].
            ahead: time to the next instant at which a step has to end [s]; infinite if to none.
        """
        longest = self.settings.largest_step or math.inf
        self._resolved = _RESOLVED * abs(time)
        step = max(min(self.step, limit, longest, _GROWTH * self._last), self._resolved)
        if is_reached(ahead, step):
            return ahead
        # Two even steps are better than a long one and a sliver.
        return 0.5 * ahead if step > 0.6 * ahead else step

    def accept(self, step: float, error: float | None, *, restarted: bool = False) -> None:
        """Adapt to an accepted step.

        Args:
            step: its length [s].
            error: in units of the tolerance; None if unknown.
            restarted: True if it is unknown because the time scheme restarted: only the first steps
                of a run, which are chosen short, may grow without a known error.
        """
        self._last = step
        factor = 1.0 if restarted else _GROWTH
        if error is not None and error > 0.0:
            factor = min(_GROWTH, max(0.3, _SAFETY / math.sqrt(error)))
        # A step cut short by a landing or by the front must not pull the next one down.
        self.step = max(step * factor, self.step) if factor >= 1.0 else step * factor

    def reject(self, step: float, error: float) -> None:
        """Shorten after an error estimate above one."""
        self.step = step * max(_CUT, _SAFETY / math.sqrt(error))

    def cut(self, step: float) -> None:
        """Shorten after a failure to solve."""
        self.step = _CUT * step

    def may_be_cut(self, step: float) -> bool:
        """Return True if a step is not much shorter than the last one."""
        return step > (_MUCH_SHORTER * self._last if math.isfinite(self._last) else self._shortest)

    @property
    def exhausted(self) -> bool:
        """True if steps have become hopelessly short."""
        return self.step < max(self._shortest, self._resolved)
