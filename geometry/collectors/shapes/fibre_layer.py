"""Fibres at random positions in a rectangle: the cross-section of a porous layer."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely

from platefront.geometry.collectors.shapes.packing import (
    corner_radius,
    pack_discs,
    regular_polygons,
)
from platefront.geometry.errors import SectionError

# Largest number of fibres; packing them takes about five seconds.
_MOST = 4000


@dataclass(frozen=True, slots=True)
class FibreLayer:
    """Fibres of a porous layer, lengths in µm.

    Attributes:
        diameter: diameter of a fibre.
        min_gap: smallest distance between fibres and to the edges of their rectangle.
        facets: sides of the polygon, of the same area, that represents a round fibre.
        seed: seed of the random positions.
    """

    diameter: float
    min_gap: float
    facets: int
    seed: int

    @property
    def fibre_area(self) -> float:
        """Area of one fibre [µm²]."""
        return 0.25 * math.pi * self.diameter**2

    @property
    def row(self) -> float:
        """Height of a rectangle for one row of fibres [µm]."""
        return 2.0 * (corner_radius(0.5 * self.diameter, self.facets) + self.min_gap)

    def count(self, area: float, porosity: float) -> int:
        """Return the number of fibres for a porosity in an area [µm²], to the nearest integer.

        Raises:
            SectionError: the number is zero, or too large to be placed in reasonable time.
        """
        wanted = (1.0 - porosity) * area / self.fibre_area
        if wanted > _MOST:
            raise SectionError(
                f"the carbon layer would hold {wanted:.3g} fibres, more than {_MOST}: make the "
                f"plate narrower, the layer thinner or the fibres thicker"
            )
        if wanted < 0.5:
            raise SectionError(
                f"the carbon layer holds no fibre: one of {self.diameter:.4g} µm fills more than "
                f"porosity = {porosity:g} leaves of {area:.4g} µm²"
            )
        return round(wanted)

    def fibres(self, rectangle: shapely.Polygon, count: int) -> list[shapely.Polygon]:
        """Return `count` fibres inside a rectangle [µm], reproducible by the seed.

        Raises:
            SectionError: the fibres do not fit.
        """
        if not count:
            return []
        room = rectangle.buffer(-0.5 * self.row, join_style="mitre")
        if room.is_empty:
            raise SectionError(
                f"a fibre of {self.diameter:.4g} µm with min_gap = {self.min_gap:.4g} µm on both "
                f"sides does not fit into the carbon layer"
            )
        distance = self.row - self.min_gap
        centres = pack_discs(room, count, distance, np.random.default_rng(self.seed))
        if centres is None:
            raise SectionError(
                f"{count} fibres of {self.diameter:.4g} µm cannot be placed in the carbon layer "
                f"with gaps of {self.min_gap:.4g} µm: raise porosity or lower min_gap"
            )
        return regular_polygons(centres, 0.5 * self.diameter, self.facets)
