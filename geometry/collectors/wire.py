"""Wire in the centre of a cylindrical cell."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
import shapely

from platefront.geometry.collectors.base import COLLECTORS, Collector, Feature
from platefront.geometry.errors import SectionError
from platefront.geometry.lengths import micrometres
from platefront.geometry.parameters import option, quantity
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Layer

_ABOVE_FLOOR = 1e-4
"""Height at which the surface begins above the symmetry plane y = 0, relative to the radius."""


@COLLECTORS.register
class Wire(Collector):
    """Quarter of a wire in a cylindrical cell with the wall as counter electrode. Part: `wire`.

    The wire's axis is the corner x = y = 0, the planes x = 0 and y = 0 are symmetry planes, and
    the counter electrode is the circle of radius `radius` + gap, with its metal outside. Circles
    are approximated by polygons of the same area. Pre-deposited lithium is a concentric layer.
    """

    kind: Literal["wire"] = option("Kind of collector.", "wire")
    radius: float = quantity("m", "Radius of the wire.", 10e-6, gt=1e-9, le=1e-2)
    facets: int = option("Line segments per quarter circle.", 48, ge=4, le=1000)

    @property
    def finest_feature(self) -> Feature:
        """Radius of the wire."""
        return Feature("wire radius", self.radius)

    def section(self, gap: float, layer: Layer | None, *, inverted: bool) -> CrossSection:
        """Build the section; currents and capacities refer to the radius of the cell."""
        if inverted:
            raise SectionError(
                "a wire looks the same from all sides and cannot be inverted: leave out orientation"
            )
        radius = micrometres(self.radius)
        wire, cell = self._quarter(radius), self._quarter(radius + gap)
        side = float(cell.bounds[2])
        box = shapely.box(0.0, 0.0, side, side)
        wall = box.difference(cell)
        deposit = shapely.Polygon()
        if layer is not None:
            deposit = self._ring(wire, layer.thickness * (radius + gap), radius + gap)
        return CrossSection(
            width=side,
            height=side,
            collector=shapely.MultiPolygon([wire, wall]),
            deposit=deposit,
            span=(0.0, float(wire.bounds[3])),
            surfaces={"wire": shapely.box(0.0, _ABOVE_FLOOR * radius, side, side)},
            counter=wall,
            footprint=radius + gap,
        )

    def _quarter(self, radius: float) -> shapely.Polygon:
        """Return a quarter of a disc as a polygon of the same area [µm]."""
        angles = np.linspace(0.0, 0.5 * math.pi, self.facets + 1)
        step = angles[1]
        reach = radius * math.sqrt(step / math.sin(step))
        arc = reach * np.column_stack([np.cos(angles), np.sin(angles)])
        arc[0, 1] = arc[-1, 0] = 0.0
        return shapely.Polygon([(0.0, 0.0), *arc])

    def _ring(self, wire: shapely.Polygon, area: float, limit: float) -> shapely.Polygon:
        """Return a concentric layer of the given area [µm²]."""
        radius = math.sqrt((wire.area + area) * 4.0 / math.pi)
        if radius >= limit:
            raise SectionError(
                f"the pre-deposited lithium does not fit: it would reach {radius:.4g} µm from the "
                f"axis, but the counter electrode is at {limit:.4g} µm. Lower the capacity or "
                f"widen the gap"
            )
        return self._quarter(radius).difference(wire)
