"""Advance: the front after a time step, and the charges of its displacement."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats
from platefront.geometry.front.outline import Outline
from platefront.solvers.discretisation.pore_filling import PoreFilling
from platefront.solvers.front.metal_supply import Supply
from platefront.solvers.front.vertex_currents import VertexCurrents
from platefront.solvers.state.film.films import SurfaceFilm


@dataclass(frozen=True, slots=True)
class Advance:
    """Displaced front and the charges of its displacement."""

    charges: VertexCurrents
    dissolved: float
    """Charge of the dissolution of a receding counter electrode [C/m]."""
    outline: Outline
    during: Outline
    """The same front for the rate laws, where metal that the step exhausts is still there."""
    supply: Supply | None
    """Metal at the start of the step; None where nothing is stripped."""
    exhausted: NDArray[np.bool_]
    """(n,) True for vertices beside which metal ends in the step, or has ended."""
    withheld: float
    """Stripping that the fields carry, but for which there is no metal [C/m]."""
    weight: Floats
    """(n,) weight of the currents at the end of the step in its charge."""
    far: float
    """Stripping that is passed by metal far from where the fields carry it [C/m]."""
    spread: float
    """Charge of changes of the reported current by new meshes, and of stripping for which there was
    no metal near [C/m]."""
    weight_of_pores: float = 0.5
    """Weight of the currents at the end of the step in the charge of pores."""
    filling: PoreFilling | None = None
    """Metal in the pores of hosts; None without any."""
    shift: Floats | None = None
    """(n,) capillary shift with which the fields are solved on this front [V]; None without."""
    film: SurfaceFilm | None = None
    """Films that grow, at the end of the step; None without any."""
    lost: Floats | None = None
    """(n,) charge of the metal that they consume in it [C/m]; likewise."""
