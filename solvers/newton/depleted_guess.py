"""Guess of potential and concentration for a start that depletes a surface.

A strongly driven surface leaves any power of ten of the concentration, e.g. 1e-18, with which its
current is what diffusion delivers, and takes nearly all of the voltage as its overpotential. From
the concentration of the bulk the way there leads through currents larger by these powers of ten,
and Newton's method goes astray. From where the law gives about the limiting current it takes a few
iterations.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from platefront.geometry.arrays import Floats
from platefront.solvers.model.kinetics.surface_state import SurfaceState
from platefront.solvers.newton.surface_nodes import Surface, SurfaceNodes

_LOWEST = 1e-200
"""Lowest concentration of the guess, of c0."""
_BISECTIONS = 60


class Depletion(NamedTuple):
    """Start that depletes a surface.

    Attributes:
        current: current density by diffusion across an element [F D c0/L].
        potential: of the electrode that does not plate, and so nearly of all electrolyte [RT/F].
    """

    current: float
    potential: float


def deplete(nodes: SurfaceNodes, start: Depletion) -> None:
    """Set the potential of the electrolyte, and lower c where the laws plate beyond the current.

    Args:
        nodes: nodes of the surfaces, whose present values are the guess so far.
        start: current and potential.
    """
    nodes.potential[:] = start.potential
    now = nodes.snapshot()
    for surface in nodes.surfaces:
        present = now.concentration[surface.nodes]
        exceeds = partial(_exceeds, surface, nodes.state(surface, now), start.current)
        high = np.log(np.maximum(present, _LOWEST))
        low = np.full_like(high, np.log(_LOWEST))
        depleted = exceeds(high)
        for _ in range(_BISECTIONS):
            middle = 0.5 * (low + high)
            beyond = exceeds(middle)
            low, high = np.where(beyond, low, middle), np.where(beyond, middle, high)
        nodes.concentration[surface.nodes] = np.where(depleted, np.exp(low), present)


def _exceeds(surface: Surface, state: SurfaceState, current: float, logarithm: Floats) -> Any:
    """Return whether each node plates more than a current at some ln(c/c0)."""
    there = replace(state, concentration=np.exp(logarithm))
    with np.errstate(all="ignore"):  # infinite currents exceed it, too
        return surface.law.current_density(there, surface.constants) > current
