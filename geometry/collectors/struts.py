"""Struts of an open-cell foam in a plane cut: what pores and windows leave of a solid sheet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.optimize import brentq
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from geometry.errors import SectionError

# Radius of a pore's corners, which makes nodes curved triangles: as a multiple of the thickness of
# a strut, and at most this part of the pore's own.
_ROUND_PORE = 3.0
_ROUNDEST_PORE = 0.8
# Radius of the metal's corners, as a part of the thickness of a strut and at most of a cell's
# size; what is thinner than twice that is no strut. Pieces smaller than a square of `_CRUMB` such
# radii are dropped.
_ROUND_METAL = 0.3
_ROUNDEST_METAL = 0.04
_CRUMB = 3.0
# As parts of the thickness of a strut, of its square for the area:
_SLIVER = 0.2  # smaller pieces are ends cut off by a face of the foam
_SMOOTHING = 0.02  # vertices that matter less are dropped
_SHIFT = 0.1  # reach of the last shift of the outline
_THINNEST = 1e-3  # of the smallest pore
_ROUGH = 1e-5  # to which the thickness is found, of the widest, before the outline is shifted
_EXACT = 1e-9  # to which the area must be met


@dataclass(frozen=True, slots=True)
class PorousSheet:
    """The pores of a foam between two mirrors (lengths in µm).

    Attributes:
        box: the foam; its left and right sides are mirrors, beyond top and bottom all is open.
        cells: convex polygons round the pores.
        channels: what is open between the pores.
        gap: width of the narrowest passage.
    """

    box: shapely.Polygon
    cells: NDArray[np.object_]
    channels: NDArray[np.object_]
    gap: float

    def struts(self, area: float) -> tuple[shapely.MultiPolygon, float]:
        """The metal of given area, and the thickness of its struts.

        Raises:
            SectionError: the pores leave no room for that much.
        """
        widest = 2.0 * float(self._apothems().max())
        if self._inside(self._outline(widest)).area < area:
            raise SectionError(
                f"the pores and the windows between them leave no room for a share of metal of "
                f"{area / self.box.area:.3g}: raise porosity, or lower window or min_gap"
            )

        thinnest = _THINNEST * widest
        if self._inside(self._outline(thinnest)).area > area:
            raise SectionError(
                "min_gap rounds the pores off so much that more metal is left than the porosity "
                "allows: lower min_gap or porosity"
            )

        def excess(thickness: float) -> float:
            return float(self._inside(self._outline(thickness)).area - area)

        thickness = float(brentq(excess, thinnest, widest, xtol=_ROUGH * widest))
        rough = self._without_slivers(self._outline(thickness), thickness)

        def mismatch(shift: float) -> float:
            return float(self._inside(_shifted(rough, shift)).area - area)

        reach = _SHIFT * thickness
        if mismatch(-reach) * mismatch(reach) < 0.0:
            shift = float(brentq(mismatch, -reach, reach, xtol=1e-14, rtol=1e-14))
            metal = self._inside(_shifted(rough, shift))
            if abs(metal.area - area) < _EXACT * area:
                return metal, thickness + 2.0 * shift
        raise SectionError(
            "no thickness of the struts has the porosity asked for: change seed, or porosity "
            "slightly"
        )

    def _apothems(self) -> NDArray[np.float64]:
        return shapely.distance(shapely.centroid(self.cells), shapely.boundary(self.cells))

    def _outline(self, thickness: float) -> BaseGeometry:
        """Struts of a thickness; reaches over the side walls."""
        half = 0.5 * thickness
        free = np.maximum(self._apothems() - half, 0.0)
        radius = np.minimum(_ROUND_PORE * thickness, _ROUNDEST_PORE * free)
        pores = shapely.buffer(self.cells, -(half + radius), join_style="mitre")
        pores = shapely.buffer(pores, radius, quad_segs=8)
        left, low, right, high = self.box.bounds
        reach = self._reach
        frame = shapely.box(left - reach, low - reach, right + reach, high + reach)
        sheet = shapely.box(left - reach, low, right + reach, high)
        free = shapely.union_all(
            [*self._with_images(np.concatenate([pores, self.channels])), frame.difference(sheet)]
        )
        wide = _opened(free, 0.5 * self.gap)
        rounding = min(_ROUND_METAL * thickness, _ROUNDEST_METAL * reach)
        metal = _opened(frame.difference(wide), rounding)
        # where a thin neck went there may be a gap between its ends
        wide = _opened(frame.difference(metal), 0.5 * self.gap)
        metal = shapely.get_parts(frame.difference(wide))
        seen = shapely.area(shapely.intersection(metal, self.box))
        tolerance = _SMOOTHING * min(thickness, self.gap)
        pieces = metal[seen > (_CRUMB * rounding) ** 2]
        return shapely.simplify(shapely.MultiPolygon(list(pieces)), tolerance)

    def _without_slivers(self, outline: BaseGeometry, thickness: float) -> BaseGeometry:
        pieces = shapely.get_parts(outline)
        seen = shapely.area(shapely.intersection(pieces, self.box))
        return shapely.MultiPolygon(list(pieces[seen > _SLIVER * thickness**2]))

    def _inside(self, outline: BaseGeometry) -> shapely.MultiPolygon:
        """What of an outline is in the box."""
        inside = shapely.get_parts(shapely.intersection(outline, self.box))
        return shapely.MultiPolygon(list(inside[shapely.area(inside) > 0.0]))

    @property
    def _reach(self) -> float:
        """How far beyond the walls images are drawn [µm]: about half a cell."""
        return float(np.sqrt(shapely.area(self.cells).min()))

    def _with_images(self, parts: NDArray[np.object_]) -> list[BaseGeometry]:
        left, _, right, _ = self.box.bounds
        bounds = shapely.bounds(parts)
        images = [
            affinity.scale(part, xfact=-1.0, origin=(wall, 0.0))
            for wall, near in (
                (left, bounds[:, 0] < left + self._reach),
                (right, bounds[:, 2] > right - self._reach),
            )
            for part in parts[near]
        ]
        return [*parts, *images]


def _opened(shape: BaseGeometry, radius: float) -> BaseGeometry:
    """`shape` without what is narrower than twice `radius`, and with rounded corners."""
    return shape.buffer(-radius, quad_segs=4).buffer(radius, quad_segs=4)


def _shifted(shape: BaseGeometry, shift: float) -> BaseGeometry:
    return shape.buffer(shift, join_style="mitre")
