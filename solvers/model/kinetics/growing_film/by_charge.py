"""Parabolic growth of a film with the charge that passes through it."""

from __future__ import annotations

from typing import Literal

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.geometry.parameters import option, quantity
from platefront.solvers.model.kinetics.growing_film.growing_film import (
    FILM_GROWTHS,
    GrowingFilm,
    square_gained,
    square_root,
)


@FILM_GROWTHS.register
class GrowthByCharge(GrowingFilm):
    """Film that grows with the square root of the charge that has passed through it.

    dδ/d|q| = k/δ, so that δ² = δ0² + 2k∫|i|dt: an empirical law for films that grow while a current
    flows and rest with it. Plating and stripping count alike; of averaged pulses their mean does.
    """

    growth: Literal["by_charge"] = option("Law of growth.", "by_charge")
    rate: float = quantity(
        "m^4/C",
        "Half of the growth of the squared thickness per charge of an area, k.",
        1e-21,
        ge=0,
        le=1e-12,
    )

    def grown(self, thickness: Floats, time: float, charge: Floats) -> Floats:
        """Return (δ² + 2k|q|)^½, exact for any step and from zero thickness on."""
        return square_root(thickness, 2.0 * self.rate * charge)

    def time_to_gain(self, thickness: Floats, gain: Floats, current: Floats) -> Floats:
        """Return ((δ + gain)² - δ²)/2k|i|."""
        square, pace = square_gained(thickness, gain), 2.0 * self.rate * current
        never = np.full_like(square, np.inf)
        return np.divide(square, pace, out=never, where=pace > 0.0)
