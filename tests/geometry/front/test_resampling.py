"""Resampling: spacing wanted, areas and surfaces kept."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from platefront.geometry.front.motion import advance
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.resampling import LONGEST, resample
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.section.cross_section import CrossSection
from tests.geometry.front.packings import HEIGHT, WIDTH, outlines


def round_hole(edges: int, radius: float = 5.0) -> Outline:
    """A round lithium fibre in a box of 20 µm."""
    angle = 2.0 * np.pi * np.arange(edges) / edges
    fibre = shapely.Polygon(10.0 + radius * np.column_stack((np.cos(angle), np.sin(angle))))
    box = shapely.box(0, 0, 20, 20)
    around = {"fibre": shapely.box(1, 1, 19, 19)}
    section = CrossSection(20.0, 20.0, shapely.Polygon(), fibre, (5.0, 15.0), around)
    return trace_section(section, box.difference(fibre))


def test_a_needle_loses_the_short_edge_at_its_tip() -> None:
    """An island of six vertices: the triangle at its tip would be as flat as that edge."""
    half = [(0.032, 8.2), (0.016, 8.8), (0.0021, 9.1)]
    sides = [(10.0 + x, y) for x, y in half] + [(10.0 - x, y) for x, y in reversed(half)]
    needle = shapely.Polygon(sides)
    around = {"fibre": shapely.box(1, 1, 19, 19)}
    section = CrossSection(20.0, 20.0, shapely.Polygon(), needle, (8.2, 9.1), around)
    outline = trace_section(section, shapely.box(0, 0, 20, 20).difference(needle))
    fine = resample(outline, 0.5)
    shortest = fine.lengths[fine.is_front].min()
    assert shortest > 0.05, f"an edge of {shortest:.2g} µm is left"
    assert np.abs(fine.ring_areas - outline.ring_areas).max() < 1e-9
    assert fine.is_simple


@settings(deadline=None, max_examples=60, derandomize=True)
@given(outlines, st.sampled_from([0.5, 0.8, 1.5]))
def test_areas_surfaces_and_spacing(outline: Outline, size: float) -> None:
    fine = resample(outline, size)
    assert np.array_equal(fine.starts == 0, np.arange(len(fine.starts)) == 0)
    assert len(fine.starts) == len(outline.starts)
    off = np.abs(fine.ring_areas - outline.ring_areas).max()
    assert off < 1e-12 * WIDTH * HEIGHT, f"ring area off by {off:.1e} µm²"
    longest = fine.lengths[fine.is_front].max(initial=0.0)
    assert longest < 1.01 * LONGEST * size, f"edge of {longest:.3g} at size {size}"
    large = [
        tag
        for tag in np.unique(outline.tag[outline.is_front])
        if outline.lengths[outline.tag == tag].sum() > 2.0 * size
    ]
    assert set(large) <= set(fine.tag), "a surface was lost"
    assert set(fine.tag) <= set(outline.tag), "a surface was invented"
    for tag in large:
        before = outline.lengths[outline.tag == tag].sum()
        after = fine.lengths[fine.tag == tag].sum()
        assert abs(after - before) < 0.2 * before + 2.0 * size, f"surface {tag}: {before} → {after}"
    walls = ~outline.is_front
    assert (np.bincount(-fine.tag[~fine.is_front]) <= np.bincount(-outline.tag[walls])).all()


@pytest.mark.parametrize(("edges", "size"), [(20, 0.5), (200, 0.5), (60, 0.5)])
def test_a_circle_stays_round_and_gets_its_spacing(edges: int, size: float) -> None:
    coarse = round_hole(edges)
    grown = Outline(
        coarse.points, coarse.starts, coarse.tag, np.where(coarse.is_front, 2e-7, 0.0), coarse.bare
    )
    fine = resample(grown, size)
    lengths = fine.lengths[fine.is_front]
    assert 0.4 * size < lengths.min() and lengths.max() < 1.5 * size
    radii = np.hypot(*(fine.points[fine.front_points] - 10.0).T)
    assert np.ptp(radii) < 0.03 * size, f"radii differ by {np.ptp(radii):.2e} µm"
    assert np.allclose(fine.thickness_m[fine.front_points], 2e-7, rtol=1e-12)


def test_a_good_spacing_is_left_alone() -> None:
    outline = round_hole(60)
    again = resample(outline, 0.5)
    assert np.array_equal(again.points, outline.points)


def test_a_front_end_next_to_a_corner_snaps_to_it() -> None:
    """An end of the front creeping down a wall must not leave a sliver above the corner."""
    points = np.array([[0, 0], [9, 0], [10, 0], [10, 0.1], [9.0, 1.0], [10, 4], [10, 9], [0, 9.0]])
    tag = np.array([-2, -2, -1, 0, 0, -1, -3, -1])
    outline = Outline(points, np.array([0]), tag, np.full(8, 1e-6), np.zeros(8))
    fine = resample(outline, 1.0)
    assert fine.area == pytest.approx(outline.area, rel=1e-13)
    sides = fine.lengths[fine.tag == -1]
    assert sides.min() > 1.0, "the sliver on the wall is still there"
    moved = advance(fine, 0.01 * fine.front_length)
    assert moved.points[:, 1].min() == 0.0, "the end must go on along the floor"


def test_a_fold_is_cut_off() -> None:
    points = np.array([[0, 4], [4.0, 4], [4.5, 0.5], [5.0, 4], [10, 4], [10, 9], [0, 9]])
    tag = np.array([0, 0, 0, 0, -1, -3, -1])
    outline = Outline(points, np.array([0]), tag, np.full(7, 1e-6), np.zeros(7))
    fine = resample(outline, 1.5)
    assert fine.area == pytest.approx(outline.area, rel=1e-13)
    assert fine.points[:, 1].min() > 3.0, f"the fold reaches down to {fine.points[:, 1].min():.2f}"


def test_a_long_neighbour_does_not_fold_the_curve_beside_it() -> None:
    angle = np.linspace(-0.5 * np.pi, 0.0, 9)
    bend = np.column_stack((200.0 + 20.0 * np.cos(angle), 25.0 + 20.0 * np.sin(angle)))
    top = [(220.0, 60.0), (300.0, 60.0), (300.0, 0.0), (0.0, 0.0), (0.0, 5.0)]
    lithium = shapely.Polygon([*bend, *top])
    around = {"bend": shapely.box(-1.0, -1.0, 301.0, 101.0)}
    section = CrossSection(300.0, 100.0, shapely.Polygon(), lithium, (0.0, 60.0), around)
    fine = resample(trace_section(section, section.electrolyte), 1.333)
    inner = fine.is_front & fine.is_front[fine.preceding]
    direction = fine.edges / fine.lengths[:, None]
    turn = np.einsum("ij,ij->i", direction, direction[fine.preceding])[inner]
    along_bend = inner.nonzero()[0][fine.points[inner, 1] < 24.0]
    sharpest = float(np.degrees(np.arccos(turn[fine.points[inner, 1] < 24.0].min())))
    assert len(along_bend) > 100
    assert sharpest < 15.0, f"the bend turns by {sharpest:.0f}° at a vertex"


def test_a_long_flank_below_lithium_stays_bare() -> None:
    pillar, cap = shapely.box(5, 0, 15, 12), shapely.box(5, 12, 15, 14)
    around = {"top": shapely.box(0, 11.9, 20, 20), "flank": shapely.box(0, 1e-3, 20, 11.9)}
    section = CrossSection(20.0, 20.0, pillar, cap, (0.0, 12.0), around)
    fine = resample(trace_section(section, section.electrolyte), 0.5)
    flank = fine.lengths[fine.tag == 1]
    covered = fine.lengths[(fine.tag == 1) & fine.on_lithium].sum()
    assert flank.sum() == pytest.approx(24.0)
    assert covered <= 2.0 * flank.max(), f"{covered:.1f} µm of bare flank are taken for lithium"
    assert (fine.on_lithium[fine.tag == 0]).all()
