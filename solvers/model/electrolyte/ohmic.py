"""Ohmic electrolyte, for the secondary current distribution."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from platefront.geometry.parameters import option, quantity
from platefront.solvers.constants import FARADAY, thermal_voltage
from platefront.solvers.model.electrolyte.model import (
    ELECTROLYTES,
    BulkFluxes,
    BulkState,
    Electrolyte,
)


@ELECTROLYTES.register
class Ohmic(Electrolyte):
    """Well-stirred electrolyte of constant conductivity (secondary current distribution).

    ∇·(κ∇φ) = 0 with the kinetics of the surfaces; the concentration is c0 everywhere.
    """

    model: Literal["ohmic"] = option("Transport model.", "ohmic")
    conductivity: float = quantity("S/m", "Conductivity kappa, constant.", gt=0)
    concentration: float = quantity(
        "mol/m^3", "Concentration c0, the same everywhere; no current depends on it.", 1000.0, gt=0
    )
    cation_charge: int = option("Charge number z+ of the cation.", 1, ge=1, le=4)
    temperature: float = quantity("K", "Temperature T.", 298.15, gt=200, lt=500)

    @property
    def held(self) -> bool:
        """Concentration c0 everywhere."""
        return True

    @property
    def diffusivity(self) -> float:
        """κRT/(F²c0) [m²/s], which makes κ(RT/F)/L the unit of current density."""
        return (
            self.conductivity * thermal_voltage(self.temperature) / (FARADAY * self.concentration)
        )

    @property
    def uptake(self) -> float:
        """Nothing is counted."""
        return 0.0

    @property
    def current_per_gradient(self) -> None:
        """There are no gradients."""
        return None

    def constants(self) -> Mapping[str, float]:
        """None: κ is the unit of conductivity."""
        return {}

    def fluxes(self, state: BulkState, constant: Mapping[str, Any]) -> BulkFluxes:
        """Ohm's law; the amount only fills rows that are held."""
        return BulkFluxes(state.concentration_gradient, state.potential_gradient)
