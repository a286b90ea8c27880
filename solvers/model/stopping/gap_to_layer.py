"""End of a step before lithium touches a layer of the electrolyte, such as a separator."""

from __future__ import annotations

from typing import ClassVar, Self

from platefront.geometry.lengths import metres
from platefront.geometry.parameters import quantity
from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.model.misfit import Misfit
from platefront.solvers.model.settings import FrontSettings, MeshSettings
from platefront.solvers.model.stopping.criterion import CRITERIA
from platefront.solvers.model.stopping.gap import SmallestGap
from platefront.solvers.model.stopping.status import RunStatus


@CRITERIA.register
class GapToLayer(SmallestGap):
    """Distance from electrode to the layer above it, into which the front does not grow."""

    key: ClassVar[str] = "gap_to_layer"
    value: float = quantity(
        "m", "Smallest allowed distance from the electrode to the lowest [[section.layers]].", gt=0
    )

    @classmethod
    def default(cls, mesh: MeshSettings, front: FrontSettings) -> Self | None:
        """Two front edges; none for a front that stops at the layer by itself."""
        return None if front.at_layer == "stop" else cls.of_edges(mesh)

    def gap(self, status: RunStatus) -> float | None:
        """Distance to the lowest layer."""
        return status.gap_to_layer

    @property
    def met(self) -> str:
        """The front has come as close as allowed."""
        return "the electrode is as close to the layer above it as allowed"

    def misfit(self, section: CrossSection) -> Misfit | None:
        """There is a layer, and the solids leave more than the smallest gap to it."""
        if not section.layers:
            return None
        lowest, solids = section.layers[0], section.solids
        top = 0.0 if solids.is_empty else float(solids.bounds[3])
        gap = metres(lowest.low - top)
        if gap > self.value:
            return None
        return Misfit(
            f"{self.key} is {{}}, but at the start collector and metal leave only {{}} below the "
            f'layer "{lowest.name}"',
            numbers=((self.value, "m"), (gap, "m")),
        )
