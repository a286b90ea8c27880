"""Pillars on a solid base."""

from __future__ import annotations

import math
from typing import Literal, Self

import numpy as np
import shapely
from pydantic import model_validator

from platefront.geometry.collectors.base import COLLECTORS, Collector, Feature
from platefront.geometry.errors import SectionError
from platefront.geometry.lengths import micrometres
from platefront.geometry.parameters import option, quantity
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Layer

# Distance of the border between two surfaces from the corner, relative to the pillar's height, so
# that edges on the floor and on the tops lie inside their regions and edges of the sides do not.
_MARGIN = 1e-6
_FILLET_SEGMENTS = 12


@COLLECTORS.register
class Pillars(Collector):
    """Equal pillars on a solid base. Parts: `upper` (tops), `side`, `lower` (trench floor).

    The base is the plane y = 0: pillars are not turned over. Upright, the pre-deposited lithium
    caps the pillars; inverted, it covers the trench floor. Each pillar stands in the middle of its
    pitch, so the side walls lie in the middle of trenches.
    """

    kind: Literal["pillars"] = option("Kind of collector.", "pillars")
    width: float = quantity("m", "Width of a pillar.", 20e-6, gt=1e-9, le=1e-2)
    height: float = quantity("m", "Height of a pillar.", 50e-6, gt=1e-9, le=1e-2)
    pitch: float = quantity(
        "m", "Distance from pillar to pillar, centre to centre.", 40e-6, gt=1e-9, le=1e-2
    )
    count: int = option("Number of pillars in the section.", 1, ge=1, le=100)
    fillet: float = quantity("m", "Radius of the rounded top edges.", 0.0, ge=0, le=1e-2)

    @model_validator(mode="after")
    def _shape_possible(self) -> Self:
        if self.width >= self.pitch:
            raise ValueError("width must be smaller than pitch: there is no trench otherwise")
        if self.fillet > 0.5 * self.width or self.fillet > self.height:
            raise ValueError("fillet must not exceed half the width, nor the height, of a pillar")
        return self

    @property
    def finest_feature(self) -> Feature:
        """Width of pillar or trench, whichever is smaller."""
        return min(
            Feature("pillar width", self.width),
            Feature("trench width", self.pitch - self.width),
            key=lambda feature: feature.size,
        )

    def section(self, gap: float, layer: Layer | None, *, inverted: bool) -> CrossSection:
        """Build the section; lithium lies on the tops (upright) or the floor (inverted)."""
        width = micrometres(self.pitch) * self.count
        height = micrometres(self.height)
        pillars = shapely.MultiPolygon([self._pillar(k) for k in range(self.count)])
        deposit = shapely.Polygon()
        floor = 0.0
        if layer is not None and inverted:
            deposit, floor = self._on_floor(layer, pillars)
        elif layer is not None:
            deposit = self._on_tops(layer, pillars, gap)
        border = height - micrometres(self.fillet) - _MARGIN * height
        trench = floor + _MARGIN * height
        return CrossSection(
            width=width,
            height=height + gap,
            collector=pillars,
            deposit=deposit,
            span=(0.0, height),
            surfaces={
                "upper": shapely.box(0.0, border, width, height + gap),
                "side": shapely.box(0.0, trench, width, border),
                # extends below the box so that the edges on y = 0 lie inside
                "lower": shapely.box(0.0, -1.0, width, trench),
            },
        )

    def _pillar(self, number: int, extra: float = 0.0) -> shapely.Polygon:
        """Return the outline of one pillar, `extra` higher than the bare one [µm]."""
        middle = (number + 0.5) * micrometres(self.pitch)
        half, radius = micrometres(0.5 * self.width), micrometres(self.fillet)
        height = micrometres(self.height) + extra
        left, right = middle - half, middle + half
        if radius == 0.0:
            return shapely.box(left, 0.0, right, height)
        angle = np.linspace(0.0, 0.5 * math.pi, _FILLET_SEGMENTS + 1)
        across, along = radius * (1.0 - np.cos(angle)), radius * (1.0 - np.sin(angle))
        # up the left side, over the top, down the right side
        x = np.concatenate([[left], left + across, (right - across)[::-1], [right]])
        y = np.concatenate([[0.0], height - along, (height - along)[::-1], [0.0]])
        return shapely.Polygon(np.column_stack([x, y])).normalize()

    def _on_tops(
        self, layer: Layer, pillars: shapely.MultiPolygon, gap: float
    ) -> shapely.MultiPolygon:
        """Return caps with vertical sides: taller pillars less the bare ones.

        Rounded edges stay rounded, and the area is exactly width times thickness.
        """
        thickness = layer.thickness * self.pitch / self.width
        if thickness >= gap:
            raise SectionError(
                f"the pre-deposited lithium does not fit: it would stand {thickness:.4g} µm high "
                f"on the pillars, but the gap is {gap:.4g} µm. Lower the capacity or widen the gap"
            )
        caps = [
            self._pillar(number, thickness).difference(pillar)
            for number, pillar in enumerate(pillars.geoms)
        ]
        return shapely.MultiPolygon(caps)

    def _on_floor(
        self, layer: Layer, pillars: shapely.MultiPolygon
    ) -> tuple[shapely.MultiPolygon, float]:
        """Return the layer on the trench floor and its thickness [µm]."""
        thickness = layer.thickness * self.pitch / (self.pitch - self.width)
        room = micrometres(self.height - self.fillet)
        if thickness >= room:
            raise SectionError(
                f"the pre-deposited lithium does not fit: it would fill the trenches "
                f"{thickness:.4g} µm high, but the sides are {room:.4g} µm high. Lower the "
                f"capacity, or make the pillars taller or the trenches wider"
            )
        width = micrometres(self.pitch) * self.count
        trenches = shapely.box(0.0, 0.0, width, thickness).difference(pillars)
        return trenches, thickness
