"""End of a run at a capacity."""

from __future__ import annotations

from typing import ClassVar

from platefront.geometry.parameters import quantity
from platefront.solvers.model.landings import is_reached
from platefront.solvers.model.stopping.criterion import CRITERIA, Criterion
from platefront.solvers.model.stopping.status import RunStatus


@CRITERIA.register
class Capacity(Criterion):
    """Charge plated per electrode footprint, stripped charge taken off."""

    key: ClassVar[str] = "capacity"
    value: float = quantity("C/m^2", "Charge plated per electrode footprint.", gt=0)

    def reason(self, status: RunStatus) -> str:
        """The capacity is reached."""
        return "capacity reached" if is_reached(self.value, status.capacity) else ""

    @property
    def last_capacity(self) -> float:
        """The capacity."""
        return self.value

    def fraction_done(self, status: RunStatus) -> float:
        """Part of the capacity that is plated."""
        return status.capacity / self.value
