"""Electrode strip in an insulating plane."""

from __future__ import annotations

from typing import Literal, Self

import shapely
from pydantic import model_validator

from platefront.geometry.collectors.base import COLLECTORS, Collector, Feature
from platefront.geometry.errors import SectionError
from platefront.geometry.lengths import micrometres
from platefront.geometry.parameters import option, quantity
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Layer

# Relative tolerance for the equality of lengths: "8 um" and "2 um" make "10 um".
_EQUAL = 1e-9


@COLLECTORS.register
class Strip(Collector):
    """Electrode strip in the plane y = 0. Parts: `strip`, and `plane` beside it.

    The plane is usually inert: `law = "insulating"`. With `start` 0 the section is one half of a
    strip that is symmetric about the side wall x = 0. For a channel between two strips, one of
    them the counter electrode (`counter_as_long`), the plane forms inert inlet and outlet lengths.
    The plane is flat, so its span is (0, 0); upright and inverted are the same section, with any
    pre-deposited lithium a flat layer on the strip.
    """

    kind: Literal["strip"] = option("Kind of collector.", "strip")
    width: float = quantity("m", "Width of the section.", gt=1e-9, le=0.1)
    start: float = quantity("m", "Position x of the beginning of the strip.", 0.0, ge=0, le=0.1)
    length: float = quantity("m", "Length of the strip along x.", gt=1e-9, le=0.1)
    counter_as_long: bool = option(
        "Restrict the counter electrode to the length of the strip, the rest of its plane inert.",
        False,
    )

    @model_validator(mode="after")
    def _plane_left(self) -> Self:
        if self.end > self.width * (1.0 + _EQUAL):
            raise ValueError("start and length together must not exceed width")
        if self.start == 0.0 and self.end > self.width * (1.0 - _EQUAL):
            raise ValueError(
                "length must be smaller than width: there is no plane left beside the strip "
                '(kind = "foil" has none)'
            )
        return self

    @property
    def end(self) -> float:
        """Position x of the end of the strip [m]."""
        return self.start + self.length

    @property
    def finest_feature(self) -> Feature:
        """Shortest of the strip and the inert lengths beside it."""
        inert = [length for length in (self.start, self.width - self.end) if length > 0.0]
        return min(
            Feature("strip length", self.length),
            Feature("plane length", min(inert)),
            key=lambda feature: feature.size,
        )

    def section(self, gap: float, layer: Layer | None, *, inverted: bool) -> CrossSection:
        """Build the section; pre-deposited lithium is a flat layer on the strip."""
        width = micrometres(self.width)
        start, end = micrometres(self.start), micrometres(self.end)
        if end > width * (1.0 - _EQUAL):
            end = width
        deposit = shapely.Polygon()
        if layer is not None:
            thickness = layer.thickness * width / (end - start)
            if thickness >= gap:
                raise SectionError(
                    f"the pre-deposited lithium does not fit: it would stand {thickness:.4g} µm "
                    f"high on the strip, but the gap is {gap:.4g} µm. Lower the capacity or widen "
                    f"the gap"
                )
            deposit = shapely.box(start, 0.0, end, thickness)
        # extend below the box so that the edges on y = 0 lie inside
        strip, whole = shapely.box(start, -1.0, end, gap), shapely.box(0.0, -1.0, width, gap)
        facing = shapely.LineString([(start, gap), (end, gap)])
        return CrossSection(
            width=width,
            height=gap,
            collector=shapely.Polygon(),
            deposit=deposit,
            span=(0.0, 0.0),
            surfaces={"strip": strip, "plane": whole.difference(strip)},
            counter=facing if self.counter_as_long else None,
        )
