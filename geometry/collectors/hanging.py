"""Sheets of fibres that hang in the electrolyte: cell, coat of lithium, open channel."""

from __future__ import annotations

import math
from dataclasses import dataclass

import shapely
from shapely import affinity

from geometry.coat import coat
from geometry.errors import SectionError
from geometry.predeposit import Layer
from geometry.section import CrossSection
from geometry.tracing import polygons_of

# A fibre that fills less of the circle of its perimeter runs along the section.
_LONG = 0.5


@dataclass(frozen=True, slots=True)
class HangingSheet:
    """Fibres above an inert wall, all lengths in µm.

    Attributes:
        name: what the sheet is called in messages: `"cloth"`.
        fibres: disjoint polygons, 0 < x < width, |y| < thickness/2.
        width: width of the section.
        thickness: thickness of the sheet.
        floor: electrolyte between the sheet and the wall below it.
        split: height that divides `lower` from `upper`, as a fraction of the thickness.
        narrow: pores of this width are bridged when lithium is laid down.
    """

    name: str
    fibres: shapely.MultiPolygon
    width: float
    thickness: float
    floor: float
    split: float
    narrow: float

    def section(self, gap: float, layer: Layer | None, *, inverted: bool) -> CrossSection:
        """Section with lithium evenly on the fibres of the upper side, or all of it turned over.

        Args:
            gap: distance from the sheet to the counter electrode [µm].
            layer: lithium to lay down; None for bare fibres.
            inverted: whether sheet and lithium are turned over in place.

        Raises:
            SectionError: there is no room for the lithium.
        """
        height = self.floor + self.thickness + gap
        box = shapely.box(0.0, 0.0, self.width, height)
        fibres = affinity.translate(self.fibres, yoff=self.floor + 0.5 * self.thickness)
        deposit = shapely.Polygon()
        if layer is not None:
            deposit = self._coat(layer, fibres, box)
            if deposit.bounds[3] >= height:
                raise SectionError(
                    f"the pre-deposited lithium does not fit: it fills the gap of {gap:.4g} µm "
                    f"up to the counter electrode. Lower the capacity or widen the gap"
                )
        border = self.floor + self.split * self.thickness
        section = CrossSection(
            width=self.width,
            height=height,
            collector=fibres,
            deposit=deposit,
            span=(self.floor, self.floor + self.thickness),
            surfaces={
                "upper": shapely.box(0.0, border, self.width, height),
                # ends above y = 0, so that the wall stays inert
                "lower": shapely.box(0.0, 0.5 * self.floor, self.width, border),
            },
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
        """Whether a channel of this width [µm] leads from the top of the sheet to its bottom."""
        low, high = -0.5 * self.thickness - self.floor, 0.5 * self.thickness + clearance
        room = shapely.box(0.0, low, self.width, high)
        free = room.difference(self.fibres.buffer(0.5 * clearance, quad_segs=4))
        return any(
            part.bounds[1] <= low and part.bounds[3] >= high for part in shapely.get_parts(free)
        )

    def _coat(
        self, layer: Layer, fibres: shapely.MultiPolygon, box: shapely.Polygon
    ) -> shapely.MultiPolygon:
        """Lithium on the upper fibres [µm]."""
        depth = 0.5 * self.thickness if layer.depth is None else layer.depth
        if depth > self.thickness:
            raise SectionError(
                f"predeposit.depth ({depth:.4g} µm) exceeds the thickness of the {self.name} "
                f"({self.thickness:.4g} µm)"
            )
        limit = self.floor + self.thickness - depth
        upper = _above(limit, fibres)
        if not upper:
            raise SectionError(
                f"no fibre lies within predeposit.depth ({depth:.4g} µm) of the {self.name}'s "
                f"face: there is nothing to coat"
            )
        area = layer.thickness * self.width
        return coat(shapely.MultiPolygon(upper), fibres, box, area, self.narrow)


def _above(limit: float, fibres: shapely.MultiPolygon) -> list[shapely.Polygon]:
    """Fibres with their centres above `limit`; of long ones what lies above it."""
    upper: list[shapely.Polygon] = []
    left, _, right, top = fibres.bounds
    for fibre in fibres.geoms:
        if 4.0 * math.pi * fibre.area < _LONG * fibre.length**2:
            upper += polygons_of(fibre.intersection(shapely.box(left, limit, right, top)))
        elif fibre.centroid.y > limit:
            upper.append(fibre)
    return upper
