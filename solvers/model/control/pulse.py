"""Control by a train of current pulses in real time."""

from __future__ import annotations

import math
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from platefront.geometry.parameters import option, quantity
from platefront.solvers.model.control.control import CONTROLS, Control, Given

_SAME = 1e-9
"""Part of a period that separates no two instants."""


@CONTROLS.register
class Pulse(Control):
    """Train of current pulses, resolved in time: first `on`, then `off`, and again.

    `off_current_density` is zero for pauses, of the other sign for reverse pulses. The fields are
    solved through every pulse, for any electrolyte; many short periods take long. The mean of a
    stationary electrolyte is that of the mode `pulse_reverse`, which resolves none.
    """

    mode: Literal["pulse"] = option("Control mode.", "pulse")
    gives: ClassVar[Given] = "current"
    on_current_density: float = quantity(
        "A/m^2",
        "Total current per electrode footprint in the pulse; positive plates.",
        ge=-1e6,
        le=1e6,
    )
    on_time: float = quantity("s", "Duration of the pulse.", gt=0)
    off_current_density: float = quantity(
        "A/m^2", "The same between the pulses; zero is a pause.", 0.0, ge=-1e6, le=1e6
    )
    off_time: float = quantity("s", "Duration between the pulses.", gt=0)

    @model_validator(mode="after")
    def _some_pulse(self) -> Self:
        if self.on_current_density == self.off_current_density:
            raise ValueError("on_current_density and off_current_density must differ")
        return self

    @property
    def period(self) -> float:
        """Duration of a pulse and the time to the next one [s]."""
        return self.on_time + self.off_time

    def value_at(self, elapsed: float) -> float:
        """Return the current density, that after the jump at a jump."""
        _, phase = self._count_and_phase(elapsed)
        return self.on_current_density if phase < self.on_time else self.off_current_density

    def value_before(self, elapsed: float) -> float:
        """Return the current density, that before the jump at a jump."""
        return self.value_at(elapsed - 2.0 * _SAME * min(self.on_time, self.off_time))

    def next_jump(self, elapsed: float) -> float:
        """Return the end of the present pulse or pause."""
        count, phase = self._count_and_phase(elapsed)
        ahead = self.on_time if phase < self.on_time else self.period
        return count * self.period + ahead

    def _count_and_phase(self, elapsed: float) -> tuple[int, float]:
        """Return the number of periods that are over, and the time since the last one's end [s].

        An instant that is a jump but for round-off counts as after it.
        """
        ahead = elapsed + _SAME * min(self.on_time, self.off_time)
        count = math.floor(ahead / self.period)
        return count, ahead - count * self.period

    @property
    def direction(self) -> int:
        """The sign of both currents if they have the same."""
        signs = {math.copysign(1.0, i) for i in self._currents if i != 0.0}
        return int(signs.pop()) if len(signs) == 1 else 0

    @property
    def largest_current(self) -> float:
        """The larger of both current densities, without sign."""
        return max(abs(current) for current in self._currents)

    @property
    def mean_current_density(self) -> float:
        """Mean current density over a period [A/m²]."""
        charges = self.on_current_density * self.on_time + self.off_current_density * self.off_time
        return charges / self.period

    @property
    def _currents(self) -> tuple[float, float]:
        return self.on_current_density, self.off_current_density
