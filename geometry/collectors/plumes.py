"""A forest of branched plumes on a foil."""

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

# The border between plumes and foil passes this far [of the height] above the foil.
_MARGIN = 1e-6
# Coordinates are rounded to this [µm], so that the foil stays exactly plane.
_GRID = 1e-5
# Pores narrower than this part of the smallest gap are bridged when lithium is laid down.
_NARROW = 0.3
# Half numbers of plumes are met in spite of round-off.
_ROUND_OFF = 1e-9
_NO_FOIL = (
    "density leaves no foil, twice min_gap wide, between stems: lower density, stem_width or "
    "irregularity"
)
# Straight pieces of a quarter circle in rounded joints.
_FACETS = 8


@COLLECTORS.register
class Plumes(Collector):
    """A forest of branched, tapering metal plumes on a foil. Surfaces: `plumes` and `foil`.

    Each plume is a stem with round tip and side branches to the left and right in turn, which
    branch again as often as `generations` says. A branch that would come closer than `min_gap` to
    another, to the foil or to its neighbour behind a side wall is shorter or missing. Joints are
    rounded by a radius of half of `min_gap`, so no place between plumes is narrower. The first
    plume stands on the left wall, a symmetry plane, which cuts it in half; no branch reaches a
    wall, because it would shut off what lies below. Between periodic walls all plumes are whole,
    and branches that cross the one wall enter at the other.

    The foil is the plane y = 0 and stays there: plumes are not turned over. Upright, the
    pre-deposited lithium coats the upper half of the plumes evenly; inverted, it lies on the
    foil, to an even level.
    """

    kind: Literal["plumes"] = option("Kind of collector.", "plumes")
    width: float = quantity("m", "Width of the section.", 45e-6, gt=1e-7, le=1e-3)
    density: float = quantity("1/m", "Plumes per width of the section.", 1e5, gt=1e2, le=1e8)
    height: float = quantity("m", "Height of the tallest plume.", 20e-6, gt=1e-7, le=1e-3)
    stem_width: float = quantity("m", "Width of a stem at its foot.", 2.4e-6, gt=1e-8, le=1e-4)
    tip_width: float = quantity("m", "Width of tips, round.", 1.6e-6, gt=1e-8, le=1e-4)
    generations: int = option(
        "1: stems alone; 2: with side branches; 3: with sub-branches; and so on.", 2, ge=1, le=4
    )
    side_branches: int = option("Side branches of a stem or branch.", 6, ge=1, le=20)
    branch_ratio: float = quantity(
        "1",
        "Length of the longest side branch, as a fraction of what it grows from.",
        0.3,
        gt=0,
        le=1,
    )
    branch_angle: float = quantity(
        "rad",
        "Angle between a branch and what it grows from.",
        math.radians(50),
        ge=math.radians(20),
        le=math.radians(90),
    )
    irregularity: float = quantity(
        "1", "Relative scatter of places, heights, lengths and angles.", 0.3, ge=0, le=0.6
    )
    min_gap: float = quantity("m", "Smallest distance between branches.", 1e-6, ge=1e-9, le=1e-4)
    seed: int = option("Seed of the random scatter.", 1, ge=0)

    @property
    def count(self) -> int:
        """Plumes in the section, the half one on the wall counted whole."""
        if self.periodic:
            return max(1, round(self.density * self.width))
        return math.floor(self.density * self.width + 1.0 + _ROUND_OFF)

    @property
    def pitch(self) -> float:
        """Mean distance between stems [m]; half of it lies between the last and its wall."""
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
        """Whether twice the smallest gap is left between neighbours."""
        nearest = (1.0 - self.irregularity) * self.pitch
        return nearest >= self.stem_width + 2.0 * self.min_gap

    @property
    def finest_feature(self) -> Feature:
        """The tips."""
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
                # reaches below the box so that the edges on y = 0 lie inside
                "foil": shapely.box(0.0, -1.0, width, border),
            },
        )

    def forest(self) -> shapely.MultiPolygon:
        """The plumes [µm], 0 ≤ x ≤ width, 0 ≤ y ≤ height; no electrolyte is shut in.

        Raises:
            SectionError: there is no room for them between periodic walls.
        """
        if not self._foil_between_stems:  # periodic walls round their number in another way
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
        """Upright stems, evenly spaced but for the scatter."""
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
        """Even coat on the upper half of the plumes."""
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
        """Lithium between the plumes, to an even level."""
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
