"""Base and family of the transport models of the electrolyte.

Unknowns are the concentration c (of the salt or of the reacting ion) and the potential φ. A model
defines the fluxes in the bulk and the consumption of c at a surface per current; forms, scales and
balances follow from it. All expressions are dimensionless (see `model.scales`).
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.geometry.family import Family
from platefront.geometry.parameters import Parameters
from platefront.solvers.model.estimate import Estimate
from platefront.solvers.model.misfit import Misfit


@dataclass(frozen=True, slots=True)
class BulkState:
    """Fields at points of the electrolyte: UFL expressions, or NumPy arrays that broadcast.

    Attributes:
        concentration: c/c0.
        concentration_gradient: L ∇c/c0.
        potential_gradient: L ∇φ F/RT.
    """

    concentration: Any
    concentration_gradient: Any
    potential_gradient: Any


@dataclass(frozen=True, slots=True)
class BulkFluxes:
    """Negative fluxes by diffusion and migration in a frame at rest.

    Attributes:
        amount: minus the flux of the species of c, in D c0/L.
        charge: minus the current density, in F D c0/L.
    """

    amount: Any
    charge: Any


class Electrolyte(Parameters):
    """Transport model: parameters in SI units, and dimensionless fluxes."""

    model: str

    if TYPE_CHECKING:  # parameters of some models, derived properties of others

        @property
        def concentration(self) -> float:
            """c0 [mol/m³], the unit of c."""

        @property
        def temperature(self) -> float:
            """T [K]."""

        @property
        def cation_charge(self) -> int:
            """Charge number z₊ of the reacting ion."""

        @property
        def held(self) -> bool:
            """True if c = c0 everywhere, so that only φ is solved for."""

        @property
        def diffusivity(self) -> float:
            """D [m²/s], the unit of diffusivities."""

        @property
        def conductivity(self) -> float:
            """κ at c0 [S/m]."""

        @property
        def uptake(self) -> float:
            """Flux of the species of c into a surface, per current density i_n/F."""

        @property
        def current_per_gradient(self) -> float | None:
            """K in i_n = K ∂c/∂n at a fixed surface, at c0 [A m²/mol]; None if c is constant."""

    @property
    def properties_hold(self) -> tuple[float, float] | None:
        """Range of c in which properties that vary hold [mol/m³]; None for constant ones."""
        return None

    def misfit(self) -> Misfit | None:
        """Return the reason why the parameters cannot be used together; None if they can."""
        return None

    def current_per_gradient_at(self, c: Floats) -> Floats:
        """Return K where the concentration is c [mol/m³]; that at c0 unless properties vary."""
        return np.full_like(c, self.current_per_gradient or 0.0)

    @property
    def transport_properties(self) -> tuple[Estimate, ...]:
        """Diffusivities and transference numbers derived from the parameters."""
        return ()

    @abstractmethod
    def constants(self) -> Mapping[str, float]:
        """Return the dimensionless values of the constants in `fluxes`."""

    @abstractmethod
    def fluxes(self, state: BulkState, constant: Mapping[str, Any]) -> BulkFluxes:
        """Return the bulk fluxes."""


ELECTROLYTES = Family(
    Electrolyte,  # type: ignore[type-abstract]
    key="model",
    facts=(
        "concentration",
        "temperature",
        "cation_charge",
        "held",
        "diffusivity",
        "conductivity",
        "uptake",
        "current_per_gradient",
    ),
)
