"""End of a step when fronts have met and closed pores."""

from __future__ import annotations

from typing import ClassVar

from platefront.geometry.parameters import option
from platefront.solvers.model.stopping.criterion import CRITERIA, Criterion
from platefront.solvers.model.stopping.status import RunStatus


@CRITERIA.register
class PoresClosed(Criterion):
    """Pores that were cut off from the counter electrode, or filled, in the step."""

    key: ClassVar[str] = "pores_closed"
    value: int = option("Number of pores closed in the step at which it ends.", ge=1)

    def reason(self, status: RunStatus) -> str:
        """As many pores are closed."""
        return "pores closed" if status.pores_closed >= self.value else ""
