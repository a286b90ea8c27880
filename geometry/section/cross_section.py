"""Cross-section of a cell: rectangular box, solids and named surfaces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from platefront.geometry.section.regions import FREE_NAME, ElectrolyteRegion

_NOWHERE = shapely.Polygon()


@dataclass(frozen=True, slots=True)
class CrossSection:
    """Vertical section through electrode and electrolyte, coordinates in micrometres.

    x runs along the electrode from 0 to `width`; y from the current-collector side (0) to the
    counter electrode (`height`). The side walls are symmetry planes or periodic.

    Attributes:
        width: box width [µm].
        height: box height, the plane of the counter electrode [µm].
        collector: the solid host (polygons, possibly touching the walls; empty for a foil that
            coincides with y = 0), and the bars of `grids`.
        deposit: lithium present at the start, disjoint from the collector.
        span: lowest and highest y of the collector's surface [µm]; its middle
            divides "bottom" from "top".
        surfaces: name of each surface → region of the box; a piece of front belongs to the
            surface whose region holds its midpoint. The order fixes the surface indices. As a
            collector builds the section, they are the parts of its host by place or material;
            `section.states` divides these into lithiated and bare ones.
        lithiated: region whose host counts as lithiated also where no lithium lies on it, such as
            one half of a cloth; empty for none.
        counter: position of the counter electrode (lines or regions) if it is not the whole plane
            y = `height`. Boundary of the electrolyte on them is counter electrode; the remaining
            electrolyte boundary in the plane y = `height` is insulated. Metal of the counter
            electrode inside the box is also part of the collector, so that the areas of the
            regions add up to that of the box.
        periodic: True for periodic side walls, False for symmetry planes.
        regions: of the electrolyte with a transport of their own: those that are drawn, then the
            bands above host and deposit from below. None overlaps another.
        grids: layer → bars between its pores, solids that are no electrode [µm].
        footprint: width to which currents and capacities refer [µm]; None for that of the box, from
            which it differs where a polygon stands for a circle.
    """

    width: float
    height: float
    collector: BaseGeometry
    deposit: BaseGeometry
    span: tuple[float, float]
    surfaces: Mapping[str, BaseGeometry]
    lithiated: BaseGeometry = _NOWHERE
    counter: BaseGeometry | None = None
    periodic: bool = False
    regions: tuple[ElectrolyteRegion, ...] = ()
    grids: Mapping[str, BaseGeometry] = field(default_factory=dict)
    footprint: float | None = None

    @property
    def reference_width(self) -> float:
        """Width to which currents and capacities refer [µm]."""
        return self.width if self.footprint is None else self.footprint

    @property
    def separator(self) -> BaseGeometry:
        """Bars of all grids [µm]."""
        return shapely.union_all(list(self.grids.values()))

    @property
    def host(self) -> BaseGeometry:
        """The collector without bars of grids [µm]."""
        return self.collector.difference(self.separator) if self.grids else self.collector

    @property
    def region_names(self) -> tuple[str, ...]:
        """Names of the regions of the electrolyte; empty if there is but the free one."""
        return (FREE_NAME, *(region.name for region in self.regions)) if self.regions else ()

    @property
    def bands(self) -> tuple[ElectrolyteRegion, ...]:
        """Regions from wall to wall, from below."""
        return tuple(region for region in self.regions if region.area is None)

    @property
    def drawn_regions(self) -> tuple[ElectrolyteRegion, ...]:
        """Regions within polygons of a drawing."""
        return tuple(region for region in self.regions if region.area is not None)

    @property
    def region_areas(self) -> dict[str, BaseGeometry]:
        """Area of each region by name, without solids [µm]."""
        return {
            region.name: shapely.box(0.0, region.low, self.width, region.high)
            if region.area is None
            else region.area.difference(self.solids)
            for region in self.regions
        }

    @property
    def period(self) -> float | None:
        """Period along x [µm]; None between symmetry planes."""
        return self.width if self.periodic else None

    @property
    def box(self) -> shapely.Polygon:
        """Rectangle of the section [µm]."""
        return shapely.box(0.0, 0.0, self.width, self.height)

    @property
    def counter_electrode(self) -> BaseGeometry:
        """Initial position of the counter electrode: lines or regions [µm]."""
        if self.counter is not None:
            return self.counter
        return shapely.LineString([(0.0, self.height), (self.width, self.height)])

    @property
    def solids(self) -> BaseGeometry:
        """Union of collector and deposit [µm]."""
        return shapely.union_all([self.collector, self.deposit])

    @property
    def electrolyte(self) -> BaseGeometry:
        """Electrolyte: the box less the solids, closed pores included [µm]."""
        return self.box.difference(self.solids)

    @property
    def middle(self) -> float:
        """Height that divides the collector into a lower and an upper half [µm]."""
        return 0.5 * (self.span[0] + self.span[1])

    @property
    def porosity(self) -> float | None:
        """Area fraction of the bare collector's height that is not collector; None if it is flat.

        Pre-deposited lithium and closed pores count as pores.
        """
        low, high = self.span
        if high <= low:
            return None
        band = shapely.box(0.0, low, self.width, high)
        return float(1.0 - self.collector.intersection(band).area / band.area)

    def flipped(self) -> CrossSection:
        """Return the section with collector and lithium reflected about the middle of the span.

        The span, and with it the gap to the counter electrode, is unchanged. Of the surfaces what
        is lithiated turns with the lithium, and so do drawn regions of the electrolyte; the parts
        of a host that reach from the floor to the counter electrode stay.
        """
        low, high = self.span

        def flip(shape: BaseGeometry) -> BaseGeometry:
            return affinity.affine_transform(shape, (1.0, 0.0, 0.0, -1.0, 0.0, low + high))

        return replace(
            self,
            collector=flip(self.collector),
            deposit=flip(self.deposit),
            lithiated=flip(self.lithiated),
            regions=tuple(region.changed(flip) for region in self.regions),
        )
