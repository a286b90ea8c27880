"""Binary electroneutral Nernst–Planck electrolyte."""

from __future__ import annotations

from collections.abc import Mapping
from math import gcd
from typing import Any, Literal, Self

from pydantic import model_validator

from platefront.geometry.parameters import ASSUMED, option, quantity
from platefront.solvers.constants import FARADAY, GAS_CONSTANT
from platefront.solvers.model.electrolyte.model import (
    ELECTROLYTES,
    BulkFluxes,
    BulkState,
    Electrolyte,
)
from platefront.solvers.model.estimate import Estimate


@ELECTROLYTES.register
class NernstPlanck(Electrolyte):
    """Binary salt in a dilute, electroneutral solution.

    The diffusivities are given either for both ions (`cation_diffusivity`, `anion_diffusivity`)
    or as the salt's D with the transference number; for a 1:1 salt
    D = 2 D₊D₋/(D₊ + D₋) and t₊ = D₊/(D₊ + D₋).
    """

    model: Literal["nernst_planck"] = option("Transport model.", "nernst_planck", **ASSUMED)
    concentration: float = quantity("mol/m^3", "Initial salt concentration c0.", 1000.0, gt=0)
    salt_diffusivity: float | None = quantity(
        "m^2/s", "Salt diffusivity D; requires transference_number.", None, gt=0
    )
    transference_number: float | None = quantity(
        "1", "Cation transference number t+; requires salt_diffusivity.", None, gt=0, lt=1
    )
    cation_diffusivity: float | None = quantity(
        "m^2/s", "Cation diffusivity D+; requires anion_diffusivity.", None, gt=0
    )
    anion_diffusivity: float | None = quantity(
        "m^2/s", "Anion diffusivity D-; requires cation_diffusivity.", None, gt=0
    )
    cation_charge: int = option("Charge number z+ of the cation.", 1, ge=1, le=4)
    anion_charge: int = option("Charge number z- of the anion.", -1, ge=-4, le=-1)
    temperature: float = quantity("K", "Temperature T.", 298.15, gt=200, lt=500)

    @model_validator(mode="after")
    def _one_pair_of_diffusivities(self) -> Self:
        salt = (self.salt_diffusivity, self.transference_number)
        ions = (self.cation_diffusivity, self.anion_diffusivity)
        given_salt = [value is not None for value in salt]
        given_ions = [value is not None for value in ions]
        if any(given_salt) and any(given_ions):
            raise ValueError(
                "give either salt_diffusivity with transference_number "
                "or cation_diffusivity with anion_diffusivity, not a mixture"
            )
        if not (all(given_salt) or all(given_ions)):
            raise ValueError(
                "diffusivities are incomplete: give salt_diffusivity with transference_number "
                "or cation_diffusivity with anion_diffusivity"
            )
        return self

    @property
    def ion_diffusivities(self) -> tuple[float, float]:
        """D₊ and D₋ [m²/s]."""
        if self.cation_diffusivity is not None and self.anion_diffusivity is not None:
            return self.cation_diffusivity, self.anion_diffusivity
        assert self.salt_diffusivity is not None and self.transference_number is not None
        z_plus, z_minus = self.cation_charge, -self.anion_charge
        d, t = self.salt_diffusivity, self.transference_number
        share = d / (z_plus + z_minus)
        return z_minus * share / (1.0 - t), z_plus * share / t

    @property
    def diffusivity(self) -> float:
        """Salt diffusivity D = (z₊ - z₋) D₊D₋/(z₊D₊ - z₋D₋) [m²/s]."""
        d_plus, d_minus = self.ion_diffusivities
        z_plus, z_minus = self.cation_charge, self.anion_charge
        return (z_plus - z_minus) * d_plus * d_minus / (z_plus * d_plus - z_minus * d_minus)

    @property
    def transference(self) -> float:
        """Cation transference number t₊ = z₊D₊/(z₊D₊ - z₋D₋) [1]."""
        d_plus, d_minus = self.ion_diffusivities
        forward = self.cation_charge * d_plus
        return forward / (forward - self.anion_charge * d_minus)

    @property
    def stoichiometry(self) -> tuple[int, int]:
        """Ions per formula unit (ν₊, ν₋), the smallest with ν₊z₊ + ν₋z₋ = 0."""
        z_plus, z_minus = self.cation_charge, -self.anion_charge
        common = gcd(z_plus, z_minus)
        return z_minus // common, z_plus // common

    @property
    def conductivity(self) -> float:
        """κ = F²/(RT) Σ z²Dνc at the initial concentration [S/m]."""
        d_plus, d_minus = self.ion_diffusivities
        nu_plus, nu_minus = self.stoichiometry
        weighted = (
            nu_plus * self.cation_charge**2 * d_plus + nu_minus * self.anion_charge**2 * d_minus
        )
        return FARADAY**2 / (GAS_CONSTANT * self.temperature) * weighted * self.concentration

    @property
    def held(self) -> bool:
        """False: the concentration is an unknown."""
        return False

    @property
    def uptake(self) -> float:
        """Zero: c is the concentration of the anions, which do not react."""
        return 0.0

    @property
    def current_per_gradient(self) -> float:
        """K = z₊ν₊FD/(1 - t₊) [A m²/mol]: diffusion carries the share 1 - t₊."""
        ions = self.stoichiometry[0] * self.cation_charge
        return ions * FARADAY * self.diffusivity / (1.0 - self.transference)

    @property
    def transport_properties(self) -> tuple[Estimate, ...]:
        """D₊, D₋, D and t₊."""
        d_plus, d_minus = self.ion_diffusivities
        return (
            Estimate("D+", d_plus, "m^2/s", "Diffusivity of the cation."),
            Estimate("D-", d_minus, "m^2/s", "Diffusivity of the anion."),
            Estimate("D", self.diffusivity, "m^2/s", "Diffusivity of the salt."),
            Estimate("t+", self.transference, "1", "Transference number of the cation."),
        )

    def constants(self) -> Mapping[str, float]:
        """Return ion diffusivities in units of the salt's, charges and stoichiometry."""
        d_plus, d_minus = self.ion_diffusivities
        nu_plus, nu_minus = self.stoichiometry
        return {
            "d_plus": d_plus / self.diffusivity,
            "d_minus": d_minus / self.diffusivity,
            "z_plus": float(self.cation_charge),
            "z_minus": float(self.anion_charge),
            "nu_plus": float(nu_plus),
            "nu_minus": float(nu_minus),
        }

    def fluxes(self, state: BulkState, constant: Mapping[str, Any]) -> BulkFluxes:
        """Return anions -N₋/ν₋ = D₋(∇c + z₋c∇φ), charge -Σ zN = Σ zνD(∇c + zc∇φ)."""
        k, c = constant, state.concentration
        grad_c, grad_phi = state.concentration_gradient, state.potential_gradient
        flux_plus = k["d_plus"] * (grad_c + k["z_plus"] * c * grad_phi)  # minus N₊/ν₊
        flux_minus = k["d_minus"] * (grad_c + k["z_minus"] * c * grad_phi)  # minus N₋/ν₋
        charge = k["z_plus"] * k["nu_plus"] * flux_plus + k["z_minus"] * k["nu_minus"] * flux_minus
        return BulkFluxes(flux_minus, charge)
