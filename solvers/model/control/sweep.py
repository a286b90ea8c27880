"""Control by a linear ramp of the electrode potential."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import model_validator

from platefront.geometry.parameters import option, quantity
from platefront.solvers.model.control.control import CONTROLS, Control, Given


@CONTROLS.register
class Sweep(Control):
    """Linear sweep of the electrode potential, φ_s(t) = φ_start ± t dφ/dt up to φ_end.

    It ends by itself at `end_potential`. Several in a row make a cyclic voltammogram. For rate laws
    that follow the electrode potential.
    """

    mode: Literal["sweep"] = option("Control mode.", "sweep")
    gives: ClassVar[Given] = "potential"
    start_potential: float | None = quantity(
        "V",
        "Potential at the start of the sweep; that at the end of the step before if absent.",
        None,
        ge=-5.0,
        le=5.0,
    )
    end_potential: float = quantity("V", "Potential at the end of the sweep.", ge=-5.0, le=5.0)
    rate: float = quantity("V/s", "Sweep rate, without sign.", gt=0, le=1e6)

    @model_validator(mode="after")
    def _some_way(self) -> Self:
        if self.start_potential == self.end_potential:
            raise ValueError("end_potential must differ from start_potential")
        return self

    def begun(self, potential: float | None) -> Self:
        """Return the sweep from the potential before it, unless it has a start of its own."""
        if self.start_potential is not None:
            return self
        return self.model_copy(update={"start_potential": potential or 0.0})

    def value_at(self, elapsed: float) -> float:
        """Return the potential."""
        start = self.start_potential or 0.0
        way = self.end_potential - start
        share = min(self.rate * elapsed / abs(way), 1.0) if way else 1.0
        return start + share * way

    @property
    def own_duration(self) -> float | None:
        """Time from start to end; None before the start is known."""
        if self.start_potential is None:
            return None
        return abs(self.end_potential - self.start_potential) / self.rate
