"""Flat foil."""

from __future__ import annotations

from typing import Literal

from geometry.collectors.base import Collector
from geometry.parameters import option, quantity


class Foil(Collector):
    """A flat foil, the plane y = 0. Surface: `foil`."""

    kind: Literal["foil"] = option("Kind of collector.", "foil")
    width: float = quantity("m", "Width of the section.", 100e-6, gt=1e-9, le=0.1)
