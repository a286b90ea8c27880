"""End of a step before the electrolyte is depleted."""

from __future__ import annotations

from typing import ClassVar

from platefront.geometry.parameters import quantity
from platefront.solvers.model.stopping.criterion import CRITERIA
from platefront.solvers.model.stopping.status import RunStatus
from platefront.solvers.model.stopping.threshold import Threshold

_TOLERANCE = 1e-7
"""Accuracy to which concentrations are hit, relative."""


@CRITERIA.register
class ConcentrationBelow(Threshold):
    """Lower limit of the concentration anywhere in the electrolyte."""

    key: ClassVar[str] = "concentration_below"
    value: float = quantity(
        "mol/m^3", "Smallest concentration at or below which the step ends.", gt=0
    )

    def distance(self, status: RunStatus) -> float:
        """Smallest concentration above the limit."""
        return status.min_concentration - self.value

    @property
    def tolerance(self) -> float:
        """Relative to the limit."""
        return _TOLERANCE * self.value

    @property
    def met(self) -> str:
        """The limit is reached."""
        return "the concentration has fallen to its limit"
