"""E4, primary current distribution: a surface without kinetic resistance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from platefront.geometry.parameters import option, quantity
from platefront.solvers.model.kinetics.rate_law import RATE_LAWS, RateLaw
from platefront.solvers.model.kinetics.surface_state import SurfaceState
from platefront.solvers.model.scales import Scales


@RATE_LAWS.register
class Reversible(RateLaw):
    """Surface in equilibrium: φ = φ_s - E_eq whatever the current (physics E4, primary).

    The current follows from the field alone, so it is infinite at the edge of an electrode that
    lies in line with an insulator. Needs the `ohmic` electrolyte and a given electrode potential.
    """

    law: Literal["reversible"] = option("Rate law.", "reversible")
    equilibrium_potential: float = quantity(
        "V", "Equilibrium potential E_eq against the reference.", 0.0, ge=-5, le=5
    )

    def constants(self, scales: Scales) -> Mapping[str, float]:
        """None: the potential is put on the surface itself."""
        return {}

    def current_density(self, state: SurfaceState, constant: Mapping[str, Any]) -> Any:
        """Not asked for: the current follows from the field."""
        raise NotImplementedError
