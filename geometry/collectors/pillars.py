"""Pillars on a solid base."""

from __future__ import annotations

from typing import Literal

from geometry.collectors.base import Collector
from geometry.parameters import option, quantity


class Pillars(Collector):
    """Equal pillars on a solid base. Surfaces: `upper` (tops), `side`, `lower` (trench floor)."""

    kind: Literal["pillars"] = option("Kind of collector.", "pillars")
    width: float = quantity("m", "Width of a pillar.", 20e-6, gt=1e-9, le=1e-2)
    height: float = quantity("m", "Height of a pillar.", 50e-6, gt=1e-9, le=1e-2)
    pitch: float = quantity(
        "m", "Distance from pillar to pillar, centre to centre.", 40e-6, gt=1e-9, le=1e-2
    )
    count: int = option("Number of pillars in the section.", 1, ge=1, le=100)
    fillet: float = quantity("m", "Radius of the rounded top edges.", 0.0, ge=0, le=1e-2)
