"""Substrate of the deposit: the region that the front must not retreat into."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.front.outline import Outline

_ABOVE = 1.5
"""Distance to a corner, in depths, up to which a vertex stands above it: right angles have √2."""
_ON_CORNER = 0.05
"""The same for vertices on the substrate, relative to `near`."""


@dataclass(frozen=True, slots=True)
class Substrate:
    """Host and pockets below a front.

    Attributes:
        shape: host and pockets, on a cylinder with their images beside the section [µm].
        near: depth of lithium below which the front keeps its vertices above corners [µm].
    """

    shape: BaseGeometry
    near: float = 0.0

    def holds(self, outline: Outline) -> NDArray[np.bool_]:
        """(n,) True for vertices that stand above a corner of the substrate, in thin lithium."""
        held = np.zeros(len(outline), dtype=bool)
        if not self.near or self.shape.is_empty:
            return held
        front = np.flatnonzero(outline.is_front & outline.is_front[outline.preceding])
        depth = self.depth(outline, front)
        corners = cKDTree(shapely.get_coordinates(self.shape))
        apart = corners.query(outline.places[front], distance_upper_bound=2.0 * self.near)[0]
        held[front] = (depth < self.near) & (apart <= _ABOVE * depth + _ON_CORNER * self.near)
        return held

    def depth(self, outline: Outline, vertices: Integers) -> Floats:
        """(k,) depth of lithium between vertices and the substrate or y = 0, if less [µm]."""
        places = outline.places[vertices]
        floor = np.maximum(places[:, 1], 0.0)
        if self.shape.is_empty:
            return np.asarray(floor)
        return np.minimum(floor, shapely.distance(self.shape, shapely.points(places)))

    def cut(self, outline: Outline, vertices: Integers) -> Floats:
        """(k,) area of the substrate that a chord past each vertex would cut off [µm²]."""
        at = outline.places[vertices]
        last = at - outline.edges[outline.preceding[vertices]]
        beyond = at + outline.edges[vertices]
        ears = shapely.polygons(np.stack((last, at, beyond), axis=1))
        return np.asarray(shapely.area(shapely.intersection(ears, self.shape)))
