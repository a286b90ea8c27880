"""Solids below the box that resist: strong form of the potential in host and deposit.

A host of the conductivity σ_h lies between the terminal and the front, which is its flat top, and
carries a deposit of the thickness δ and the conductivity σ_d, with a contact of the resistance r_c
below. In SI units, with h the potential in the host, w that of the front, both against the
terminal, and i_n the current density of the rate laws:

    -∇·(σ_h ∇h) = Q,   i_h = σ_h ∂h/∂y and w = h + (r_c + δ/σ_d) i_h at the top,
    i_n + G = i_h - ∂/∂x (σ_d δ ∂w/∂x).

Any h gives w, and sources Q in the host and G on the front.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import Any, NamedTuple

import ufl

from platefront.solvers.mesh.domain import UFL_MESH
from platefront.solvers.model.voltage.conduction import SolidConduction
from verification.manufactured.box import WIDTH
from verification.manufactured.exact_fields import PotentialOfHost
from verification.manufactured.strong_forms import MICROMETRE, divergence, gradient

HOST_HEIGHT = 1.0
"""Height of the host, from the terminal to the front [µm]."""


class FrontOfSolids(NamedTuple):
    """Exact state along the front (UFL).

    Attributes:
        potential: w [V].
        current: i_h - ∂/∂x (σ_d δ ∂w/∂x), which has to enter the front [A/m²].
    """

    potential: Any
    current: Any


@dataclass(frozen=True, slots=True)
class BoxSolids:
    """Host and deposit below the box.

    Attributes:
        materials: σ_h, σ_d and r_c.
        potential: exact h.
        thickness: mean of δ [µm].
        wave: relative amplitude of δ along the front.
    """

    materials: SolidConduction
    potential: PotentialOfHost
    thickness: float
    wave: float

    @property
    def host_conductivity(self) -> float:
        """σ_h [S/m]."""
        sigma = self.materials.host_conductivity
        assert sigma is not None  # of a host that resists
        return sigma

    def thickness_at(self, x: Any, m: Any) -> Any:
        """Return δ at x [µm]."""
        return self.thickness * (1.0 + self.wave * m.cos(pi * x / WIDTH))

    def of_host(self, volt: float, time: Any) -> Any:
        """Return Q [A/m³] (UFL), with the unit of potential RT/F [V]."""
        x, y = ufl.SpatialCoordinate(UFL_MESH)
        potential = volt * self.potential.at(x, y, time, ufl)
        return -divergence(self.host_conductivity * gradient(potential))

    def front(self, volt: float, time: Any) -> FrontOfSolids:
        """Return w and the current along the front (UFL), with RT/F [V]."""
        x = ufl.variable(ufl.SpatialCoordinate(UFL_MESH)[0])
        top = ufl.variable(ufl.as_ufl(HOST_HEIGHT))
        potential = volt * self.potential.at(x, top, time, ufl)
        into_host = self.host_conductivity * ufl.diff(potential, top) / MICROMETRE
        sigma, depth = self.materials.deposit_conductivity, MICROMETRE * self.thickness_at(x, ufl)
        rise = potential + (self.materials.contact_resistance + depth / sigma) * into_host
        along = -sigma * depth * ufl.diff(rise, x) / MICROMETRE
        return FrontOfSolids(rise, into_host + ufl.diff(along, x) / MICROMETRE)
