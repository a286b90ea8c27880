"""What the cell is told to do."""

from __future__ import annotations

from typing import Literal

from pydantic import field_validator

from geometry.parameters import Parameters, option, quantity


class Potentiostatic(Parameters):
    """Electrode held at a constant potential; surfaces follow `butler_volmer`."""

    mode: Literal["potentiostatic"] = option("Control mode.", "potentiostatic")
    electrode_potential: float = quantity(
        "V", "Potential of the collector against the counter electrode.", ge=-5.0, le=5.0
    )


class Galvanostatic(Parameters):
    """Constant total current; the electrode potential is found. Surfaces follow `butler_volmer`."""

    mode: Literal["galvanostatic"] = option("Control mode.", "galvanostatic")
    current_density: float = quantity(
        "A/m^2", "Total current per electrode footprint; positive plates.", ge=-1e6, le=1e6
    )

    @field_validator("current_density")
    @classmethod
    def _some_current(cls, value: float) -> float:
        if value == 0.0:
            raise ValueError("current_density must not be zero")
        return value


class GivenOverpotentials(Parameters):
    """Every reacting surface carries its own given overpotential (law `overpotential`)."""

    mode: Literal["overpotentials"] = option("Control mode.", "overpotentials")
