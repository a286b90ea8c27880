"""Conformal layer of metal: uniform thickness and given area on a part of a host."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import shapely
from scipy.optimize import brentq
from shapely.geometry.base import BaseGeometry

from platefront.geometry.errors import SectionError
from platefront.geometry.plane.connectivity import connected_round
from platefront.geometry.plane.offsets import closing, mitred
from platefront.geometry.plane.polygons import polygons_of
from platefront.geometry.plane.side_walls import SideWalls
from platefront.geometry.plane.wall_matching import exactly_periodic, walls_matched
from platefront.geometry.section.coat_ends import bare_territory, partly_coated

# As fractions of the width of a narrow pore:
_SMOOTHING = 0.02  # tolerance of the simplification of the outline
_SHORTEST = 0.05  # shorter edges are dropped
_SHIFT = 0.05  # largest offset in the final correction of the area
# Rings whose length is at most this number of shortest edges are dropped.
_TINY_RING = 8.0
# The closing of a pore is a jump in area: if it skips the target, narrower pores are tried.
_NARROWER = (1.0, 0.93, 0.86, 0.79, 0.7, 0.6, 0.5, 0.4)
_BORDER_STEP = 0.25  # distance of the points that divide coated from bare parts of a solid
_ROUND_OFF = 1e-9  # µm
_SHARP_CORNER = 20.0  # keep corners up to this mitre ratio; blunt ones do not reach it


@dataclass(frozen=True, slots=True)
class _ConformalLayer:
    """Host to be coated, and the outline of the layer as a function of its thickness [µm].

    Attributes:
        host: solids around which the layer grows.
        collector: what no metal enters.
        box: the section.
        narrow: width of the widest pore to be filled.
        periodic: True for periodic side walls.
        bare: region of the box where the layer is cut away again, next to bare parts of the host.
    """

    host: BaseGeometry
    collector: BaseGeometry
    box: shapely.Polygon
    narrow: float
    periodic: bool
    bare: BaseGeometry

    @property
    def walls(self) -> SideWalls:
        """Side walls of the box."""
        return SideWalls(self.box.bounds[2], self.periodic)

    def outline(self, thickness: float, room: float = 0.0) -> BaseGeometry:
        """Return the coated host with narrow pores filled, not yet cut at walls and collector.

        Args:
            thickness: thickness of the layer [µm].
            room: additional reach of the images beyond the side walls [µm].
        """
        parts = shapely.get_parts(self.host)
        images = self.walls.images(parts, 2.0 * thickness + self.narrow + room)
        host: BaseGeometry = shapely.MultiPolygon([*parts, *images])
        if not host.is_valid:  # a part and its image share an edge, which must not be offset
            host = shapely.union_all(host.geoms)
        grown = mitred(host, thickness)
        closed = closing(grown, 0.5 * self.narrow)
        smooth = closed.simplify(_SMOOTHING * self.narrow)
        shortest = _SHORTEST * self.narrow
        # a ring that consists only of short edges would lose all its points
        solid = _without_tiny_rings(smooth, _TINY_RING * shortest)
        return shapely.make_valid(shapely.remove_repeated_points(solid, shortest))

    def rough(self, thickness: float) -> BaseGeometry:
        """Return `outline`, made exactly periodic if the side walls are."""
        if not self.periodic:
            return self.outline(thickness)
        room = min(self.walls.width, 10.0 * (thickness + self.narrow))
        shape = self.outline(thickness, room)
        return exactly_periodic(shape, self.walls.width, room, self.narrow)

    def shifted(self, outline: BaseGeometry, shift: float) -> BaseGeometry:
        """Return `outline` offset outwards by a `shift` too small to close another pore."""
        moved = mitred(outline, shift, _SHARP_CORNER)
        return moved.simplify(_ROUND_OFF)

    def metal(self, outline: BaseGeometry) -> shapely.MultiPolygon:
        """Return the metal within `outline`, without fragments too small for any mesh."""
        inside = outline.intersection(self.box).difference(self.collector)
        if not self.bare.is_empty:
            inside = inside.difference(self.bare)
        parts = polygons_of(inside)
        whole = connected_round(parts, self.walls.width) if self.periodic else [(p,) for p in parts]
        return shapely.MultiPolygon(
            [
                part
                for pieces in whole
                if sum(piece.area for piece in pieces) > self.narrow**2
                for part in pieces
            ]
        )


def conformal_layer(
    host: BaseGeometry,
    collector: BaseGeometry,
    box: shapely.Polygon,
    area: float,
    narrow: float,
    *,
    periodic: bool = False,
) -> shapely.MultiPolygon:
    """Coat `host` with a layer of metal of uniform thickness and given area.

    Pores narrower than `narrow` are filled; wider ones that the layer closes off remain as pockets.
    On a solid that is part of the host only in part, the layer ends across the solid's surface.
    The images of the host beyond the side walls contribute. The thickness is found first by
    root finding on the area, which leaves a mismatch where a pore closes; a small offset of the
    outline then meets the area to round-off.

    Args:
        host: the part of the collector to coat (polygons) [µm].
        collector: the whole collector, which no metal enters [µm].
        box: limits of the section, which begins at x = 0 [µm].
        area: area of the layer [µm²], met to 1e-10 relative.
        narrow: width of the widest pore to be filled [µm].
        periodic: True for periodic side walls, False for symmetry planes.

    Returns:
        The layer, disjoint from `collector`.

    Raises:
        SectionError: the free area nearest to the host is smaller than `area`.
    """
    solids, bare = host, shapely.Polygon()
    cut = partly_coated(host, collector)
    if not cut.rest.is_empty:
        solids = shapely.union_all([host, cut.solids])
        walls = SideWalls(box.bounds[2], periodic)
        bare = bare_territory(host, cut.rest, box, _BORDER_STEP * narrow, walls)
    free = box.difference(shapely.union_all([collector, bare])).area
    if area >= free:
        side = "" if bare.is_empty else " on the coated side"
        raise SectionError(
            f"the pre-deposited lithium ({area:.4g} µm²) does not fit into the pores and the gap"
            f"{side} ({free:.4g} µm² in all): lower the capacity"
        )
    for factor in _NARROWER:
        layer = _ConformalLayer(solids, collector, box, factor * narrow, periodic, bare)
        metal = _of_area(layer, area)
        if metal is not None:
            return metal
    raise SectionError("no layer of uniform thickness has this area: change the capacity slightly")


def area_of_thickness(
    host: BaseGeometry,
    collector: BaseGeometry,
    box: shapely.Polygon,
    thickness: float,
    narrow: float,
    *,
    periodic: bool = False,
) -> float:
    """Return the area [µm²] of a layer of given thickness [µm]; see `conformal_layer`."""
    layer = _ConformalLayer(host, collector, box, narrow, periodic, shapely.Polygon())
    return float(layer.metal(layer.outline(thickness)).area)


def _of_area(layer: _ConformalLayer, area: float) -> shapely.MultiPolygon | None:
    """Return metal of the given area; None if the closing of a pore skips it."""

    @cache  # the search for the root asks again for both ends
    def excess(thickness: float) -> float:
        return float(layer.metal(layer.outline(thickness)).area - area)

    if excess(0.0) > 0.0:  # the narrow pores alone hold more
        return None
    thickest = layer.narrow
    while excess(thickest) < 0.0:
        thickest *= 2.0
    rough = layer.rough(_root(excess, 0.0, thickest))

    @cache
    def mismatch(shift: float) -> float:
        return float(layer.metal(layer.shifted(rough, shift)).area - area)

    reach = _SHIFT * layer.narrow
    if mismatch(-reach) * mismatch(reach) > 0.0:
        return None
    metal = layer.metal(layer.shifted(rough, _root(mismatch, -reach, reach)))
    if layer.periodic:
        metal = shapely.MultiPolygon(polygons_of(walls_matched(metal, layer.walls.width)))
    return metal if abs(metal.area - area) < 1e-10 * area else None


def _without_tiny_rings(shape: BaseGeometry, length: float) -> BaseGeometry:
    """Return polygons without parts and holes whose perimeter is at most `length` [µm]."""
    return shapely.MultiPolygon(
        [
            shapely.Polygon(
                part.exterior, [hole for hole in part.interiors if hole.length > length]
            )
            for part in polygons_of(shape)
            if part.exterior.length > length
        ]
    )


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    """Return the root of `function` between `low` and `high`, to round-off."""
    return float(brentq(function, low, high, xtol=1e-14, rtol=1e-14))
