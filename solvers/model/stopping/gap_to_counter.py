"""End of a run before lithium touches the counter electrode."""

from __future__ import annotations

from typing import ClassVar, Self

from platefront.geometry.lengths import metres
from platefront.geometry.parameters import quantity
from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.model.misfit import Misfit
from platefront.solvers.model.settings import MeshSettings
from platefront.solvers.model.stopping.criterion import CRITERIA, Criterion
from platefront.solvers.model.stopping.status import RunStatus

_EDGES = 2.0
"""Gap, in front edges, that no mesh can do without."""


@CRITERIA.register
class GapToCounter(Criterion):
    """Distance from electrode to counter electrode, below which a short circuit is near.

    A front that only counts its thickness comes no closer.
    """

    key: ClassVar[str] = "gap_to_counter"
    value: float = quantity(
        "m", "Smallest allowed distance from the electrode to the counter electrode.", gt=0
    )

    @classmethod
    def default(cls, mesh: MeshSettings) -> Self:
        """Two front edges."""
        return cls(value=_EDGES * mesh.front_size)

    def reason(self, status: RunStatus) -> str:
        """A moving front has come as close as allowed."""
        if status.moving and status.gap_to_counter <= self.value:
            return "the electrode is as close to the counter electrode as allowed"
        return ""

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
