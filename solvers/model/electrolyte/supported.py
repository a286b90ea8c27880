"""One reacting ion in supporting electrolyte."""

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
from platefront.solvers.model.estimate import Estimate


@ELECTROLYTES.register
class Supported(Electrolyte):
    """Reacting ion in an excess of supporting electrolyte.

    The ion is transported by diffusion, ∂c/∂t = ∇·(D∇c), without migration, because the supporting
    ions carry the current: i = -κ∇φ with constant conductivity κ. At the front N·n = i_n/(z₊F).
    """

    model: Literal["supported"] = option("Transport model.", "supported")
    concentration: float = quantity(
        "mol/m^3", "Initial concentration c0 of the reacting ion.", 1000.0, gt=0
    )
    ion_diffusivity: float = quantity("m^2/s", "Diffusivity D of the reacting ion.", gt=0)
    conductivity: float = quantity("S/m", "Conductivity kappa of the solution, constant.", gt=0)
    cation_charge: int = option("Charge number z+ of the reacting ion.", 1, ge=1, le=4)
    temperature: float = quantity("K", "Temperature T.", 298.15, gt=200, lt=500)

    @property
    def held(self) -> bool:
        """False: the concentration is an unknown."""
        return False

    @property
    def diffusivity(self) -> float:
        """D [m²/s]."""
        return self.ion_diffusivity

    @property
    def uptake(self) -> float:
        """1/z₊: c is the concentration of the reacting ion."""
        return 1.0 / self.cation_charge

    @property
    def current_per_gradient(self) -> float:
        """K = z₊FD [A m²/mol]: the ion is transported by diffusion only."""
        return self.cation_charge * FARADAY * self.ion_diffusivity

    @property
    def transport_properties(self) -> tuple[Estimate, ...]:
        """D of the ion."""
        meaning = "Diffusivity of the reacting ion."
        return (Estimate("D", self.diffusivity, "m^2/s", meaning),)

    def constants(self) -> Mapping[str, float]:
        """Return κ in units of F²Dc0/RT."""
        unit = FARADAY * self.ion_diffusivity * self.concentration
        return {"kappa": self.conductivity * thermal_voltage(self.temperature) / unit}

    def fluxes(self, state: BulkState, constant: Mapping[str, Any]) -> BulkFluxes:
        """Return Fick's law for the ion and Ohm's law for the charge."""
        return BulkFluxes(
            state.concentration_gradient, constant["kappa"] * state.potential_gradient
        )
