"""What a rate law sees at a point of the front, in dimensionless form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from platefront.solvers.model.scales import Scales

RESIDUE = 1e-9
"""Film of lithium that stripping leaves on the host [m]."""


@dataclass(frozen=True, slots=True)
class SurfaceState:
    """UFL expressions at a point of the front.

    Attributes:
        concentration: c/c0.
        potential: φF/RT in the electrolyte.
        electrode_potential: φ_s F/RT of the solid.
        bare: 1 where the front started on bare host, 0 on lithium.
        thickness: deposit thickness grown since the start [µm].
    """

    concentration: Any
    potential: Any
    electrode_potential: Any
    bare: Any
    thickness: Any


class RateLaw(Protocol):
    """A surface's current density as an expression with named constants."""

    def constants(self, scales: Scales) -> Mapping[str, float]:
        """Dimensionless values of the constants that `current_density` uses."""

    def current_density(self, state: SurfaceState, constant: Mapping[str, Any]) -> Any:
        """i_n/(F D c0/L) as a UFL expression, > 0 plating."""
