"""K2 and K3: Butler–Volmer kinetics from the electrode potential, with a nucleation barrier."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import ufl

from geometry.parameters import Parameters, option, quantity
from solvers.kinetics.exponential import bounded_exp
from solvers.kinetics.surface_state import RESIDUE, SurfaceState
from solvers.scales import LENGTH, Scales

_LOWEST = 1e-12
"""Concentrations below this share of c0 count as this share in a power law."""


class ButlerVolmer(Parameters):
    """Surface driven by the electrode potential (physics K2, K3).

    η = φ_s - φ - E_eq + η_nuc (1 - θ), θ = 1 - exp(-h/h_nuc) with h the local deposit thickness,
    i_n = i0 [ (c/c0)^γ exp(-α_c Fη/RT) - exp(α_a Fη/RT) ]. Negative η plates; α_a + α_c = n_e.
    """

    law: Literal["butler_volmer"] = option("Rate law.", "butler_volmer")
    exchange_current_density: float = quantity(
        "A/m^2", "Exchange current density i0 at c0.", 20.0, gt=0
    )
    anodic_transfer: float = quantity("1", "Anodic transfer coefficient.", 0.5, gt=0)
    cathodic_transfer: float = quantity("1", "Cathodic transfer coefficient.", 0.5, gt=0)
    reaction_order: float = quantity("1", "Order gamma in the cation.", 1.0, ge=0, le=4)
    equilibrium_potential: float = quantity(
        "V", "Equilibrium potential E_eq at c0 against the reference.", 0.0, ge=-5, le=5
    )
    nucleation_barrier: float = quantity(
        "V", "Nucleation barrier of the bare host; fades as lithium covers it.", 0.0, ge=0, le=2
    )
    nucleation_thickness: float = quantity(
        "m", "Deposit thickness over which the barrier fades.", 1e-7, gt=0, le=1e-5
    )

    def constants(self, scales: Scales) -> Mapping[str, float]:
        """Dimensionless i0, transfer coefficients, potentials and nucleation thickness [µm]."""
        return {
            "i0": self.exchange_current_density / scales.current_density,
            "anodic": self.anodic_transfer,
            "cathodic": self.cathodic_transfer,
            "equilibrium": self.equilibrium_potential / scales.potential,
            "barrier": self.nucleation_barrier / scales.potential,
            "cover": self.nucleation_thickness / LENGTH,
            "order": self.reaction_order,
        }

    def current_density(self, state: SurfaceState, constant: Mapping[str, Any]) -> Any:
        """Butler–Volmer with the nucleation barrier on bare host; bare host strips nothing."""
        # Interpolation may leave `bare` a round-off above one, which would turn the sign below.
        bare = ufl.min_value(state.bare, 1.0)
        exposed = bare * ufl.exp(-ufl.max_value(state.thickness, 0.0) / constant["cover"])
        eta = (
            state.electrode_potential
            - state.potential
            - constant["equilibrium"]
            + constant["barrier"] * exposed
        )
        c = state.concentration
        activity = (
            c if self.reaction_order == 1.0 else ufl.max_value(c, _LOWEST) ** constant["order"]
        )
        current = constant["i0"] * (
            activity * bounded_exp(-constant["cathodic"] * eta)
            - bounded_exp(constant["anodic"] * eta)
        )
        strippable = ufl.max_value(state.thickness - RESIDUE / LENGTH, 0.0)
        holding = 1.0 - bare * ufl.exp(-strippable / constant["cover"])
        return ufl.conditional(ufl.lt(current, 0.0), holding * current, current)
