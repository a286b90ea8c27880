"""Electronic potential at the vertices of solids, for ParaView."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from scipy.spatial import cKDTree

from platefront.geometry.arrays import Floats, Integers
from platefront.solvers.model.voltage.electronic_field import ElectronicField

_AT_FRONT = 1e-6
"""Distance within which a corner of the deposit is a vertex of the front [µm]."""


def front_potential(electronic: ElectronicField, places: Floats) -> Floats:
    """Return φ_s (k,) at vertices of the front [V].

    Args:
        electronic: the potential.
        places: (k, 2) the vertices [µm].
    """
    _, nearest = cKDTree(electronic.front_points).query(places)
    return np.asarray(electronic.front_potential[nearest])


def solid_parts(
    electronic: ElectronicField, corners: Sequence[Floats]
) -> Iterator[tuple[Floats, Integers, Floats]]:
    """Yield vertices (n, 2) [µm], triangles (m, 3) and φ_s (n,) [V] of each material.

    A host that resists is that of its own mesh. Corners of the deposit have the potential of the
    front, or that at the foot of the shell below its nearest vertex. What carries no current has
    none: nan.

    Args:
        electronic: the potential.
        corners: (m, 3, 2) triangles of collector, deposit and further materials [µm].
    """
    for number, each in enumerate(corners):
        points, triangles = _welded(each)
        potential: Floats = np.full(len(points), np.nan)
        if number == 0 and len(electronic.host_points):
            points, triangles = electronic.host_points, electronic.host_triangles
            potential = electronic.host_potential
        elif number == 0:
            potential[:] = electronic.terminal
        elif number == 1 and len(points):
            apart, nearest = cKDTree(electronic.front_points).query(points)
            on_front, foot = electronic.front_potential, electronic.foot_potential
            potential = np.where(apart < _AT_FRONT, on_front[nearest], foot[nearest])
        yield points, triangles, potential


def _welded(corners: Floats) -> tuple[Floats, Integers]:
    """Return vertices and triangles from (m, 3, 2) corners."""
    if not len(corners):
        return np.empty((0, 2)), np.empty((0, 3), dtype=np.int64)
    points, cells = np.unique(corners.reshape(-1, 2), axis=0, return_inverse=True)
    return points, cells.reshape(-1, 3).astype(np.int64)
