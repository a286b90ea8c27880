"""Surface without kinetic resistance: primary current distribution."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from platefront.geometry.parameters import option, quantity
from platefront.solvers.model.control import Control
from platefront.solvers.model.electrolyte.model import Electrolyte
from platefront.solvers.model.kinetics.rate_law import RATE_LAWS, Onset, RateLaw
from platefront.solvers.model.kinetics.surface_state import SurfaceState
from platefront.solvers.model.misfit import Misfit
from platefront.solvers.model.scales import Scales


@RATE_LAWS.register
class Reversible(RateLaw):
    """Surface in equilibrium: φ = φ_s - E_eq for any current (primary distribution).

    The current follows from the potential field, so it is singular at the edge of an electrode in
    line with an insulator. Requires the `ohmic` electrolyte and a given electrode potential.
    """

    law: Literal["reversible"] = option("Rate law.", "reversible")
    equilibrium_potential: float = quantity(
        "V", "Equilibrium potential E_eq against the reference.", 0.0, ge=-5, le=5
    )

    @property
    def onset(self) -> Onset:
        """E_eq for plating and stripping."""
        return Onset(self.equilibrium_potential, self.equilibrium_potential)

    @property
    def held_drop(self) -> float:
        """E_eq [V]."""
        return self.equilibrium_potential

    def misfit(self, electrolyte: Electrolyte, control: Control) -> Misfit | None:
        """Return a reason for electrolytes with concentration, and without a given potential."""
        nothing = "has no kinetic resistance, but"
        if not electrolyte.held:
            return Misfit(
                f'{nothing} electrolyte.model "{electrolyte.model}" has a concentration',
                'use electrolyte.model = "ohmic", or law = "butler_volmer"',
            )
        if control.gives_current:
            return Misfit(
                f'{nothing} control.mode is "{control.mode}"',
                'use control.mode = "potentiostatic", or law = "butler_volmer"',
            )
        return None

    def constants(self, scales: Scales) -> Mapping[str, float]:
        """Return no constants: the potential is a Dirichlet condition."""
        return {}

    def current_density(self, state: SurfaceState, constant: Mapping[str, Any]) -> Any:
        """Raise an error: the current follows from the potential field."""
        raise NotImplementedError
