"""Removal of specks and holes below given areas from traced shapes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats
from platefront.geometry.plane.polygons import polygons_of


@dataclass(frozen=True, slots=True)
class Sieve:
    """Area limits for solids and closed pores in a window with mirrored side walls.

    Attributes:
        window: the rectangle of the image.
        speck: area below which pieces of solid are dropped.
        hole: area below which closed pores are filled.
    """

    window: shapely.Polygon
    speck: float
    hole: float

    def without_specks(self, shape: BaseGeometry, dropped: list[float]) -> BaseGeometry:
        """Return the pieces that are at least `speck` large.

        Args:
            shape: polygons, possibly extending beyond the window.
            dropped: list to which the areas within the window of dropped pieces are appended.
        """
        parts = np.array(polygons_of(shape), dtype=object)
        if not len(parts):
            return shapely.MultiPolygon()
        small = self._whole_areas(parts) < self.speck
        dropped += self._areas_inside(parts[small])
        return shapely.MultiPolygon(list(parts[~small]))

    def holes(self, solids: BaseGeometry, dropped: list[float]) -> list[shapely.Polygon]:
        """Return the pores below `hole` enclosed by solids, or by solids and a side wall.

        Args:
            solids: polygons, possibly extending beyond the window.
            dropped: list to which the areas within the window of these pores are appended.
        """
        left, low, right, high = self.window.union(solids.envelope).bounds
        pores = np.array(
            polygons_of(shapely.box(left, low, right, high).difference(solids)), dtype=object
        )
        if not len(pores):
            return []
        _, bottom, _, top = shapely.bounds(pores).T
        closed = (bottom > low) & (top < high)
        pores = pores[closed]
        pores = pores[self._whole_areas(pores) < self.hole]
        dropped += self._areas_inside(pores)
        return list(pores)

    def _whole_areas(self, parts: NDArray[np.object_]) -> Floats:
        """Return areas, doubled for parts that end at a side wall of the window."""
        left, _, right, _ = self.window.bounds
        start, _, end, _ = shapely.bounds(parts).T
        doubled = (start == left) | (end == right)
        return shapely.area(parts) * np.where(doubled, 2.0, 1.0)

    def _areas_inside(self, parts: NDArray[np.object_]) -> list[float]:
        inside = shapely.area(shapely.intersection(parts, self.window))
        return [float(area) for area in inside if area > 0.0]
