"""Control by a given overpotential of each surface."""

from __future__ import annotations

from typing import ClassVar, Literal

from platefront.geometry.parameters import option
from platefront.solvers.model.control.control import CONTROLS, Control, Given


@CONTROLS.register
class GivenOverpotentials(Control):
    """Given overpotential of each reacting surface (law `overpotential`)."""

    mode: Literal["overpotentials"] = option("Control mode.", "overpotentials")
    gives: ClassVar[Given] = "overpotentials"

    def value_at(self, elapsed: float) -> float:
        """Return zero, which has no meaning."""
        return 0.0
