"""Outline vertex j is mesh vertex j: told apart, checked, and used to carry values over."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from platefront.geometry.front.outline import Outline
from platefront.geometry.front.tags import COUNTER
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.mesh.front_mesh import FrontMesh
from platefront.geometry.mesh.grading import Grading
from platefront.geometry.mesh.triangulation import TriangleMesh, triangulate
from platefront.geometry.section.transforms import made_periodic
from tests.shared.cells import round_fibre, with_solids
from tests.shared.shifted_sections import shifted

GRADING = Grading(1.0, 4.0, 0.3)


@pytest.fixture(scope="module", params=["mirrored", "periodic"])
def outline(request: pytest.FixtureRequest) -> Outline:
    section = with_solids(20.0, 24.0, collector=round_fibre(9.0, 9.0, 4.0, 24))
    if request.param == "periodic":
        section = shifted(made_periodic(section), 0.5)  # the fibre lies across the walls
    return trace_section(section, section.electrolyte)


@pytest.fixture(scope="module")
def mesh(outline: Outline) -> TriangleMesh:
    return triangulate(outline, GRADING)


def test_values_go_to_the_same_places(outline: Outline, mesh: TriangleMesh) -> None:
    front = FrontMesh(mesh, outline)
    heights = front.on_mesh(outline.points[:, 1])
    count = len(outline)
    assert heights.shape == (len(mesh.points),)
    assert np.allclose(heights[:count], mesh.points[:count, 1], rtol=0.0, atol=1e-9)
    assert not heights[count:].any()
    assert np.array_equal(front.on_outline(heights), outline.points[:, 1])
    assert front.on_mesh(outline.points).shape == mesh.points.shape


def test_displacement_is_that_since_meshing(outline: Outline, mesh: TriangleMesh) -> None:
    front = FrontMesh(mesh, outline)
    moved = replace(outline, points=outline.points + np.array([0.0, 0.25]))
    shift = front.displacement(moved)
    assert np.allclose(shift[: len(outline)], [0.0, 0.25], rtol=0.0, atol=1e-12)
    assert not shift[len(outline) :].any()


def test_front_edges_are_the_outlines(outline: Outline, mesh: TriangleMesh) -> None:
    edges = FrontMesh(mesh, outline).front_edges
    lengths = np.hypot(*np.diff(mesh.points[edges], axis=1)[:, 0].T)
    assert lengths == pytest.approx(outline.lengths[outline.is_front], abs=1e-9)


def test_boundary_vertices_lie_on_their_wall(outline: Outline, mesh: TriangleMesh) -> None:
    on_counter = mesh.on_boundary(COUNTER)
    assert on_counter.any()
    assert np.array_equal(on_counter, mesh.points[:, 1] == 24.0)


def test_another_outline_is_refused(outline: Outline, mesh: TriangleMesh) -> None:
    shifted = replace(outline, points=outline.points + np.array([0.0, 1e-3]))
    with pytest.raises(ValueError, match="first vertices"):
        FrontMesh(mesh, shifted)
    with pytest.raises(ValueError, match="first vertices"):
        FrontMesh(replace(mesh, points=mesh.points[: len(outline) - 1]), outline)


def test_vertices_in_another_order_are_refused(outline: Outline, mesh: TriangleMesh) -> None:
    with pytest.raises(ValueError, match="first vertices"):
        FrontMesh(replace(mesh, points=mesh.points[::-1].copy()), outline)


def test_edges_in_another_order_are_refused(outline: Outline, mesh: TriangleMesh) -> None:
    with pytest.raises(ValueError, match="first edges"):
        FrontMesh(
            replace(mesh, edges=mesh.edges[::-1].copy(), tags=mesh.tags[::-1].copy()), outline
        )
    other_surface = replace(outline, tag=np.where(outline.is_front, outline.tag + 1, outline.tag))
    with pytest.raises(ValueError, match="first edges"):
        FrontMesh(mesh, other_surface)


def test_a_cylinder_may_be_cut_anywhere(outline: Outline, mesh: TriangleMesh) -> None:
    periods_apart = np.abs(mesh.points[: len(outline)] - outline.points).max() / 20.0
    assert mesh.closed == (outline.period is not None)
    assert periods_apart == pytest.approx(1.0 if mesh.closed else 0.0, abs=1e-9)
    FrontMesh(mesh, outline)
