"""Branched plumes on a foil."""

from __future__ import annotations

import math
from typing import Literal, Self

import numpy as np
import shapely
from pydantic import model_validator
from scipy.optimize import brentq
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats
from platefront.geometry.collectors.base import COLLECTORS, Collector, Feature
from platefront.geometry.collectors.shapes.branching import Branch, Habit, Space, grow
from platefront.geometry.errors import SectionError
from platefront.geometry.lengths import micrometres
from platefront.geometry.parameters import option, quantity
from platefront.geometry.plane.connectivity import connected_to_counter
from platefront.geometry.plane.offsets import closing
from platefront.geometry.plane.polygons import polygons_of
from platefront.geometry.plane.side_walls import SideWalls
from platefront.geometry.plane.wall_matching import exactly_periodic
from platefront.geometry.section.conformal_layer import conformal_layer
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Layer

# Height of the border between plumes and foil above the foil, relative to that of the plumes.
_MARGIN = 1e-6
# Coordinates are rounded to this [µm], so that the foil is exactly plane.
_GRID = 1e-5
# Pores narrower than this fraction of the smallest gap are bridged by pre-deposited lithium.
_NARROW = 0.3
# Tolerance for round-off in half-integer numbers of plumes.
_ROUND_OFF = 1e-9
_NO_FOIL = (
    "density leaves no foil, twice min_gap wide, between stems: lower density, stem_width or "
    "irregularity"
)
# Line segments per quarter circle in rounded joints.
_FACETS = 8


@COLLECTORS.register
class Plumes(Collector):
    """Branched, tapering metal plumes on a foil. Parts: `plumes` and `foil`.

    Each plume is a stem with round tip and side branches to the left and right in turn, which
    branch again up to `generations`. A branch that would come closer than `min_gap` to another, to
    the foil or to an image beyond a side wall is shortened or omitted. Joints are rounded with a
    radius of half of `min_gap`, so that no pore is narrower. The first plume stands on the left
    wall, a symmetry plane, which cuts it in half; no branch reaches a wall, because it would close
    off the pores below. Between periodic walls all plumes are whole, and branches that cross one
    wall enter at the other.

    The foil is the plane y = 0: plumes are not turned over. Upright, the pre-deposited lithium
    coats the upper half of the plumes uniformly; inverted, it fills the space above the foil to a
    constant level.
    """

    kind: Literal["plumes"] = option("Kind of collector.", "plumes")
    width: float = quantity("m", "Width of the section.", 45e-6, gt=1e-7, le=1e-3)
    density: float = quantity("1/m", "Plumes per width of the section.", 1e5, gt=1e2, le=1e8)
    height: float = quantity("m", "Height of the tallest plume.", 20e-6, gt=1e-7, le=1e-3)
    stem_width: float = quantity("m", "Width of a stem at its base.", 2.4e-6, gt=1e-8, le=1e-4)
    tip_width: float = quantity("m", "Width of the round tips.", 1.6e-6, gt=1e-8, le=1e-4)
    generations: int = option(
        "1: stems alone; 2: with side branches; 3: with sub-branches; and so on.", 2, ge=1, le=4
    )
    side_branches: int = option("Number of side branches of a stem or branch.", 6, ge=1, le=20)
    branch_ratio: float = quantity(
        "1",
        "Length of the longest side branch, as a fraction of that of its parent branch.",
        0.3,
        gt=0,
        le=1,
    )
    branch_angle: float = quantity(
        "rad",
        "Angle between a branch and its parent branch.",
        math.radians(50),
        ge=math.radians(20),
        le=math.radians(90),
    )
    irregularity: float = quantity(
        "1", "Relative scatter of positions, heights, lengths and angles.", 0.3, ge=0, le=0.6
    )
    min_gap: float = quantity("m", "Smallest distance between branches.", 1e-6, ge=1e-9, le=1e-4)
    seed: int = option("Seed of the random scatter.", 1, ge=0)

    @property
    def count(self) -> int:
        """Number of plumes in the section, the half one on the wall counted as one."""
        if self.periodic:
            return max(1, round(self.density * self.width))
        return math.floor(self.density * self.width + 1.0 + _ROUND_OFF)

    @property
    def pitch(self) -> float:
        """Mean distance between stems [m]; the last one stands half of it from the wall."""
        return self.width / (self.count if self.periodic else self.count - 0.5)

    @model_validator(mode="after")
    def _forest_possible(self) -> Self:
        if self.density * self.width < 0.25:
            raise ValueError("width holds no half plume at this density: widen the section")
        if self.tip_width > self.stem_width:
            raise ValueError("tip_width must not exceed stem_width: plumes taper")
        if self.height <= 2.0 * self.stem_width:
            raise ValueError("height must be more than twice stem_width")
        if not self._foil_between_stems:
            raise ValueError(_NO_FOIL)
        return self

    @property
    def _foil_between_stems(self) -> bool:
        """True if neighbouring stems are at least twice the smallest gap apart."""
        nearest = (1.0 - self.irregularity) * self.pitch
        return nearest >= self.stem_width + 2.0 * self.min_gap

    @property
    def finest_feature(self) -> Feature:
        """Width of the tips."""
        return Feature("tip width", self.tip_width)

    def section(self, gap: float, layer: Layer | None, *, inverted: bool) -> CrossSection:
        """Build the section; lithium coats the plumes' tops (upright) or the foil (inverted)."""
        width, height = micrometres(self.width), micrometres(self.height)
        plumes = self.forest()
        box = shapely.box(0.0, 0.0, width, height + gap)
        deposit: BaseGeometry = shapely.Polygon()
        if layer is not None and inverted:
            deposit = self._on_foil(layer, plumes)
        elif layer is not None:
            deposit = self._on_tops(layer, plumes, box)
        border = _MARGIN * height + (deposit.bounds[3] if layer is not None and inverted else 0.0)
        return CrossSection(
            width=width,
            height=height + gap,
            collector=plumes,
            deposit=deposit,
            span=(0.0, height),
            surfaces={
                "plumes": shapely.box(0.0, border, width, height + gap),
                # extends below the box so that the edges on y = 0 lie inside
                "foil": shapely.box(0.0, -1.0, width, border),
            },
        )

    def forest(self) -> shapely.MultiPolygon:
        """Return the plumes [µm], 0 ≤ x ≤ width, 0 ≤ y ≤ height, without closed pores.

        Raises:
            SectionError: the stems do not fit between periodic walls.
        """
        if not self._foil_between_stems:  # periodic walls change the number of stems
            raise SectionError(_NO_FOIL)
        rng = np.random.default_rng(self.seed)
        width, height, gap = map(micrometres, (self.width, self.height, self.min_gap))
        habit = Habit(
            side_branches=self.side_branches,
            ratio=self.branch_ratio,
            angle=self.branch_angle,
            generations=self.generations,
            scatter=self.irregularity,
        )
        walls = SideWalls(width, self.periodic)
        branches = grow(self._stems(rng), habit, Space(walls, height, gap), rng)
        images = walls.images(np.array(branches), width)
        ground = shapely.box(-2.0 * width, -4.0 * gap, 3.0 * width, 0.0)
        solid = shapely.union_all([*branches, *images, ground])
        radius = 0.5 * gap
        joined = closing(solid, radius, quad_segs=_FACETS)
        joined = shapely.set_precision(joined, _GRID)
        if self.periodic:
            joined = exactly_periodic(joined, width, 0.5 * width, gap)
        box = shapely.box(0.0, 0.0, width, height)
        above = shapely.box(0.0, 0.0, width, height + gap)
        open_pores, _ = connected_to_counter(
            above.difference(joined),
            shapely.LineString([(0.0, height + gap), (width, height + gap)]),
            width if self.periodic else None,
        )
        return shapely.MultiPolygon(polygons_of(box.difference(shapely.union_all(open_pores))))

    def _stems(self, rng: np.random.Generator) -> list[Branch]:
        """Return vertical stems, uniformly spaced apart from the scatter."""
        foot, tip = 0.5 * micrometres(self.stem_width), 0.5 * micrometres(self.tip_width)
        aside = 0.5 * self.irregularity * rng.uniform(-1.0, 1.0, self.count)
        if not self.periodic:  # the first one stands on the wall
            aside[0] = 0.0
        first = 0.5 if self.periodic else 0.0
        places = (np.arange(self.count) + first + aside) * micrometres(self.pitch)
        heights = 1.0 - self.irregularity * rng.random(self.count)
        heights *= micrometres(self.height) / heights.max()
        up: Floats = np.array([0.0, 1.0])
        return [
            Branch(np.array([x, 0.0]), up, float(height) - tip, foot, tip)
            for x, height in zip(places, heights, strict=True)
        ]

    def _on_tops(
        self, layer: Layer, plumes: shapely.MultiPolygon, box: shapely.Polygon
    ) -> BaseGeometry:
        """Return a layer of uniform thickness on the upper half of the plumes."""
        width, height, gap = map(micrometres, (self.width, self.height, self.min_gap))
        upper = shapely.MultiPolygon(
            polygons_of(plumes.intersection(shapely.box(0.0, 0.5 * height, width, height)))
        )
        area = layer.thickness * width
        deposit = conformal_layer(upper, plumes, box, area, _NARROW * gap, periodic=self.periodic)
        if deposit.bounds[3] >= box.bounds[3]:
            raise SectionError(
                f"the pre-deposited lithium does not fit: it fills the gap of "
                f"{box.bounds[3] - height:.4g} µm up to the counter electrode. Lower the capacity "
                f"or widen the gap"
            )
        return deposit

    def _on_foil(self, layer: Layer, plumes: shapely.MultiPolygon) -> BaseGeometry:
        """Return lithium between the plumes up to a constant level."""
        width, height = micrometres(self.width), micrometres(self.height)
        pores = shapely.box(0.0, 0.0, width, height).difference(plumes)
        area = layer.thickness * width
        if area >= pores.area:
            raise SectionError(
                f"the pre-deposited lithium does not fit: the space between the plumes holds as "
                f"much as a flat layer of {pores.area / width:.4g} µm, but it would be "
                f"{layer.thickness:.4g} µm. Lower the capacity, or make the plumes taller"
            )

        def below(level: float) -> BaseGeometry:
            return pores.intersection(shapely.box(0.0, 0.0, width, level))

        level = brentq(lambda y: below(y).area - area, 0.0, height, xtol=1e-12, rtol=1e-14)
        return shapely.MultiPolygon(polygons_of(below(float(level))))
