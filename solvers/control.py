"""What the cell is told to do."""

from __future__ import annotations

from typing import Literal

from geometry.parameters import Parameters, option, quantity


class Potentiostatic(Parameters):
    """Electrode held at a constant potential; surfaces follow `butler_volmer`."""

    mode: Literal["potentiostatic"] = option("Control mode.", "potentiostatic")
    electrode_potential: float = quantity(
        "V", "Potential of the collector against the counter electrode.", ge=-5.0, le=5.0
    )


class GivenOverpotentials(Parameters):
    """Every reacting surface carries its own given overpotential (law `overpotential`)."""

    mode: Literal["overpotentials"] = option("Control mode.", "overpotentials")
