"""Porous host: reaction on the walls of pores that are not resolved, and metal that fills them.

Fields are means over a volume (Newman and Tobias, J. Electrochem. Soc. 109, 1183, 1962; Newman and
Tiedemann, AIChE J. 21, 25, 1975). The walls of the pores have the area a per volume, on which a
rate law gives i_n. Both balances of the electrolyte lose a i_n as they lose i_n per area of a
surface. The matrix is at the potential E of the electrode or, with a conductivity σ, at
φ_s = E + w,

    ∇·(σ ∇w) = -a i_n,   w = 0 where it touches the electrode, else σ ∂w/∂n = 0.

The metal takes the volume fraction s,

    ∂s/∂t = a i_n V_m/(n_e F (1 - ε_d)),   ε = ε0 - s,   a = a0 [(ε - ε_c)/(ε0 - ε_c)]^p,

so the reaction ceases where the porosity has come down to ε_c, at which pores are closed. Deposit
on the walls is h = s/a0 thick, which a nucleation barrier and the last metal of stripping depend
on.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.geometry.parameters import Parameters, option, quantity
from platefront.solvers.model.kinetics.rate_law import RATE_LAWS, RateLaw
from platefront.solvers.model.scales import LENGTH


class PorousHost(Parameters):
    """Matrix of a porous region that is part of the electrode, such as a carbon aerogel.

    Metal is plated on the walls of its pores and fills them. The matrix is bare at the start.
    """

    specific_area: float = quantity(
        "1/m", "Area a0 of the walls of the empty pores per volume of the region.", gt=0, le=1e11
    )
    area_exponent: float = quantity(
        "1",
        "Exponent p of the area as pores fill, a = a0 ((eps - eps_c)/(eps0 - eps_c))^p; 1/2 for "
        "cylindrical pores.",
        0.5,
        ge=0.25,
        le=4,
    )
    closed_porosity: float = quantity(
        "1", "Porosity eps_c at which the pores are closed and the reaction has ceased.", 0.01, gt=0
    )
    conductivity: float | None = quantity(
        "S/m",
        "Effective conductivity sigma of the matrix, which then has to touch the collector; one "
        "potential everywhere if absent.",
        None,
        gt=0,
        le=1e8,
    )
    reaction: Annotated[RateLaw, RATE_LAWS] = option("Rate law of the walls of the pores.")

    def room(self, porosity: float) -> float:
        """Volume fraction ε0 - ε_c of metal with which the pores are closed.

        Args:
            porosity: ε0 of the empty region.
        """
        return porosity - self.closed_porosity

    def area(self, porosity: float, filled: Floats) -> Floats:
        """Return the area a of the walls per volume, times the unit of length.

        Args:
            porosity: ε0 of the empty region.
            filled: volume fractions s of metal.
        """
        left = 1.0 - np.maximum(filled, 0.0) / self.room(porosity)
        shrunk = np.maximum(left, 0.0) ** self.area_exponent
        return np.asarray(LENGTH * self.specific_area * shrunk)

    def film(self, filled: Floats) -> Floats:
        """Return the thickness h = s/a0 of metal on the walls, in the unit of length."""
        return np.asarray(np.maximum(filled, 0.0) / (LENGTH * self.specific_area))
