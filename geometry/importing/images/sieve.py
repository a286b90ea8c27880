"""Specks and holes too small to count, taken out of traced shapes and told."""

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
    """What is too small, in the window that is kept. Side walls are mirrors.

    Attributes:
        window: the rectangle of the image.
        speck: pieces of solid with less area are dropped.
        hole: pores without way out, with less area, are filled.
    """

    window: shapely.Polygon
    speck: float
    hole: float

    def without_specks(self, shape: BaseGeometry, told: list[float]) -> BaseGeometry:
        """The larger pieces.

        Args:
            shape: polygons, possibly reaching beyond the window.
            told: areas of the pieces dropped, as far as they lie in the window, are added here.
        """
        parts = np.array(polygons_of(shape), dtype=object)
        if not len(parts):
            return shapely.MultiPolygon()
        small = self._whole_areas(parts) < self.speck
        told += self._areas_inside(parts[small])
        return shapely.MultiPolygon(list(parts[~small]))

    def holes(self, solids: BaseGeometry, told: list[float]) -> list[shapely.Polygon]:
        """Small pores that solids, or solids and a side wall, close off.

        Args:
            solids: polygons, possibly reaching beyond the window.
            told: areas of the pores, as far as they lie in the window, are added here.
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
        told += self._areas_inside(pores)
        return list(pores)

    def _whole_areas(self, parts: NDArray[np.object_]) -> Floats:
        """Areas, doubled for what ends at a side wall of the window."""
        left, _, right, _ = self.window.bounds
        start, _, end, _ = shapely.bounds(parts).T
        doubled = (start == left) | (end == right)
        return shapely.area(parts) * np.where(doubled, 2.0, 1.0)

    def _areas_inside(self, parts: NDArray[np.object_]) -> list[float]:
        inside = shapely.area(shapely.intersection(parts, self.window))
        return [float(area) for area in inside if area > 0.0]
