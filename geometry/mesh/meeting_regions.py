"""Mesh vertices at which regions of the electrolyte meet."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats
from platefront.geometry.mesh.triangulation import TriangleMesh
from platefront.geometry.section.regions import ElectrolyteRegion, regions_at


def middles(points: Floats, triangles: NDArray[np.int64]) -> Floats:
    """Return the (m, 2) middle of each triangle [µm]."""
    return np.asarray(points[triangles].mean(axis=1), dtype=np.float64)


def on_interfaces(mesh: TriangleMesh, regions: Sequence[ElectrolyteRegion]) -> NDArray[np.bool_]:
    """Return True for vertices between triangles of different regions, (n,).

    Args:
        mesh: of the electrolyte, along whose edges regions meet.
        regions: of the section.
    """
    here = regions_at(regions, middles(mesh.points, mesh.triangles))
    corners = mesh.vertex_of[mesh.triangles]
    sides = np.sort(corners[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
    region = np.repeat(here, 3)
    order = np.lexsort(sides.T)
    sides, region = sides[order], region[order]
    shared = (sides[1:] == sides[:-1]).all(axis=1) & (region[1:] != region[:-1])
    found = np.zeros(len(mesh.points), dtype=np.bool_)
    found[sides[1:][shared]] = True
    return found[mesh.vertex_of]
