"""Regions of the electrolyte with a transport of their own, by place.

A region lies between two heights. A band, such as a separator, takes all of it from wall to wall;
a drawn region, such as a matrix around fibres, the part within its area. Solids in a region are no
part of it. What no region holds is free electrolyte.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.errors import SectionError
from platefront.geometry.plane.cylinder import images

FREE_NAME = "electrolyte"
"""Name of the free electrolyte among the regions."""
FREE = 0
"""Number of the free electrolyte among the regions; region k of a section has k + 1."""


_SAME = 1e-6
"""Heights that agree within this are the same [µm]."""


@dataclass(frozen=True, slots=True)
class ElectrolyteRegion:
    """Region of the electrolyte.

    Attributes:
        name: of the region.
        low: height of its lowest point [µm].
        high: of its highest point [µm].
        area: polygons that it lies in, solids that are drawn in it left out or not; None for a
            band, all from wall to wall between these heights [µm].
        period: along x if the side walls are periodic [µm].
    """

    name: str
    low: float
    high: float
    area: BaseGeometry | None = None
    period: float | None = None

    @classmethod
    def within(
        cls, name: str, area: BaseGeometry, period: float | None = None
    ) -> ElectrolyteRegion:
        """Return the region within polygons [µm]."""
        _, low, _, high = area.bounds
        return cls(name, float(low), float(high), area, period)

    @property
    def nowhere(self) -> bool:
        """True for a drawn region of which nothing is left."""
        return self.area is not None and self.area.is_empty

    def changed(self, change: Callable[[BaseGeometry], BaseGeometry]) -> ElectrolyteRegion:
        """Return a drawn region with `change` applied to its area; a band is what it was."""
        if self.area is None:
            return self
        return ElectrolyteRegion.within(self.name, change(self.area), self.period)

    def holds(self, points: Floats) -> NDArray[np.bool_]:
        """Return True for (n, 2) points within the region that are not on its boundary [µm]."""
        y = points[:, 1]
        inside = np.asarray((y > self.low) & (y < self.high))
        if self.area is None:
            return inside
        near = np.flatnonzero(inside)
        x = points[near, 0] if self.period is None else points[near, 0] % self.period
        shapely.prepare(self.area)
        inside[near] = shapely.contains_xy(self.area, x, y[near])
        return inside

    def clearance(self, points: Floats, lines: NDArray[np.object_]) -> float:
        """Return the distance of a front from the region; < 0 above the lower face of a band [µm].

        Args:
            points: (n, 2) vertices of the front in the section [µm].
            lines: edges of the front between them, which bands do without [µm].
        """
        if self.area is None:
            return float(self.low - points[:, 1].max())
        return float(shapely.distance(self._everywhere, [*shapely.points(points), *lines]).min())

    def way_to(self, points: Floats) -> Floats:
        """Return the (n, 2) shortest ways from points to the region, up to a band above [µm]."""
        if self.area is None:
            return np.column_stack((np.zeros(len(points)), self.low - points[:, 1]))
        ways = shapely.shortest_line(self._everywhere, shapely.points(points))
        ends = shapely.get_coordinates(ways).reshape(-1, 2, 2)
        return np.asarray(ends[:, 0] - ends[:, 1], dtype=np.float64)

    @property
    def _everywhere(self) -> BaseGeometry:
        """Area of a drawn region, with its periodic images [µm]."""
        assert self.area is not None, "of a drawn region"
        return self.area if self.period is None else images(self.area, self.period)

    def gap_above(self, solids: BaseGeometry) -> float:
        """Return the distance of solids from the region, of the floor from a band without any [µm].

        Args:
            solids: collector and deposit, all of them below a band [µm].
        """
        if self.area is None:
            return self.low - (0.0 if solids.is_empty else float(solids.bounds[3]))
        return float(shapely.distance(self._everywhere, solids))

    def share(self, low: float, high: float, width: float) -> float:
        """Return the part of the section between two heights that the region takes [1].

        Args:
            low: height below which nothing counts [µm].
            high: height above which nothing counts [µm].
            width: of the section [µm].
        """
        if self.area is None:
            return 1.0 if self.low < 0.5 * (low + high) < self.high else 0.0
        strip = shapely.box(0.0, low, width, high)
        return float(self.area.intersection(strip).area / strip.area)


def check_inside(regions: Sequence[ElectrolyteRegion], height: float, turned: str) -> None:
    """Refuse drawn regions that reach out of the section once they are turned over.

    Args:
        regions: turned over with the collector.
        height: of the section [µm].
        turned: how, for the message.

    Raises:
        SectionError: one reaches below the floor or above the counter electrode.
    """
    for region in regions:
        outside = max(-region.low, region.high - height)
        if region.area is not None and outside > _SAME:
            side = "the counter electrode" if -region.low < outside else "the floor"
            raise SectionError(
                f'{turned}, the region "{region.name}" reaches {outside:.4g} µm beyond {side}: it '
                "turns with the collector; draw it to lie as far from both, or give it as "
                "[[section.layers]]"
            )


def regions_at(regions: Sequence[ElectrolyteRegion], points: Floats) -> Integers:
    """Return the number of the region at each point: `FREE`, or that of the region plus one.

    Args:
        regions: of the section.
        points: (n, 2) not at an interface; on a cylinder in any period [µm].
    """
    number = np.full(len(points), FREE, dtype=np.int64)
    for index, region in enumerate(regions, start=1):
        number[region.holds(points)] = index
    return number
