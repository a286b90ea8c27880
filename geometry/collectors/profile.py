"""Solid with a curve y(x) as upper boundary."""

from __future__ import annotations

from typing import Annotated, Literal, Self

import numpy as np
import shapely
from pydantic import model_validator

from platefront.geometry.arrays import Floats
from platefront.geometry.collectors.base import COLLECTORS, Collector, Feature
from platefront.geometry.collectors.curves import CURVES, Curve
from platefront.geometry.collectors.shapes.relief import area_below, filled, solid_below
from platefront.geometry.errors import SectionError
from platefront.geometry.parameters import option, quantity
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Layer


@COLLECTORS.register
class Profile(Collector):
    """Solid with a curve y(x) as upper boundary. Part: `profile`.

    The span of the collector is that of the curve, from its lowest to its highest point, where the
    gap begins. The profile is not turned over: upright, the pre-deposited lithium covers it with a
    layer of uniform thickness, measured vertically; inverted, it fills the valleys to a constant
    level.
    """

    kind: Literal["profile"] = option("Kind of collector.", "profile")
    width: float = quantity("m", "Width of the section.", gt=1e-9, le=0.1)
    curve: Annotated[Curve, CURVES] = option("The curve y(x), from x = 0 to the width.")

    @model_validator(mode="after")
    def _curve_fits(self) -> Self:
        self.curve.polyline(self.width)
        return self

    @property
    def finest_feature(self) -> Feature | None:
        """Narrowest feature of the curve."""
        return self.curve.finest_feature(self.width)

    def section(self, gap: float, layer: Layer | None, *, inverted: bool) -> CrossSection:
        """Build the section; lithium covers the profile (upright) or fills valleys (inverted)."""
        bare = covered = self.curve.polyline(self.width)
        width, low, high = float(bare[-1, 0]), float(bare[:, 1].min()), float(bare[:, 1].max())
        if layer is not None and inverted:
            bare, covered = _in_valleys(layer, bare)
        elif layer is not None:
            covered = _on_top(layer, bare, gap)
        collector = solid_below(bare)
        return CrossSection(
            width=width,
            height=high + gap,
            collector=collector,
            deposit=solid_below(covered).difference(collector),
            span=(low, high),
            # extends below the box so that edges on y = 0 lie inside
            surfaces={"profile": shapely.box(0.0, -1.0, width, high + gap)},
        )


def _on_top(layer: Layer, curve: Floats, gap: float) -> Floats:
    """Return the curve shifted upwards by the thickness of the layer."""
    if layer.thickness >= gap:
        raise SectionError(
            f"the pre-deposited lithium ({layer.thickness:.4g} µm thick) does not fit into the "
            f"gap of {gap:.4g} µm: lower the capacity or widen the gap"
        )
    return curve + np.array([0.0, layer.thickness])


def _in_valleys(layer: Layer, curve: Floats) -> tuple[Floats, Floats]:
    """Return the bare curve, and the curve with its valleys filled."""
    width = float(curve[-1, 0])
    room = float(curve[:, 1].max()) - area_below(curve) / width
    if layer.thickness >= room:
        raise SectionError(
            f"the pre-deposited lithium does not fit: inverted, it lies in the valleys of the "
            f"profile, which hold as much as a flat layer of {room:.4g} µm, but it would be "
            f"{layer.thickness:.4g} µm. Lower the capacity, or use upright to cover the crests too"
        )
    return filled(curve, layer.thickness * width)
