"""End of a run whose capacity will never be plated."""

from __future__ import annotations

from platefront.geometry.parameters import quantity
from platefront.solvers.model.stopping.criterion import Criterion
from platefront.solvers.model.stopping.status import RunStatus

_LONG = 10.0
"""Steps of this many diffusion times of the box leave an electrolyte that no current disturbs at
rest."""
_NOTHING = 1e-9
"""Charge of such a step per capacity to be plated that counts as none."""


class OutOfReach(Criterion):
    """Certainty that a capacity will not be plated, in force where no time ends the run.

    A wrong sign of the potential causes it, or a nucleation barrier that is not overcome.
    """

    capacity: float = quantity("C/m^2", "Charge to be plated per electrode footprint.", gt=0)

    def reason(self, status: RunStatus) -> str:
        """No current disturbs the electrolyte any more, or a fixed front is stripped for ever."""
        wanted = self.capacity
        part = f"{status.capacity / wanted:.3g} of the capacity plated"
        plated = f"({part}; negative potentials plate)"
        at_rest = status.time_step >= _LONG * status.diffusion_time
        if at_rest and status.charge_exchanged <= _NOTHING * wanted:
            return f"nothing is plated or stripped any more {plated}"
        if not status.moving and status.capacity <= -wanted:
            return f"the front is fixed and stripped without end {plated}"
        return ""
