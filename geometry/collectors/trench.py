"""Trench in a solid plane."""

from __future__ import annotations

import math
from typing import Literal, Self

import numpy as np
import shapely
from pydantic import model_validator

from platefront.geometry.arrays import Floats
from platefront.geometry.collectors.base import COLLECTORS, Collector, Feature
from platefront.geometry.collectors.shapes.relief import filled, solid_below
from platefront.geometry.collectors.shapes.rounding import rounded
from platefront.geometry.errors import SectionError
from platefront.geometry.lengths import micrometres
from platefront.geometry.parameters import option, quantity
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Layer

# Distance of the border between two surfaces from the end of the fillet, relative to the depth.
_MARGIN = 1e-6
# Relative tolerance for the equality of lengths: "8 um" and "2 um" make "10 um".
_EQUAL = 1e-9
# Area that a fillet cuts off a right-angled corner, in squared radii.
_CUT = 1.0 - 0.25 * math.pi


@COLLECTORS.register
class Trench(Collector):
    """Trench in a solid plane. Parts: `shoulder` (top plane), `wall`, `floor`.

    The trench lies in the middle of the section, its floor is the plane y = 0. The fillets of the
    mouth belong to the shoulder, those of the bottom to the floor. Areas are those of circular
    fillets. The trench is not turned over: upright, the pre-deposited lithium covers the shoulders
    and keeps the shape of the mouth; inverted, it fills the trench to a constant level.
    """

    kind: Literal["trench"] = option("Kind of collector.", "trench")
    width: float = quantity("m", "Width of the section.", 16e-6, gt=1e-9, le=1e-2)
    trench_width: float = quantity(
        "m", "Distance from wall to wall of the trench.", 4e-6, gt=1e-9, le=1e-2
    )
    depth: float = quantity(
        "m", "Depth of the trench below the shoulders.", 10e-6, gt=1e-9, le=1e-2
    )
    mouth_fillet: float = quantity("m", "Radius of the rounded upper edges.", 1e-6, ge=0, le=1e-2)
    bottom_fillet: float = quantity("m", "Radius of the rounded lower edges.", 1e-6, ge=0, le=1e-2)
    facets: int = option("Line segments per quarter circle.", 12, ge=2, le=200)

    @model_validator(mode="after")
    def _shape_possible(self) -> Self:
        if self.trench_width >= self.width:
            raise ValueError("trench_width must be smaller than width: there is no shoulder left")
        if self.bottom_fillet > 0.5 * self.trench_width:
            raise ValueError("bottom_fillet must not exceed half of trench_width")
        if self.mouth_fillet > 0.5 * (self.width - self.trench_width) * (1.0 + _EQUAL):
            raise ValueError(
                "mouth_fillet must not exceed the shoulders, half of width less trench_width"
            )
        if self.mouth_fillet + self.bottom_fillet >= self.depth * (1.0 - _EQUAL):
            raise ValueError(
                "mouth_fillet and bottom_fillet together must be smaller than depth: there is no "
                "wall left"
            )
        return self

    @property
    def finest_feature(self) -> Feature:
        """Width of the trench or of the shoulder, the latter doubled by symmetry."""
        return min(
            Feature("trench width", self.trench_width),
            Feature("shoulder width", self.width - self.trench_width),
            key=lambda feature: feature.size,
        )

    def section(self, gap: float, layer: Layer | None, *, inverted: bool) -> CrossSection:
        """Build the section; lithium lies on the shoulders (upright) or the floor (inverted)."""
        width, depth = micrometres(self.width), micrometres(self.depth)
        bare = covered = self._curve()
        level = 0.0
        if layer is not None and inverted:
            bare, covered = self._on_floor(layer, bare)
            level = float(covered[:, 1].min())
        elif layer is not None:
            covered = self._on_shoulders(layer, gap)
        collector = solid_below(bare)
        shoulder = depth - micrometres(self.mouth_fillet) - _MARGIN * depth
        floor = max(level, micrometres(self.bottom_fillet)) + _MARGIN * depth
        return CrossSection(
            width=width,
            height=depth + gap,
            collector=collector,
            deposit=solid_below(covered).difference(collector),
            span=(0.0, depth),
            surfaces={
                "shoulder": shapely.box(0.0, shoulder, width, depth + gap),
                "wall": shapely.box(0.0, floor, width, shoulder),
                # extends below the box so that the edges on y = 0 lie inside
                "floor": shapely.box(0.0, -1.0, width, floor),
            },
        )

    def _curve(self, extra: float = 0.0) -> Floats:
        """Return shoulders, walls and floor from left to right, shoulders `extra` higher [µm]."""
        width, top = micrometres(self.width), micrometres(self.depth) + extra
        left = 0.5 * (width - micrometres(self.trench_width))
        right = width - left
        corners = [(0.0, top), (left, top), (left, 0.0), (right, 0.0), (right, top), (width, top)]
        mouth, bottom = micrometres(self.mouth_fillet), micrometres(self.bottom_fillet)
        radii = [0.0, mouth, bottom, bottom, mouth, 0.0]
        return rounded(np.array(corners), radii, self.facets)

    def _on_shoulders(self, layer: Layer, gap: float) -> Floats:
        """Return the curve with raised shoulders, so that a rounded mouth stays rounded."""
        thickness = layer.thickness * self.width / (self.width - self.trench_width)
        if thickness >= gap:
            raise SectionError(
                f"the pre-deposited lithium does not fit: it would stand {thickness:.4g} µm high "
                f"on the shoulders, but the gap is {gap:.4g} µm. Lower the capacity or widen the "
                f"gap"
            )
        return self._curve(thickness)

    def _on_floor(self, layer: Layer, curve: Floats) -> tuple[Floats, Floats]:
        """Return the bare curve, and the curve with the trench filled to below the mouth."""
        area = layer.thickness * micrometres(self.width)
        corners = 2.0 * _CUT * micrometres(self.bottom_fillet) ** 2
        level = (area + corners) / micrometres(self.trench_width)
        room = micrometres(self.depth - self.mouth_fillet)
        if level >= room:
            raise SectionError(
                f"the pre-deposited lithium does not fit: it would fill the trench {level:.4g} µm "
                f"high, but the walls end {room:.4g} µm above the floor. Lower the capacity, or "
                f"make the trench deeper or wider"
            )
        return filled(curve, area)
