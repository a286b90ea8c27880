"""K1: a surface with a given overpotential, a Robin condition for the cation."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Literal

from platefront.geometry.parameters import option, quantity
from platefront.solvers.model.kinetics.bare_host import strip_no_host
from platefront.solvers.model.kinetics.rate_law import RATE_LAWS, RateLaw
from platefront.solvers.model.kinetics.surface_state import SurfaceState
from platefront.solvers.model.scales import Scales


@RATE_LAWS.register
class GivenOverpotential(RateLaw):
    """Surface whose overpotential η is prescribed (physics K1).

    i_n = i0 [ (c/c0) exp(-α_c Fη/RT) - exp(α_a Fη/RT) ] with constant η: the cation flux is
    k_f c - k_b. Negative η plates. α_a + α_c = n_e.
    """

    law: Literal["overpotential"] = option("Rate law.", "overpotential")
    overpotential: float = quantity("V", "Overpotential; negative plates.", ge=-2.0, le=2.0)
    exchange_current_density: float = quantity(
        "A/m^2", "Exchange current density i0 at c0.", 20.0, gt=0
    )
    anodic_transfer: float = quantity("1", "Anodic transfer coefficient.", 0.5, gt=0)
    cathodic_transfer: float = quantity("1", "Cathodic transfer coefficient.", 0.5, gt=0)

    def constants(self, scales: Scales) -> Mapping[str, float]:
        """Robin coefficients k_f and k_b in units of F D c0/L."""
        eta = self.overpotential / scales.potential
        i0 = self.exchange_current_density / scales.current_density
        return {
            "forward": i0 * math.exp(-self.cathodic_transfer * eta),
            "backward": i0 * math.exp(self.anodic_transfer * eta),
        }

    def current_density(self, state: SurfaceState, constant: Mapping[str, Any]) -> Any:
        """k_f c/c0 - k_b; bare host has nothing to strip."""
        current = constant["forward"] * state.concentration - constant["backward"]
        return strip_no_host(current, state)
