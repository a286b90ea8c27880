"""Solids below the front: what lithium does not enter, what stripping does not pass, conductors."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.front.outline import Outline
from platefront.geometry.front.topology.opening import OpenedPockets, opening_of
from platefront.geometry.plane.cylinder import images
from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.front.contact import Contact
from platefront.solvers.front.ground import Ground

_LEAST = 1e-6
"""Area [µm²] and length [µm] up to which a part is left by round-off of shapes."""


@dataclass(frozen=True, slots=True)
class Solids:
    """Host and pockets of a section.

    Attributes:
        host: collector of the first mesh [µm].
        shape: host and pockets, which lithium does not enter [µm].
        ground: limit of stripping: the shape and the floor.
        contact: conductors without which lithium is dead.
    """

    host: BaseGeometry
    shape: BaseGeometry
    ground: Ground
    contact: Contact

    @classmethod
    def of(
        cls,
        section: CrossSection,
        host: BaseGeometry,
        pockets: Sequence[shapely.Polygon],
        *,
        lithium: BaseGeometry,
        reacting: Collection[str],
        moving: bool,
    ) -> Solids:
        """Return those of a section.

        Args:
            section: the section.
            host: collector of its first mesh [µm].
            pockets: electrolyte that is cut off [µm].
            lithium: all lithium at the start [µm].
            reacting: names of the surfaces with a reaction.
            moving: whether the front moves.
        """
        shape = _with_pockets(host, pockets)
        ground = Ground.of(section, shape, moving=moving)
        conducting = host.difference(section.separator) if section.grids else host
        return cls(host, shape, ground, Contact.of(section, conducting, lithium, reacting))

    def with_pockets(self, section: CrossSection, pockets: Sequence[shapely.Polygon]) -> Solids:
        """Return these with other pockets, below a front that moves [µm]."""
        shape = _with_pockets(self.host, pockets)
        return replace(self, shape=shape, ground=Ground.of(section, shape, moving=True))

    def conducting(self, section: CrossSection) -> tuple[BaseGeometry, BaseGeometry]:
        """Return the host, and what is at the potential of the terminal without it [µm].

        The latter are the part of y = 0 that is an electrode, and lithium that stands alone at the
        start. The host has neither bars of separators nor metal of the counter electrode.

        Args:
            section: the section.
        """
        counter = section.counter if section.counter is not None else shapely.Polygon()
        others = [
            part for part in (section.separator, counter) if shapely.get_dimensions(part) == 2
        ]
        host = self.host.difference(shapely.union_all(others))
        parts = [part.difference(host) for part in shapely.get_parts(self.contact.conductor)]
        kept = [part for part in parts if max(part.area, part.length) > _LEAST]
        return host, shapely.union_all(kept)

    def cut_by(self, outline: Outline) -> float:
        """Return the area of host and pockets that a front cuts off [µm²]."""
        shape = self.shape if outline.period is None else images(self.shape, outline.period)
        return float(outline.polygon().intersection(shape).area)

    def opening(
        self, pockets: Sequence[shapely.Polygon], reached: Mapping[int, BaseGeometry]
    ) -> OpenedPockets | None:
        """Return the opening of pockets; None for none.

        Args:
            pockets: all of them [µm].
            reached: what is left of the walls of those that are opened, by index [µm].
        """
        if not reached:
            return None
        return opening_of(
            [pockets[index] for index in reached],
            list(reached.values()),
            self.contact.conductor,
            self.contact.regions,
            self.contact.period,
        )


def _with_pockets(host: BaseGeometry, pockets: Sequence[shapely.Polygon]) -> BaseGeometry:
    return shapely.disjoint_subset_union_all([host, *pockets]) if pockets else host
