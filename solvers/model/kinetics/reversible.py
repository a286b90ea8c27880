"""A surface without kinetic resistance: the primary current distribution."""

from __future__ import annotations

import math
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
    """Surface in equilibrium: φ = φ_s - E_eq whatever the current (primary distribution).

    The current follows from the field alone, so it is infinite at the edge of an electrode that
    lies in line with an insulator. Needs the `ohmic` electrolyte and a given electrode potential.
    """

    law: Literal["reversible"] = option("Rate law.", "reversible")
    equilibrium_potential: float = quantity(
        "V", "Equilibrium potential E_eq against the reference.", 0.0, ge=-5, le=5
    )

    @property
    def onset(self) -> Onset:
        """E_eq either way."""
        return Onset(self.equilibrium_potential, self.equilibrium_potential)

    def equilibrium_conductance(self, thermal_voltage: float) -> float:
        """Infinite."""
        return math.inf

    @property
    def held_drop(self) -> float:
        """E_eq."""
        return self.equilibrium_potential

    def misfit(self, electrolyte: Electrolyte, control: Control) -> Misfit | None:
        """A potential must be given, and no concentration may run empty."""
        nothing = "has no kinetic resistance, but"
        if not electrolyte.held:
            return Misfit(
                f'{nothing} electrolyte.model "{electrolyte.model}" follows a concentration',
                'use electrolyte.model = "ohmic", or law = "butler_volmer"',
            )
        if control.given_current is not None:
            return Misfit(
                f'{nothing} control.mode is "{control.mode}"',
                'use control.mode = "potentiostatic", or law = "butler_volmer"',
            )
        return None

    def constants(self, scales: Scales) -> Mapping[str, float]:
        """None: the potential is put on the surface itself."""
        return {}

    def current_density(self, state: SurfaceState, constant: Mapping[str, Any]) -> Any:
        """Not asked for: the current follows from the field."""
        raise NotImplementedError
