"""Close a mesh that was cut open: the same topology, vertices of either bank at their own place.

DOLFINx makes mesh entities and unknowns from the topology, coordinates from the geometry. With the
two banks of a cut as one in the topology, all fields are continuous across it, in any order and on
any number of processes, and nothing else needs to know.
"""

from __future__ import annotations

import numpy as np

from platefront.geometry.arrays import Floats, Integers
from platefront.solvers.fenicsx import cell_nodes, mesh, with_geometry


def opened(closed: mesh.Mesh, triangles: Integers, points: Floats, number: Integers) -> mesh.Mesh:
    """The mesh whose cells lie where the triangles do that were cut open.

    Args:
        closed: mesh of `number[triangles]`.
        triangles: (m, 3) corners, known on all processes.
        points: (n, 2) [µm], likewise.
        number: (n,) of each vertex, the same for both banks of the cut, likewise.
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
