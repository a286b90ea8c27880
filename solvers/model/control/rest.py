"""Open circuit."""

from __future__ import annotations

from typing import ClassVar, Literal

from platefront.geometry.parameters import option
from platefront.solvers.model.control.control import CONTROLS, Control, Given


@CONTROLS.register
class Rest(Control):
    """Open circuit: no total current.

    Concentrations level out, and the electrode potential relaxes. Surfaces at different equilibrium
    still exchange currents with each other.
    """

    mode: Literal["rest"] = option("Control mode.", "rest")
    gives: ClassVar[Given] = "current"

    def value_at(self, elapsed: float) -> float:
        """Return zero."""
        return 0.0
