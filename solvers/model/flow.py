"""A given velocity field that carries the ions along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import ufl

from platefront.geometry.parameters import Parameters, option, quantity
from platefront.solvers.model.scales import LENGTH, Scales


class Poiseuille(Parameters):
    """Developed laminar flow along +x between the planes y = 0 and y = H.

    v_x = 6 v_mean (y/H)(1 - y/H). The side walls are open: at x = 0 electrolyte of concentration c0
    comes in, at the other end it leaves and takes along the concentration it has.
    """

    kind: Literal["poiseuille"] = option("Kind of flow.", "poiseuille")
    mean_velocity: float = quantity(
        "m/s", "Velocity averaged over the height of the channel.", gt=0, le=100
    )


@dataclass(frozen=True, slots=True)
class Channel:
    """A flow between two planes.

    Attributes:
        flow: given by the case.
        height: distance of the planes [µm].
    """

    flow: Poiseuille
    height: float

    def constants(self, scales: Scales) -> Mapping[str, float]:
        """Mean velocity in D/L and height in L."""
        return {
            "mean_velocity": self.flow.mean_velocity * LENGTH / scales.diffusivity,
            "channel_height": self.height,
        }

    def velocity(self, position: Any, constant: Mapping[str, Any]) -> Any:
        """The velocity field as a UFL expression, in D/L."""
        depth = position[1] / constant["channel_height"]
        return ufl.as_vector((6.0 * constant["mean_velocity"] * depth * (1.0 - depth), 0.0))
