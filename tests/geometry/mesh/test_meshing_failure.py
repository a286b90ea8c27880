"""After a mesh that cannot be made the next one can."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from platefront.geometry.errors import MeshingError
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.tags import COUNTER
from platefront.geometry.mesh.grading import Grading
from platefront.geometry.mesh.triangulation import triangulate

SIZES = Grading(1.0, 2.0, 0.3)


def outline_of(polygon: shapely.Polygon) -> Outline:
    """Front all round, but the first edge, which is counter electrode."""
    points = shapely.get_coordinates(polygon.exterior)[:-1]
    tag = np.zeros(len(points), dtype=np.int64)
    tag[0] = COUNTER
    return Outline(points, np.array([0]), tag, np.zeros(len(points)), np.ones(len(points)))


def test_a_failed_mesh_does_not_spoil_the_next():
    square = outline_of(shapely.box(0.0, 0.0, 4.0, 4.0))
    before = triangulate(square, SIZES)
    # valid, but with a wedge too thin for Gmsh to tell its sides apart
    wedge = [(0, 0), (8, 0), (8, 1e-6), (1e-3, 1.25e-10), (8, 4), (0, 4)]
    # Gmsh 4.13 raises an error, 4.15 goes on without
    with pytest.raises(MeshingError, match=r"Unable to recover the edge|made no triangles"):
        triangulate(outline_of(shapely.Polygon(wedge)), SIZES)
    after = triangulate(square, SIZES)
    assert np.array_equal(after.triangles, before.triangles)
