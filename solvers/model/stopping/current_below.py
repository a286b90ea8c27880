"""End of a step whose current has fallen, as of charging at constant voltage."""

from __future__ import annotations

from typing import ClassVar

from platefront.geometry.parameters import quantity
from platefront.solvers.model.control import Control
from platefront.solvers.model.misfit import Misfit
from platefront.solvers.model.stopping.criterion import CRITERIA
from platefront.solvers.model.stopping.status import RunStatus
from platefront.solvers.model.stopping.threshold import Threshold

_TOLERANCE = 1e-7
"""Accuracy to which currents are hit, relative."""


@CRITERIA.register
class CurrentBelow(Threshold):
    """Lower limit of the total current, without sign."""

    key: ClassVar[str] = "current_below"
    value: float = quantity(
        "A/m^2",
        "Total current per footprint, without sign, at or below which the step ends.",
        gt=0,
    )

    def distance(self, status: RunStatus) -> float:
        """Current above the limit."""
        return abs(status.current) - self.value

    @property
    def tolerance(self) -> float:
        """Relative to the limit."""
        return _TOLERANCE * self.value

    @property
    def met(self) -> str:
        """The current has fallen to the limit."""
        return "the current has fallen to its limit"

    def never(self, control: Control) -> Misfit | None:
        """The current is given."""
        if not control.gives_current:
            return None
        return Misfit(f'limits the current, which mode "{control.mode}" gives', "leave it out")
