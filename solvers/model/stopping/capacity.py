"""End of a step at a capacity."""

from __future__ import annotations

from typing import ClassVar

from platefront.geometry.parameters import quantity
from platefront.solvers.model.control import Control
from platefront.solvers.model.landings import is_reached
from platefront.solvers.model.misfit import Misfit
from platefront.solvers.model.stopping.criterion import CRITERIA, Criterion
from platefront.solvers.model.stopping.status import RunStatus


@CRITERIA.register
class Capacity(Criterion):
    """Charge passed in the step per electrode footprint, positive plated and negative stripped."""

    key: ClassVar[str] = "capacity"
    value: float = quantity(
        "C/m^2", "Charge passed per electrode footprint: positive plated, negative stripped."
    )

    def reason(self, status: RunStatus) -> str:
        """The capacity is reached."""
        return "capacity reached" if is_reached(self.value, status.capacity) else ""

    @property
    def last_capacity(self) -> float:
        """The capacity."""
        return self.value

    def fraction_done(self, status: RunStatus) -> float:
        """Part of the capacity that is passed."""
        return status.capacity / self.value

    def never(self, control: Control) -> Misfit | None:
        """The current has the other sign, or is none; or there is no charge to pass."""
        if self.value == 0.0:
            return Misfit("must not be zero")
        sign = 1 if self.value > 0.0 else -1
        if control.direction in (0, sign) and control.mode != "rest":
            return None
        does = {1: "plates", -1: "strips", 0: "passes no charge"}[control.direction]
        wanted = "positive capacity is plated" if sign > 0 else "negative capacity is stripped"
        return Misfit(
            f'is {{}}, but mode "{control.mode}" {does}: a {wanted}',
            "" if control.mode == "rest" else "change the sign of one of them",
            ((self.value, "C/m^2"),),
        )
