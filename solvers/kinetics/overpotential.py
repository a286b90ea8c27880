"""K1: a surface with a given overpotential, a Robin condition for the cation."""

from __future__ import annotations

from typing import Literal

from geometry.parameters import Parameters, option, quantity


class GivenOverpotential(Parameters):
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
