"""Lithium that ends on the host: resampling and merging leave the host whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.collectors import Trench
from platefront.geometry.front.collapsing import collapse, turns, without_vertices
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.resampling import resample
from platefront.geometry.front.substrate import Substrate
from platefront.geometry.front.tags import DEAD
from platefront.geometry.front.topology.merging import merge
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.section.cross_section import CrossSection

UM = 1e-6
SIZE = 2.0


def bare_trench() -> CrossSection:
    """10 µm wide, 9 µm deep, between x = 5 and x = 15 µm, sharp corners."""
    shape = Trench(
        width=20 * UM, trench_width=10 * UM, depth=9 * UM, mouth_fillet=0.0, bottom_fillet=0.0
    )
    return build_section(SectionParameters(collector=shape, gap=10 * UM), 1e-10)


def partly_filled(section: CrossSection, seed: int) -> Outline:
    """A ridge of lithium in the trench, a film on the shoulders or a cap on one corner."""
    random = np.random.default_rng(seed)
    left, middle, right = random.uniform(0.3, 8.9, 3)
    film = random.uniform(0.0, 0.3)
    ridge = shapely.Polygon([(5, -1), (15, -1), (15, right), (10, middle), (5, left)])
    top = shapely.box(-1, 9, 21, 9 + film) if seed % 2 else shapely.Polygon()
    cap = shapely.box(4.5, 9 - 5 * film, 5 + 3 * film, 9 + film)
    parts = [ridge, top, cap if seed % 3 == 0 else shapely.Polygon()]
    lithium = shapely.union_all(parts).intersection(section.box).difference(section.collector)
    filled = replace(section, deposit=lithium)
    open_part = max(shapely.get_parts(filled.electrolyte), key=lambda part: part.area)
    return trace_section(filled, open_part)


@pytest.mark.parametrize("start", [0, 25, 50, 75])
def test_merging_leaves_the_host_whole(start: int) -> None:
    section = bare_trench()
    for seed in range(start, start + 25):
        front = partly_filled(section, seed)
        merging = merge(front, obstacles=section.collector, gap=1.2, size=SIZE, cell=section.box)
        cut = merging.outline.polygon().intersection(section.collector).area
        assert cut < 1e-6, f"seed {seed}: {cut:.1e} µm² of the host became electrolyte"
        lost = sum(pocket.area for pocket in merging.pockets)
        assert merging.outline.area + lost == pytest.approx(front.area, rel=1e-9)


def test_a_neighbour_on_the_host_leaves_the_giving_to_the_other() -> None:
    host = shapely.box(0, 0, 5, 8)
    # Lithium beside the host, its surface bent next to where it ends.
    points = [(0, 8), (5, 8), (5, 2), (5.5, 1.5), (9, 1.4), (9, 12), (0, 12)]
    outline = Outline(
        np.array(points, dtype=float),
        np.array([0]),
        np.array([0, 0, 0, 0, -1, -3, -1]),
        np.array([0.0, 0.0, 2.0, 1.5, 1.4, 0.0, 0.0]) * UM,
        np.array([1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0]),
    )
    freely = without_vertices(outline, np.array([3]))
    kept = without_vertices(outline, np.array([3]), Substrate(host))
    assert kept.area == pytest.approx(outline.area, rel=1e-14)
    assert freely.area == pytest.approx(outline.area, rel=1e-14)
    assert freely.polygon().intersection(host).area > 0.1, "else there is nothing to mend"
    assert kept.polygon().intersection(host).area < 1e-12


def test_a_chord_past_a_corner_cuts_the_host() -> None:
    section = bare_trench()
    outline = trace_section(section, section.electrolyte)
    at = [int(np.argmin(np.hypot(*(outline.points - place).T))) for place in [(5, 9), (5, 0)]]
    cut = Substrate(section.collector).cut(outline, np.array(at))
    assert cut == pytest.approx([0.5 * 5 * 9, 0.0], abs=1e-9), "mouth and bottom of the trench"
    depth = Substrate(section.collector).depth(outline, np.array(at))
    assert depth == pytest.approx([0.0, 0.0], abs=1e-12)
    on_floor = Substrate(shapely.Polygon()).depth(outline, np.array(at))
    assert on_floor == pytest.approx([9.0, 0.0], abs=1e-12), "nothing but the floor"


@pytest.mark.parametrize("beside", [(4.893, 8.506), (4.7, 8.6), (4.6, 8.85), (4.95, 8.3)])
def test_the_corner_of_a_post_stays_when_vertices_beside_it_are_dropped(
    beside: tuple[float, float],
) -> None:
    """Its top and side carry lithium that thins out towards the bare corner."""
    post = shapely.box(0, 0, 5, 9)
    left, below = beside
    top = [(0, 9.3), (2.4, 9.15), (left, 9), (5, 9)]
    points = np.array([*top, (5, below), (5.2, 6.5), (6, 4), (9, 4), (9, 18), (0, 18)], dtype=float)
    depth = 1e-6 * shapely.distance(post, shapely.points(points))
    tags = np.array([0] * 7 + [-1, -3, -1])
    outline = Outline(points, np.array([0]), tags, depth, np.ones(len(points)))
    freely, kept = resample(outline, SIZE), resample(outline, SIZE, None, Substrate(post))
    assert freely.polygon().intersection(post).area > 1e-4, "else there is nothing to mend"
    assert kept.polygon().intersection(post).area < 1e-12
    assert (5.0, 9.0) in map(tuple, kept.points)
    assert len(kept) < len(outline), "no vertex was dropped"


@pytest.mark.parametrize("tag", [0, 1, DEAD])
@pytest.mark.parametrize(
    "tip",
    [
        pytest.param([(6.0, 3.0), (6.0 + 1e-8, 3.0)], id="an edge of next to no length"),
        pytest.param([(6.0, 3.0), (6.02, 3.01), (5.9, 2.95)], id="a fold of short edges"),
    ],
)
def test_vertices_above_corners_stay_where_triangles_fit(
    tip: list[tuple[float, float]], tag: int
) -> None:
    """Facets of a round host hold the vertices of a thin film above them, but not these.

    So do those of a pocket under lithium that it separates from the host, and of inert surfaces.
    """
    facets = [(3.0, 1.0), (4.5, 2.0), *tip, (7.5, 4.0), (9.0, 4.5)]
    host = shapely.Polygon([(0, 0), *((x, y - 1e-4) for x, y in facets), (12, 4.5), (12, 0)])
    points = [(0.0, 0.1), (1.5, 0.2), *facets, (12.0, 4.6), (12.0, 12.0), (0.0, 12.0)]
    count = len(points)
    outline = Outline(
        np.array(points),
        np.array([0]),
        np.array([tag] * (count - 3) + [-1, -3, -1]),
        np.full(count, 1e-10),
        np.ones(count),
        frozenset({1}),
    )
    substrate = Substrate(host, near=0.5)
    assert substrate.holds(outline)[2 : 4 + len(tip)].all(), "else nothing is tested"
    left = collapse(outline, 1.0, None, substrate)
    assert len(left) < count
    assert left.lengths[left.is_front].min() > 0.1
    assert turns(left)[left.is_front & left.is_front[left.preceding]].min() > -0.5
