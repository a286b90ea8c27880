"""End of a step before lithium touches the counter electrode."""

from __future__ import annotations

from typing import ClassVar, Self

from platefront.geometry.lengths import metres
from platefront.geometry.parameters import quantity
from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.model.misfit import Misfit
from platefront.solvers.model.settings import MeshSettings
from platefront.solvers.model.stopping.criterion import CRITERIA
from platefront.solvers.model.stopping.status import RunStatus
from platefront.solvers.model.stopping.threshold import Threshold

_TOLERANCE = 1e-6
"""Accuracy to which gaps are hit, relative."""
_EDGES = 2.0
"""Gap, in front edges, that no mesh can do without."""


@CRITERIA.register
class GapToCounter(Threshold):
    """Distance from electrode to counter electrode, below which a short circuit is near.

    A front that only counts its thickness comes no closer, nor does one that is stripped.
    """

    key: ClassVar[str] = "gap_to_counter"
    value: float = quantity(
        "m", "Smallest allowed distance from the electrode to the counter electrode.", gt=0
    )

    @classmethod
    def default(cls, mesh: MeshSettings) -> Self:
        """Two front edges."""
        return cls(value=_EDGES * mesh.front_size)

    def distance(self, status: RunStatus) -> float | None:
        """Gap above the smallest one, of a front that moves and is plated."""
        closes = status.moving and status.current > 0.0
        return status.gap_to_counter - self.value if closes else None

    @property
    def tolerance(self) -> float:
        """Relative to the smallest gap."""
        return _TOLERANCE * self.value

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
