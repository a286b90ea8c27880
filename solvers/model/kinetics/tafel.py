"""Tafel kinetics: plating without a back reaction."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Literal

from platefront.geometry.parameters import option, quantity
from platefront.solvers.model.control import Control
from platefront.solvers.model.electrolyte.model import Electrolyte
from platefront.solvers.model.functions.expressions import bounded_exp
from platefront.solvers.model.kinetics.activity import activity
from platefront.solvers.model.kinetics.rate_law import RATE_LAWS, Onset, RateLaw
from platefront.solvers.model.kinetics.surface_state import SurfaceState
from platefront.solvers.model.misfit import Misfit
from platefront.solvers.model.scales import Scales


@RATE_LAWS.register
class Tafel(RateLaw):
    """Surface that only plates, for overpotentials well below -RT/F.

    i_n = i0 (c/c0)^γ exp(-α_c Fη/RT), η = φ_s - φ - E_eq. It is the cathodic branch of
    `butler_volmer`, from which it differs by exp(n_e Fη/RT) of the current; it passes i0, not zero,
    at η = 0.
    """

    law: Literal["tafel"] = option("Rate law.", "tafel")
    exchange_current_density: float = quantity(
        "A/m^2", "Exchange current density i0 at c0.", 20.0, gt=0
    )
    cathodic_transfer: float = quantity("1", "Cathodic transfer coefficient.", 0.5, gt=0)
    reaction_order: float = quantity("1", "Order gamma in the cation.", 1.0, ge=0, le=4)
    equilibrium_potential: float = quantity(
        "V", "Equilibrium potential E_eq at c0 against the reference.", 0.0, ge=-5, le=5
    )

    @property
    def onset(self) -> Onset:
        """E_eq for plating, below which the law is meant; no potential strips."""
        return Onset(self.equilibrium_potential, math.inf)

    def misfit(self, electrolyte: Electrolyte, control: Control) -> Misfit | None:
        """Return a reason for controls under which the surface would not always plate."""
        jump = control.next_jump(0.0)
        values = [control.value_at(at) for at in (0.0, jump) if math.isfinite(at)]
        if control.gives_current and (min(values) <= 0.0 or control.pulses is not None):
            reason = f'only plates, but control.mode "{control.mode}" has times without plating'
        elif control.gives_potential and control.value_at(0.0) >= self.equilibrium_potential:
            reason = "only plates, but the electrode potential begins at or above its equilibrium"
        else:
            return None
        return Misfit(reason, 'use law = "butler_volmer"')

    def constants(self, scales: Scales) -> Mapping[str, float]:
        """Return dimensionless i0 and E_eq, α_c and γ."""
        return {
            "i0": self.exchange_current_density / scales.current_density,
            "cathodic": self.cathodic_transfer,
            "equilibrium": self.equilibrium_potential / scales.potential,
            "order": self.reaction_order,
        }

    def current_density(self, state: SurfaceState, constant: Mapping[str, Any]) -> Any:
        """Return i0 (c/c0)^γ exp(-α_c η)."""
        eta = state.electrode_potential - state.potential - constant["equilibrium"]
        plating = activity(state, self.reaction_order, constant["order"])
        return constant["i0"] * plating * bounded_exp(-constant["cathodic"] * eta)

    def drops(
        self, state: SurfaceState, constant: Mapping[str, Any], current: Any
    ) -> Mapping[str, Any]:
        """Return E_eq; without a back reaction the concentration shifts no equilibrium."""
        return {"equilibrium": constant["equilibrium"]}
