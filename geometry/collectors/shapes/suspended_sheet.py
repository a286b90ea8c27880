"""Sheets of fibres or foam above an inert wall: section, lithium layer, open channel."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from platefront.geometry.errors import SectionError
from platefront.geometry.plane.polygons import polygons_of
from platefront.geometry.section.conformal_layer import area_of_thickness, conformal_layer
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Layer

# A fibre that fills less of the circle of equal perimeter lies in the plane of the section.
_LONG = 0.5
_OFF_FLOOR = 1e-4  # lower end of the host's region, relative to the height of the floor


def fibres_above(limit: float, fibres: shapely.MultiPolygon) -> shapely.MultiPolygon:
    """Return fibres with centres above `limit`, and the part above it of elongated ones."""
    upper: list[shapely.Polygon] = []
    left, _, right, top = fibres.bounds
    for fibre in fibres.geoms:
        if 4.0 * math.pi * fibre.area < _LONG * fibre.length**2:
            upper += polygons_of(fibre.intersection(shapely.box(left, limit, right, top)))
        elif fibre.centroid.y > limit:
            upper.append(fibre)
    return shapely.MultiPolygon(upper)


@dataclass(frozen=True, slots=True)
class SuspendedSheet:
    """Sheet of fibres or other metal above an inert wall, all lengths in µm.

    Attributes:
        name: name of the sheet in messages: `"cloth"`.
        metal: disjoint polygons, 0 ≤ x ≤ width, low ≤ y ≤ low + thickness.
        low: y of the lower face of the sheet in `metal`.
        width: width of the section.
        thickness: thickness of the sheet.
        floor: height of electrolyte between the sheet and the wall below it.
        split: height above the unlithiated face up to which the host is bare, as a fraction of the
            thickness.
        narrow: largest width of pores that are bridged by pre-deposited lithium.
        periodic: True for periodic side walls, False for symmetry planes.
        above: (height, metal) → part of the metal above that height to be coated with lithium.
    """

    name: str
    metal: shapely.MultiPolygon
    low: float
    width: float
    thickness: float
    floor: float
    split: float
    narrow: float
    periodic: bool = False
    above: Callable[[float, shapely.MultiPolygon], BaseGeometry] = fibres_above

    def section(self, gap: float, layer: Layer | None, *, inverted: bool) -> CrossSection:
        """Build the section with a lithium layer of uniform thickness on the upper side.

        Args:
            gap: distance from the sheet to the counter electrode [µm].
            layer: pre-deposited lithium; None for bare metal.
            inverted: whether sheet and lithium are turned over in place.

        Raises:
            SectionError: the lithium does not fit.
        """
        height = self.floor + self.thickness + gap
        box = shapely.box(0.0, 0.0, self.width, height)
        metal = affinity.translate(self.metal, yoff=self.floor - self.low)
        deposit = shapely.Polygon()
        if layer is not None:
            deposit = self._lithium(layer, metal, box)
            if deposit.bounds[3] >= height:
                raise _gap_filled(gap)
        half = shapely.box(0.0, self.floor + self.split * self.thickness, self.width, height)
        section = CrossSection(
            width=self.width,
            height=height,
            collector=metal,
            deposit=deposit,
            span=(self.floor, self.floor + self.thickness),
            # begins above y = 0, so that the wall is inert
            surfaces={"host": shapely.box(0.0, _OFF_FLOOR * self.floor, self.width, height)},
            lithiated=half if layer is not None else shapely.Polygon(),
        )
        if not inverted:
            return section
        excess = deposit.bounds[3] - section.span[1] if layer is not None else 0.0
        if excess >= self.floor:
            raise SectionError(
                f"the pre-deposited lithium stands {excess:.4g} µm out of the {self.name}, but "
                f"inverted there is only floor_gap = {self.floor:.4g} µm below it. Widen floor_gap "
                f"or lower the capacity"
            )
        return section.flipped()

    def has_channel(self, clearance: float) -> bool:
        """True if a channel of this width [µm] leads from the top of the sheet to its bottom."""
        low, high = self.low - self.floor, self.low + self.thickness + clearance
        room = shapely.box(0.0, low, self.width, high)
        free = room.difference(self.metal.buffer(0.5 * clearance, quad_segs=4))
        return any(
            part.bounds[1] <= low and part.bounds[3] >= high for part in shapely.get_parts(free)
        )

    def _lithium(
        self, layer: Layer, metal: shapely.MultiPolygon, box: shapely.Polygon
    ) -> shapely.MultiPolygon:
        """Return the lithium on the upper part of the metal [µm]."""
        depth = 0.5 * self.thickness if layer.depth is None else layer.depth
        if depth > self.thickness:
            raise SectionError(
                f"predeposit.depth ({depth:.4g} µm) exceeds the thickness of the {self.name} "
                f"({self.thickness:.4g} µm)"
            )
        limit = self.floor + self.thickness - depth
        upper = self.above(limit, metal)
        if upper.is_empty:
            raise SectionError(
                f"no fibre lies within predeposit.depth ({depth:.4g} µm) of the {self.name}'s "
                f"face: there is nothing to coat"
            )
        area = layer.thickness * self.width
        pores = shapely.box(0.0, limit, self.width, self.floor + self.thickness).difference(metal)
        reach = box.bounds[3] - upper.bounds[3]
        # With more than the pores hold, told before the search for a thickness, which takes a
        # minute where it is that of a hundred fibres.
        if area > pores.area and area > area_of_thickness(
            upper, metal, box, reach, self.narrow, periodic=self.periodic
        ):
            raise _gap_filled(box.bounds[3] - self.floor - self.thickness)
        return conformal_layer(upper, metal, box, area, self.narrow, periodic=self.periodic)


def _gap_filled(gap: float) -> SectionError:
    return SectionError(
        f"the pre-deposited lithium does not fit: it fills the gap of {gap:.4g} µm "
        f"up to the counter electrode. Lower the capacity or widen the gap"
    )
