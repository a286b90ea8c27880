"""Base and family of the controls of the cell."""

from __future__ import annotations

import math
from abc import abstractmethod
from typing import ClassVar, Literal, NamedTuple, Self

from platefront.geometry.family import Family
from platefront.geometry.parameters import Parameters
from platefront.solvers.model.electrolyte.model import Electrolyte
from platefront.solvers.model.misfit import Misfit

type Given = Literal["current", "potential", "overpotentials"]
"""Quantity that a control gives."""


class AveragedPulses(NamedTuple):
    """Alternating pulses that are not resolved in time.

    Attributes:
        forward_share, reverse_share: parts of the period.
        forward_current_density, reverse_current_density: per footprint [A/m²].
        mean_current_density: mean over a period [A/m²].
    """

    forward_share: float
    reverse_share: float
    forward_current_density: float
    reverse_current_density: float
    mean_current_density: float


class Control(Parameters):
    """Control of the cell: a potential, a current, or an overpotential of each surface.

    Attributes:
        gives: the given quantity. With overpotentials there is no electrode potential: each surface
            has its own overpotential, that of its rate law.
    """

    mode: str
    gives: ClassVar[Given]

    @abstractmethod
    def value_at(self, elapsed: float) -> float:
        """Return the given current density per footprint [A/m²] or electrode potential φ_s [V].

        At a jump it is the value after it. For pulses without resolution in time it is the forward
        current density; without meaning for given overpotentials.

        Args:
            elapsed: time since the control began [s].
        """

    def value_before(self, elapsed: float) -> float:
        """Return the same; at a jump the value before it.

        A control that jumps (`next_jump`) defines both.
        """
        return self.value_at(elapsed)

    @property
    def gives_current(self) -> bool:
        """True if the current is given and the electrode potential is an unknown."""
        return self.gives == "current"

    @property
    def gives_potential(self) -> bool:
        """True if the electrode potential is given."""
        return self.gives == "potential"

    @property
    def gives_overpotentials(self) -> bool:
        """True if each surface has a given overpotential."""
        return self.gives == "overpotentials"

    def next_jump(self, elapsed: float) -> float:
        """Return the first time after `elapsed` at which the value jumps [s]; infinite if none."""
        return math.inf

    @property
    def own_duration(self) -> float | None:
        """Time after which it ends by itself [s]; None if it does not."""
        return None

    @property
    def direction(self) -> int:
        """1 if it can only plate, -1 if it can only strip, 0 if that is not known beforehand."""
        return 0

    @property
    def largest_current(self) -> float:
        """Largest given current density, without sign [A/m²]; zero if it gives none."""
        return 0.0

    def begun(self, potential: float | None) -> Self:
        """Return the control as it begins.

        Args:
            potential: electrode potential before it [V]; None with given overpotentials.
        """
        return self

    @property
    def pulses(self) -> AveragedPulses | None:
        """Alternating pulses that are not resolved in time; None for all other controls."""
        return None

    def misfit(self, electrolyte: Electrolyte) -> Misfit | None:
        """Return the reason why the control is incompatible with an electrolyte, or None."""
        return None


CONTROLS = Family(Control, key="mode")  # type: ignore[type-abstract]
