"""Base and family of the rate laws."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

from platefront.geometry.family import Family
from platefront.geometry.parameters import Parameters
from platefront.solvers.model.kinetics.surface_state import SurfaceState
from platefront.solvers.model.scales import Scales


class RateLaw(Parameters):
    """A surface's current density as an expression with named constants."""

    law: str

    @abstractmethod
    def constants(self, scales: Scales) -> Mapping[str, float]:
        """Dimensionless values of the constants that `current_density` uses."""

    @abstractmethod
    def current_density(self, state: SurfaceState, constant: Mapping[str, Any]) -> Any:
        """i_n/(F D c0/L) as a UFL expression, > 0 plating."""


RATE_LAWS = Family(RateLaw, key="law")  # type: ignore[type-abstract]
