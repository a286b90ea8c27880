"""Stack of a lithium plate and a porous carbon layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Self

import shapely
from pydantic import model_validator
from shapely import affinity

from platefront.geometry.collectors.base import COLLECTORS, Collector, Feature
from platefront.geometry.collectors.shapes.fibre_layer import FibreLayer
from platefront.geometry.errors import SectionError
from platefront.geometry.lengths import micrometres
from platefront.geometry.parameters import option, quantity
from platefront.geometry.plane.offsets import mitred
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.predeposit import Layer

# Regions of surfaces reach this far [of min_gap] beyond the surface itself.
_MARGIN = 1e-3


@dataclass(frozen=True, slots=True)
class _Stack:
    """Fibres and lithium on the plane y = 0, and their height [µm]."""

    fibres: Sequence[shapely.Polygon]
    lithium: shapely.Polygon
    height: float

    def turned_over(self) -> _Stack:
        """Return the stack reflected about half its height."""

        def turned(shape: shapely.Polygon) -> shapely.Polygon:
            matrix = (1.0, 0.0, 0.0, -1.0, 0.0, self.height)
            return affinity.affine_transform(shape, matrix)

        return _Stack([turned(fibre) for fibre in self.fibres], turned(self.lithium), self.height)


@COLLECTORS.register
class Layers(Collector):
    """Lithium plate and porous carbon layer. Parts: `plate`, `carbon`, `foil`.

    The section is one half of a cell: x = 0 is the middle of the plate, which ends at
    `plate_width`; beyond it, electrolyte reaches down to the current collector, the plane y = 0,
    up to the other symmetry plane at plate_width + edge_gap. `foil` is the part of y = 0 without
    lithium. The plate is pre-deposited lithium, which grows and dissolves; `predeposit` is not
    used.

    The carbon layer is as wide as the plate; its fibres are round, at random positions. They are
    isolated in the section; in the layer they are held, and connected electrically, in the third
    dimension. `position` is the position of the layer (Mao et al. 2021):

    - `without`: no carbon (and no surface of that name), the plate lies on the current collector.
    - `interlayer`: on the plate, between it and the counter electrode.
    - `bottom`: that stack turned over: the layer lies on the current collector, the plate on it.
      Ions reach the pores only around the edge of the plate.
    - `melting`: on the current collector, its pores filled with the lithium of the plate from
      below. Fibres lie entirely in the lithium or entirely above it.

    The orientation is always "upright"; `position` takes its place.
    """

    kind: Literal["layers"] = option("Kind of collector.", "layers")
    position: Literal["without", "interlayer", "melting", "bottom"] = option(
        "Position of the carbon layer: absent, on the plate, in the plate or under it.", "bottom"
    )
    plate_width: float = quantity(
        "m", "Half the width of the plate, from its middle to its edge.", 60e-6, gt=1e-7, le=1e-2
    )
    edge_gap: float = quantity(
        "m", "Electrolyte between the plate's edge and the side wall.", 30e-6, gt=1e-8, le=1e-2
    )
    plate_thickness: float = quantity("m", "Thickness of the plate.", 20e-6, gt=1e-8, le=1e-3)
    carbon_thickness: float = quantity(
        "m", "Thickness of the carbon layer.", 40e-6, gt=1e-7, le=1e-3
    )
    porosity: float = quantity(
        "1", "Area fraction of pores in the carbon layer.", 0.8, ge=0.4, le=0.995
    )
    fibre_diameter: float = quantity("m", "Diameter of a carbon fibre.", 4e-6, gt=1e-8, le=1e-4)
    min_gap: float = quantity(
        "m",
        "Smallest distance between fibres, and from fibres to walls, plate and foil.",
        1e-6,
        ge=1e-9,
        le=1e-4,
    )
    facets: int = option("Sides of the polygon that represents a round fibre.", 16, ge=8, le=200)
    seed: int = option("Seed of the random fibre positions.", 1, ge=0)

    @model_validator(mode="after")
    def _room_for_fibres(self) -> Self:
        for name in ("carbon_thickness", "plate_width"):
            if self.position != "without" and micrometres(getattr(self, name)) < self._fibres.row:
                raise ValueError(f"{name} has no room for a fibre with min_gap on both sides")
        return self

    @property
    def width(self) -> float:
        """Width of the section [m]."""
        return self.plate_width + self.edge_gap

    @property
    def finest_feature(self) -> Feature:
        """Smallest of fibre diameter, dimensions of the plate and gap at its edge."""
        features = [
            Feature("plate thickness", self.plate_thickness),
            Feature("plate width", self.plate_width),
            Feature("edge gap", self.edge_gap),
        ]
        if self.position != "without":
            features.append(Feature("fibre diameter", self.fibre_diameter))
        return min(features, key=lambda feature: feature.size)

    def section(self, gap: float, layer: Layer | None, *, inverted: bool) -> CrossSection:
        """Build the section; the gap begins at the top of the stack."""
        if inverted:
            raise SectionError(
                'a stack of layers has no orientation "inverted": position = "interlayer" has the '
                'carbon on the plate, position = "bottom" under it'
            )
        if layer is not None:
            raise SectionError(
                "the plate is the lithium of a stack of layers: leave predeposit out and give "
                "plate_thickness"
            )
        stack = self._stack()
        width, height = micrometres(self.plate_width) + micrometres(self.edge_gap), stack.height
        fibres = shapely.MultiPolygon(list(stack.fibres))
        margin = _MARGIN * micrometres(self.min_gap)
        # only the region of the foil reaches y = 0, so that every edge there belongs to it
        above = shapely.box(0.0, 0.5 * margin, width, height + gap)
        plate = shapely.Polygon(stack.lithium.exterior)
        surfaces = {"plate": mitred(plate, margin).intersection(above)}
        if stack.fibres:
            surfaces["carbon"] = mitred(fibres, margin)
        surfaces["foil"] = shapely.box(0.0, -1.0, width, margin)
        return CrossSection(
            width=width,
            height=height + gap,
            collector=fibres,
            deposit=stack.lithium,
            span=(0.0, height),
            surfaces=surfaces,
        )

    @property
    def _fibres(self) -> FibreLayer:
        return FibreLayer(
            diameter=micrometres(self.fibre_diameter),
            min_gap=micrometres(self.min_gap),
            facets=self.facets,
            seed=self.seed,
        )

    def _stack(self) -> _Stack:
        """Return lithium and fibres on y = 0 for this position of the layer."""
        width, plate = micrometres(self.plate_width), micrometres(self.plate_thickness)
        if self.position == "without":
            return _Stack([], shapely.box(0.0, 0.0, width, plate), plate)
        carbon = micrometres(self.carbon_thickness)
        count = self._fibres.count(width * carbon, self.porosity)
        if self.position == "melting":
            return self._infiltrated(width, plate, carbon, count)
        height = plate + carbon
        fibres = self._fibres.fibres(shapely.box(0.0, plate, width, height), count)
        stack = _Stack(fibres, shapely.box(0.0, 0.0, width, plate), height)
        return stack if self.position == "interlayer" else stack.turned_over()

    def _infiltrated(self, width: float, plate: float, carbon: float, count: int) -> _Stack:
        """Return the carbon layer with the plate's lithium in its pores, to a level between fibres.

        Lithium and the fibres in it fill the rectangle up to the level, which lies n a/width above
        the plate's thickness for n immersed fibres of area a.
        """
        layer = self._fibres
        rise = layer.fibre_area / width
        share = min(plate / (self.porosity * carbon), 1.0)
        inside = max(1, round(share * count))
        if carbon - (plate + inside * rise) < layer.row:  # no room for fibres above the level
            inside = count
        level = plate + inside * rise
        reach = min(level, carbon)
        if reach < layer.row:
            raise SectionError(
                f"the lithium would stand {level:.4g} µm high in the carbon layer, but fibres lie "
                f"wholly in it or above it and need {layer.row:.4g} µm: raise plate_thickness"
            )
        covered = layer.fibres(shapely.box(0.0, 0.0, width, reach), inside)
        free = layer.fibres(shapely.box(0.0, level, width, max(level, carbon)), count - inside)
        lithium = shapely.box(0.0, 0.0, width, level).difference(shapely.MultiPolygon(covered))
        return _Stack([*covered, *free], lithium, max(level, carbon))
