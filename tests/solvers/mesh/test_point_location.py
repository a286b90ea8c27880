"""Points are found in the triangles that they lie in."""

from __future__ import annotations

import numpy as np
import shapely
from mpi4py import MPI

from platefront.geometry.arrays import Floats
from platefront.solvers.fenicsx import cell_nodes, mesh
from platefront.solvers.mesh.point_location import containing_cells

SQUARE = mesh.create_unit_square(MPI.COMM_SELF, 7, 5)
"""70 triangles that fill the unit square, of either turn."""
CORNERS = SQUARE.geometry.x[cell_nodes(SQUARE), :2]
SHAPES = shapely.polygons(CORNERS)


def found(places: list[tuple[float, float]] | Floats) -> list[int]:
    points = np.zeros((len(places), 3))
    points[:, :2] = places
    return containing_cells(SQUARE, points).tolist()


def test_every_triangle_is_found_by_its_own_points() -> None:
    shares = np.random.default_rng(1).dirichlet((1.0, 1.0, 1.0), size=20)
    for cell, corners in enumerate(CORNERS):
        assert found(shares @ corners) == [cell] * len(shares)


def test_points_on_sides_and_corners_belong_to_a_triangle_there() -> None:
    for corners in CORNERS:
        for point in (corners[0], 0.5 * (corners[1] + corners[2])):
            (cell,) = found([tuple(point)])
            assert SHAPES[cell].distance(shapely.Point(point)) < 1e-12


def test_points_outside_belong_to_none() -> None:
    outside = [(0.4, -1e-9), (-1e-9, 0.7), (1.0 + 1e-9, 0.5), (0.3, 1.0 + 1e-9), (0.5, 3.0)]
    assert found(outside) == [-1] * len(outside)
