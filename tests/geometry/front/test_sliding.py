"""The end of a growing front slides along an inert surface."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from platefront.geometry.assembly.build import SectionParameters, build_section
from platefront.geometry.collectors import Strip
from platefront.geometry.front.motion import advance
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.resampling import resample
from platefront.geometry.front.sliding import stuck_vertices
from platefront.geometry.front.tracing import trace_section

STRIP = build_section(
    SectionParameters(collector=Strip(width=20e-6, length=8e-6), gap=20e-6), volume_per_charge=1e-10
)
PLANE = 1
"""Index of the insulating surface."""


def grown(size: float, height: float) -> Outline:
    """The strip's front after growing by `height` everywhere, a tenth of an edge at a time."""
    outline = replace(trace_section(STRIP, STRIP.electrolyte), inert=frozenset({PLANE}))
    outline = resample(outline, size)
    for _ in range(round(height / (0.1 * size))):
        before = outline.growing_length
        after = advance(outline, 0.1 * size * before).growing_length
        outline = resample(advance(outline, 0.05 * size * (before + after)), size)
    return outline


def test_even_growth_over_an_edge_ends_in_a_quarter_circle() -> None:
    """By Huygens' construction: what is closer to the strip than its growth."""
    height, sizes = 2.0, np.array([0.4, 0.2, 0.1])
    exact = shapely.box(0, 0, 8, height) | shapely.Point(8, 0).buffer(height, quad_segs=64)
    exact &= STRIP.box
    distances = []
    for size in sizes:
        outline = grown(size, height)
        on_plane = np.flatnonzero(outline.tag == PLANE)
        assert (outline.points[on_plane, 1] == 0.0).all()
        deposit = STRIP.box - outline.polygon()
        distances.append(shapely.hausdorff_distance(deposit.exterior, exact.exterior))
        miss = deposit.area / exact.area - 1.0
        assert abs(miss) < 0.04 * size, f"edges of {size} µm: area off by {miss:.1%}"
    order = np.polyfit(np.log(sizes), np.log(distances), 1)[0]
    assert 0.8 < order < 1.2, f"distances {distances} fall with order {order:.2f}"
    assert distances[-1] < 0.05


def test_a_front_on_a_ledge_stays_at_its_rim() -> None:
    """More than 180 degrees of electrolyte: the deposit does not creep down the side."""
    surfaces = {"top": shapely.box(0, 3.9, 20, 20), "side": shapely.box(0, -1, 20, 3.9)}
    section = replace(STRIP, collector=shapely.box(0, 0, 4, 4), surfaces=surfaces)
    outline = replace(trace_section(section, section.electrolyte), inert=frozenset({PLANE}))
    outline = resample(outline, 0.5)
    moved = advance(outline, 0.1 * outline.growing_length)
    rim = (outline.points == (4.0, 4.0)).all(axis=1)
    assert rim.sum() == 1
    assert (moved.points[rim] == (4.0, 4.0)).all()
    top = (outline.points[:, 1] == 4.0) & ~rim
    assert (moved.points[top, 1] > 4.09).all()


@pytest.mark.parametrize("inert", [frozenset(), frozenset({PLANE})])
def test_only_what_grows_counts(inert: frozenset[int]) -> None:
    outline = replace(trace_section(STRIP, STRIP.electrolyte), inert=inert)
    length = 8.0 if inert else 20.0
    assert outline.growing_length.sum() == pytest.approx(length, rel=1e-12)
    assert outline.front_length.sum() == pytest.approx(20.0, rel=1e-12)


def test_a_last_edge_on_a_ledge_has_no_way_to_retreat() -> None:
    """Both its ends stay at the rims: it sweeps nothing, and says so."""
    surfaces = {"top": shapely.box(0, 3.9, 20, 20), "side": shapely.box(0, -1, 20, 3.9)}
    section = replace(STRIP, collector=shapely.box(6, 0, 8, 4), surfaces=surfaces)
    outline = replace(trace_section(section, section.electrolyte), inert=frozenset({PLANE}))
    rims = (outline.points == (6.0, 4.0)).all(axis=1) | (outline.points == (8.0, 4.0)).all(axis=1)
    assert rims.sum() == 2
    swept = np.where(rims, -0.01, 0.0)
    moved = advance(outline, swept)
    assert np.array_equal(stuck_vertices(outline, swept, moved), rims)
    halved = resample(outline, 0.7)
    swept = -0.01 * halved.growing_length
    assert not stuck_vertices(halved, swept, advance(halved, swept)).any()
