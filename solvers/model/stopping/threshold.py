"""Base of the criteria that end a step where a quantity passes a limit."""

from __future__ import annotations

from abc import abstractmethod

from platefront.solvers.model.stopping.criterion import Criterion
from platefront.solvers.model.stopping.status import RunStatus


class Threshold(Criterion):
    """Limit of a quantity, hit within a tolerance by the length of the last time step."""

    value: float

    @abstractmethod
    def distance(self, status: RunStatus) -> float | None:
        """Distance of the quantity from the limit, negative beyond it; None if it has no value."""

    @property
    @abstractmethod
    def tolerance(self) -> float:
        """Distance within which the limit counts as hit, in the unit of `distance`."""

    @property
    @abstractmethod
    def met(self) -> str:
        """Reason of the end."""

    def margin(self, status: RunStatus) -> float | None:
        """Distance in units of the tolerance."""
        distance = self.distance(status)
        return None if distance is None else distance / self.tolerance

    def reason(self, status: RunStatus) -> str:
        """The quantity is at the limit or beyond."""
        margin = self.margin(status)
        return self.met if margin is not None and margin <= 1.0 else ""
