"""End of a step whose capacity will never be passed."""

from __future__ import annotations

from platefront.geometry.parameters import quantity
from platefront.solvers.model.stopping.criterion import Criterion
from platefront.solvers.model.stopping.status import RunStatus

_LONG = 10.0
"""Steps of this many diffusion times of the box leave an electrolyte that no current disturbs at
rest."""
_NOTHING = 1e-9
"""Charge of such a step per capacity to be plated that counts as none."""

_STRIPPED = "stripped", "strip", "positive"


class OutOfReach(Criterion):
    """Certainty that a capacity will not be passed, in force where no time ends the step.

    A wrong sign of the potential causes it, or a nucleation barrier that is not overcome.
    """

    capacity: float = quantity("C/m^2", "Charge to be passed per electrode footprint.")

    def reason(self, status: RunStatus) -> str:
        """No current disturbs the electrolyte any more, or a fixed front is stripped for ever."""
        share = status.capacity / self.capacity
        plates = self.capacity > 0.0
        does, do, sign = ("plated", "plate", "negative") if plates else _STRIPPED
        passed = f"({share:.3g} of the capacity {does}; {sign} potentials {do})"
        at_rest = status.time_step >= _LONG * status.diffusion_time
        if at_rest and status.charge_exchanged <= _NOTHING * abs(self.capacity):
            return f"nothing is plated or stripped any more {passed}"
        if not status.moving and share <= -1.0:
            opposite = "stripped" if plates else "plated"
            return f"the front is fixed and {opposite} without end {passed}"
        return ""
