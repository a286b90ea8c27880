"""Control by a constant electrode potential."""

from __future__ import annotations

from typing import ClassVar, Literal

from platefront.geometry.parameters import option, quantity
from platefront.solvers.model.control.control import CONTROLS, Control, Given


@CONTROLS.register
class Potentiostatic(Control):
    """Electrode at a given potential, for rate laws that follow the electrode potential."""

    mode: Literal["potentiostatic"] = option("Control mode.", "potentiostatic")
    gives: ClassVar[Given] = "potential"
    electrode_potential: float = quantity(
        "V", "Potential of the collector against the counter electrode.", ge=-5.0, le=5.0
    )

    def value_at(self, elapsed: float) -> float:
        """Return the electrode potential."""
        return self.electrode_potential
