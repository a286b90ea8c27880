"""Woven carbon cloth."""

from __future__ import annotations

import math
from typing import ClassVar, Literal, Self

import numpy as np
import shapely
from pydantic import model_validator

from platefront.geometry.collectors.base import COLLECTORS, Collector, Feature
from platefront.geometry.collectors.shapes.packing import (
    corner_radius,
    pack_discs,
    regular_polygons,
)
from platefront.geometry.collectors.shapes.suspended_sheet import SuspendedSheet
from platefront.geometry.collectors.shapes.weave import PlainWeave
from platefront.geometry.errors import SectionError
from platefront.geometry.lengths import micrometres
from platefront.geometry.parameters import option, quantity
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Layer

# Pores narrower than this fraction of a fibre's diameter are bridged by pre-deposited lithium.
_NARROW = 0.25


@COLLECTORS.register
class CarbonCloth(Collector):
    """Plain-weave cloth of carbon-fibre yarns. Part: `host`, with a lithiated half.

    The section cuts the weave at `cut_angle` (see `collectors.shapes.weave`). Every fibre is drawn
    round with its true diameter, though an oblique cut shows ellipses: round ones have both
    the fibre fraction and the fibre surface per volume (4 · packing / diameter) of the yarn in
    space. Fibres float in the section; in the cloth they are held, and joined electrically, in
    the third dimension. The wall below the cloth is inert.

    Pre-deposited lithium coats uniformly the fibres whose centres lie within the upper half (or
    `depth`), and bridges pores narrower than a quarter of a fibre; wider ones inside a yarn may be
    closed off. Inverted, cloth and lithium are turned over in place, so that the lithium faces the
    wall below.
    """

    kind: Literal["carbon_cloth"] = option("Kind of collector.", "carbon_cloth")
    lays_to_depth: ClassVar[bool] = True
    width: float = quantity("m", "Width of the section.", 225e-6, gt=1e-6, le=5e-3)
    thickness: float = quantity("m", "Thickness of the cloth.", 300e-6, gt=1e-6, le=5e-3)
    floor_gap: float = quantity(
        "m", "Electrolyte between the cloth and the inert wall below it.", 8e-6, gt=0, le=1e-3
    )
    fibre_diameter: float = quantity("m", "Diameter of a fibre.", 9e-6, gt=1e-7, le=1e-4)
    yarn_width: float = quantity("m", "Width of a yarn, across its axis.", 125e-6, gt=1e-6, le=5e-3)
    yarn_height: float = quantity("m", "Greatest height of a yarn.", 140e-6, gt=1e-6, le=5e-3)
    yarn_pitch: float = quantity(
        "m", "Distance between neighbouring parallel yarns.", 159e-6, gt=1e-6, le=5e-3
    )
    cut_angle: float = quantity(
        "rad",
        "Angle between the plane of the section and the weft yarns (45 deg: along the bias).",
        math.pi / 4,
        ge=math.radians(20),
        le=math.radians(70),
    )
    packing: float = quantity("1", "Area fraction of fibres in a yarn.", 0.45, gt=0.02, le=0.7)
    min_gap: float = quantity(
        "m", "Smallest distance between fibres and from fibres to walls.", 1e-6, ge=1e-8, le=1e-4
    )
    facets: int = option("Sides of the polygon that represents a round fibre.", 24, ge=8, le=200)
    seed: int = option("Seed of the random fibre positions.", 1, ge=0)
    split: float = quantity(
        "1",
        "Height of the border between `bare` and `lithiated` half, from the face away from the "
        "lithium, as a fraction of the thickness.",
        0.5,
        gt=0,
        lt=1,
    )

    @model_validator(mode="after")
    def _weave_possible(self) -> Self:
        if self.yarn_width > self.yarn_pitch:
            raise ValueError("yarn_width must not exceed yarn_pitch: yarns would overlap")
        if 2.0 * self.yarn_height > self.thickness * (1.0 + 1e-12):
            raise ValueError(
                "thickness must be at least twice yarn_height: yarns cross over each other"
            )
        if self.fibre_diameter + self.min_gap >= self.yarn_height:
            raise ValueError("yarn_height has no room for a fibre and its min_gap")
        return self

    @property
    def finest_feature(self) -> Feature:
        """Diameter of the fibres."""
        return Feature("fibre diameter", self.fibre_diameter)

    def section(self, gap: float, layer: Layer | None, *, inverted: bool) -> CrossSection:
        """Build the section; lithium coats the fibres of one side."""
        diameter = micrometres(self.fibre_diameter)
        cloth = SuspendedSheet(
            name="cloth",
            metal=self.fibres(),
            low=-0.5 * micrometres(self.thickness),
            width=micrometres(self.width),
            thickness=micrometres(self.thickness),
            floor=micrometres(self.floor_gap),
            split=self.split,
            narrow=_NARROW * diameter,
            periodic=self.periodic,
        )
        if not cloth.has_channel(diameter):
            raise SectionError(
                f"no channel {diameter:.4g} µm wide leads from the top of the cloth to its bottom: "
                f"make the yarns narrower (yarn_width), further apart (yarn_pitch) or the section "
                f"wider"
            )
        return cloth.section(gap, layer, inverted=inverted)

    def fibres(self) -> shapely.MultiPolygon:
        """Return the fibres [µm], 0 < x < width, |y| < thickness/2.

        Raises:
            SectionError: the yarns have no room for as many fibres as `packing` asks for.
        """
        rng = np.random.default_rng(self.seed)
        width, diameter, gap = map(micrometres, (self.width, self.fibre_diameter, self.min_gap))
        weave = PlainWeave(
            pitch=micrometres(self.yarn_pitch),
            yarn_width=micrometres(self.yarn_width),
            yarn_height=micrometres(self.yarn_height),
            thickness=micrometres(self.thickness),
            angle=self.cut_angle,
        )
        reach = corner_radius(0.5 * diameter, self.facets)
        between_walls = shapely.box(
            reach + gap, -weave.thickness, width - reach - gap, weave.thickness
        )
        polygons: list[shapely.Polygon] = []
        for yarn in weave.yarns(width):
            # half a gap to the edge of the yarn gives a whole gap to the fibres of its neighbour
            whole = yarn.buffer(-(reach + 0.5 * gap))
            room = whole.intersection(between_walls)
            if room.is_empty:
                continue
            # a yarn cut by a wall keeps fibres in proportion to the room for their centres
            in_yarn = self.packing * yarn.area / (0.25 * math.pi * diameter**2)
            count = round(in_yarn * room.area / whole.area)
            if count == 0:
                continue
            centres = pack_discs(room, count, 2.0 * reach + gap, rng)
            if centres is None:
                raise SectionError(
                    f"{count} fibres of {diameter:.4g} µm cannot be placed in a yarn with gaps of "
                    f"{gap:.4g} µm: lower packing ({self.packing:g}) or min_gap"
                )
            polygons += regular_polygons(centres, 0.5 * diameter, self.facets)
        if not polygons:
            raise SectionError("the section holds no fibre: widen it or enlarge the yarns")
        return shapely.MultiPolygon(polygons)
