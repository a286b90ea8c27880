"""Tracing polygons: which edge is wall, which belongs to which surface, what vertices carry."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings

from platefront.geometry.front.outline import Outline
from platefront.geometry.front.tags import BOTTOM, COUNTER, SYMMETRY
from platefront.geometry.front.tracing import retrace, trace_section
from platefront.geometry.plane.connectivity import connected_to_counter
from platefront.geometry.section.cross_section import CrossSection
from tests.geometry.front.packings import HEIGHT, SURFACES, WIDTH, disc_section, main_part, outlines
from tests.shared.meshed_sections import edge_at

BOX = shapely.box(0, 0, 10, 12)
TOP_LINE = shapely.LineString([(0, 12), (10, 12)])
CELL = shapely.box(0.0, 0.0, WIDTH, HEIGHT)


def capped_block() -> CrossSection:
    """A host block on the left wall, lithium on its top, inert floor beside it."""
    block, cap = shapely.box(0, 0, 4, 5), shapely.box(0, 5, 4, 6)
    surfaces = {"top": shapely.box(0, 4.5, 10, 12), "flank": shapely.box(0, 1e-3, 10, 4.5)}
    return CrossSection(10.0, 12.0, block, cap, (0.0, 5.0), surfaces)


def test_walls_surfaces_and_lithium_of_a_known_section() -> None:
    section = capped_block()
    outline = trace_section(section, main_part(section))
    tags = {
        (2.0, 6.0): 0,
        (4.0, 5.5): 0,
        (4.0, 2.5): 1,
        (7.0, 0.0): BOTTOM,
        (10.0, 6.0): SYMMETRY,
        (0.0, 9.0): SYMMETRY,
        (5.0, 12.0): COUNTER,
    }
    for place, tag in tags.items():
        assert outline.tag[edge_at(outline, *place)] == tag, f"edge at {place}"
    cap, flank = edge_at(outline, 4.0, 5.5), edge_at(outline, 4.0, 2.5)
    assert outline.bare[cap] == outline.bare[outline.following[cap]] == 0.0
    low = flank if outline.points[flank, 1] == 0.0 else outline.following[flank]
    assert outline.points[low, 1] == 0.0 and outline.bare[low] == 1.0
    assert outline.on_lithium[cap]
    assert (outline.thickness_m == 0.0).all()


def test_a_foil_reacts_on_the_floor() -> None:
    empty = shapely.Polygon()
    foil = CrossSection(10.0, 12.0, empty, empty, (0, 0), {"foil": shapely.box(0, -1, 10, 12)})
    outline = trace_section(foil, BOX)
    assert outline.tag[edge_at(outline, 5.0, 0.0)] == 0
    assert outline.bare[outline.points[:, 1] == 0.0].tolist() == [1.0, 1.0]


def test_bare_foil_between_two_lumps_of_lithium_is_bare() -> None:
    lumps = shapely.union_all([shapely.box(0, 0, 2, 1), shapely.box(6, 0, 10, 1)])
    foil = CrossSection(
        10.0, 12.0, shapely.Polygon(), lumps, (0, 0), {"foil": shapely.box(0, -1, 10, 12)}
    )
    outline = trace_section(foil, BOX.difference(lumps))
    on_foil = outline.points[:, 1] == 0.0
    places = sorted(zip(outline.points[on_foil, 0], outline.bare[on_foil], strict=True))
    assert places == [(2.0, 0.0), (4.0, 1.0), (6.0, 0.0)]
    assert len(outline) == len(outline.tag) == 9


def test_what_reaches_the_counter_electrode() -> None:
    barrier = shapely.box(0, 5, 10, 6)
    reaching, cut_off = connected_to_counter(BOX.difference(barrier), TOP_LINE)
    assert [part.area for part in reaching] == [60.0]
    assert [part.area for part in cut_off] == [50.0]


@settings(deadline=None, max_examples=30, derandomize=True)
@given(outlines)
def test_retracing_an_unchanged_polygon_changes_nothing(outline: Outline) -> None:
    random = np.random.default_rng(len(outline))
    thickness = np.where(outline.front_points, random.uniform(0, 1e-6, len(outline)), 0.0)
    marked = Outline(outline.points, outline.starts, outline.tag, thickness, outline.bare)
    again = retrace(outline.polygon(), marked, CELL)
    assert again.area == pytest.approx(outline.area, rel=1e-13)
    for tag in np.unique(outline.tag):
        before = outline.lengths[outline.tag == tag].sum()
        after = again.lengths[again.tag == tag].sum()
        assert after == pytest.approx(before, rel=1e-9, abs=1e-9), f"length of surface {tag}"
    here = np.lexsort(outline.points.T)
    there = np.lexsort(again.points.T)
    assert np.allclose(again.points[there], outline.points[here], atol=1e-12)
    front = outline.front_points[here]
    off = np.abs(again.thickness_m[there] - thickness[here])[front].max(initial=0.0)
    assert off < 1e-12, f"thickness off by {off:.1e} m"


@pytest.mark.parametrize("off", [-2e-7, 0.0, 2e-7])
def test_host_a_hair_beside_its_old_vertex_is_all_bare(off: float) -> None:
    """A hundred millionth of lithium would pass any current at a volt."""
    points = np.array([(0, 2), (3, 2), (6, 2), (10, 2), (10, 12), (0, 12)], dtype=float)
    tags = np.array([0, 0, 0, -1, -3, -1])
    bare = np.array([0.0, 1.0, 0.3, 0.0, 0.0, 0.0])
    old = Outline(points, np.array([0]), tags, 1e-7 * bare, bare)
    moved = points.copy()
    moved[1:3, 0] += off
    again = retrace(shapely.Polygon(moved), old, CELL)
    at = [int(np.argmin(np.hypot(*(again.points - place).T))) for place in moved[:4]]
    assert list(again.bare[at]) == [0.0, 1.0, 0.3, 0.0]
    halfway = retrace(shapely.Polygon([*moved[:1], (1.5, 2.0), *moved[1:]]), old, CELL)
    new = np.flatnonzero(halfway.points[:, 0] == 1.5)
    assert halfway.bare[new] == pytest.approx(0.5)


def test_new_front_takes_the_nearest_surface() -> None:
    section = disc_section(4, 5, coat=0.7)
    outline = trace_section(section, main_part(section))
    filled = outline.polygon().difference(shapely.box(-1, -1, WIDTH + 1, 1.0))
    part = max(shapely.get_parts(filled), key=lambda piece: piece.area)
    again = retrace(part, outline, CELL)
    new = (again.points[:, 1] == 1.0) & (again.points[again.following, 1] == 1.0)
    assert new.any() and (again.tag[new] == list(SURFACES).index("lower")).all()


def test_what_closes_a_gap_beside_an_inert_plane_is_deposit():
    points = [(0, 0), (0.6, 0), (0.9, 1.5), (4, 2), (8, 2), (8, 10), (0, 10)]
    outline = Outline(
        np.array(points, dtype=float),
        np.array([0]),
        np.array([1, 0, 0, 0, -1, -3, -1]),
        np.array([0.0, 1.0, 2.0, 2.0, 2.0, 0.0, 0.0]) * 1e-6,
        np.array([1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
        frozenset({1}),
    )
    corner = shapely.Polygon([(0, 0), (0.6, 0), (0, 0.5)])
    closed = outline.polygon().difference(corner)
    box = shapely.box(0, 0, 8, 10)
    plane = retrace(closed, outline, box)
    assert (plane.tag == 1).sum() == 1, "the plane is nearest, else there is nothing to mend"
    deposit = retrace(closed, outline, box, beside=0.12)
    assert (deposit.tag == 1).sum() == 0
    new = np.flatnonzero((deposit.points == (0.0, 0.5)).all(axis=1))
    assert deposit.tag[new] == [0]
    kept = retrace(outline.polygon(), outline, box, beside=0.12)
    assert kept.lengths[kept.tag == 1].sum() == pytest.approx(0.6), "the plane itself stays inert"


def test_front_that_has_left_a_symmetry_plane_leaves_no_vertices_there() -> None:
    """Two of them next to no distance apart would give every mesh a flat triangle."""
    points = [(0, 1), (4, 1), (4, 9), (0, 9)]
    outline = Outline(
        np.array(points, dtype=float),
        np.array([0]),
        np.array([0, SYMMETRY, COUNTER, SYMMETRY]),
        np.full(4, 1e-6),
        np.zeros(4),
    )
    left = [(0, 1), (4, 1), (4, 3), (4, 3.0006), (4, 9), (0, 9), (0, 5)]
    again = retrace(shapely.Polygon(left), outline, shapely.box(0, 0, 4, 9))
    at = int(np.flatnonzero((again.points == (0.0, 1.0)).all(axis=1))[0])
    assert np.roll(again.points, -at, axis=0).tolist() == [list(map(float, p)) for p in points]
    assert np.roll(again.tag, -at).tolist() == [0, SYMMETRY, COUNTER, SYMMETRY]
