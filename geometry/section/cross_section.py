"""CrossSection: the box of a cell section with its solids and named surfaces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class CrossSection:
    """A vertical cut through electrode and electrolyte, coordinates in micrometres.

    x runs along the electrode from 0 to `width`; y from the current-collector side (0) to the
    counter electrode (`height`). The side walls are symmetry planes, or each goes on at the other.

    Attributes:
        width: box width [µm].
        height: box height, the plane of the counter electrode [µm].
        collector: the solid host (polygons, possibly touching the walls; may be empty for a foil
            that coincides with y = 0).
        deposit: lithium present at the start, disjoint from the collector.
        span: lowest and highest y of the collector's surface [µm]; its middle
            divides "bottom" from "top".
        surfaces: name of each surface → region of the box; a piece of front belongs to the
            surface whose region holds its midpoint. The order fixes the surface indices.
        counter: where the counter electrode is, if not the whole plane y = `height`: lines or
            regions; boundary of the electrolyte that lies on them is counter electrode, and what
            else of that plane borders on electrolyte is inert. Counter metal inside the box
            belongs to the collector too, so that the areas add up.
        periodic: whether the section goes on beyond its right wall as it begins at the left one,
            rather than mirrored in either.
    """

    width: float
    height: float
    collector: BaseGeometry
    deposit: BaseGeometry
    span: tuple[float, float]
    surfaces: Mapping[str, BaseGeometry]
    counter: BaseGeometry | None = None
    periodic: bool = False

    @property
    def period(self) -> float | None:
        """Width of what goes on for ever; None if the side walls are mirrors [µm]."""
        return self.width if self.periodic else None

    @property
    def box(self) -> shapely.Polygon:
        """The whole rectangle [µm]."""
        return shapely.box(0.0, 0.0, self.width, self.height)

    @property
    def counter_electrode(self) -> BaseGeometry:
        """Where the counter electrode is at the start: lines or regions [µm]."""
        if self.counter is not None:
            return self.counter
        return shapely.LineString([(0.0, self.height), (self.width, self.height)])

    @property
    def solids(self) -> BaseGeometry:
        """Union of collector and deposit [µm]."""
        return shapely.union_all([self.collector, self.deposit])

    @property
    def electrolyte(self) -> BaseGeometry:
        """What the solids leave of the box, all pores included [µm]."""
        return self.box.difference(self.solids)

    @property
    def middle(self) -> float:
        """Height that divides the collector into a lower and an upper half [µm]."""
        return 0.5 * (self.span[0] + self.span[1])

    def flipped(self) -> CrossSection:
        """The section with collector and deposit turned upside down in place.

        The collector keeps its span (and so its gap to the counter electrode); surface regions
        stay where they are, so `upper` still names what faces the counter electrode.
        """
        low, high = self.span

        def flip(shape: BaseGeometry) -> BaseGeometry:
            return affinity.affine_transform(shape, (1.0, 0.0, 0.0, -1.0, 0.0, low + high))

        return replace(self, collector=flip(self.collector), deposit=flip(self.deposit))
