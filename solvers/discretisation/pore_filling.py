"""Metal in the pores of porous hosts, by triangle of the electrolyte mesh (on rank 0).

Regions of the electrolyte keep their place, and so do the triangles in them from one mesh to the
next. A new mesh takes the metal over by area, with the intersections of old and new triangles, so
that none is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.lengths import UM2
from platefront.geometry.mesh.triangulation import TriangleMesh
from platefront.geometry.section.regions import regions_at
from platefront.solvers.mesh.overlay import overlay
from platefront.solvers.model.electrolyte.hosts import Hosts, PoresOfCells
from platefront.solvers.parallel import OnRoot


@dataclass(frozen=True, slots=True)
class PoreFilling:
    """Metal in the pores of each triangle.

    Attributes:
        region: (m,) region of each triangle, as of `regions_at`.
        corners: (m, 3, 2) its corners; those in hosts do not move [µm].
        filled: (m,) volume fraction s of metal.
    """

    region: Integers
    corners: Floats
    filled: Floats

    @classmethod
    def none_on(cls, mesh: TriangleMesh, hosts: Hosts) -> PoreFilling:
        """Return empty pores on a mesh."""
        corners = np.asarray(mesh.points[mesh.triangles])
        region = regions_at(hosts.media.regions, corners.mean(axis=1))
        return cls(region, corners, np.zeros(len(corners)))

    @property
    def areas(self) -> Floats:
        """(m,) areas of the triangles [µm²]."""
        side = self.corners[:, 1:] - self.corners[:, :1]
        return np.asarray(
            0.5 * np.abs(side[:, 0, 0] * side[:, 1, 1] - side[:, 0, 1] * side[:, 1, 0])
        )

    @property
    def metal(self) -> float:
        """Area of all metal in pores [µm²]."""
        return float((self.filled * self.areas).sum())

    def strippable(self, hosts: Hosts) -> float:
        """Return the area of the metal above the film that stripping leaves [µm²]."""
        above = np.maximum(self.filled - hosts.residue(self.region), 0.0)
        return float((above * self.areas).sum())

    def after(self, charge: Floats, volume_per_charge: float) -> PoreFilling:
        """Return these after charges have passed.

        Args:
            charge: (m,) plated in each triangle [C/m].
            volume_per_charge: volume of deposit per charge [m³/C].
        """
        grown = charge * (volume_per_charge / UM2) / self.areas
        return replace(self, filled=self.filled + grown)

    def pores(self, hosts: Hosts, *, counted: bool) -> PoresOfCells:
        """Return the state of the pores, as `Hosts.pores`."""
        return hosts.pores(self.region, self.filled, counted=counted)

    def by_host(self, values: Floats, hosts: Hosts) -> Floats:
        """Return the sum over each host of values by triangle, (hosts,)."""
        sums = np.bincount(self.region, values, minlength=len(hosts.media.porosity))
        return np.asarray(sums[list(hosts.regions)])

    def carried_to(
        self, mesh: TriangleMesh, hosts: Hosts, sums: Sequence[Floats], period: float | None
    ) -> tuple[PoreFilling, list[Floats]]:
        """Return the same metal on a new mesh.

        Args:
            mesh: the new mesh.
            hosts: of the section.
            sums: values by triangle that belong to its whole area, such as currents.
            period: along x if the side walls are periodic [µm].

        Returns:
            The metal and these values on the triangles of the new mesh.
        """
        new = PoreFilling.none_on(mesh, hosts)
        ours, theirs = (np.flatnonzero(np.isin(p.region, hosts.regions)) for p in (self, new))
        carried: list[Floats] = [np.zeros(len(new.region)) for _ in range(1 + len(sums))]
        of_old, of_new = self.areas[ours], new.areas[theirs]
        densities = [self.filled[ours], *(values[ours] / of_old for values in sums)]
        # a cylinder may be cut open elsewhere
        for turn in (0,) if period is None else (-2, -1, 0, 1, 2):
            before = self.corners[ours] + np.array([turn * (period or 0.0), 0.0])
            for pieces in overlay(new.corners[theirs], before):
                covered = pieces.share * of_new[pieces.new]
                for whole, density in zip(carried, densities, strict=True):
                    part = covered * density[pieces.old]
                    whole[theirs] += np.bincount(pieces.new, part, minlength=len(theirs))
        metal, *others = carried
        return replace(new, filled=metal / new.areas), others


def share_of_pores(hosts: Hosts, filling: OnRoot[PoreFilling | None]) -> float | None:
    """Return the metal relative to that which closes the pores, where they are fullest.

    None without hosts (collective).
    """
    if not len(hosts):
        return None

    def share(metal: PoreFilling | None) -> float:
        assert metal is not None  # with hosts
        return hosts.fullest(metal.region, metal.filled)

    return filling.map(share).shared()
