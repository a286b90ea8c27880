"""Stopping criteria outside the package, as a plugin: one with a value, one with a table."""

from __future__ import annotations

from typing import ClassVar

from platefront.geometry.lengths import metres
from platefront.geometry.parameters import quantity
from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.model.landings import is_reached
from platefront.solvers.model.misfit import Misfit
from platefront.solvers.model.stopping.criterion import CRITERIA, Criterion
from platefront.solvers.model.stopping.status import RunStatus


@CRITERIA.register
class Thickness(Criterion):
    """Largest thickness of the deposit."""

    key: ClassVar[str] = "thickness"
    value: float = quantity("m", "Largest thickness of the deposit grown.", gt=0, le=1e-3)

    def reason(self, status: RunStatus) -> str:
        """The deposit is as thick as wanted."""
        return "thickness reached" if status.thickness_max >= self.value else ""

    def fraction_done(self, status: RunStatus) -> float:
        """Part of the thickness that has grown."""
        return status.thickness_max / self.value

    def misfit(self, section: CrossSection) -> Misfit | None:
        """The deposit needs room for its thickness."""
        room = metres(section.height - section.span[1])
        if self.value < room:
            return None
        return Misfit(
            "thickness is {}, but the counter electrode is only {} away",
            "give a smaller thickness, or a larger section.gap",
            ((self.value, "m"), (room, "m")),
        )


@CRITERIA.register
class StateOfCharge(Criterion):
    """Share of the capacity of a positive electrode that has been plated.

    Its capacity is that per footprint of the section.
    """

    key: ClassVar[str] = "state_of_charge"
    positive_electrode: float = quantity("C/m^2", "Capacity of the positive electrode.", gt=0)
    share: float = quantity("1", "Share that is plated.", 1.0, gt=0, le=1)

    @property
    def last_capacity(self) -> float:
        """Share of the capacity."""
        return self.share * self.positive_electrode

    def reason(self, status: RunStatus) -> str:
        """The share is plated."""
        reached = is_reached(self.last_capacity, status.capacity)
        return "state of charge reached" if reached else ""

    def fraction_done(self, status: RunStatus) -> float:
        """Part of the charge that is plated."""
        return status.capacity / self.last_capacity
