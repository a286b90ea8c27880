"""Surfaces that have nothing to strip.

At given overpotentials one surface may strip while another one plates. The front of the one that
plates grows over the bare host of the other, which has no lithium of its own. Its metal must not
count as the other's where they meet: an edge of the mesh beside it would be stripped, however long
it is. Such a surface therefore is inert until it plates, and growing front slides along it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats
from platefront.geometry.front.outline import Outline
from platefront.solvers.front.vertex_currents import VertexCurrents
from platefront.solvers.model.kinetics.surface_state import SurfaceState
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.scales import Scales

ON_LITHIUM = SurfaceState(
    concentration=1.0, potential=0.0, electrode_potential=0.0, bare=0.0, thickness=0.0
)
"""Lithium in the electrolyte at rest, c = c0."""


@dataclass(frozen=True, slots=True)
class IdleSurfaces:
    """Surfaces that strip without having metal, and those that plate.

    Attributes:
        idle: indices of bare surfaces that would be stripped.
        plating: indices of surfaces that plate.
    """

    idle: frozenset[int] = frozenset()
    plating: frozenset[int] = frozenset()

    @classmethod
    def at_start(cls, problem: PlatingProblem, outline: Outline) -> IdleSurfaces:
        """Return those of a problem at the concentration c0.

        Args:
            problem: without given overpotentials no surface is idle.
            outline: the first front.
        """
        if not problem.protocol.gives_overpotentials:
            return cls()
        scales = Scales.of(problem.electrolyte)
        laws = [problem.surfaces[name] for name in problem.section.surfaces]
        current = [law.response(ON_LITHIUM, scales)[0] for law in laws]
        bare = [
            bool((outline.bare[_within(outline, index)] == 1.0).all()) for index in range(len(laws))
        ]
        idle = (index for index, i in enumerate(current) if i < 0.0 and bare[index])
        return cls(frozenset(idle), frozenset(index for index, i in enumerate(current) if i > 0.0))

    @classmethod
    def of(
        cls, outline: Outline, rates: VertexCurrents, depth: Callable[[], Floats]
    ) -> IdleSurfaces:
        """Return those of a front.

        Args:
            outline: the front.
            rates: currents [A/m].
            depth: returns the (n,) depth of metal [µm]; called if a surface does not plate.
        """
        plates = [bool((part > 0.0).any()) for part in rates.surfaces]
        metal = None if all(plates) else depth()
        empty = [
            metal is not None and bool((metal[_within(outline, index)] <= 0.0).all())
            for index in range(len(plates))
        ]
        idle = (index for index, on in enumerate(plates) if not on and empty[index])
        return cls(frozenset(idle), frozenset(index for index, on in enumerate(plates) if on))

    def plates(self, rates: VertexCurrents) -> bool:
        """Return True if an idle surface plates, at currents [A/m]."""
        return any(bool((rates.surfaces[index] > 0.0).any()) for index in self.idle)

    def ends(self, outline: Outline) -> NDArray[np.bool_]:
        """Return (n,) True where a surface that plates meets an idle one."""
        idle, plating = self._beside(outline, self.idle), self._beside(outline, self.plating)
        return np.asarray(idle & plating)

    def without(self, outline: Outline, metal: Floats) -> Floats:
        """Return the (n,) depth of metal for the rate laws, none on idle surfaces [µm].

        Below zero, where they meet a surface that plates, it means none outside of time steps, too.
        """
        idle = self._beside(outline, self.idle)
        return np.where(idle, np.where(self.ends(outline), -1.0, 0.0), metal)

    @staticmethod
    def _beside(outline: Outline, surfaces: frozenset[int]) -> NDArray[np.bool_]:
        """(n,) True for vertices of edges of surfaces."""
        edges = np.isin(outline.tag, list(surfaces))
        return np.asarray(edges | edges[outline.preceding])


def _within(outline: Outline, surface: int) -> NDArray[np.bool_]:
    """(n,) True for vertices between two edges of a surface."""
    own = outline.tag == surface
    return np.asarray(own & own[outline.preceding])
