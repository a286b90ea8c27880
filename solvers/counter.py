"""The counter electrode, the plane y = height."""

from __future__ import annotations

from typing import Literal

from geometry.parameters import Parameters, option, quantity


class Reservoir(Parameters):
    """Bulk electrolyte: c = c0 and φ = 0 at the top."""

    kind: Literal["reservoir"] = option("Kind of counter electrode.", "reservoir")


class LithiumCounter(Parameters):
    """A metal electrode at potential 0 that gives back what the front takes (Butler–Volmer).

    The anions do not cross it, so the salt in the cell is conserved. Its plane stays in place.
    """

    kind: Literal["lithium"] = option("Kind of counter electrode.", "lithium")
    exchange_current_density: float = quantity(
        "A/m^2", "Exchange current density i0 at c0.", 20.0, gt=0
    )
    anodic_transfer: float = quantity("1", "Anodic transfer coefficient.", 0.5, gt=0)
    cathodic_transfer: float = quantity("1", "Cathodic transfer coefficient.", 0.5, gt=0)
