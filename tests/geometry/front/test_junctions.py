"""Junctions: where edges are graded, and how outline and mesh follow."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.collectors import Strip
from platefront.geometry.front.collapsing import SHORTEST
from platefront.geometry.front.junctions import JunctionSize, edge_sizes, junctions, vertex_sizes
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.resampling import LONGEST, resample
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.mesh.grading import Grading
from platefront.geometry.mesh.report import report
from platefront.geometry.mesh.triangulation import quality, signed_areas, triangulate
from tests.geometry.front.packings import disc_outline


def strip(start: float = 30e-6) -> Outline:
    collector = Strip(width=100e-6, start=start, length=50e-6)
    section = build_section(SectionParameters(collector=collector, gap=40e-6), 1e-10)
    return trace_section(section, section.electrolyte)


def test_sizes_grow_from_junctions_to_that_of_the_front():
    outline = resample(strip(), 5.0)
    near = JunctionSize(0.5, 0.2)
    sizes = vertex_sizes(outline, 5.0, near)
    x, y = outline.points.T
    away = np.minimum(np.hypot(x - 30, y), np.hypot(x - 80, y))
    assert sizes == pytest.approx(np.minimum(5.0, 0.5 + 0.2 * away))
    assert (edge_sizes(outline, 5.0, near) <= sizes).all()
    np.testing.assert_array_equal(vertex_sizes(outline, 5.0, None), 5.0)


def test_a_front_of_one_surface_has_no_junctions():
    outline = strip()
    alone = Outline(
        outline.points,
        outline.starts,
        np.minimum(outline.tag, 0),
        outline.thickness_m,
        outline.bare,
    )
    assert not junctions(alone).any()
    np.testing.assert_array_equal(vertex_sizes(alone, 3.0, JunctionSize(0.1, 0.1)), 3.0)


@pytest.mark.parametrize("growth", [0.1, 0.3, 2.0])
@pytest.mark.parametrize("at", [1e-4, 0.05, 2.0])
def test_the_front_is_graded_and_keeps_its_junctions(at, growth):
    outline = strip()
    near = JunctionSize(at, growth)
    fine = resample(outline, 2.0, near)
    np.testing.assert_array_equal(fine.points[junctions(fine)], [[30, 0], [80, 0]])
    ratio = (fine.lengths / edge_sizes(fine, 2.0, near))[fine.is_front]
    assert ratio.max() <= LONGEST, f"an edge is {ratio.max():.2f} sizes long"
    assert ratio.min() > 0.5 * SHORTEST, f"an edge is {ratio.min():.2f} sizes long"
    first = fine.lengths[np.flatnonzero(junctions(fine))]
    assert (first <= LONGEST * at).all()
    assert fine.area == pytest.approx(outline.area, rel=1e-14)


def test_long_edges_are_halved_as_often_as_it_takes():
    fine = resample(strip(), 0.02)
    assert fine.lengths[fine.is_front].max() <= LONGEST * 0.02


@settings(deadline=None, max_examples=20, derandomize=True)
@given(st.integers(0, 2**31 - 1), st.integers(1, 6))
def test_random_fronts_keep_their_areas(seed, count):
    outline = disc_outline(seed, count, 0.7)
    near = JunctionSize(0.1, 0.3)
    fine = resample(outline, 0.8, near)
    off = np.abs(fine.ring_areas - outline.ring_areas).max()
    assert off < 1e-10, f"ring area off by {off:.1e} µm²"
    ratio = (fine.lengths / edge_sizes(fine, 0.8, near))[fine.is_front]
    assert ratio.max() < 1.01 * LONGEST, f"an edge is {ratio.max():.2f} sizes long"


def test_the_mesh_grows_from_junctions_into_the_electrolyte():
    grading = Grading(2.0, 10.0, 0.3, 0.01)
    outline = resample(strip(), grading.front, grading.near_junctions)
    mesh = triangulate(outline, grading)
    middle = mesh.points[mesh.triangles].mean(axis=1)
    away = np.minimum(*(np.hypot(middle[:, 0] - x, middle[:, 1]) for x in (30, 80)))
    size = np.sqrt(4.0 / np.sqrt(3.0) * signed_areas(mesh.points, mesh.triangles))
    ratio = size / np.minimum(grading.largest, 0.01 + 0.3 * away)
    assert 0.5 < np.median(ratio) < 1.0, f"triangles are {np.median(ratio):.2f} sizes large"
    assert ratio.max() < 1.7, f"a triangle is {ratio.max():.2f} sizes large"
    assert quality(mesh.points, mesh.triangles).min() > 0.5
    assert report(mesh).shortest_edge < 0.015


@pytest.mark.parametrize("seed", range(4))
def test_junctions_as_coarse_as_the_front_change_nothing(seed):
    outline = disc_outline(seed, 5, 0.7)
    plain, same = resample(outline, 0.8), resample(outline, 0.8, JunctionSize(0.8, 0.3))
    np.testing.assert_array_equal(plain.points, same.points)
    np.testing.assert_array_equal(plain.tag, same.tag)
