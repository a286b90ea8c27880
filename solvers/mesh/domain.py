"""Distributed mesh of the electrolyte, from a triangulation on rank 0."""

from __future__ import annotations

from typing import Any

import basix.ufl
import numpy as np
import ufl
from mpi4py import MPI
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.front.tags import COUNTER, SYMMETRY
from platefront.geometry.mesh.triangulation import TriangleMesh, quality, signed_areas
from platefront.solvers.fenicsx import cell_nodes, exterior_facets, fem, graph, io, mesh
from platefront.solvers.mesh.periodic_mesh import opened
from platefront.solvers.parallel import OnRoot, gathered

COUNTER_MARK = 1000
"""Facet mark of the counter electrode; surface k has mark k + 1."""
INLET_MARK = 1001
"""Facet mark of the side wall x = 0."""
OUTLET_MARK = 1002
"""Facet mark of the other side wall."""

UFL_MESH = ufl.Mesh(basix.ufl.element("Lagrange", "triangle", 1, shape=(2,)))
"""Abstract mesh of all forms, which are compiled once."""

CELL_ELEMENT = basix.ufl.element("DG", "triangle", 0)
VERTEX_ELEMENT = basix.ufl.element("Lagrange", "triangle", 1)
VECTOR_ELEMENT = basix.ufl.element("Lagrange", "triangle", 1, shape=(2,))


class Domain:
    """Mesh of DOLFINx with movable nodes and marked boundary facets.

    The triangulation lives on rank 0; cells and nodes are distributed. Arrays over the vertices
    of the triangulation ("vertex order") are exchanged by `scatter` and `gather`.
    """

    def __init__(self, triangulation: OnRoot[TriangleMesh]) -> None:
        """Distribute a triangulation.

        Raises:
            MeshingError: the triangulation is too coarse to be closed to a cylinder.
        """
        self.comm = triangulation.comm
        self.triangulation = triangulation
        self._twins: Integers = triangulation.map(lambda whole: whole.vertex_of).shared()
        # DOLFINx wants vertices numbered without gaps.
        kept, self._number = np.unique(self._twins, return_inverse=True)
        corners = triangulation.map(lambda whole: self._number[whole.triangles])
        places = triangulation.map(lambda whole: whole.points[kept])
        self.mesh = mesh.create_mesh(
            self.comm,
            cells=corners.otherwise(np.empty((0, 3), dtype=np.int64)),
            x=places.otherwise(np.empty((0, 2))),
            e=UFL_MESH,
        )
        topology = self.mesh.topology
        topology.create_connectivity(1, 2)
        topology.create_connectivity(2, 1)
        topology.create_connectivity(2, 2)
        self.facets = self._marked_facets()
        self._banks_apart: Floats | None = None
        if triangulation.map(lambda whole: whole.closed).shared():
            cells, points = triangulation.map(
                lambda whole: (whole.triangles, whole.points)
            ).shared()
            self.mesh = opened(self.mesh, cells, points, self._number)
            self._banks_apart = points - points[self._twins]
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
        if self._banks_apart is not None:
            self._beside += self._banks_apart[self.nodes]
        # DOLFINx reorders the corners of a cell: remember which way round each one is.
        self._turn = np.sign(signed_areas(self.mesh.geometry.x[:, :2], cells_to_nodes))

    def _marked_facets(self) -> Any:
        nothing = np.empty((0, 2), dtype=np.int64), np.empty(0, dtype=np.int32)
        edges, marks = self.triangulation.map(_marked_edges).otherwise(nothing)
        entities, values = io.distribute_entity_data(self.mesh, 1, self._number[edges], marks)
        adjacency = graph.adjacencylist(entities)
        return mesh.meshtags_from_entities(
            self.mesh, 1, adjacency, values.astype(np.int32, copy=False)
        )

    def facet_integrals(self, marks: list[int]) -> list[tuple[int, NDArray[np.int32]]]:
        """Return the integration entities of the facets with each mark."""
        topology = self.mesh.topology
        return [(mark, exterior_facets(topology, self.facets.find(mark))) for mark in marks]

    def scatter(self, values: OnRoot[Floats]) -> Floats:
        """Return the values of an array in vertex order at the local vertex dofs."""
        return np.asarray(values.shared()[self.vertex_of_dof])

    def gather(self, values: Floats) -> OnRoot[Floats]:
        """Return values at the local vertex dofs as an array in vertex order."""

        def collect(parts: list[tuple[Integers, Floats]]) -> Floats:
            collected = np.zeros((len(self._twins), *values.shape[1:]))
            for vertices, part in parts:
                collected[vertices] = part
            return np.asarray(collected[self._twins])

        own = (self.vertex_of_dof[: self._owned], values[: self._owned])
        return gathered(self.comm, own).map(collect)

    def scatter_cells(self, values: OnRoot[Floats]) -> Floats:
        """Return the values of an array by triangle at the local cells, ghosts included."""
        return np.asarray(values.shared()[self.mesh.topology.original_cell_index])

    def gather_cells(self, values: Floats) -> OnRoot[Floats]:
        """Return values at the local cells as an array by triangle of the triangulation."""

        def collect(parts: list[tuple[Integers, Floats]]) -> Floats:
            triangles = np.concatenate([cells for cells, _ in parts])
            collected = np.empty(len(triangles))
            collected[triangles] = np.concatenate([part for _, part in parts])
            return collected

        own = slice(self.cell_count)
        triangles: Integers = self.mesh.topology.original_cell_index[own]
        return gathered(self.comm, (triangles, values[own])).map(collect)

    def gather_points(self) -> OnRoot[Floats]:
        """Return the (vertices, 2) present positions of the vertices [µm]."""
        points, apart = self.gather(self.coordinates), self._banks_apart
        return points if apart is None else points.map(lambda places: places + apart)

    @property
    def coordinates(self) -> Floats:
        """(dofs, 2) coordinates of the local vertex dofs [µm]."""
        nodes = self.node_of_dof
        return np.asarray(self.mesh.geometry.x[nodes, :2] - self._beside[nodes])

    def move_to(self, coordinates: Floats) -> None:
        """Set the coordinates of the local vertex dofs, (dofs, 2) [µm]."""
        self.mesh.geometry.x[:, :2] = coordinates[self._dof_of_node] + self._beside

    @property
    def coordinates_of_nodes(self) -> Floats:
        """(nodes, 2) coordinates of the local nodes, on the bank of a cut that each is on [µm]."""
        return np.asarray(self.mesh.geometry.x[:, :2])

    @property
    def cell_count(self) -> int:
        """Number of cells owned by this process."""
        return int(self.mesh.topology.index_map(2).size_local)

    def corners(self, coordinates: Floats) -> Floats:
        """Return the corners (cells, 3, 2) of the owned cells at other positions [µm].

        Args:
            coordinates: (dofs, 2) positions of the local vertex dofs [µm].
        """
        nodes = cell_nodes(self.mesh)[: self.cell_count]
        return np.asarray(coordinates[self._dof_of_node[nodes]] + self._beside[nodes])

    def lowest_quality(self) -> float:
        """Return the lowest quality of a triangle of the present mesh, negative if inverted."""
        points = self.mesh.geometry.x[:, :2]
        cells: Integers = cell_nodes(self.mesh)
        shape = quality(points, cells) * self._turn
        lowest = float(shape.min()) if len(shape) else 1.0
        return float(self.comm.allreduce(lowest, op=MPI.MIN))


def _marked_edges(whole: TriangleMesh) -> tuple[Integers, NDArray[np.int32]]:
    """(k, 2) boundary edges with a possible flux, and (k,) their marks."""
    marked = (whole.tags >= 0) | np.isin(whole.tags, (COUNTER, SYMMETRY))
    edges, tags = whole.edges[marked], whole.tags[marked]
    at_inlet = np.asarray(whole.points[edges][:, :, 0] == 0.0).all(axis=1)
    walls = [tags == COUNTER, (tags == SYMMETRY) & at_inlet, tags == SYMMETRY]
    wall_marks = [COUNTER_MARK, INLET_MARK, OUTLET_MARK]
    return edges, np.select(walls, wall_marks, tags + 1).astype(np.int32)
