"""Control by a constant current, as a density or as a rate of a capacity."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import model_validator

from platefront.geometry.parameters import option, quantity
from platefront.solvers.model.control.control import CONTROLS, Control, Given

_HOUR = 3600.0


@CONTROLS.register
class Galvanostatic(Control):
    """Constant total current; the electrode potential is an unknown.

    The current is given by `current_density`, or by `c_rate` and `capacity_at_1c`: it then passes
    that capacity in 1/|c_rate| hours. Surfaces have rate laws with kinetics that follow the
    electrode potential. Without current the mode is `rest`.
    """

    mode: Literal["galvanostatic"] = option("Control mode.", "galvanostatic")
    gives: ClassVar[Given] = "current"
    current_density: float | None = quantity(
        "A/m^2", "Total current per electrode footprint; positive plates.", None, ge=-1e6, le=1e6
    )
    c_rate: float | None = quantity(
        "1", "Current as a multiple of `capacity_at_1c` per hour; positive plates.", None
    )
    capacity_at_1c: float | None = quantity(
        "C/m^2", "Capacity per footprint that a C-rate of 1 passes in one hour.", None, gt=0
    )

    @model_validator(mode="after")
    def _one_current(self) -> Self:
        rate, whole = self.c_rate is not None, self.capacity_at_1c is not None
        if rate != whole:
            raise ValueError("c_rate and capacity_at_1c go together: give both or none")
        if (self.current_density is not None) == rate:
            raise ValueError("give either current_density, or c_rate with capacity_at_1c")
        if self.value_at(0.0) == 0.0:
            key = "c_rate" if rate else "current_density"
            raise ValueError(f'{key} must not be zero; without current the mode is "rest"')
        return self

    def value_at(self, elapsed: float) -> float:
        """Return the current density."""
        if self.current_density is not None:
            return self.current_density
        assert self.c_rate is not None and self.capacity_at_1c is not None
        return self.c_rate * self.capacity_at_1c / _HOUR

    @property
    def direction(self) -> int:
        """The sign of the current."""
        return 1 if self.value_at(0.0) > 0.0 else -1

    @property
    def largest_current(self) -> float:
        """The current density, without sign."""
        return abs(self.value_at(0.0))
