"""Second-order backward differences with variable steps, started by backward Euler."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from platefront.geometry.arrays import Floats


@dataclass(frozen=True, slots=True)
class Level:
    """Fields at one past instant on the present mesh connectivity (local arrays).

    Attributes:
        time: t [s].
        unknown: nodal values of (c, φ), interleaved.
        inventory: assembled ∫ c ψ (owned entries of the residual's layout).
        coordinates: (dofs, 2) mesh positions [µm].
        exchange: amount of c received through all boundaries since the start, in c0 L².
        total: ∫ c, in c0 L².
        electrode: φ_s F/RT of the collector.
        porosity: (cells,) ε, which metal in porous hosts changes; None without any.
        solids: unknowns of solids that resist; None where they conduct perfectly.
    """

    time: float
    unknown: Floats
    inventory: Floats
    coordinates: Floats
    exchange: float
    total: float
    electrode: float
    porosity: Floats | None = None
    solids: Floats | None = None


@dataclass(frozen=True, slots=True)
class Differences:
    """Coefficients of dy/dt ≈ (a0 y_new + a1 y_n + a2 y_(n-1))/Δt."""

    step: float
    new: float
    last: float
    older: float

    @classmethod
    def of(cls, step: float, previous_step: float | None) -> Differences:
        """Return backward Euler without a previous step, BDF2 with one (ω = Δt_n/Δt_(n-1))."""
        if previous_step is None:
            return cls(step, 1.0, -1.0, 0.0)
        ratio = step / previous_step
        return cls(step, (1 + 2 * ratio) / (1 + ratio), -(1 + ratio), ratio**2 / (1 + ratio))

    def history(self, last: Floats | float, older: Floats | float) -> Floats:
        """Return a1 y_n + a2 y_(n-1)."""
        return np.asarray(self.last * np.asarray(last) + self.older * np.asarray(older))


class History:
    """Last levels of the time scheme: two for a step, a third to repeat the last one."""

    def __init__(self, first: Level) -> None:
        """Create the history from one level."""
        self._levels: tuple[Level, ...] = (first,)
        self._steps = 0
        self._restarted = False

    @property
    def last(self) -> Level:
        """Level that the next step starts from."""
        return self._levels[0]

    @property
    def older(self) -> Level | None:
        """Level before the last one; None if there is none."""
        return self._levels[1] if len(self._levels) > 1 else None

    @property
    def levels(self) -> tuple[Level, ...]:
        """Up to three levels, the last one first."""
        return self._levels

    @property
    def last_step(self) -> float | None:
        """Length of the last step [s]; None if there is one level only."""
        return None if self.older is None else self.last.time - self.older.time

    def push(self, level: Level) -> None:
        """Append a new level and drop the oldest one."""
        self._levels = (level, *self._levels[:2])
        self._steps += 1

    def restart(self, level: Level) -> None:
        """Restart from one level."""
        self._levels, self._steps, self._restarted = (level,), 0, True

    def replaced(self, levels: Sequence[Level]) -> None:
        """Replace the levels by those of the same instants on a new mesh, the last one first."""
        self._levels = tuple(levels)

    @classmethod
    def before(cls, levels: Sequence[Level]) -> History:
        """Return the history of the last of some levels, to repeat the step that led to it."""
        history = cls(levels[1])
        history._levels = tuple(levels[1:])
        return history

    def memory(self) -> dict[str, Any]:
        """Return what a checkpoint keeps besides the levels."""
        return {"steps": self._steps, "restarted": self._restarted}

    @classmethod
    def recalled(cls, levels: Sequence[Level], memory: dict[str, Any]) -> History:
        """Return the history of a checkpoint."""
        history = cls(levels[0])
        history._levels = tuple(levels)
        history._steps, history._restarted = memory["steps"], memory["restarted"]
        return history

    @property
    def is_smooth(self) -> bool:
        """True if both levels are solutions of a step, so that extrapolation is meaningful.

        The first level is an initial state, whose errors decay within a short time; this decay must
        not be extrapolated.
        """
        return self._steps >= 2

    @property
    def restarted(self) -> bool:
        """True before the scheme is under error control again after a restart."""
        return self._restarted and not self.is_smooth

    def differences(self, step: float) -> Differences:
        """Return the coefficients for a step of length `step` [s] from the last level."""
        return Differences.of(step, self.last_step)

    def extrapolate(self, step: float) -> Floats:
        """Extrapolate the unknowns by a step [s], linearly if `is_smooth`, else as constants."""
        if self.older is None or self.last_step is None or not self.is_smooth:
            return self.last.unknown.copy()
        ratio = step / self.last_step
        return np.asarray(self.last.unknown + ratio * (self.last.unknown - self.older.unknown))
