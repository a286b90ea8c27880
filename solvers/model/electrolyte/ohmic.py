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
        "mol/m^3", "Uniform concentration c0, without influence on currents.", 1000.0, gt=0
    )
    cation_charge: int = option("Charge number z+ of the cation.", 1, ge=1, le=4)
    temperature: float = quantity("K", "Temperature T.", 298.15, gt=200, lt=500)

    @property
    def held(self) -> bool:
        """True: the concentration is c0 everywhere."""
        return True

    @property
    def diffusivity(self) -> float:
        """κRT/(F²c0) [m²/s], for which κ(RT/F)/L is the unit of current density."""
        return (
            self.conductivity * thermal_voltage(self.temperature) / (FARADAY * self.concentration)
        )

    @property
    def uptake(self) -> float:
        """Zero: there is no balance of c."""
        return 0.0

    @property
    def current_per_gradient(self) -> None:
        """None: the concentration is uniform."""
        return None

    def constants(self) -> Mapping[str, float]:
        """Return no constants: κ is the unit of conductivity."""
        return {}

    def fluxes(self, state: BulkState, constant: Mapping[str, Any]) -> BulkFluxes:
        """Return Ohm's law; the flux of c only fills rows with Dirichlet conditions."""
        return BulkFluxes(state.concentration_gradient, state.potential_gradient)
