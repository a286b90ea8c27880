"""Lithium in electrical contact with the electrode, and dead lithium, which is not.

Lithium is in contact where it touches the host, the part of y = 0 that is an electrode, or other
lithium in contact. Hosts are joined with each other in the third dimension, and so is lithium that
stands alone at the start, such as a plate above a foil. What stripping has
separated from them is dead: no current flows between it and the electrolyte until plating reaches
it. That it could dissolve at one end and grow at the other, as a bipolar electrode, is neglected.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.front.outline import Outline
from platefront.geometry.front.tags import DEAD
from platefront.geometry.front.tracing import surfaces_at
from platefront.geometry.plane.connectivity import connected_to_counter
from platefront.geometry.plane.cylinder import images
from platefront.geometry.section.cross_section import CrossSection

_SPECK = 1e-6
"""Area below which a part is left by round-off of shapes [µm²]."""
_CRUMB = 0.25
"""Area of an island, in edge sizes squared, below which it is given to the front around it."""
_SPLINTER = 4.0
"""The same of one that is nowhere as wide as `_WIDTH`."""
_WIDTH = 1.0
"""Diameter of the largest circle in an island that an edge resolves, in edge sizes."""
_BESIDE = 1e-6
"""Distance within which an edge of the front lies on lithium [µm]."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Conductors that join lithium to the circuit.

    Attributes:
        conductor: host, the electrode on y = 0, and lithium that stands alone at the start [µm].
        regions: of the surfaces, to which the front of lithium that lives again belongs [µm].
        period: width of the section if its side walls are periodic [µm].
    """

    conductor: BaseGeometry
    regions: tuple[BaseGeometry, ...]
    period: float | None

    @classmethod
    def of(
        cls,
        section: CrossSection,
        host: BaseGeometry,
        lithium: BaseGeometry,
        reacting: Collection[str],
    ) -> Contact:
        """Return that of a section.

        Args:
            section: the section.
            host: collector of its first mesh [µm].
            lithium: all lithium at the start [µm].
            reacting: names of the surfaces with a reaction: others on y = 0 are no electrode.
        """
        regions = section.surfaces
        floor = shapely.LineString([(0.0, 0.0), (section.width, 0.0)])
        base = floor.intersection(shapely.union_all([regions[name] for name in reacting]))
        drawn = cls(shapely.union_all([host, base]), tuple(regions.values()), section.period)
        alone = drawn.dead_parts(lithium)
        if not alone:
            return drawn
        return replace(drawn, conductor=shapely.union_all([drawn.conductor, *alone]))

    def dead_parts(self, lithium: BaseGeometry) -> list[shapely.Polygon]:
        """Return the parts of all lithium that are dead [µm]."""
        return self.split(lithium)[1]

    def split(self, lithium: BaseGeometry) -> tuple[list[BaseGeometry], list[shapely.Polygon]]:
        """Return the parts of all lithium that are in contact, and those that are dead [µm]."""
        if lithium.is_empty:
            return [], []
        touching, apart = connected_to_counter(lithium, self.conductor, self.period)
        return touching, [part for part in apart if part.area > _SPECK]

    def pockets_apart(
        self, pockets: Sequence[shapely.Polygon], living: Sequence[BaseGeometry]
    ) -> list[shapely.Polygon]:
        """Return the pockets that touch neither a conductor nor lithium in contact [µm].

        Where dead lithium around one has dissolved before it died, the front lies on the pocket
        itself, and is as dead as the lithium.

        Args:
            pockets: electrolyte that is cut off [µm].
            living: lithium in contact [µm].
        """
        if not pockets:
            return []
        shapes = [self.conductor, *living]
        if self.period is not None:
            shapes = [images(shape, self.period) for shape in shapes]
        near = shapely.STRtree(shapes).query(list(pockets), "dwithin", distance=_BESIDE)[0]
        return [pocket for index, pocket in enumerate(pockets) if index not in near]

    def without_crumbs(
        self, outline: Outline, size: float, others: Sequence[BaseGeometry]
    ) -> Outline:
        """Return the front without islands of nothing but lithium that it does not resolve.

        Whether such a crumb still touches the host is a question of the mesh. Islands with a
        pocket or a bar of a separator in them stay: these are not the front's.

        Args:
            outline: the front.
            size: its edge length [µm].
            others: all that is neither lithium nor electrolyte in front of it [µm].
        """
        held = [self.conductor, *others]
        if self.period is not None:
            held = [images(shape, self.period) for shape in held]
        gone = [
            ring
            for ring in np.flatnonzero(outline.is_hole)
            if _is_crumb(island := shapely.Polygon(outline.points[outline.ring == ring]), size)
            and not shapely.intersects(held, island).any()
        ]
        if not gone:
            return outline
        keep = ~np.isin(outline.ring, gone)
        rings = [ring for ring in range(len(outline.starts)) if ring not in gone]
        counts = np.bincount(outline.ring)[rings]
        return replace(
            outline,
            points=outline.points[keep],
            starts=np.concatenate(([0], np.cumsum(counts)[:-1])),
            tag=outline.tag[keep],
            thickness_m=outline.thickness_m[keep],
            bare=outline.bare[keep],
            winding=tuple(outline.winding[ring] for ring in rings) if outline.winding else (),
        )

    def marked(self, outline: Outline, dead: Sequence[shapely.Polygon]) -> Outline:
        """Return the front with the tag `DEAD` on dead parts, and on nothing else.

        Args:
            outline: the front.
            dead: dead lithium, and pockets apart from all other [µm].
        """
        if not dead and not (outline.tag == DEAD).any():
            return outline
        tag = outline.tag.copy()
        middles = outline.places + 0.5 * outline.edges
        if self.period is not None:
            middles[:, 0] %= self.period
        here = np.zeros(len(outline), dtype=bool)
        if dead:
            parts = shapely.union_all(dead)
            parts = parts if self.period is None else images(parts, self.period)
            shapely.prepare(parts)
            here = shapely.dwithin(parts, shapely.points(middles), _BESIDE) & outline.is_front
        alive = (tag == DEAD) & ~here
        tag[alive] = surfaces_at(middles[alive], self.regions)
        tag[here] = DEAD
        return replace(outline, tag=tag)


def _is_crumb(island: shapely.Polygon, size: float) -> bool:
    """Return True for an island that edges of a size do not resolve [µm]."""
    if island.area < _CRUMB * size**2:
        return True
    thin = island.area < _SPLINTER * size**2
    return thin and bool(island.buffer(-0.5 * _WIDTH * size).is_empty)
