"""Regions of the electrolyte with a transport of their own, and the path through them.

In a porous medium of which no pore is resolved c and φ are those in the pores, means over a volume
(Newman and Tiedemann, AIChE J. 21, 25, 1975). A share ε of the volume holds electrolyte, and all
fluxes per section are those of free electrolyte times one factor

    f = ε/τ = 1/N_M = ε^b

with the tortuosity τ, the MacMullin number N_M = κ/κ_eff (Landesfeind et al., J. Electrochem. Soc.
163, A1373, 2016), or Bruggeman's exponent b (Ann. Phys. 416, 636, 1935).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Self

import numpy as np
from pydantic import model_validator

from platefront.geometry.arrays import Floats
from platefront.geometry.lengths import metres
from platefront.geometry.parameters import Parameters, option, quantity
from platefront.geometry.section.cross_section import CrossSection
from platefront.geometry.section.regions import ElectrolyteRegion, regions_at
from platefront.solvers.model.electrolyte.porous_host import PorousHost

BRUGGEMAN = 1.5
"""Exponent of Bruggeman for a bed of spheres."""
_PLANES = 2001
"""Planes at which a path is sampled."""
_ROUND_OFF = 1e-12


class PorousMedium(Parameters):
    """Porous region of the electrolyte, such as a separator, as a homogeneous medium.

    Of `tortuosity`, `macmullin_number` and `bruggeman_exponent` one is given; Bruggeman's exponent
    of 1.5 holds where all are absent.
    """

    porosity: float = quantity("1", "Volume fraction ε of electrolyte in the region.", gt=0, le=1)
    tortuosity: float | None = quantity(
        "1",
        "Tortuosity factor τ: fluxes are those of free electrolyte times ε/τ.",
        None,
        ge=1,
        le=1e6,
    )
    macmullin_number: float | None = quantity(
        "1",
        "MacMullin number, conductivity of free electrolyte over that of the region: τ/ε.",
        None,
        ge=1,
        le=1e9,
    )
    bruggeman_exponent: float | None = quantity(
        "1", "Exponent b: fluxes are those of free electrolyte times ε^b.", None, ge=1, le=10
    )
    host: PorousHost | None = option(
        "Matrix of the region as part of the electrode, in whose pores metal is plated; inert if "
        "absent.",
        None,
    )

    @model_validator(mode="after")
    def _one_transport(self) -> Self:
        given = [
            name
            for name in ("tortuosity", "macmullin_number", "bruggeman_exponent")
            if getattr(self, name) is not None
        ]
        if len(given) > 1:
            raise ValueError(f"give one of {' and '.join(given)}, which say the same")
        number = self.macmullin_number
        if number is not None and number * self.porosity < 1.0 - _ROUND_OFF:
            raise ValueError(
                f"a MacMullin number of {number:g} is less than 1/porosity = "
                f"{1.0 / self.porosity:.4g}: pores cannot be shorter than the region"
            )
        return self

    @model_validator(mode="after")
    def _host_is_open(self) -> Self:
        if self.host is not None and self.host.room(self.porosity) <= 0.0:
            raise ValueError(
                f"host.closed_porosity is {self.host.closed_porosity:g}, but must be less than the "
                f"porosity of {self.porosity:g}: pores that are closed at the start hold nothing"
            )
        return self

    @property
    def conduction(self) -> float:
        """Factor f of all fluxes."""
        return float(self.conduction_at(np.asarray(self.porosity)))

    def conduction_at(self, porosity: Floats) -> Floats:
        """Return the factor f of all fluxes with metal in the pores.

        The tortuosity, also that of a MacMullin number, stays as it is.

        Args:
            porosity: volume fractions ε of electrolyte that are left.
        """
        if self.tortuosity is not None:
            return np.asarray(porosity / self.tortuosity)
        if self.macmullin_number is not None:
            return np.asarray(porosity / (self.porosity * self.macmullin_number))
        exponent = BRUGGEMAN if self.bruggeman_exponent is None else self.bruggeman_exponent
        return np.asarray(porosity**exponent)


@dataclass(frozen=True, slots=True)
class Media:
    """Porosity and conduction of each region of a section; that of free electrolyte is one.

    Attributes:
        regions: of the section.
        porosity: (regions,) ε, the free electrolyte first.
        conduction: (regions,) f.
        hosts: marks of the porous hosts, which follow those of the surfaces → number of the region.
        conductivities: marks of those whose matrix has a resistance → its conductivity [S/m].
    """

    regions: tuple[ElectrolyteRegion, ...]
    porosity: Floats
    conduction: Floats
    hosts: Mapping[int, int] = field(default_factory=dict)
    conductivities: Mapping[int, float] = field(default_factory=dict)

    @classmethod
    def of(cls, section: CrossSection, regions: Mapping[str, PorousMedium]) -> Media:
        """Return those of a section.

        Args:
            section: the section.
            regions: medium of each of its regions by name.
        """
        media = [regions[region.name] for region in section.regions]
        found = [(number, medium.host) for number, medium in enumerate(media, 1) if medium.host]
        marked = [*enumerate(found, len(section.surfaces) + 1)]
        return cls(
            section.regions,
            np.array([1.0, *(medium.porosity for medium in media)]),
            np.array([1.0, *(medium.conduction for medium in media)]),
            {mark: number for mark, (number, _) in marked},
            {
                mark: host.conductivity
                for mark, (_, host) in marked
                if host.conductivity is not None
            },
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the regions."""
        return tuple(region.name for region in self.regions)

    @property
    def layered(self) -> bool:
        """True if all regions are bands, of which a straight way through the cell is made."""
        return all(region.area is None for region in self.regions)

    def at(self, points: Floats) -> tuple[Floats, Floats]:
        """Return porosity and conduction at (n, 2) points that are on no interface, (n,) each."""
        region = regions_at(self.regions, points)
        return self.porosity[region], self.conduction[region]

    def path(self, low: float, high: float, width: float) -> CellPath:
        """Return the straight way between two heights of the section.

        Beside drawn regions it is an estimate: at each height the mean over the width.

        Args:
            low: where it begins [µm].
            high: where it ends [µm].
            width: of the section [µm].
        """
        faces = {low, high}
        faces |= {y for region in self.regions for y in (region.low, region.high) if low < y < high}
        heights = sorted(faces)
        levels = np.array(heights)
        shares = np.array(
            [
                [region.share(bottom, top, width) for region in self.regions]
                for bottom, top in pairwise(heights)
            ]
        ).reshape(len(levels) - 1, len(self.regions))
        free = 1.0 - shares.sum(axis=1)
        porosity, conduction = (
            free * values[0] + shares @ values[1:] for values in (self.porosity, self.conduction)
        )
        lengths = np.array([metres(float(x)) for x in np.diff(levels)])
        return CellPath(lengths, porosity, conduction)


@dataclass(frozen=True, slots=True)
class CellPath:
    """Way through the electrolyte in pieces of one region each, from the front on.

    Attributes:
        lengths: (n,) [m].
        porosity, conduction: (n,) of the region of each piece.
    """

    lengths: Floats
    porosity: Floats
    conduction: Floats

    @property
    def length(self) -> float:
        """L [m]."""
        return float(self.lengths.sum())

    @property
    def resisting_length(self) -> float:
        """Length of free electrolyte that has the same resistance, Σ L/f [m]."""
        return float((self.lengths / self.conduction).sum())

    @property
    def storing_length(self) -> float:
        """Length of free electrolyte that holds as much salt, Σ ε L [m]."""
        return float((self.lengths * self.porosity).sum())

    def shares(self) -> tuple[Floats, Floats]:
        """Return the share of the resistance up to many planes, and the salt that each stands for.

        Returns:
            (n,) shares from 0 to 1, and (n,) weights.
        """
        parts, weights = [], []
        passed, whole = 0.0, self.resisting_length
        for length, porosity, conduction in zip(
            self.lengths, self.porosity, self.conduction, strict=True
        ):
            here = (np.arange(_PLANES) + 0.5) / _PLANES
            parts.append((passed + here * length / conduction) / whole)
            weights.append(np.full(_PLANES, porosity * length / _PLANES))
            passed += length / conduction
        return np.concatenate(parts), np.concatenate(weights)


def free_path(length: float) -> CellPath:
    """Return a way through free electrolyte [m]."""
    one = np.ones(1)
    return CellPath(length * one, one, one)
