"""Woven carbon cloth."""

from __future__ import annotations

import math
from typing import Literal

from geometry.collectors.base import Collector
from geometry.parameters import option, quantity


class CarbonCloth(Collector):
    """Plain-weave cloth of carbon-fibre yarns. Surfaces: `upper` and `lower` half."""

    kind: Literal["carbon_cloth"] = option("Kind of collector.", "carbon_cloth")
    width: float = quantity("m", "Width of the section.", 225e-6, gt=1e-6, le=5e-3)
    thickness: float = quantity("m", "Thickness of the cloth.", 300e-6, gt=1e-6, le=5e-3)
    floor_gap: float = quantity(
        "m", "Electrolyte between the cloth and the inert wall below it.", 8e-6, gt=0, le=1e-3
    )
    fibre_diameter: float = quantity("m", "Diameter of a fibre.", 9e-6, gt=1e-7, le=1e-4)
    yarn_width: float = quantity("m", "Width of a yarn, across its axis.", 125e-6, gt=1e-6, le=5e-3)
    yarn_height: float = quantity("m", "Greatest height of a yarn.", 140e-6, gt=1e-6, le=5e-3)
    yarn_pitch: float = quantity(
        "m", "Distance between neighbouring parallel yarns.", 159e-6, gt=1e-6, le=5e-3
    )
    cut_angle: float = quantity(
        "rad",
        "Angle between the plane of the section and the weft yarns (45 deg: along the bias).",
        math.pi / 4,
        ge=math.radians(20),
        le=math.radians(70),
    )
    packing: float = quantity("1", "Area fraction of fibres in a yarn.", 0.45, gt=0.02, le=0.7)
    min_gap: float = quantity(
        "m", "Smallest distance between fibres and from fibres to walls.", 1e-6, ge=1e-8, le=1e-4
    )
    facets: int = option("Sides of the polygon that stands for a round fibre.", 24, ge=8, le=200)
    seed: int = option("Seed of the random fibre positions.", 1, ge=0)
    split: float = quantity(
        "1",
        "Height that divides `lower` from `upper` surface, as a fraction of the thickness.",
        0.5,
        gt=0,
        lt=1,
    )
