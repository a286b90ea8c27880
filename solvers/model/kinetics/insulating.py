"""Surface without reaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from platefront.geometry.parameters import option
from platefront.solvers.model.kinetics.rate_law import RATE_LAWS, RateLaw
from platefront.solvers.model.kinetics.surface_state import SurfaceState
from platefront.solvers.model.scales import Scales


@RATE_LAWS.register
class Insulating(RateLaw):
    """Surface without reaction: no current, no deposit."""

    law: Literal["insulating"] = option("Rate law.", "insulating")
    reacts: ClassVar[bool] = False

    @property
    def onset(self) -> None:
        """None: there is no reaction."""

    def constants(self, scales: Scales) -> Mapping[str, float]:
        """Return a zero as constant for the current."""
        return {"nothing": 0.0}

    def current_density(self, state: SurfaceState, constant: Mapping[str, Any]) -> Any:
        """Return zero current."""
        # A literal zero would vanish from the form, and its facets with it.
        return constant["nothing"] * state.concentration
