"""Metal that can be stripped at each vertex of the front."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats
from platefront.geometry.front.guided_motion import GuidedMotion
from platefront.geometry.front.outline import Outline
from platefront.geometry.lengths import UM
from platefront.solvers.front.vertex_currents import VertexCurrents
from platefront.solvers.model.kinetics.surface_state import RESIDUE

_EMPTY = 0.05
"""Depth of metal that is left where all is taken, in residual films."""


_TINY = 1e-300
_PLENTY = 1e9
"""Depth of metal that no step exhausts [µm]."""


@dataclass(frozen=True)
class Supply:
    """Metal that can be stripped at the vertices of the outline at the start of a step.

    Attributes:
        outline: the front at the start of the step.
        depth: (n,) depth of metal above the residual film, normal to the edges that meet there,
            infinite away from the front [µm].
        area_per_charge: area of deposit per charge [µm²/(C/m)].
        arriving: (n,) plating current at vertices that another surface strips [A/m].
        guided: vertices that retreat towards corners of the host.
    """

    outline: Outline
    depth: Floats
    area_per_charge: float
    arriving: Floats | float = 0.0
    guided: GuidedMotion = field(default_factory=GuidedMotion.none)

    @cached_property
    def area(self) -> Floats:
        """(n,) area of metal of each vertex [µm²]."""
        depth = np.where(np.isfinite(self.depth), self.depth, 0.0)
        return np.asarray(depth * self.outline.growing_length)

    @property
    def charge(self) -> Floats:
        """(n,) charge that strips the metal of each vertex [C/m]."""
        return np.asarray(self.area / self.area_per_charge)

    def beside(self, rates: VertexCurrents) -> Supply:
        """Return the supply with what the plating part of currents [A/m] adds to it."""
        parts = np.array(rates.surfaces)
        plated = np.maximum(parts, 0.0).sum(axis=0)
        return replace(self, arriving=np.where((parts < 0.0).any(axis=0), plated, 0.0))

    def reduced(self, share: Floats) -> Supply:
        """Return the supply with a share of the depth at each vertex."""
        return replace(self, depth=np.where(share < 1.0, share * self.depth, self.depth))

    def depth_on(self, outline: Outline) -> Floats:
        """(n,) depth of metal whose area on another front, vertex by vertex, is the same [µm]."""
        length = outline.growing_length
        usable = np.isfinite(self.depth) & (length > 0.0)
        return np.where(usable, self.area / np.where(usable, length, 1.0), self.depth)

    def taken(self, charges: VertexCurrents) -> Floats:
        """Return the (n,) share of the metal of each vertex that charges [C/m] strip."""
        stripped = np.maximum(-charges.plated, 0.0)
        limited = (stripped > 0.0) & np.isfinite(self.depth)
        share = np.zeros(len(stripped))
        share[limited] = stripped[limited] / np.maximum(self.charge[limited], _TINY)
        return share

    def emptied(self, charges: VertexCurrents) -> NDArray[np.intp]:
        """Return the vertices whose metal charges [C/m] exhaust."""
        stripped = (charges.plated < 0.0) & self.outline.front_points & np.isfinite(self.depth)
        here = np.flatnonzero(stripped)
        left = self.depth[here] * (1.0 - np.minimum(self.taken(charges)[here], 1.0))
        return here[left <= _EMPTY * RESIDUE / UM]


def film_on_host(outline: Outline, supply: Supply | None) -> Floats:
    """Return the (n,) thickness of lithium for the rate laws [µm].

    On bare host it is the depth of the metal where that is more: what a vertex has passed for its
    neighbours makes its own thickness smaller than the film that is there.

    Args:
        outline: the front for which the fields are solved.
        supply: metal at the start of the step; None where nothing is stripped.
    """
    thickness = outline.thickness_um
    if supply is None:
        return thickness
    before = supply.outline
    more = np.maximum(supply.depth - before.thickness_um, 0.0)
    known = np.isfinite(supply.depth) & (before.bare > 0.0)
    return np.asarray(thickness + np.where(known, before.bare * np.where(known, more, 0.0), 0.0))


def depth_of_metal(outline: Outline, supply: Supply | None, step: float) -> Floats:
    """Return the (n,) depth of metal for the rate laws, finite [µm].

    Where one surface plates at a vertex what another one strips, this is part of it: a film there
    is renewed within the step.

    Args:
        outline: the front for which the fields are solved.
        supply: metal at the start of the step; None where nothing is stripped.
        step: its length [s].
    """
    if supply is None:
        return np.full(len(outline), _PLENTY)
    length = np.where(outline.growing_length > 0.0, outline.growing_length, 1.0)
    renewed = supply.arriving * (step * supply.area_per_charge) / length
    return np.minimum(supply.depth_on(outline) + renewed, _PLENTY)
