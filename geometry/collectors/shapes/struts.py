"""Struts of an open-cell foam in a plane section: a sheet less its pores and windows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.optimize import brentq
from shapely.geometry.base import BaseGeometry

from platefront.geometry.errors import SectionError
from platefront.geometry.plane.offsets import mitred, opening
from platefront.geometry.plane.polygons import polygons_of
from platefront.geometry.plane.side_walls import SideWalls
from platefront.geometry.plane.wall_matching import exactly_periodic, walls_matched

# Radius of a pore's corners, which makes nodes curved triangles: as a multiple of the thickness of
# a strut, and its upper limit as a fraction of the pore's own radius.
_ROUND_PORE = 3.0
_ROUNDEST_PORE = 0.8
# Radius of the metal's corners, as a fraction of the thickness of a strut and, as upper limit, of
# a cell's size; thinner metal than twice this radius is removed. Pieces smaller than a square of
# `_CRUMB` such radii are dropped.
_ROUND_METAL = 0.3
_ROUNDEST_METAL = 0.04
_CRUMB = 3.0
_ROUNDS = 4  # passes that thicken thin necks: the removal of one can expose another
_SWELL = 1.02  # factor for the opening radius, so that chords do not count as necks
# As fractions of the thickness of a strut, or of its square for areas:
_SLIVER = 0.2  # limit for pieces cut off by a face of the foam
_SMOOTHING = 0.02  # tolerance of the simplification of the outline
_SHIFT = 0.1  # largest offset in the final correction of the area
_THINNEST = 1e-3  # lower limit of the search for the thickness, relative to the largest pore
_HAIR = 0.01  # smallest thickness accepted, relative to the largest pore
_ROUGH = 1e-5  # tolerance of the thickness, relative to the largest, before the area correction
_EXACT = 1e-9  # relative tolerance of the area


@dataclass(frozen=True, slots=True)
class PorousSheet:
    """Pores of a foam between side walls (lengths in µm).

    Attributes:
        box: the foam between the side walls, open at top and bottom.
        walls: side walls of the box.
        cells: convex polygons that contain one pore each.
        channels: open windows between the pores.
        gap: width of the narrowest passage.
    """

    box: shapely.Polygon
    walls: SideWalls
    cells: NDArray[np.object_]
    channels: NDArray[np.object_]
    gap: float

    def struts(self, area: float) -> tuple[shapely.MultiPolygon, float]:
        """Return metal of given area, and the thickness of its struts.

        Raises:
            SectionError: no thickness of the struts gives this area.
        """
        outline = cache(self._outline)  # brentq asks again for both ends and where it ended
        widest = 2.0 * float(self._apothems().max())
        if self._inside(outline(widest)).area < area:
            raise SectionError(
                f"the pores and the windows between them leave no room for a share of metal of "
                f"{area / self.box.area:.3g}: raise porosity, or lower window or min_gap"
            )

        thinnest = _THINNEST * widest
        if self._inside(outline(thinnest)).area > area:
            raise SectionError(
                "min_gap rounds the pores off so much that more metal is left than the porosity "
                "allows: lower min_gap or porosity"
            )

        def excess(thickness: float) -> float:
            return float(self._inside(outline(thickness)).area - area)

        thickness = float(brentq(excess, thinnest, widest, xtol=_ROUGH * widest))
        if thickness < _HAIR * widest:
            raise SectionError(
                "min_gap rounds the pores off so much that the metal is all in corners, between "
                f"them struts would be {thickness:.2g} µm thin: lower min_gap or porosity"
            )
        rough = outline(thickness)
        strut = self._no_wider_than_metal(rough, thickness)
        rough = self._without_slivers(rough, strut)
        if self.walls.periodic:
            rough = exactly_periodic(rough, self.walls.width, self._reach, self._reach)

        @cache
        def mismatch(shift: float) -> float:
            return float(self._inside(mitred(rough, shift)).area - area)

        reach = _SHIFT * strut
        if mismatch(-reach) * mismatch(reach) < 0.0:
            shift = float(brentq(mismatch, -reach, reach, xtol=1e-14, rtol=1e-14))
            metal = self._inside(mitred(rough, shift))
            if self.walls.periodic:
                metal = shapely.MultiPolygon(polygons_of(walls_matched(metal, self.walls.width)))
            if abs(metal.area - area) < _EXACT * area:
                return metal, strut + 2.0 * shift
        raise SectionError(
            "no thickness of the struts has the porosity asked for: change seed, or porosity "
            "slightly"
        )

    def _apothems(self) -> NDArray[np.float64]:
        return shapely.distance(shapely.centroid(self.cells), shapely.boundary(self.cells))

    def _outline(self, thickness: float) -> BaseGeometry:
        """Return struts of a given thickness, not yet cut at the side walls."""
        half = 0.5 * thickness
        free = np.maximum(self._apothems() - half, 0.0)
        radius = np.minimum(_ROUND_PORE * thickness, _ROUNDEST_PORE * free)
        pores = shapely.buffer(self.cells, -(half + radius), join_style="mitre")
        pores = shapely.buffer(pores, radius, quad_segs=8)
        reach = self._reach
        left, low, right, high = self._sheet.bounds
        frame = shapely.box(left, low - reach, right, high + reach)
        open_parts = np.concatenate([pores, self.channels])
        images = self.walls.images(open_parts, reach * (1 + self.walls.periodic))
        free = shapely.union_all([*open_parts, *images, frame.difference(self._sheet)])
        wide = opening(free, 0.5 * self.gap).wide
        rounding = min(_ROUND_METAL * thickness, _ROUNDEST_METAL * reach)
        metal = opening(frame.difference(wide), rounding).wide
        # the removal of a thin neck may leave a gap between its ends
        metal = self._with_passages(frame, metal)
        for _ in range(_ROUNDS):  # filling gaps between tips may create thin necks again
            necks = _thin_necks(metal, rounding)
            if not necks:
                break
            thick = shapely.buffer(necks, rounding, quad_segs=4)
            metal = self._with_passages(frame, shapely.union_all([metal, *thick]))
        tolerance = _SMOOTHING * min(thickness, self.gap)
        parts = shapely.get_parts(metal)
        pieces = parts[self._seen(parts) > (_CRUMB * rounding) ** 2]
        return shapely.simplify(shapely.MultiPolygon(list(pieces)), tolerance)

    def _with_passages(self, frame: shapely.Polygon, metal: BaseGeometry) -> BaseGeometry:
        """Return the metal in a frame together with pores below the narrowest passage width."""
        return frame.difference(opening(frame.difference(metal), 0.5 * self.gap).wide)

    def _no_wider_than_metal(self, outline: BaseGeometry, thickness: float) -> float:
        """Return the actual thickness of the struts [µm], at most that of the widest island.

        If windows reduce the metal to islands, the nominal thickness that meets the porosity may
        exceed the size of any of them.
        """
        radii = shapely.length(shapely.maximum_inscribed_circle(shapely.get_parts(outline)))
        return min(thickness, 2.0 * float(np.max(radii)))

    def _without_slivers(self, outline: BaseGeometry, thickness: float) -> BaseGeometry:
        pieces = shapely.get_parts(outline)
        return shapely.MultiPolygon(list(pieces[self._seen(pieces) > _SLIVER * thickness**2]))

    @property
    def _sheet(self) -> shapely.Polygon:
        """Foam with the margins beyond the box in which outlines are constructed."""
        left, low, right, high = self.box.bounds
        reach = self._reach
        return shapely.box(left - reach, low, right + reach * (1 + self.walls.periodic), high)

    def _seen(self, pieces: NDArray[np.object_]) -> NDArray[np.float64]:
        """Return areas within the section; of a periodic piece the whole, inf if it is cut."""
        if not self.walls.periodic:
            return shapely.area(shapely.intersection(pieces, self.box))
        left, _, right, _ = self._sheet.bounds
        begins, _, ends, _ = shapely.bounds(pieces).T
        areas = shapely.area(shapely.intersection(pieces, self._sheet))
        return np.where((begins <= left) | (ends >= right), np.inf, areas)

    def _inside(self, outline: BaseGeometry) -> shapely.MultiPolygon:
        """Return the outline within the box, narrow pores closed at a symmetry plane filled."""
        inside = shapely.intersection(outline, self.box)
        nooks = () if self.walls.periodic else self._nooks(inside)
        if len(nooks):
            inside = shapely.union_all([inside, *nooks])
        parts = shapely.get_parts(inside)
        return shapely.MultiPolygon(list(parts[shapely.area(parts) > 0.0]))

    def _nooks(self, metal: BaseGeometry) -> NDArray[np.object_]:
        """Return closed pores that are narrower than the narrowest passage.

        They arise between a strut along a symmetry plane that departs from it for a short length
        and its image.
        """
        _, low, _, high = self.box.bounds
        free = shapely.get_parts(self.box.difference(metal))
        _, begins, _, ends = shapely.bounds(free).T
        shut = free[(begins > low) & (ends < high)]
        return shut[shapely.is_empty(shapely.buffer(shut, -0.5 * self.gap))]

    @property
    def _reach(self) -> float:
        """Margin beyond the walls [µm]: side of a square with the area of the smallest cell."""
        return float(np.sqrt(shapely.area(self.cells).min()))


def _thin_necks(metal: BaseGeometry, rounding: float) -> list[shapely.Polygon]:
    """Return metal narrower than twice the corner radius that connects wider metal."""
    opened = opening(metal, rounding, swell=_SWELL)
    short = [piece for piece in opened.narrow if piece.area < (_CRUMB * rounding) ** 2]
    return opened.bridges(short, (_SWELL - 1.0) * rounding)
