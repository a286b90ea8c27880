"""Lithium that is there before the run starts."""

from __future__ import annotations

from geometry.parameters import Parameters, quantity


class Predeposit(Parameters):
    """Lithium laid on one side of the collector before the run."""

    capacity: float = quantity(
        "C/m^2", "Charge of the pre-deposited metal per electrode footprint.", gt=0, le=3.6e6
    )
    depth: float | None = quantity(
        "m",
        "How far below the collector's outer face the metal reaches (carbon_cloth only; "
        "half the thickness if absent).",
        None,
        gt=0,
        le=1e-2,
    )
