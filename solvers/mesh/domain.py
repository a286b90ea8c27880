"""The distributed mesh of the electrolyte and its ties to the outline on rank 0."""

from __future__ import annotations

from typing import Any

import basix.ufl
import numpy as np
import ufl
from mpi4py import MPI
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.front.outline import COUNTER, SYMMETRY
from platefront.geometry.mesh.triangulation import TriangleMesh, quality, signed_areas
from platefront.solvers.fenicsx import cell_nodes, exterior_facets, fem, graph, io, mesh
from platefront.solvers.mesh.periodic_mesh import opened

COUNTER_MARK = 1000
"""Facet mark of the counter electrode; surface k has mark k + 1."""
INLET_MARK = 1001
"""Facet mark of the side wall x = 0."""
OUTLET_MARK = 1002
"""Facet mark of the other side wall."""

UFL_MESH = ufl.Mesh(basix.ufl.element("Lagrange", "triangle", 1, shape=(2,)))
"""The abstract mesh on which all forms are written and compiled once."""

VERTEX_ELEMENT = basix.ufl.element("Lagrange", "triangle", 1)
VECTOR_ELEMENT = basix.ufl.element("Lagrange", "triangle", 1, shape=(2,))


class Domain:
    """A DOLFINx mesh whose nodes can be moved, with marked boundary facets.

    The triangulation lives on rank 0; cells and nodes are distributed. Arrays over the vertices
    of the triangulation ("vertex order") are exchanged by `scatter` and `gather`.
    """

    def __init__(self, comm: MPI.Intracomm, triangulation: TriangleMesh | None) -> None:
        """Distribute a triangulation (None on all ranks but 0).

        Raises:
            MeshingError: the triangulation is too coarse to be closed to a cylinder.
        """
        self.comm = comm
        self.triangulation = triangulation
        cells: Integers = np.empty((0, 3), dtype=np.int64)
        points: Floats = np.empty((0, 2))
        twins = None
        if triangulation is not None:
            cells, points = triangulation.triangles, triangulation.points
            twins = triangulation.twins
        self.count: int = comm.bcast(len(points), root=0)
        self._twins: Integers = comm.bcast(np.arange(len(points)) if twins is None else twins)
        self.closed: bool = comm.bcast(twins is not None)
        """Whether the mesh is a cylinder that was cut open."""
        # DOLFINx wants vertices numbered without gaps.
        kept, self._number = np.unique(self._twins, return_inverse=True)
        points_kept = points[kept] if triangulation is not None else points
        self.mesh = mesh.create_mesh(comm, cells=self._number[cells], x=points_kept, e=UFL_MESH)
        topology = self.mesh.topology
        topology.create_connectivity(1, 2)
        topology.create_connectivity(2, 1)
        topology.create_connectivity(2, 2)
        self.facets = self._mark_facets(triangulation)
        if self.closed:
            cells, points = comm.bcast((cells, points))
            self.mesh = opened(self.mesh, cells, points, self._number)
        self.vertex_space = fem.functionspace(self.mesh, VERTEX_ELEMENT)
        self.vector_space = fem.functionspace(self.mesh, VECTOR_ELEMENT)
        self.nodes = self.mesh.geometry.input_global_indices
        """(local nodes,) vertex order of each geometry node."""
        cells_to_nodes, cells_to_dofs = cell_nodes(self.mesh), self.vertex_space.dofmap.list
        owned_and_ghosts = self.vertex_space.dofmap.index_map
        self._owned = owned_and_ghosts.size_local
        self.node_of_dof = np.empty(self._owned + owned_and_ghosts.num_ghosts, dtype=np.int64)
        self.node_of_dof[cells_to_dofs] = cells_to_nodes
        self._dof_of_node = np.empty(len(self.nodes), dtype=np.int64)
        self._dof_of_node[cells_to_nodes] = cells_to_dofs
        self.vertex_of_dof = self._twins[self.nodes[self.node_of_dof]]
        # A node on the far bank of a cut lies a period away from the vertex that it is.
        self._beside = np.zeros((len(self.nodes), 2))
        if self.closed:
            self._beside += points[self.nodes] - points[self._twins[self.nodes]]
        # DOLFINx reorders the corners of a cell: remember which way round each one is.
        self._turn = np.sign(signed_areas(self.mesh.geometry.x[:, :2], cells_to_nodes))

    def _mark_facets(self, triangulation: TriangleMesh | None) -> Any:
        edges: Integers = np.empty((0, 2), dtype=np.int64)
        marks: NDArray[np.int32] = np.empty(0, dtype=np.int32)
        if triangulation is not None:
            marked = (triangulation.tags >= 0) | np.isin(triangulation.tags, (COUNTER, SYMMETRY))
            tags = triangulation.tags[marked]
            edges = self._number[triangulation.edges[marked]]
            ends = triangulation.points[triangulation.edges[marked]]
            at_inlet = np.asarray(ends[:, :, 0] == 0.0).all(axis=1)
            walls = [tags == COUNTER, (tags == SYMMETRY) & at_inlet, tags == SYMMETRY]
            wall_marks = [COUNTER_MARK, INLET_MARK, OUTLET_MARK]
            marks = np.select(walls, wall_marks, tags + 1).astype(np.int32)
        entities, values = io.distribute_entity_data(self.mesh, 1, edges, marks)
        adjacency = graph.adjacencylist(entities)
        return mesh.meshtags_from_entities(
            self.mesh, 1, adjacency, values.astype(np.int32, copy=False)
        )

    def facet_integrals(self, marks: list[int]) -> list[tuple[int, NDArray[np.int32]]]:
        """Integration entities of the facets with each mark."""
        topology = self.mesh.topology
        return [(mark, exterior_facets(topology, self.facets.find(mark))) for mark in marks]

    def scatter(self, values: Floats | None) -> Floats:
        """From an array in vertex order on rank 0 to values at the local vertex dofs."""
        everywhere = self.comm.bcast(values, root=0)
        return np.asarray(everywhere[self.vertex_of_dof])

    def gather(self, function: fem.Function) -> Floats | None:
        """A P1 function in vertex order on rank 0 (None elsewhere)."""
        return self.gather_array(function.x.array)

    def gather_array(self, values: Floats) -> Floats | None:
        """Values at the local vertex dofs, in vertex order on rank 0 (None elsewhere)."""
        own = (self.vertex_of_dof[: self._owned], values[: self._owned])
        parts = self.comm.gather(own, root=0)
        if parts is None:
            return None
        collected = np.zeros((self.count, *values.shape[1:]))
        for vertices, part in parts:
            collected[vertices] = part
        return np.asarray(collected[self._twins])

    def gather_points(self) -> Floats | None:
        """(vertices, 2) where the vertices are now, rank 0 (None elsewhere) [µm]."""
        points = self.gather_array(self.coordinates)
        if points is not None and self.closed and self.triangulation is not None:
            points += self.triangulation.points - self.triangulation.points[self._twins]
        return points

    @property
    def coordinates(self) -> Floats:
        """(dofs, 2) coordinates of the local vertex dofs [µm]."""
        nodes = self.node_of_dof
        return np.asarray(self.mesh.geometry.x[nodes, :2] - self._beside[nodes])

    def move_to(self, coordinates: Floats) -> None:
        """Set the coordinates of the local vertex dofs, (dofs, 2) [µm]."""
        self.mesh.geometry.x[:, :2] = coordinates[self._dof_of_node] + self._beside

    def lowest_quality(self) -> float:
        """Smallest triangle quality of the mesh as it stands, negative if one is turned over."""
        points = self.mesh.geometry.x[:, :2]
        cells: Integers = cell_nodes(self.mesh)
        shape = quality(points, cells) * self._turn
        lowest = float(shape.min()) if len(shape) else 1.0
        return float(self.comm.allreduce(lowest, op=MPI.MIN))
