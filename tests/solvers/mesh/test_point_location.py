"""Points are found in the triangles that they lie in or beside."""

from __future__ import annotations

import numpy as np
import pytest
from mpi4py import MPI

from platefront.geometry.arrays import Floats
from platefront.solvers.fenicsx import cell_nodes, mesh
from platefront.solvers.mesh.point_location import nearest_cells

SQUARE = mesh.create_unit_square(MPI.COMM_SELF, 7, 5)
"""70 triangles that fill the unit square, of either turn."""
CORNERS = SQUARE.geometry.x[cell_nodes(SQUARE), :2]


def found(places: list[tuple[float, float]] | Floats, reach: float = 0.0) -> list[int]:
    points = np.zeros((len(places), 3))
    points[:, :2] = places
    return nearest_cells(SQUARE, points, reach).tolist()


def test_every_triangle_is_found_by_its_own_points() -> None:
    shares = np.random.default_rng(1).dirichlet((1.0, 1.0, 1.0), size=20)
    for cell, corners in enumerate(CORNERS):
        assert found(shares @ corners) == [cell] * len(shares)


def test_points_on_sides_and_corners_belong_to_a_triangle_there() -> None:
    for corners in CORNERS:
        for point in (corners[0], 0.5 * (corners[1] + corners[2])):
            (cell,) = found([tuple(point)], 1e-9)
            assert np.abs(CORNERS[cell] - point).sum(axis=1).min() < 0.5


@pytest.mark.parametrize("outside", [(0.4, -1e-3), (-1e-3, 0.7), (1.001, 0.5), (0.3, 1.001)])
def test_points_outside_belong_to_the_triangle_beside_them_within_reach(
    outside: tuple[float, float],
) -> None:
    assert found([outside], 0.9e-3) == [-1]
    beside = tuple(np.clip(outside, 1e-6, 1.0 - 1e-6))
    assert found([outside], 1.1e-3) == found([beside])


def test_points_beyond_a_corner_are_outside() -> None:
    assert found([(-0.1, -0.1), (1.1, 1.1), (0.5, 3.0)], 0.05) == [-1, -1, -1]
