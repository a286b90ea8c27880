"""Analytical limiting current of an electrode in the wall of a channel.

Near the wall the parabolic velocity profile is v = γ y (1 - y/H) with γ = 6 v̄/H. With
δ(x) = (9 D x/γ)^(1/3) and η = y/δ the concentration is c/c0 = f0(η) + (δ/H) f1(η) + …,

    f0'' + 3η² f0' = 0,   f1'' + 3η² f1' - 3η f1 = 3η³ f0',

where f0'(0) = 1/Γ(4/3) is Lévêque's and f1'(0) = -1/5 the leading effect of the curvature of v.
Diffusion along the wall is neglected: its share is 0.2 (D/(γ ℓ²))^(1/2), below 1e-3 here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from platefront.geometry.arrays import Floats

_STRAIGHT = 1.0 / math.gamma(4.0 / 3.0)
_CURVED = -0.2


@dataclass(frozen=True, slots=True)
class ChannelElectrode:
    """Electrode in a channel wall at the limiting current.

    Attributes:
        height, length: height of the channel and length of the electrode [m].
        velocity: mean velocity [m/s].
        diffusivity: diffusivity of the reacting species [m²/s].
        current_per_gradient: current density per concentration gradient at the wall [A m²/mol].
        concentration: concentration at the inlet [mol/m³].
    """

    height: float
    length: float
    velocity: float
    diffusivity: float
    current_per_gradient: float
    concentration: float

    def layer(self, x: Floats | float) -> Floats:
        """Return the layer thickness δ at a distance from the leading edge [m]."""
        shear = 6.0 * self.velocity / self.height
        return np.asarray((9.0 * self.diffusivity * np.asarray(x) / shear) ** (1.0 / 3.0))

    def density(self, x: Floats) -> Floats:
        """Return the local current density at a distance from the leading edge [A/m²]."""
        gradient = _STRAIGHT / self.layer(x) + _CURVED / self.height
        return np.asarray(self.current_per_gradient * self.concentration * gradient)

    @property
    def mean_density(self) -> float:
        """Mean current density of the electrode [A/m²]."""
        gradient = 1.5 * _STRAIGHT / float(self.layer(self.length)) + _CURVED / self.height
        return self.current_per_gradient * self.concentration * gradient
