"""Triangulation of solids that stay as they are, by Gmsh."""

from __future__ import annotations

from dataclasses import dataclass

import gmsh
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from platefront.geometry.arrays import Floats, Integers
from platefront.geometry.errors import MeshingError
from platefront.geometry.mesh.grading import Grading
from platefront.geometry.mesh.triangulation import gmsh_model, set_size_options, signed_areas

_SMALLEST = 1e-6
"""Area below which a part is left by round-off of shapes [µm²]."""


@dataclass(frozen=True, slots=True)
class SolidMesh:
    """Triangulation of polygons.

    Attributes:
        points: (n, 2) vertices, all of them corners of triangles [µm].
        triangles: (m, 3) vertex indices, counter-clockwise.
    """

    points: Floats
    triangles: Integers

    @property
    def boundary(self) -> Integers:
        """(b, 2) edges that belong to one triangle."""
        sides = np.concatenate([self.triangles[:, [k, (k + 1) % 3]] for k in range(3)])
        _, first, count = np.unique(
            np.sort(sides, axis=1), axis=0, return_index=True, return_counts=True
        )
        return sides[first[count == 1]]


def triangulate_solids(shape: BaseGeometry, grading: Grading) -> SolidMesh:
    """Mesh polygons, with edges as on the front along their boundary and larger ones inside.

    Args:
        shape: polygons that do not overlap [µm].
        grading: sizes of the mesh.

    Raises:
        MeshingError: Gmsh failed, or its mesh does not have the area of the polygons.
    """
    parts = [part for part in shapely.get_parts(shape) if part.area > _SMALLEST]
    with gmsh_model("solids"):
        count = 0
        for part in parts:
            count = _describe(shapely.segmentize(part, grading.front), count)
        gmsh.model.geo.synchronize()
        for line in range(1, count + 1):
            gmsh.model.mesh.setTransfiniteCurve(line, 2)
        _set_sizes(count, grading)
        try:
            gmsh.model.mesh.generate(2)
        except Exception as error:  # Gmsh raises bare Exception
            raise MeshingError(f"Gmsh: {error}") from error
        mesh = _collected()
    area = float(signed_areas(mesh.points, mesh.triangles).sum())
    wanted = float(sum(part.area for part in parts))
    if not np.isclose(area, wanted, rtol=1e-9, atol=0.0):
        raise MeshingError(f"mesh covers {area:.6g} µm² of {wanted:.6g} µm² of solids")
    return mesh


def _describe(polygon: shapely.Polygon, count: int) -> int:
    """Define a polygon in Gmsh after `count` points and lines; return their new number."""
    geo, loops = gmsh.model.geo, []
    for ring in (polygon.exterior, *polygon.interiors):
        places = shapely.get_coordinates(ring)[:-1]
        for number, (x, y) in enumerate(places, start=count + 1):
            geo.addPoint(float(x), float(y), 0.0, tag=number)
        last = count + len(places)
        for number in range(count + 1, last + 1):
            geo.addLine(number, number + 1 if number < last else count + 1, tag=number)
        loops.append(geo.addCurveLoop(list(range(count + 1, last + 1))))
        count = last
    geo.addPlaneSurface(loops)
    return count


def _set_sizes(points: int, grading: Grading) -> None:
    field = gmsh.model.mesh.field
    field.add("Distance", 1)
    field.setNumbers(1, "PointsList", list(range(1, points + 1)))
    field.add("Threshold", 2)
    field.setNumber(2, "InField", 1)
    field.setNumber(2, "SizeMin", grading.front)
    field.setNumber(2, "SizeMax", grading.largest)
    field.setNumber(2, "DistMin", 0.5 * grading.front)
    field.setNumber(2, "DistMax", max(grading.reach, 0.501 * grading.front))
    field.setAsBackgroundMesh(2)
    set_size_options()


def _collected() -> SolidMesh:
    """Return the mesh of Gmsh."""
    tags, coordinates, _ = gmsh.model.mesh.getNodes()
    _, _, corners = gmsh.model.mesh.getElements(2)
    if not len(corners):
        raise MeshingError("Gmsh made no triangles of the solids")
    order = np.argsort(tags)
    points = coordinates.reshape(-1, 3)[order, :2]
    used, triangles = np.unique(np.searchsorted(tags[order], corners[0]), return_inverse=True)
    triangles = triangles.reshape(-1, 3).astype(np.int64)
    points = np.ascontiguousarray(points[used])
    backwards = signed_areas(points, triangles) < 0
    triangles[backwards] = triangles[backwards][:, ::-1]
    return SolidMesh(points, triangles)
