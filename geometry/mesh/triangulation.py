"""Triangulation of the electrolyte by Gmsh, graded from the front."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import gmsh
import numpy as np
from numpy.typing import NDArray

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.errors import MeshingError
from platefront.geometry.front.junctions import junctions
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.round_off import without_round_off
from platefront.geometry.front.tags import BANK, FAR_BANK
from platefront.geometry.mesh.grading import Grading
from platefront.geometry.mesh.mesh_plan import check_closed, plan
from platefront.geometry.mesh.plan import Plan
from platefront.geometry.section.interfaces import NO_LINES, InterfaceLines

_BANKS = (BANK, FAR_BANK)
_DELAUNAY = 5  # Gmsh's 2D algorithm: robust and the fastest on domains with many holes


@dataclass(frozen=True, slots=True)
class TriangleMesh:
    """Triangulation of the electrolyte.

    `triangulate` numbers the vertices of the outline first, in the order of the outline, as a
    `FrontMesh` requires.

    Attributes:
        points: (n, 2) vertices [µm].
        triangles: (m, 3) vertex indices, counter-clockwise.
        edges: (k, 2) boundary edges, those of the front first and in the order of the outline, and
            those on both banks of a cut.
        tags: (k,) their tags as in `Outline.tag`, and those of banks.
        twins: (n,) vertex that each vertex coincides with on the cylinder: itself, or the one on
            the other bank of the cut; None without a cut.
    """

    points: Floats
    triangles: Integers
    edges: Integers
    tags: Integers
    twins: Integers | None = None

    @property
    def closed(self) -> bool:
        """True for a cylinder that is cut open."""
        return self.twins is not None

    @property
    def vertex_of(self) -> Integers:
        """(n,) `twins`, or without a cut each vertex itself."""
        return np.arange(len(self.points)) if self.twins is None else self.twins

    def on_boundary(self, tag: int) -> NDArray[np.bool_]:
        """(n,) True for vertices on boundary edges with this tag."""
        found = np.zeros(len(self.points), dtype=np.bool_)
        found[self.edges[self.tags == tag]] = True
        return found


@contextmanager
def gmsh_model(name: str) -> Iterator[None]:
    """New model of Gmsh, without output; Gmsh remains initialised for the next mesh."""
    if not gmsh.isInitialized():
        gmsh.initialize(interruptible=False)
        gmsh.option.setNumber("General.Terminal", 0)
        gmsh.option.setNumber("General.Verbosity", 1)
    gmsh.model.add(name)
    try:
        yield
    except BaseException:
        gmsh.finalize()  # once it has failed, Gmsh makes no further mesh
        raise
    gmsh.model.remove()


def triangulate(
    outline: Outline,
    grading: Grading,
    *,
    counter_moves: bool = False,
    lines: InterfaceLines = NO_LINES,
) -> TriangleMesh:
    """Mesh the electrolyte inside `outline`.

    Each edge of the front, and of a counter electrode that moves, becomes one mesh edge; walls are
    divided according to the grading.

    Args:
        outline: of the electrolyte.
        grading: sizes of the mesh.
        counter_moves: True for a counter electrode that recedes.
        lines: interfaces of the electrolyte, along which mesh edges lie [µm].

    Raises:
        MeshingError: the outline is not simple, Gmsh failed, or its mesh does not have the
            outline's area.
    """
    if not outline.is_simple:  # Gmsh would look for the edges it cannot find for ever
        raise MeshingError("the front crosses itself")
    rounded = without_round_off(outline, grading.front)
    flat = plan(rounded, grading.front, grading.reach, lines)
    with gmsh_model("electrolyte"):
        _describe(flat, outline.is_front | (outline.on_counter & counter_moves))
        _set_sizes(rounded, flat, grading)
        try:
            gmsh.model.mesh.generate(2)
        except Exception as error:  # Gmsh raises bare Exception
            raise MeshingError(f"Gmsh: {error}") from error
        mesh = _collect(rounded, flat)
    of_outline = np.flatnonzero(flat.twin[: len(flat.ends)] < len(outline))
    twin = flat.twin[of_outline]
    shift = flat.points[of_outline] - rounded.points[twin]
    mesh.points[of_outline] = outline.points[twin] + shift
    area = float(signed_areas(mesh.points, mesh.triangles).sum())
    if not np.isclose(area, outline.area, rtol=1e-9, atol=0.0):
        raise MeshingError(
            f"mesh covers {area:.6g} µm² of {outline.area:.6g} µm²: the outline is not simple"
        )
    return mesh


def _describe(flat: Plan, whole: NDArray[np.bool_]) -> None:
    """Define points, lines and surfaces in Gmsh; edges of the outline in `whole` are not divided.

    The tag of a Gmsh point or curve is its number plus one.
    """
    geo = gmsh.model.geo
    points = np.concatenate((flat.points, flat.nodes))
    for index in range(len(points)):
        x, y = float(points[index, 0]), float(points[index, 1])
        geo.addPoint(x, y, 0.0, tag=index + 1)
    for tag, end in enumerate(flat.ends, start=1):
        geo.addLine(tag, int(end) + 1, tag=tag)
    for tag, rings in enumerate(flat.surfaces, start=1):
        geo.addPlaneSurface([geo.addCurveLoop((ring + 1).tolist()) for ring in rings], tag=tag)
    for edge in np.flatnonzero(whole):
        geo.mesh.setTransfiniteCurve(int(edge) + 1, 2)
    inner: dict[int, list[int]] = {}
    of_nodes = np.where(flat.inner[:, :2] < 0, len(flat.points) - 1 - flat.inner[:, :2], 0)
    along = np.where(flat.inner[:, :2] < 0, of_nodes, flat.inner[:, :2])
    for line, (first, last) in enumerate(along, start=len(flat.ends) + 1):
        geo.addLine(int(first) + 1, int(last) + 1, tag=line)
        inner.setdefault(int(flat.inner[line - len(flat.ends) - 1, 2]) + 1, []).append(line)
    geo.synchronize()
    for surface, lines in inner.items():
        gmsh.model.mesh.embed(1, lines, 2, surface)
    for one, other in flat.banks:
        there = np.eye(4)
        there[:2, 3] = flat.points[flat.ends[other]] - flat.points[one]
        gmsh.model.mesh.setPeriodic(1, [int(other) + 1], [int(one) + 1], there.ravel().tolist())


def _set_sizes(outline: Outline, flat: Plan, grading: Grading) -> None:
    field = gmsh.model.mesh.field
    near = _points_of(outline.front_points, flat)
    field.add("Distance", 1)
    field.setNumbers(1, "PointsList", near.tolist())
    field.add("Threshold", 2)
    field.setNumber(2, "InField", 1)
    field.setNumber(2, "SizeMin", grading.front)
    field.setNumber(2, "SizeMax", grading.largest)
    field.setNumber(2, "DistMin", 0.5 * grading.front)
    reach = max((grading.largest - grading.front) / grading.growth, 1e-3 * grading.front)
    field.setNumber(2, "DistMax", 0.5 * grading.front + reach)
    field.setAsBackgroundMesh(_finer_at_junctions(outline, flat, grading, 2))
    set_size_options()


def set_size_options() -> None:
    """Let the size field alone determine the mesh, which is the same in every run."""
    gmsh.option.setNumber("Mesh.MeshSizeExtendFromBoundary", 0)
    gmsh.option.setNumber("Mesh.MeshSizeFromPoints", 0)
    gmsh.option.setNumber("Mesh.MeshSizeFromCurvature", 0)
    gmsh.option.setNumber("Mesh.Algorithm", _DELAUNAY)
    gmsh.option.setNumber("Mesh.RandomFactor", 1e-9)


def _points_of(vertices: NDArray[np.bool_], flat: Plan) -> Integers:
    """Return the Gmsh points that are given vertices of the outline."""
    of_outline = flat.twin < len(vertices)
    return np.flatnonzero(of_outline & vertices[np.where(of_outline, flat.twin, 0)]) + 1


def _finer_at_junctions(outline: Outline, flat: Plan, grading: Grading, elsewhere: int) -> int:
    """Index of the size field: the given one, or its minimum with that of junctions."""
    near = grading.near_junctions
    points = _points_of(junctions(outline), flat)
    if near is None or not len(points):
        return elsewhere
    field = gmsh.model.mesh.field
    distance, size, smaller = elsewhere + 1, elsewhere + 2, elsewhere + 3
    field.add("Distance", distance)
    field.setNumbers(distance, "PointsList", points.tolist())
    field.add("Threshold", size)
    field.setNumber(size, "InField", distance)
    field.setNumber(size, "SizeMin", near.at)
    field.setNumber(size, "SizeMax", grading.largest)
    field.setNumber(size, "DistMin", 0.0)
    reach = max((grading.largest - near.at) / near.growth, 1e-3 * near.at)
    field.setNumber(size, "DistMax", reach)
    field.add("Min", smaller)
    field.setNumbers(smaller, "FieldsList", [elsewhere, size])
    return smaller


def _collect(outline: Outline, flat: Plan) -> TriangleMesh:
    """Return the mesh of Gmsh, outline vertices first."""
    tags, coordinates, _ = gmsh.model.mesh.getNodes()
    points = coordinates.reshape(-1, 3)[:, :2]
    count = len(flat.points)
    order = np.argsort(tags)
    points = points[order]
    if len(points) < count or not np.array_equal(points[:count], flat.points):
        raise MeshingError("Gmsh merged or dropped vertices of the front")
    meshed = np.ones(len(points), dtype=bool)
    meshed[len(flat.ends) : count] = False  # images across a cut
    points = points[meshed]
    index_of = np.zeros(int(tags.max()) + 1, dtype=np.int64)
    index_of[tags[order[meshed]]] = np.arange(len(points))
    _, _, nodes = gmsh.model.mesh.getElements(2)
    if not len(nodes):
        raise MeshingError("Gmsh made no triangles")
    triangles = index_of[nodes[0].astype(np.int64)].reshape(-1, 3)
    twins = None
    if len(flat.banks):
        twins = _twins(points, flat, index_of)
        check_closed(triangles, twins)
    backwards = signed_areas(points, triangles) < 0
    triangles[backwards] = triangles[backwards][:, ::-1]
    front = np.flatnonzero(outline.is_front)
    edges = [np.column_stack((front, flat.ends[front]))]
    edge_tags = [outline.tag[front]]
    walls = np.flatnonzero(~outline.is_front)
    lines = np.concatenate((walls, flat.divided[:, 0], flat.banks.T.ravel()))
    sides = outline.tag[np.concatenate((walls, flat.divided[:, 1]))]
    kinds = np.concatenate((sides, np.repeat(_BANKS, len(flat.banks))))
    for line, tag in zip(lines, kinds, strict=True):
        _, _, line_nodes = gmsh.model.mesh.getElements(1, int(line) + 1)
        pieces = index_of[line_nodes[0].astype(np.int64)].reshape(-1, 2)
        edges.append(pieces)
        edge_tags.append(np.full(len(pieces), tag))
    tags = np.concatenate(edge_tags)
    return TriangleMesh(points, triangles, np.concatenate(edges), tags, twins)


def _twins(points: Floats, flat: Plan, index_of: Integers) -> Integers:
    """As in `TriangleMesh`; vertices on both banks are matched to the last bit."""
    twins = np.arange(len(points))
    count = len(flat.ends)
    twins[:count] = flat.twin[:count]
    for one, other in flat.banks:
        _, own, others, _ = gmsh.model.mesh.getPeriodicNodes(1, int(other) + 1)
        here, there = index_of[own.astype(np.int64)], index_of[others.astype(np.int64)]
        inner = here >= count
        twins[here[inner]] = there[inner]
        across = flat.points[flat.ends[other]] - flat.points[one]
        points[here[inner]] = points[there[inner]] + across
    return twins


def signed_areas(points: Floats, triangles: Integers) -> Floats:
    """(m,) signed triangle areas [µm²]."""
    a, b, c = (points[triangles[:, k]] for k in range(3))
    return np.asarray(
        0.5 * ((b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]), dtype=np.float64
    )


def quality(points: Floats, triangles: Integers) -> Floats:
    """(m,) shape quality 4√3 A / Σ l²: 1 equilateral, 0 flat, negative turned over."""
    corners = points[triangles]
    sides = corners - np.roll(corners, 1, axis=1)
    squares = np.einsum("mij,mij->m", sides, sides)
    return np.asarray(4.0 * np.sqrt(3.0) * signed_areas(points, triangles) / squares)
