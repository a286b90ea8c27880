"""Host that resists, as a network: linear elements on its own mesh, which stays as it is.

∫ σ∇φ_s·∇v = ∫_front i_n v with v = 0 at the terminal. The stiffness of linear elements is that of a
network: the edge between two nodes has the conductance Σ σ cot(θ)/2 over its triangles, θ the angle
that faces it. Currents are sums of g (φ_i - φ_j), so that charge is conserved to the round-off of
the currents, however well the host conducts.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp
import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.mesh.grading import Grading
from platefront.geometry.mesh.solid_triangulation import SolidMesh, triangulate_solids
from platefront.solvers.model.scales import Scales

_FLOOR = 1e-9
"""Height up to which a node is at the terminal [µm]."""


@dataclass(frozen=True)
class HostNetwork:
    """Network of a host.

    Attributes:
        mesh: of the host.
        ends: (e, 2) nodes of each edge.
        conductance: (e,) of each edge [F D c0 per RT/F].
        unknown: (n,) number of the unknown of each node; -1 at the terminal, where φ_s is that of
            the electrode.
        border: (b, 2) nodes of the edges of its surface.
    """

    mesh: SolidMesh
    ends: Integers
    conductance: Floats
    unknown: Integers
    border: Integers
    _tree: shapely.STRtree = field(repr=False)

    @classmethod
    def of(
        cls,
        shape: BaseGeometry,
        grading: Grading,
        conductivity: float,
        scales: Scales,
        period: float | None = None,
    ) -> HostNetwork:
        """Mesh a host.

        Args:
            shape: polygons, each of which reaches the terminal y = 0 [µm].
            grading: sizes of the mesh.
            conductivity: σ [S/m].
            scales: units of current and potential.
            period: of the section, whose side walls the host does not touch [µm]; None between
                symmetry planes.

        Raises:
            MeshingError: the host cannot be meshed.
        """
        mesh = triangulate_solids(shape, grading)
        ends, cotangents = _edges(mesh)
        fixed = mesh.points[:, 1] <= _FLOOR
        unknown = np.where(fixed, -1, np.cumsum(~fixed) - 1)
        border, turns = mesh.boundary, (0.0,) if period is None else (-period, 0.0, period)
        sides = mesh.points[border]
        seen = np.concatenate([sides + np.array([turn, 0.0]) for turn in turns])
        return cls(
            mesh,
            ends,
            conductivity * scales.potential / scales.current * cotangents,
            unknown,
            border,
            shapely.STRtree(shapely.linestrings(seen)),
        )

    @property
    def count(self) -> int:
        """Number of unknowns."""
        return int((self.unknown >= 0).sum())

    def stiffness(self) -> sp.csr_matrix:
        """Return the (count, count) stiffness K [F D c0 per RT/F]."""
        incidence = self._incidence()
        return sp.csr_matrix(incidence.T @ sp.diags(self.conductance) @ incidence)

    def drained(self, potential: Floats) -> tuple[Floats, float]:
        """Return the (count,) currents out of the nodes, and that into the terminal [F D c0].

        Args:
            potential: (count,) φ_s less that of the terminal [RT/F].
        """
        flow = self.conductance * self._drops(potential)
        size = len(self.unknown)
        out: Floats = np.asarray(np.bincount(self.ends[:, 0], flow, size), dtype=np.float64)
        out -= np.bincount(self.ends[:, 1], flow, size)
        free = self.unknown >= 0
        return out[free], -float(out[~free].sum())

    def dissipated(self, potential: Floats) -> float:
        """Return the power that the host dissipates, ∫ σ|∇φ_s|² [F D c0 RT/F]."""
        return float((self.conductance * self._drops(potential) ** 2).sum())

    def at_nodes(self, potential: Floats) -> Floats:
        """Return the potential of all nodes (n,) from that of the unknowns."""
        return np.append(potential, 0.0)[self.unknown]

    def trace(self, places: Floats) -> tuple[Floats, Integers, Floats]:
        """Return distances (k,), nodes (k, 2) and weights (k, 2) of the nearest points of the host.

        Args:
            places: (k, 2) [µm].
        """
        points = shapely.points(places)
        (_, edge), distance = self._tree.query_nearest(
            points, return_distance=True, all_matches=False
        )
        along = shapely.line_locate_point(self._tree.geometries[edge], points, normalized=True)
        return distance, self.border[edge % len(self.border)], np.column_stack((1.0 - along, along))

    def _drops(self, potential: Floats) -> Floats:
        values = self.at_nodes(potential)
        return np.asarray(values[self.ends[:, 0]] - values[self.ends[:, 1]])

    def _incidence(self) -> sp.csr_matrix:
        """(e, count) differences along the edges."""
        edge = np.tile(np.arange(len(self.ends)), 2)
        column = self.unknown[self.ends.T.ravel()]
        sign = np.repeat((1.0, -1.0), len(self.ends))
        free = column >= 0
        shape = (len(self.ends), self.count)
        return sp.csr_matrix((sign[free], (edge[free], column[free])), shape=shape)


def _edges(mesh: SolidMesh) -> tuple[Integers, Floats]:
    """Return the (e, 2) edges of a mesh and Σ cot(θ)/2 of each (e,)."""
    pairs, values = [], []
    for k in range(3):
        corner, one, other = (mesh.triangles[:, (k + shift) % 3] for shift in range(3))
        a, b = mesh.points[one] - mesh.points[corner], mesh.points[other] - mesh.points[corner]
        cross = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
        pairs.append(np.sort(np.column_stack((one, other)), axis=1))
        values.append(0.5 * np.einsum("ij,ij->i", a, b) / cross)
    ends, number = np.unique(np.concatenate(pairs), axis=0, return_inverse=True)
    sums = np.bincount(number.ravel(), np.concatenate(values))
    return ends, np.asarray(sums, dtype=np.float64)
