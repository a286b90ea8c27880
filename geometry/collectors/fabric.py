"""Woven fabric of metal-coated polymer filaments."""

from __future__ import annotations

import math
from typing import Literal, Self

import numpy as np
import shapely
from pydantic import model_validator
from shapely import affinity

from platefront.geometry.arrays import Floats
from platefront.geometry.collectors.base import COLLECTORS, Collector, Feature
from platefront.geometry.collectors.shapes.packing import (
    corner_radius,
    pack_discs,
    regular_polygons,
)
from platefront.geometry.collectors.shapes.suspended_sheet import SuspendedSheet
from platefront.geometry.collectors.shapes.wavy import Wave
from platefront.geometry.errors import SectionError
from platefront.geometry.lengths import micrometres
from platefront.geometry.parameters import option, quantity
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Layer

_LENS_SAMPLES = 65
# Pores narrower than this fraction of a filament's diameter are bridged by lithium.
_NARROW = 0.25


@COLLECTORS.register
class Fabric(Collector):
    """Plain weave of coated filaments, cut along a weft yarn. Part: `host`, half lithiated.

    Warp yarns are cut across, as bundles of round filaments in a lens of `yarn_width`; the weft
    yarn lies in the plane as a bundle of wavy filaments, over one warp yarn and under the next.
    A continuous weft would separate the pores below it from the counter electrode, to which they
    are connected in three dimensions through the pores of the weave. The section is therefore a
    stepped one: once per repeat of two pitches it leaves the weft and passes through the pore
    between two warp yarns, of width `yarn_pitch` - `yarn_width`, open from top to bottom. The side
    walls lie in the middle of such pores.

    The metal coating is part of a filament; the insulating core is nowhere wetted. Filaments are
    isolated in the section; in the fabric they are held, and connected electrically, in the third
    dimension. The wall below the fabric is inert.

    Pre-deposited lithium coats uniformly the warp filaments whose centres lie in the upper half
    and the part of the weft in the upper half, and bridges pores narrower than a quarter of a
    filament. Inverted, fabric and lithium are turned over in place.
    """

    kind: Literal["fabric"] = option("Kind of collector.", "fabric")
    repeats: int = option(
        "Number of repeats of the weave in the section, of two warp yarns each.", 1, ge=1, le=20
    )
    thickness: float = quantity("m", "Thickness of the fabric.", 60e-6, gt=1e-6, le=1e-3)
    filament_diameter: float = quantity(
        "m", "Diameter of a filament's core, without coating.", 9e-6, gt=1e-7, le=1e-4
    )
    coating: float = quantity("m", "Thickness of the metal coating.", 0.5e-6, ge=0, le=1e-5)
    warp_filaments: int = option("Filaments in a warp yarn.", 7, ge=1, le=200)
    weft_filaments: int = option(
        "Number of filaments across the weft yarn in the plane of the section.", 2, ge=1, le=20
    )
    yarn_width: float = quantity("m", "Width of a warp yarn.", 50e-6, gt=1e-6, le=1e-3)
    yarn_pitch: float = quantity(
        "m", "Distance between neighbouring warp yarns.", 90e-6, gt=1e-6, le=1e-3
    )
    floor_gap: float = quantity(
        "m", "Electrolyte between the fabric and the inert wall below it.", 25e-6, gt=0, le=1e-3
    )
    min_gap: float = quantity("m", "Smallest distance between filaments.", 2e-6, ge=1e-8, le=1e-4)
    facets: int = option("Sides of the polygon that represents a round filament.", 24, ge=8, le=200)
    seed: int = option("Seed of the random positions in the warp yarns.", 1, ge=0)
    split: float = quantity(
        "1",
        "Height of the border between `bare` and `lithiated` half, from the face away from the "
        "lithium, as a fraction of the thickness.",
        0.5,
        gt=0,
        lt=1,
    )

    @property
    def outer_diameter(self) -> float:
        """Diameter of a coated filament [m]."""
        return self.filament_diameter + 2.0 * self.coating

    @property
    def weft_height(self) -> float:
        """Height of the weft yarn across its axis [m]."""
        return self.weft_filaments * (self.outer_diameter + self.min_gap) - self.min_gap

    @property
    def warp_height(self) -> float:
        """Height available to a warp yarn beside the weft that crosses it [m]."""
        return self.thickness - self.weft_height - self.min_gap

    @property
    def pore_width(self) -> float:
        """Width of the open pores [m]."""
        return self.yarn_pitch - self.yarn_width

    @model_validator(mode="after")
    def _weave_possible(self) -> Self:
        if self.pore_width < max(self.outer_diameter, 2.0 * self.min_gap):
            raise ValueError(
                "yarn_pitch must exceed yarn_width by a coated filament's diameter, and by twice "
                "min_gap: the pores of the weave are closed otherwise"
            )
        if self.warp_height < self.outer_diameter:
            raise ValueError(
                "thickness has no room for a warp filament beside weft_filaments and min_gap"
            )
        if self.weft_height + 2.0 * self.min_gap > self.yarn_width:
            raise ValueError("yarn_width must exceed the height of the weft yarn that crosses it")
        wave = self._wave()
        if wave.tightest_radius < 0.6 * micrometres(self.weft_height + self.min_gap):
            raise ValueError(
                "yarn_pitch is too small for a weft yarn to bend over and under: lower thickness "
                "or weft_filaments"
            )
        if wave.overhang <= 0.0:
            raise ValueError("yarn_width is too small for a weft yarn so steep: raise yarn_pitch")
        return self

    @property
    def finest_feature(self) -> Feature:
        """Diameter of the filaments; pores are wider."""
        return Feature("filament diameter", self.outer_diameter)

    def section(self, gap: float, layer: Layer | None, *, inverted: bool) -> CrossSection:
        """Build the section; lithium coats the filaments of one side."""
        fabric = SuspendedSheet(
            name="fabric",
            metal=self.filaments(),
            low=-0.5 * micrometres(self.thickness),
            width=2.0 * self.repeats * micrometres(self.yarn_pitch),
            thickness=micrometres(self.thickness),
            floor=micrometres(self.floor_gap),
            split=self.split,
            narrow=_NARROW * micrometres(self.outer_diameter),
            periodic=self.periodic,
        )
        return fabric.section(gap, layer, inverted=inverted)

    def filaments(self) -> shapely.MultiPolygon:
        """Return the filaments [µm], 0 < x < width, |y| ≤ thickness/2.

        Raises:
            SectionError: a warp yarn has no room for its filaments.
        """
        rng = np.random.default_rng(self.seed)
        pitch = micrometres(self.yarn_pitch)
        weft = self._weft()
        around = shapely.union_all(weft)
        polygons: list[shapely.Polygon] = []
        for repeat in range(self.repeats):
            start = (2 * repeat + 0.5) * pitch
            polygons += [affinity.translate(filament, xoff=start) for filament in weft]
            for crossing, side in ((0.0, -1.0), (pitch, 1.0)):
                centres = self._warp(crossing, side, around, rng) + np.array([start, 0.0])
                radius = 0.5 * micrometres(self.outer_diameter)
                polygons += regular_polygons(centres, radius, self.facets)
        return shapely.MultiPolygon(polygons)

    def _wave(self) -> Wave:
        """Return the centre line of the weft, whose filaments leave the open pores free."""
        pitch, height = micrometres(self.yarn_pitch), micrometres(self.weft_height)
        amplitude = 0.5 * (micrometres(self.thickness) - height)
        radius = 0.5 * micrometres(self.outer_diameter)
        steepest = Wave(amplitude, pitch, 0.0).steepest_angle
        aside = (0.5 * height - radius) * math.sin(steepest) + 1.05 * radius
        return Wave(amplitude, pitch, 0.5 * micrometres(self.yarn_width) - aside)

    def _weft(self) -> list[shapely.Polygon]:
        """Return the weft over a warp yarn at x = 0 and under the next one [µm]."""
        diameter, gap = micrometres(self.outer_diameter), micrometres(self.min_gap)
        places = np.arange(self.weft_filaments) - 0.5 * (self.weft_filaments - 1)
        wave = self._wave()
        return [wave.filament(float(k) * (diameter + gap), 0.5 * diameter) for k in places]

    def _warp(
        self, crossing: float, side: float, weft: shapely.MultiPolygon, rng: np.random.Generator
    ) -> Floats:
        """Return filament centres of the warp yarn at x = `crossing`, below (-1) or above (+1)."""
        diameter, gap = micrometres(self.outer_diameter), micrometres(self.min_gap)
        reach = corner_radius(0.5 * diameter, self.facets)
        room = self._lens(crossing, side).buffer(-reach)
        room = room.difference(weft.buffer(reach + gap))
        centres = None
        if not room.is_empty:
            centres = pack_discs(room, self.warp_filaments, 2.0 * reach + gap, rng)
        if centres is None:
            raise SectionError(
                f"{self.warp_filaments} filaments of {diameter:.4g} µm cannot be placed in a warp "
                f"yarn {micrometres(self.yarn_width):.4g} µm wide and "
                f"{micrometres(self.warp_height):.4g} µm high with gaps of {gap:.4g} µm: lower "
                f"warp_filaments or min_gap, or raise yarn_width or thickness"
            )
        return centres

    def _lens(self, crossing: float, side: float) -> shapely.Polygon:
        """Return the elliptic outline of a warp yarn, tangent to the face on its side [µm]."""
        width, height = micrometres(self.yarn_width), micrometres(self.warp_height)
        angle = np.linspace(0.0, 2.0 * math.pi, _LENS_SAMPLES)[:-1]
        middle = side * 0.5 * (micrometres(self.thickness) - height)
        x, y = 0.5 * width * np.cos(angle), 0.5 * height * np.sin(angle)
        return shapely.Polygon(np.column_stack([crossing + x, middle + y]))
