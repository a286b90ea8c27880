"""Meshing: the front's vertices first, tags on edges, areas, quality."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings

from platefront.geometry.errors import MeshingError
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.tags import COUNTER
from platefront.geometry.front.topology.merging import merge
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.mesh.grading import Grading
from platefront.geometry.mesh.report import report
from platefront.geometry.mesh.triangulation import TriangleMesh, quality, signed_areas, triangulate
from tests.geometry.front.packings import HEIGHT, WIDTH, counts, disc_section, main_part, seeds

GRADING = Grading(front=0.9, largest=4.0, growth=0.3)


def prepared(seed: int, count: int) -> Outline:
    section = disc_section(seed, count, coat=0.7)
    return merge(
        trace_section(section, main_part(section)),
        obstacles=section.collector,
        gap=0.54,
        size=GRADING.front,
        cell=shapely.box(0.0, 0.0, WIDTH, HEIGHT),
    ).outline


def boundary(mesh: TriangleMesh) -> set[tuple[int, int]]:
    """Edges that belong to one triangle only, as sorted pairs."""
    pairs = np.sort(np.concatenate([mesh.triangles[:, [k, (k + 1) % 3]] for k in range(3)]), axis=1)
    unique, times = np.unique(pairs, axis=0, return_counts=True)
    return {(int(a), int(b)) for a, b in unique[times == 1]}


@settings(deadline=None, max_examples=25, derandomize=True)
@given(seeds, counts)
def test_meshes_of_random_packings(seed: int, count: int) -> None:
    outline = prepared(seed, count)
    mesh = triangulate(outline, GRADING)
    assert np.array_equal(mesh.points[: len(outline)], outline.points)
    areas = signed_areas(mesh.points, mesh.triangles)
    assert (areas > 0.0).all()
    off = areas.sum() / outline.area - 1.0
    assert abs(off) < 1e-11, f"mesh area off by {off:.1e}"
    assert boundary(mesh) == {(min(a, b), max(a, b)) for a, b in mesh.edges.tolist()}
    front = mesh.tags >= 0
    edges = np.flatnonzero(outline.is_front)
    wanted = np.column_stack((edges, outline.following[edges]))
    assert np.array_equal(mesh.edges[front], wanted), "front edges were split or lost"
    assert np.array_equal(mesh.tags[front], outline.tag[edges])
    heights = mesh.points[mesh.edges[mesh.tags == COUNTER], 1]
    assert (heights == HEIGHT).all()
    lengths = np.hypot(*(mesh.points[mesh.edges[:, 0]] - mesh.points[mesh.edges[:, 1]]).T)
    assert abs(lengths[mesh.tags == COUNTER].sum() - WIDTH) < 1e-9
    shape = quality(mesh.points, mesh.triangles)
    assert shape.min() > 0.02, f"lowest quality {shape.min():.2f}"
    assert np.quantile(shape, 0.02) > 0.5, f"2 % of triangles below {np.quantile(shape, 0.02):.2f}"


def test_edge_lengths_follow_the_grading() -> None:
    outline = prepared(1, 3)
    mesh = triangulate(outline, GRADING)
    summary = report(mesh)
    assert summary.front_edges == int(outline.is_front.sum())
    assert 1.2 * GRADING.front < summary.longest_edge < 1.7 * GRADING.largest
    finer = triangulate(outline, Grading(0.9, 1.2, 0.3))
    assert report(finer).triangles > 1.3 * summary.triangles


def test_the_same_outline_gives_the_same_mesh() -> None:
    outline = prepared(3, 6)
    one, other = triangulate(outline, GRADING), triangulate(outline, GRADING)
    assert np.array_equal(one.points, other.points)
    assert np.array_equal(one.triangles, other.triangles)


def test_quality_of_known_triangles() -> None:
    points = np.array([[0, 0], [1, 0], [0.5, np.sqrt(0.75)], [0, 1], [0.5, 0.0]])
    triangles = np.array([[0, 1, 2], [0, 2, 1], [0, 1, 3], [0, 4, 1]])
    assert quality(points, triangles) == pytest.approx([1.0, -1.0, np.sqrt(3.0) / 2.0, 0.0])


def test_a_front_that_crosses_itself_is_refused() -> None:
    outline = prepared(1, 3)
    front = np.flatnonzero(outline.is_front & outline.is_front[outline.preceding])
    points = outline.points.copy()
    points[front[0]] += np.array([40.0, 0.0])
    with pytest.raises(MeshingError):
        triangulate(replace(outline, points=points), GRADING)
