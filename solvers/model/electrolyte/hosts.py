"""Porous hosts of a section: their regions, rate laws and pores as metal fills them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.lengths import metres
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.regions import ElectrolyteRegion
from platefront.solvers.model.electrolyte.porous_host import PorousHost
from platefront.solvers.model.electrolyte.region import Media, PorousMedium
from platefront.solvers.model.kinetics.rate_law import RateLaw
from platefront.solvers.model.kinetics.surface_state import RESIDUE


@dataclass(frozen=True, slots=True)
class PoresOfCells:
    """State of the pores in each cell of a mesh; outside of hosts that of the media.

    Attributes:
        porosity, conduction: (m,) ε and f.
        area: (m,) area of the walls per volume, times the unit of length; zero outside of hosts.
        film: (m,) thickness of the metal on them [µm].
    """

    porosity: Floats
    conduction: Floats
    area: Floats
    film: Floats


@dataclass(frozen=True, slots=True)
class Hosts:
    """Regions of a section that are porous hosts.

    Attributes:
        media: porosity and conduction of all regions at the start.
        hosts: regions of the section that are hosts.
        mediums: their transport and reaction.
        depths: volume of each per footprint [m].
    """

    media: Media
    hosts: tuple[ElectrolyteRegion, ...]
    mediums: tuple[PorousMedium, ...]
    depths: tuple[float, ...]

    @classmethod
    def of(cls, section: CrossSection, regions: Mapping[str, PorousMedium]) -> Hosts:
        """Return those of a section.

        Args:
            section: the section.
            regions: medium of each of its regions by name.
        """
        media = Media.of(section, regions)
        hosts = tuple(section.regions[number - 1] for number in media.hosts.values())
        depths = tuple(_depth(host, section) for host in hosts)
        return cls(media, hosts, tuple(regions[host.name] for host in hosts), depths)

    def __len__(self) -> int:
        """Return their number."""
        return len(self.hosts)

    @property
    def regions(self) -> tuple[int, ...]:
        """Number of the region of each, as of `regions_at`."""
        return tuple(self.media.hosts.values())

    @property
    def names(self) -> tuple[str, ...]:
        """Names of their regions."""
        return tuple(host.name for host in self.hosts)

    @property
    def matrices(self) -> tuple[PorousHost, ...]:
        """Area and reaction of each."""
        return tuple(medium.host for medium in self.mediums if medium.host is not None)

    @property
    def laws(self) -> dict[str, RateLaw]:
        """Rate law of each by name."""
        pairs = zip(self.names, self.matrices, strict=True)
        return {name: matrix.reaction for name, matrix in pairs}

    @property
    def walls(self) -> dict[str, float]:
        """Area of the walls of each per footprint [1]."""
        rows = zip(self.names, self.matrices, self.depths, strict=True)
        return {name: matrix.specific_area * depth for name, matrix, depth in rows}

    @property
    def span(self) -> tuple[float, float] | None:
        """Lowest and highest point of all [µm]; None without any."""
        if not self.hosts:
            return None
        return min(host.low for host in self.hosts), max(host.high for host in self.hosts)

    def path_start(self, middle: float) -> float:
        """Return the height from which ions come to the electrode: the top of hosts, if any [µm].

        Args:
            middle: of the collector [µm].
        """
        return middle if self.span is None else max(middle, self.span[1])

    def pores(self, region: Integers, filled: Floats, *, counted: bool) -> PoresOfCells:
        """Return the state of the pores of cells.

        Args:
            region: (m,) region of each cell.
            filled: (m,) volume fraction of metal.
            counted: True if metal only counts, as on a fixed front, and narrows no pore.
        """
        made = PoresOfCells(
            self.media.porosity[region],
            self.media.conduction[region],
            np.zeros(len(region)),
            np.zeros(len(region)),
        )
        for number, medium, matrix in zip(self.regions, self.mediums, self.matrices, strict=True):
            here = region == number
            metal = filled[here]
            taken = np.zeros_like(metal) if counted else metal
            porosity = medium.porosity - taken
            made.porosity[here] = porosity
            made.conduction[here] = medium.conduction_at(porosity)
            made.area[here] = matrix.area(medium.porosity, taken)
            made.film[here] = matrix.film(metal)
        return made

    def residue(self, region: Integers) -> Floats:
        """Return the volume fraction of the film that stripping leaves, (m,) [1].

        Args:
            region: (m,) region of each cell.
        """
        left = np.zeros(len(self.media.porosity))
        left[list(self.regions)] = [RESIDUE * host.specific_area for host in self.matrices]
        return np.asarray(left[region])

    def fullest(self, region: Integers, filled: Floats) -> float:
        """Return the metal relative to that which closes the pores, where they are fullest.

        Args:
            region: (m,) region of each cell.
            filled: (m,) volume fraction of metal.
        """
        rows = zip(self.regions, self.mediums, self.matrices, strict=True)
        return max(
            float(filled[region == number].max()) / matrix.room(medium.porosity)
            for number, medium, matrix in rows
        )


def _depth(host: ElectrolyteRegion, section: CrossSection) -> float:
    """Return the volume of a region per footprint, without solids [m]."""
    if host.area is None:
        return metres(host.high - host.low)
    return metres(float(host.area.difference(section.solids).area) / section.reference_width)
