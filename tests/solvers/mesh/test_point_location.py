"""Points are found in the triangles that they lie in, others at the nearest point of the mesh."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from mpi4py import MPI

from platefront.geometry.arrays import Floats
from platefront.solvers.fenicsx import cell_nodes, mesh
from platefront.solvers.mesh.point_location import Location, locate

SQUARE = mesh.create_unit_square(MPI.COMM_SELF, 7, 5)
"""70 triangles that fill the unit square, of either turn."""
CORNERS = SQUARE.geometry.x[cell_nodes(SQUARE), :2]
SHAPES = shapely.polygons(CORNERS)


def found(places: Floats) -> Location:
    return locate(np.array(places), CORNERS)


def positions(location: Location) -> Floats:
    return np.asarray(np.einsum("nk,nkx->nx", location.weights, CORNERS[location.cell]))


def test_every_triangle_is_found_by_its_own_points() -> None:
    shares = np.random.default_rng(1).dirichlet((1.0, 1.0, 1.0), size=20)
    for cell, corners in enumerate(CORNERS):
        location = found(shares @ corners)
        assert location.inside.all()
        assert location.cell.tolist() == [cell] * len(shares)
        assert location.weights == pytest.approx(shares)


def test_points_on_sides_and_corners_belong_to_a_triangle_there() -> None:
    points = np.concatenate([CORNERS[:, 0], CORNERS[:, 1:].mean(axis=1)])
    location = found(points)
    assert location.inside.all()
    assert positions(location) == pytest.approx(points, abs=1e-12)
    assert not location.distance.any()


def test_points_outside_are_marked_and_take_the_nearest_point() -> None:
    outside = np.array([(0.4, -1e-6), (-0.02, 0.7), (1.3, 0.5), (0.3, 1.1), (0.5, 3.0), (-3, -4)])
    location = found(outside)
    assert not location.inside.any()
    assert positions(location) == pytest.approx(np.clip(outside, 0.0, 1.0), abs=1e-12)
    assert location.distance == pytest.approx([1e-6, 0.02, 0.3, 0.1, 2.0, 5.0], rel=1e-6)
    assert (location.weights >= 0.0).all()


def test_points_in_a_hole_take_its_edge() -> None:
    """Without the triangles round the centre."""
    far = ~shapely.intersects(SHAPES, shapely.Point(0.52, 0.48))
    location = locate(np.array([(0.52, 0.48), (0.05, 0.05)]), CORNERS[far])
    assert location.inside.tolist() == [False, True]
    rest = shapely.union_all(SHAPES[far])
    assert location.distance[0] == pytest.approx(rest.distance(shapely.Point(0.52, 0.48)))
