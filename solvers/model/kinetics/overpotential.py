"""Surface with a given overpotential, a Robin condition for the cation."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Literal

from platefront.geometry.parameters import option, quantity
from platefront.solvers.model.kinetics.rate_law import (
    IMAGINARY_STEP,
    RATE_LAWS,
    RateLaw,
    with_slope,
)
from platefront.solvers.model.kinetics.surface_state import SurfaceState, strip_no_host
from platefront.solvers.model.scales import Scales


@RATE_LAWS.register
class GivenOverpotential(RateLaw):
    """Surface whose overpotential η is prescribed.

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

    @property
    def onset(self) -> None:
        """None: the current does not depend on the electrode potential."""

    @property
    def transfer_coefficients(self) -> Mapping[str, float]:
        """α_a and α_c."""
        return {
            "anodic_transfer": self.anodic_transfer,
            "cathodic_transfer": self.cathodic_transfer,
        }

    def constants(self, scales: Scales) -> Mapping[str, float]:
        """Return the Robin coefficients k_f and k_b in units of F D c0/L."""
        eta = self.overpotential / scales.potential
        i0 = self.exchange_current_density / scales.current_density
        return {
            "forward": i0 * math.exp(-self.cathodic_transfer * eta),
            "backward": i0 * math.exp(self.anodic_transfer * eta),
        }

    def current_density(self, state: SurfaceState, constant: Mapping[str, Any]) -> Any:
        """Return k_f c/c0 - k_b, without stripping of bare host."""
        current = constant["forward"] * state.concentration - constant["backward"]
        return strip_no_host(current, state)

    def response(self, state: SurfaceState, scales: Scales) -> tuple[float, float]:
        """Return current density and its derivative by the given overpotential."""
        constant = self.constants(scales)
        forward = constant["forward"] * (1.0 + self.cathodic_transfer * IMAGINARY_STEP)
        backward = constant["backward"] * (1.0 - self.anodic_transfer * IMAGINARY_STEP)
        stepped = self.current_density(state, {"forward": forward, "backward": backward})
        return with_slope(stepped, scales)
