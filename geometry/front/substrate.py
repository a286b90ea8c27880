"""Substrate of the deposit: the region that the front must not retreat into."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.front.outline import Outline


@dataclass(frozen=True, slots=True)
class Substrate:
    """Host and pockets below a front.

    Attributes:
        shape: host and pockets, on a cylinder with their images beside the section [µm].
    """

    shape: BaseGeometry

    def depth(self, outline: Outline, vertices: Integers) -> Floats:
        """(k,) depth of lithium between vertices and the substrate, inf without one [µm]."""
        if self.shape.is_empty:
            return np.full(len(vertices), np.inf)
        sites = shapely.points(outline.places[vertices])
        return np.asarray(shapely.distance(self.shape, sites))

    def cut(self, outline: Outline, vertices: Integers) -> Floats:
        """(k,) area of the substrate that a chord past each vertex would cut off [µm²]."""
        at = outline.places[vertices]
        last = at - outline.edges[outline.preceding[vertices]]
        beyond = at + outline.edges[vertices]
        ears = shapely.polygons(np.stack((last, at, beyond), axis=1))
        return np.asarray(shapely.area(shapely.intersection(ears, self.shape)))
