"""A surface on which nothing reacts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from geometry.parameters import Parameters, option
from solvers.kinetics.surface_state import SurfaceState
from solvers.scales import Scales


class Insulating(Parameters):
    """Surface without reaction: no current, no deposit."""

    law: Literal["insulating"] = option("Rate law.", "insulating")

    def constants(self, scales: Scales) -> Mapping[str, float]:
        """None."""
        return {}

    def current_density(self, state: SurfaceState, constant: Mapping[str, Any]) -> Any:
        """No current."""
        return 0.0 * state.concentration
