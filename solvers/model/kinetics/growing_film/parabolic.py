"""Parabolic growth of a film with time."""

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
class ParabolicGrowth(GrowingFilm):
    """Film that grows with the square root of time, limited by what diffuses through it.

    dδ/dt = k/δ, so that δ² = δ0² + 2kt. Solvent that diffuses through the film and is reduced at
    the metal gives k (Ploehn, Ramadass and White, J. Electrochem. Soc. 151, A456, 2004).
    """

    growth: Literal["parabolic"] = option("Law of growth.", "parabolic")
    rate: float = quantity(
        "m^2/s", "Half of the growth of the squared thickness per time, k.", 1e-20, ge=0, le=1e-10
    )

    def grown(self, thickness: Floats, time: float, charge: Floats) -> Floats:
        """Return (δ² + 2kt)^½, exact for any step and from zero thickness on."""
        return square_root(thickness, 2.0 * self.rate * time)

    def time_to_gain(self, thickness: Floats, gain: Floats, current: Floats) -> Floats:
        """Return ((δ + gain)² - δ²)/2k."""
        square = square_gained(thickness, gain)
        if not self.rate:
            return np.full(len(square), np.inf)
        return np.asarray(square / (2.0 * self.rate), dtype=np.float64)
