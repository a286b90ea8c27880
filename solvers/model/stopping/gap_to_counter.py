"""End of a step before lithium touches the counter electrode."""

from __future__ import annotations

from typing import ClassVar

from platefront.geometry.lengths import metres
from platefront.geometry.parameters import quantity
from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.model.misfit import Misfit
from platefront.solvers.model.stopping.criterion import CRITERIA
from platefront.solvers.model.stopping.gap import SmallestGap
from platefront.solvers.model.stopping.status import RunStatus


@CRITERIA.register
class GapToCounter(SmallestGap):
    """Distance from electrode to counter electrode, below which a short circuit is near."""

    key: ClassVar[str] = "gap_to_counter"
    value: float = quantity(
        "m", "Smallest allowed distance from the electrode to the counter electrode.", gt=0
    )

    def gap(self, status: RunStatus) -> float:
        """Distance to the counter electrode."""
        return status.gap_to_counter

    @property
    def met(self) -> str:
        """The front has come as close as allowed."""
        return "the electrode is as close to the counter electrode as allowed"

    def misfit(self, section: CrossSection) -> Misfit | None:
        """Pre-deposited metal must leave more than the smallest gap."""
        if section.deposit.is_empty:
            return None
        gap = metres(section.height - section.deposit.bounds[3])
        if gap > self.value:
            return None
        return Misfit(
            f"{self.key} is {{}}, but the pre-deposited metal leaves only {{}} at the start",
            numbers=((self.value, "m"), (gap, "m")),
        )
