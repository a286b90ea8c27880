"""Mesh with periodic side walls: closed topology, opened geometry.

DOLFINx derives mesh entities and unknowns from the topology, coordinates from the geometry. With
the two banks of a cut identified in the topology only, fields of any order are continuous across it
on any number of processes, without further conditions.
"""

from __future__ import annotations

import numpy as np

from platefront.geometry.arrays import Floats, Integers
from platefront.solvers.fenicsx import cell_nodes, mesh, with_geometry


def opened(closed: mesh.Mesh, triangles: Integers, points: Floats, number: Integers) -> mesh.Mesh:
    """Return the mesh with the topology of a closed mesh and cells in the place of the triangles.

    Args:
        closed: mesh of `number[triangles]`.
        triangles: (m, 3) corners, on all processes.
        points: (n, 2), on all processes [µm].
        number: (n,) number of each vertex, equal on both banks of the cut, on all processes.
    """
    geometry = closed.geometry
    names = geometry.input_global_indices[cell_nodes(closed)]
    corners = triangles[closed.topology.original_cell_index]
    # DOLFINx may have turned a cell's corners: find each by its name.
    at = (number[corners][:, None, :] == names[:, :, None]).argmax(axis=2)
    vertices = np.take_along_axis(corners, at, axis=1)
    own, numbered = np.unique(vertices, return_inverse=True)
    dofmap = numbered.reshape(vertices.shape).astype(np.int32)
    return with_geometry(closed, dofmap, points[own], own)
