"""Nuclei on a foil: circular segments."""

from __future__ import annotations

import math
from typing import Annotated, Literal, Self

import numpy as np
import shapely
from pydantic import Field, model_validator

from platefront.geometry.arrays import Floats
from platefront.geometry.collectors.base import COLLECTORS, Collector, Feature
from platefront.geometry.collectors.shapes.relief import area_below, filled, solid_below
from platefront.geometry.collectors.shapes.segments import Segment
from platefront.geometry.errors import SectionError
from platefront.geometry.lengths import micrometres
from platefront.geometry.parameters import option, quantity
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Layer

# Height of the border between the surfaces above the foil, relative to that of a nucleus.
_MARGIN = 1e-6
# Smallest gap after pre-deposition, relative to min_gap.
_CLEAR = 0.1
_EQUAL = 1e-9  # relative tolerance for the equality of lengths

Position = Annotated[float, Field(ge=0, le=1e-2)]


@COLLECTORS.register
class Nuclei(Collector):
    """Nuclei on a foil, segments of equal circles. Parts: `nuclei`, and `foil` between them.

    The foil is the plane y = 0. Nuclei stand at random, by their number per length, or at given
    `positions`; one at a side wall is cut in half by the symmetry plane, or continues at the other
    wall if they are periodic. Areas are those of circular segments. `lithium` nuclei are part of
    the lithium present at the start, and the gap begins at the foil. `host` nuclei are part of the
    collector, and the gap begins at their tops.

    A foil is not turned over. Upright, pre-deposited lithium makes the nuclei larger, at the same
    contact angle; inverted, it is a flat layer on the foil between them.
    """

    kind: Literal["nuclei"] = option("Kind of collector.", "nuclei")
    width: float = quantity("m", "Width of the section.", 100e-6, gt=1e-9, le=1e-2)
    material: Literal["lithium", "host"] = option(
        "`lithium`: nuclei of the deposit; `host`: bumps of the foil's metal.", "lithium"
    )
    radius: float = quantity("m", "Radius of the circles.", 5e-6, gt=1e-9, le=1e-2)
    contact_angle: float = quantity(
        "rad",
        "Angle between foil and nucleus, inside the nucleus (90 deg: half circles).",
        math.pi / 2,
        ge=math.radians(20),
        le=math.pi / 2,
    )
    density: float | None = quantity(
        "1/m", "Number of nuclei per width, at random positions off the walls.", None, gt=0, le=1e9
    )
    positions: tuple[Position, ...] | None = quantity(
        "m", "Positions x of the centres of the nuclei, instead of a density.", None
    )
    min_gap: float = quantity(
        "m",
        "Smallest width of bare foil between neighbours, mirror images included.",
        2e-6,
        ge=1e-9,
        le=1e-2,
    )
    seed: int = option("Seed of the random positions.", 1, ge=0)
    facets: int = option("Line segments per quarter circle.", 12, ge=2, le=200)

    @model_validator(mode="after")
    def _places_given_once(self) -> Self:
        if (self.density is None) == (self.positions is None):
            raise ValueError("give either density or positions")
        if self.positions is not None:
            if not self.positions:
                raise ValueError('positions names no place (kind = "foil" has no nuclei)')
            if max(self.positions) > self.width * (1.0 + _EQUAL):
                raise ValueError("positions must not exceed width")
        return self

    @property
    def finest_feature(self) -> Feature:
        """Height of a nucleus."""
        return Feature("height of a nucleus", self.radius * (1.0 - math.cos(self.contact_angle)))

    def middles(self) -> Floats:
        """Return the positions of the nuclei along x, in ascending order [µm].

        Raises:
            SectionError: the nuclei do not fit, or the density gives none in this width.
        """
        width = micrometres(self.width)
        if self.positions is not None:
            places = np.sort(micrometres(1.0) * np.array(self.positions))
            for wall in (0.0, width):
                places[np.abs(places - wall) < _EQUAL * width] = wall
            # one at the left wall is also one at the right one
            return np.unique(places % width) if self.periodic else places
        density = self.density or 0.0
        count = round(density * self.width)
        if count == 0:
            raise SectionError(
                f"{density:.4g} nuclei per metre make none in a width of {width:.4g} µm: "
                f"widen the section or raise density"
            )
        base = self._segment(micrometres(self.radius)).base
        gap = micrometres(self.min_gap)
        spare = width - count * (base + gap)
        if spare < 0.0:
            raise SectionError(
                f"{count} nuclei with a base of {base:.4g} µm and gaps of {gap:.4g} µm do not fit "
                f"into a width of {width:.4g} µm: lower density, radius or min_gap"
            )
        # gaps of at least `min_gap`, the remaining length divided at random, uniformly distributed
        cuts = np.sort(np.random.default_rng(self.seed).uniform(0.0, spare, count))
        return cuts + (np.arange(count) + 0.5) * (base + gap)

    def section(self, gap: float, layer: Layer | None, *, inverted: bool) -> CrossSection:
        """Build the section; lithium lies on the nuclei (upright) or on the foil (inverted)."""
        width, middles = micrometres(self.width), self.middles()
        nucleus = self._segment(micrometres(self.radius))
        self._check_gaps(middles, nucleus, micrometres(self.min_gap), "nuclei")
        bare = covered = self._curve(nucleus, middles)
        level = 0.0
        if layer is not None and inverted:
            bare, covered = _on_foil(layer, bare)
            level = float(covered[:, 1].min())
        elif layer is not None:
            covered = self._grown(layer, middles, bare)
        top, highest = float(bare[:, 1].max()), float(covered[:, 1].max())
        nuclei, metal = solid_below(bare), solid_below(covered)
        host = self.material == "host"
        height = gap + top if host else gap
        if highest >= height:
            raise SectionError(
                f"nuclei and pre-deposited lithium do not fit: they stand {highest:.4g} µm high, "
                f"but the counter electrode is {height:.4g} µm above the foil. Lower radius or "
                f"capacity, or widen the gap"
            )
        border = level + _MARGIN * top
        return CrossSection(
            width=width,
            height=height,
            collector=nuclei if host else shapely.Polygon(),
            deposit=metal.difference(nuclei) if host else metal,
            span=(0.0, top if host else 0.0),
            surfaces={
                "nuclei": shapely.box(0.0, border, width, height),
                # extends below the box so that the edges on y = 0 lie inside
                "foil": shapely.box(0.0, -1.0, width, border),
            },
        )

    def _segment(self, radius: float) -> Segment:
        return Segment(radius, self.contact_angle, self.facets)

    def _check_gaps(self, middles: Floats, nucleus: Segment, least: float, what: str) -> None:
        """Refuse nuclei that come closer than `least` to each other or to their images."""
        width = micrometres(self.width)
        images = (-middles[middles > 0.0][:1], 2.0 * width - middles[middles < width][-1:])
        if self.periodic:
            images = (middles[-1:] - width, middles[:1] + width)
        places = np.sort(np.concatenate([middles, *images]))
        found = float(np.diff(places).min()) - nucleus.base
        if found < least - _EQUAL * width:
            beyond = "beyond" if self.periodic else "in"
            raise SectionError(
                f"{what} are too close: {found:.4g} µm of foil between two of them, or between one "
                f"and its image {beyond} a side wall, less than {least:.4g} µm: see min_gap"
            )

    def _grown(self, layer: Layer, middles: Floats, bare: Floats) -> Floats:
        """Return the curve with the pre-deposited lithium on the nuclei."""
        added = layer.thickness * micrometres(self.width) / area_below(bare)
        nucleus = self._segment(micrometres(self.radius) * math.sqrt(1.0 + added))
        least = _CLEAR * micrometres(self.min_gap)
        what = "nuclei with the pre-deposited lithium on them"
        self._check_gaps(middles, nucleus, least, what)
        return self._curve(nucleus, middles)

    def _curve(self, nucleus: Segment, middles: Floats) -> Floats:
        """Return foil and nuclei as a curve, continued periodically between periodic walls."""
        width = micrometres(self.width)
        if not self.periodic:
            return nucleus.curve(middles, width)
        curve = nucleus.curve(np.concatenate((middles - width, middles, middles + width)), width)
        curve[-1, 1] = curve[0, 1]
        return curve


def _on_foil(layer: Layer, bare: Floats) -> tuple[Floats, Floats]:
    """Return the bare curve, and the curve with a level layer between the nuclei."""
    width = float(bare[-1, 0])
    room = float(bare[:, 1].max()) - area_below(bare) / width
    if layer.thickness >= room:
        raise SectionError(
            f"the pre-deposited lithium does not fit: inverted, it lies on the foil between the "
            f"nuclei, whose height allows a flat layer of {room:.4g} µm, but it would be "
            f"{layer.thickness:.4g} µm. Lower the capacity or raise radius"
        )
    return filled(bare, layer.thickness * width)
