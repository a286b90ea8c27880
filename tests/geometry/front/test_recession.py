"""A counter electrode that recedes: exact areas, vertices of its own, room above the old plane."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from platefront.geometry.arrays import Floats
from platefront.geometry.front.motion import advance, swept_area
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.recession import (
    below_counter,
    crosses_counter,
    divided_counter,
    recede,
)
from platefront.geometry.front.tags import COUNTER, SYMMETRY
from platefront.geometry.front.topology.merging import merge
from platefront.geometry.front.tracing import retrace
from tests.geometry.front.packings import HEIGHT, WIDTH, outlines

SPACING = 1.7
SIZE = 0.9


def dissolved_by(outline: Outline, seed: int) -> Floats:
    """Random areas, mostly dissolved but here and there plated [µm²]."""
    random = np.random.default_rng(seed)
    return np.where(outline.counter_points, random.uniform(-0.1, 0.7, len(outline)), 0.0)


def test_the_counter_electrode_gets_vertices_of_its_own() -> None:
    ring = np.array([(0.0, 0.0), (8.0, 0.0), (8.0, 5.0), (0.0, 5.0)])
    tags = np.array([0, SYMMETRY, COUNTER, SYMMETRY])
    outline = Outline(ring, np.array([0]), tags, np.zeros(4), np.ones(4))
    divided = divided_counter(outline, 1.7)
    on = divided.points[divided.counter_points]
    assert len(on) == 6 and on[:, 1].tolist() == [5.0] * 6
    assert np.sort(on[:, 0]) == pytest.approx(np.linspace(0.0, 8.0, 6), abs=1e-14)
    assert divided.area == outline.area
    assert [int((divided.tag == tag).sum()) for tag in (0, SYMMETRY, COUNTER)] == [1, 2, 5]


@settings(deadline=None, max_examples=25, derandomize=True)
@given(outlines, st.integers(0, 2**31))
def test_what_is_dissolved_becomes_electrolyte(outline: Outline, seed: int) -> None:
    flat = divided_counter(outline, SPACING)
    before = recede(flat, dissolved_by(flat, seed + 1))
    dissolved = dissolved_by(before, seed)
    after = recede(before, dissolved)
    gained = -swept_area(before, after, before.counter_points)
    assert gained == pytest.approx(dissolved.sum(), rel=1e-13), "area measured on the line"
    assert after.area - before.area == pytest.approx(dissolved.sum(), abs=1e-10)
    assert swept_area(before, after, before.front_points) == 0.0
    still = ~before.counter_points
    assert np.array_equal(after.points[still], before.points[still])
    assert np.array_equal(after.points[:, 0], before.points[:, 0]), "x stays"
    cell = below_counter(after, WIDTH)
    gained = after.area - flat.area
    assert cell.area == pytest.approx(WIDTH * HEIGHT + gained, rel=1e-13)
    assert cell.difference(after.polygon()).area == pytest.approx(cell.area - after.area, rel=1e-12)


@settings(deadline=None, max_examples=25, derandomize=True)
@given(outlines, st.integers(0, 2**31))
def test_front_and_counter_are_measured_apart(outline: Outline, seed: int) -> None:
    """Plating and dissolving by the same area cancel in the outline's area, not in the books."""
    before = divided_counter(outline, SPACING)
    plated = 0.02 * before.front_length
    dissolved = dissolved_by(before, seed)
    dissolved *= plated.sum() / dissolved.sum()
    after = recede(advance(before, plated), dissolved)
    assert after.area == pytest.approx(before.area, rel=1e-13)
    for moving, wanted in ((before.front_points, plated), (before.counter_points, -dissolved)):
        swept = swept_area(before, after, moving)
        assert swept == pytest.approx(wanted.sum(), rel=1e-11)


@settings(deadline=None, max_examples=15, derandomize=True)
@given(outlines, st.integers(0, 2**31))
def test_merging_leaves_the_present_line_alone(outline: Outline, seed: int) -> None:
    before = divided_counter(outline, SPACING)
    moved = recede(before, dissolved_by(before, seed))
    cell = below_counter(moved, WIDTH)
    merging = merge(moved, obstacles=shapely.Polygon(), gap=0.54, size=SIZE, cell=cell)
    line, kept = (np.unique(o.points[o.counter_points], axis=0) for o in (moved, merging.outline))
    assert np.array_equal(line, kept)
    lost = sum(pocket.area for pocket in merging.pockets)
    assert merging.outline.area + lost == pytest.approx(moved.area, rel=1e-9)
    again = retrace(merging.outline.polygon(), merging.outline, cell)
    assert again.lengths[again.on_counter].sum() == pytest.approx(
        moved.lengths[moved.on_counter].sum(), rel=1e-13
    )


def test_a_front_beyond_the_counter_electrode_is_noticed() -> None:
    ring = np.array([(0.0, 4.0), (8.0, 4.0), (8.0, 5.0), (4.0, 4.5), (0.0, 5.0)])
    tags = np.array([0, SYMMETRY, COUNTER, COUNTER, SYMMETRY])
    near = Outline(ring, np.array([0]), tags, np.zeros(5), np.ones(5))
    assert not crosses_counter(near)
    beyond = advance(near, 0.8 * near.front_length)
    assert crosses_counter(beyond)
    assert not crosses_counter(recede(beyond, 0.8 * near.counter_width))
