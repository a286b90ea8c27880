"""End of a step at a time."""

from __future__ import annotations

from typing import ClassVar

from platefront.geometry.parameters import quantity
from platefront.solvers.model.landings import is_reached
from platefront.solvers.model.stopping.criterion import CRITERIA, Criterion
from platefront.solvers.model.stopping.status import RunStatus


@CRITERIA.register
class Duration(Criterion):
    """Time since the start of the step."""

    key: ClassVar[str] = "time"
    value: float = quantity("s", "Duration.", gt=0)

    def reason(self, status: RunStatus) -> str:
        """The time is reached."""
        over = is_reached(self.value, status.time, status.resolution)
        return "time reached" if over else ""

    @property
    def last_time(self) -> float:
        """The duration."""
        return self.value

    def fraction_done(self, status: RunStatus) -> float:
        """Part of the time that has passed."""
        return status.time / self.value
