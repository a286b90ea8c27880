"""Given velocity field for the convection of the ions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import ufl

from platefront.geometry.parameters import Parameters, option, quantity
from platefront.solvers.model.scales import LENGTH, Scales


class Poiseuille(Parameters):
    """Developed laminar flow along +x between the planes y = 0 and y = H.

    v_x = 6 v_mean (y/H)(1 - y/H). The side walls are an inlet with concentration c0 at x = 0
    and an outlet at the other end.
    """

    kind: Literal["poiseuille"] = option("Kind of flow.", "poiseuille")
    mean_velocity: float = quantity(
        "m/s", "Mean velocity over the height of the channel.", gt=0, le=100
    )


@dataclass(frozen=True, slots=True)
class Channel:
    """Flow between two planes.

    Attributes:
        flow: flow of the case.
        height: distance of the planes [µm].
    """

    flow: Poiseuille
    height: float

    def constants(self, scales: Scales) -> Mapping[str, float]:
        """Return the mean velocity in D/L and the height in L."""
        return {
            "mean_velocity": self.flow.mean_velocity * LENGTH / scales.diffusivity,
            "channel_height": self.height,
        }

    def velocity(self, position: Any, constant: Mapping[str, Any]) -> Any:
        """Return the velocity field as a UFL expression, in D/L."""
        depth = position[1] / constant["channel_height"]
        return ufl.as_vector((6.0 * constant["mean_velocity"] * depth * (1.0 - depth), 0.0))
