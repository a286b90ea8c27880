"""Capillary shift of the equilibrium potential along the front, implicit in time.

Metal of curvature κ is in equilibrium at E_eq - s κ, s = γ_s V_m/(n_e F) (Gibbs and Thomson), so
rate laws see the electrode potential φ_s + u with u = s κ. Front with the conductance G = -∂i/∂u
and the edge length l relaxes at the rate Ω s G/l². Taken from the front before a solution, u would
bound the time step by this; instead each solution takes the u that the front will have once it has
moved by the currents of this very solution. With u* and the currents of the last solution, and x*
the front that they lead to,

    u = u* + δ,   (1 - Ω s Δt ∂²_s G) δ = s κ(x*) - u*,

because a change δ of u changes the currents by -G δ, the displacement of the front by them, and the
curvature by minus its second derivative. In the trapezoidal rule the currents at the end of a step
count by half; the operator takes them wholly, so that it damps waves too short for the step instead
of turning them over. It does not change what the iteration converges to, and leaves a lag of second
order in Δt: u = s κ once u stays the same.

G is the conductance of the reaction in series with that of the electrolyte for the shortest waves,
πκ_e/l with its conductivity κ_e. Longer waves have less; with more than their own the iteration is
slower but stable; with less than 0.6 of their own it would not be.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import splu

from platefront.geometry.arrays import Floats
from platefront.geometry.front.outline import Outline
from platefront.geometry.lengths import UM, UM2
from platefront.solvers.front.curvature import (
    curvature,
    least_of_neighbours,
    shortest_edges,
    stiffness,
)
from platefront.solvers.model.kinetics.surface_state import LAST_LITHIUM
from platefront.solvers.model.problem import PlatingProblem


@dataclass(frozen=True, slots=True)
class Capillarity:
    """Capillarity of a front (SI).

    Attributes:
        per_curvature: s = γ_s V_m/(n_e F) [V m].
        volume_per_charge: volume by which the front moves per charge [m³/C].
        conductivity: of the electrolyte at c0 [S/m].
    """

    per_curvature: float
    volume_per_charge: float
    conductivity: float

    @classmethod
    def of(cls, problem: PlatingProblem) -> Capillarity | None:
        """Return that of a problem; None if its metal has no surface energy."""
        metal, strength = problem.metal, problem.metal.shift_per_curvature
        if strength is None:
            return None
        return cls(strength, metal.volume_per_charge, problem.electrolyte.conductivity)

    def shift(self, outline: Outline) -> Floats:
        """Return the (n,) shift u = s κ at the vertices of a front [V], > 0 where metal bulges."""
        return self.per_curvature / UM * _metal(outline) * curvature(outline)

    def approached(
        self, outline: Outline, last: Floats, conductance: Floats, step: float
    ) -> Floats:
        """Return the (n,) shift u at the end of a step, with which the fields are solved next [V].

        Args:
            outline: the front x* that the currents under `last` lead to.
            last: (n,) shift u* of these currents [V].
            conductance: (n,) -di/du of the surface at each vertex [S/m].
            step: Δt [s].
        """
        length, within = outline.growing_length, _metal(outline)
        grows = length > 0.0
        mass = np.where(grows, length, 1.0)
        surface = np.where(grows, np.maximum(conductance, 0.0) / (UM * mass), 0.0)  # S/m²
        electrolyte = np.pi * self.conductivity / (UM * shortest_edges(outline))
        both = surface + electrolyte
        total = np.divide(surface * electrolyte, both, out=np.zeros(len(both)), where=both > 0.0)
        moved = self.per_curvature * self.volume_per_charge * step / UM2 * total  # [µm²]
        off = self.shift(outline) - last
        matrix = sp.diags(mass) + sp.diags(within) @ stiffness(outline) @ sp.diags(moved)
        return last + splu(sp.csc_matrix(matrix)).solve(mass * off)


def _metal(outline: Outline) -> Floats:
    """Return the (n,) share of the front's curvature that is one of metal.

    Bare host has none, nor has the line where metal ends on it; it comes with the first 10 nm.
    """
    thickness = np.maximum(outline.thickness_um, 0.0)
    cover = 1.0 - np.minimum(outline.bare, 1.0) * np.exp(-thickness / LAST_LITHIUM)
    return least_of_neighbours(outline, cover)
