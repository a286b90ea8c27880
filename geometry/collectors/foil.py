"""Flat foil."""

from __future__ import annotations

from typing import Literal

import shapely

from platefront.geometry.collectors.base import COLLECTORS, Collector
from platefront.geometry.errors import SectionError
from platefront.geometry.lengths import micrometres
from platefront.geometry.parameters import option, quantity
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Layer


@COLLECTORS.register
class Foil(Collector):
    """Flat foil, the plane y = 0. Part: `foil`.

    The foil itself lies below the section, so the collector is empty and its span (0, 0). A foil
    has one wetted side: upright and inverted are the same section.
    """

    kind: Literal["foil"] = option("Kind of collector.", "foil")
    width: float = quantity("m", "Width of the section.", 100e-6, gt=1e-9, le=0.1)

    @property
    def finest_feature(self) -> None:
        """None: a foil is flat."""

    def section(self, gap: float, layer: Layer | None, *, inverted: bool) -> CrossSection:
        """Build the section; pre-deposited lithium is a flat layer on the foil."""
        width = micrometres(self.width)
        deposit = shapely.Polygon()
        if layer is not None:
            if layer.thickness >= gap:
                raise SectionError(
                    f"the pre-deposited lithium ({layer.thickness:.4g} µm thick) does not fit "
                    f"into the gap of {gap:.4g} µm: lower the capacity or widen the gap"
                )
            deposit = shapely.box(0.0, 0.0, width, layer.thickness)
        return CrossSection(
            width=width,
            height=gap,
            collector=shapely.Polygon(),
            deposit=deposit,
            span=(0.0, 0.0),
            # extends below the box so that the edges on y = 0 lie inside
            surfaces={"foil": shapely.box(0.0, -1.0, width, gap)},
        )
