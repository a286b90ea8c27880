"""Advancing the front: exact areas, right direction, walls respected."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from platefront.geometry.front.dividing import divided
from platefront.geometry.front.guided_motion import GuidedMotion
from platefront.geometry.front.motion import advance
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.tracing import trace_section
from platefront.geometry.section.cross_section import CrossSection
from tests.geometry.front.packings import HEIGHT, WIDTH, outlines, seeds

SIDE = 10.0


def flat_front(divisions: int = 8, uneven: bool = False) -> Outline:
    """Lithium 2 µm thick under a box of electrolyte 10 µm wide and high."""
    lithium = shapely.box(0, 0, SIDE, 2)
    x = np.linspace(0.0, SIDE, divisions + 1)
    if uneven:
        x = SIDE * (x / SIDE) ** 2
    lithium = shapely.Polygon([*np.column_stack((x, np.full_like(x, 2.0))), (SIDE, 0), (0, 0)])
    box = shapely.box(0, 0, SIDE, SIDE)
    section = CrossSection(
        SIDE, SIDE, shapely.Polygon(), lithium, (0.0, 2.0), {"lithium": shapely.box(0, -1, SIDE, 9)}
    )
    return trace_section(section, box.difference(lithium))


@pytest.mark.parametrize("uneven", [False, True])
@pytest.mark.parametrize("growth", [0.3, -0.3])
def test_a_flat_front_stays_flat(growth: float, uneven: bool) -> None:
    outline = flat_front(uneven=uneven)
    moved = advance(outline, growth * outline.front_length)
    front = outline.front_points
    assert moved.points[front, 1] == pytest.approx(2.0 + growth, abs=1e-13)
    assert moved.points[:, 0] == pytest.approx(outline.points[:, 0], abs=1e-13)
    assert np.array_equal(moved.points[~front], outline.points[~front])
    assert moved.thickness_m[front] == pytest.approx(1e-6 * growth, rel=1e-12)
    assert (moved.thickness_m[~front] == 0.0).all()
    assert moved.thickness_um[front] == pytest.approx(growth, rel=1e-12)


@pytest.mark.parametrize("reach", [0.1, 0.2, -0.1])
def test_a_curved_front_moves_as_far_everywhere(reach: float) -> None:
    """At an even speed, charged by the mean of old and new lengths, as a time step does it."""
    angle = 2.0 * np.pi * np.arange(400) / 400
    fibre = shapely.Polygon(np.column_stack((5.0 + 4.0 * np.cos(angle), 5.0 + 2.0 * np.sin(angle))))
    around = {"fibre": shapely.box(0.5, 0.5, 9.5, 9.5)}
    section = CrossSection(SIDE, SIDE, shapely.Polygon(), fibre, (3.0, 7.0), around)
    outline = trace_section(section, section.box.difference(fibre))
    longer = advance(outline, reach * outline.front_length).front_length
    moved = advance(outline, 0.5 * reach * (outline.front_length + longer))
    sites = shapely.points(moved.points[outline.front_points])
    distance = shapely.distance(fibre.exterior, sites) / abs(reach)
    # curvatures from 1/8 to 1 per µm: a step of first order misses by up to half of reach times 1
    off = np.abs(distance - 1.0).max()
    assert off < 0.6 * reach**2, f"a vertex moved {off:.2%} too far"


def test_a_repair_leaves_the_thickness() -> None:
    outline = flat_front()
    moved = advance(outline, 0.1 * outline.front_length, deposit=False)
    assert (moved.thickness_m == 0.0).all()
    assert moved.area == pytest.approx(outline.area - 0.1 * SIDE, rel=1e-14)


@settings(deadline=None, max_examples=80, derandomize=True)
@given(outlines, seeds, st.sampled_from([0.2, 0.02, -0.1]))
def test_every_ring_sweeps_exactly_its_area(outline: Outline, seed: int, reach: float) -> None:
    random = np.random.default_rng(seed)
    swept = reach * outline.front_length * random.uniform(0.2, 1.0, len(outline))
    swept *= np.minimum(1.0, 0.5 * outline.front_length)  # short edges take small steps
    moved = advance(outline, swept)
    wanted = np.add.reduceat(swept, outline.starts)
    missed = np.abs(outline.ring_areas - moved.ring_areas - wanted)
    assert missed.max() < 1e-12 * WIDTH * HEIGHT, f"area off by {missed.max():.1e} µm²"
    assert moved.points.min() > -1.0
    for wall, axis in ((0.0, 0), (WIDTH, 0), (0.0, 1), (HEIGHT, 1)):
        walled = outline.tag < 0
        on_wall = walled & (outline.points[:, axis] == wall)
        on_wall &= outline.points[outline.following, axis] == wall
        ends = np.flatnonzero(on_wall)
        ends = np.concatenate((ends, outline.following[ends]))
        assert (moved.points[ends, axis] == wall).all(), "an end of the front left its wall"


def test_plating_takes_electrolyte_everywhere() -> None:
    """A displacement against the normal would add some."""
    outline = flat_front(uneven=True)
    moved = advance(outline, 0.1 * outline.front_length)
    assert moved.polygon().difference(outline.polygon()).area < 1e-12
    assert outline.polygon().difference(moved.polygon()).area == pytest.approx(0.1 * SIDE)


def ring(radius: float, facets: int) -> Outline:
    """Electrolyte around a round bare wire in a box."""
    wire = shapely.Point(20, 20).buffer(radius, quad_segs=facets // 4)
    surfaces = {"wire": shapely.box(1, 1, 39, 39)}
    section = CrossSection(40, 40, wire, shapely.Polygon(), (10.0, 30.0), surfaces)
    return trace_section(section, shapely.box(0, 0, 40, 40).difference(wire))


def thickness_after(outline: Outline, until: float, slope: float, steps: int) -> float:
    """Thickness [µm] on the right after speeds (2 + slope cos θ)(1 - t), in steps as a run's."""

    def swept(front: Outline, time: float) -> np.ndarray:
        x, y = (front.points - 20.0).T
        speed = (2.0 + slope * np.cos(np.arctan2(y, x))) * (1.0 - time)
        return np.where(front.front_points, front.growing_length * speed, 0.0)

    length = until / steps
    for step in range(steps):
        now = swept(outline, step * length)
        then = swept(advance(outline, length * now), (step + 1) * length)
        outline = advance(outline, 0.5 * length * (now + then))
    right = np.argmax(np.where(outline.front_points, outline.points[:, 0], 0.0))
    return float(outline.thickness_um[right])


@pytest.mark.parametrize("slope", [0.0, 1.0])
@pytest.mark.parametrize("until", [0.8, 1.0, 2.0])
def test_thickness_is_of_second_order_in_the_step(until: float, slope: float) -> None:
    """Of growth, and of growth and retreat by as much, which leaves nothing."""
    exact = (2.0 + slope) * (until - 0.5 * until**2)
    steps = (8, 16, 32, 64)
    errors = [abs(thickness_after(ring(5.0, 64), until, slope, n) - exact) for n in steps]
    orders = np.log2(np.divide(errors[:-1], errors[1:]))
    assert orders.min() > 1.9, f"errors {errors} µm, orders {orders}"
    assert errors[-1] < 1e-4


@pytest.mark.parametrize("reach", [0.05, -0.05])
def test_an_even_layer_in_a_corner_stays_even_however_unequal_its_edges(reach: float) -> None:
    """A film 1 µm thick on a step: its concave and its convex corner move as far as its faces."""
    steps = [(0.0, 2.0), (3.0, 2.0), (4.2, 2.0), (5.0, 2.0), (5.0, 4.0), (5.0, 5.2), (5.0, 6.0)]
    lithium = shapely.Polygon([*steps, (7.5, 6.0), (SIDE, 6.0), (SIDE, 0.0), (0.0, 0.0)])
    section = CrossSection(
        SIDE, SIDE, shapely.Polygon(), lithium, (0.0, 6.0), {"lithium": shapely.box(0, -1, SIDE, 9)}
    )
    outline = trace_section(section, section.box.difference(lithium))
    longer = advance(outline, reach * outline.front_length).front_length
    moved = advance(outline, 0.5 * reach * (outline.front_length + longer))
    layer = shapely.LineString([(0, 2 + reach), (5 - reach, 2 + reach), (5 - reach, 6 + reach),
                                (SIDE, 6 + reach)])  # fmt: skip
    off = shapely.distance(layer, shapely.points(moved.points[outline.front_points]))
    assert off.max() < 0.04 * abs(reach)


def notched(half_angle: float) -> Outline:
    """Lithium with a notch in the middle that opens by twice an angle [degrees]."""
    half = 4.0 * np.tan(np.radians(half_angle))
    notch = [(5.0 - half, 6.0), (5.0, 2.0), (5.0 + half, 6.0)]
    lithium = shapely.Polygon([(0.0, 6.0), *notch, (SIDE, 6.0), (SIDE, 0.0), (0.0, 0.0)])
    section = CrossSection(
        SIDE, SIDE, shapely.Polygon(), lithium, (0.0, 6.0), {"lithium": shapely.box(0, -1, SIDE, 9)}
    )
    return trace_section(section, section.box.difference(lithium))


@pytest.mark.parametrize(("half_angle", "farther"), [(30.0, 1.0), (45.0, np.sqrt(2.0))])
def test_a_sharp_valley_opens_round_and_a_right_angle_stays(
    half_angle: float, farther: float
) -> None:
    """A point of a dissolving front cannot be farther from its start than the front has gone."""
    outline, depth = notched(half_angle), 1e-3
    outline = divided(outline, outline.is_front, 0.2)
    tip = int(np.flatnonzero((outline.points == (5.0, 2.0)).all(axis=1))[0])
    moved = advance(outline, -depth * outline.front_length)
    went = np.hypot(*(moved.points - outline.points)[tip]) / depth
    assert went == pytest.approx(farther, rel=0.02), f"the tip went {went:.3f} times as far"


def test_thin_lithium_above_a_corner_retreats_to_the_corner() -> None:
    outline, depth = flat_front(uneven=True), 0.1
    inner = np.flatnonzero(outline.front_points & (outline.points[:, 0] % SIDE > 0.0))[2:4]
    way = np.array([[0.6, -0.8], [-0.6, -0.8]])
    lengths = np.einsum("ij,ij->i", outline.growth_area[inner], way)
    guided = GuidedMotion(inner, way, lengths)
    swept = -depth * outline.front_length
    moved = advance(outline, swept, guided=guided)
    shift = (moved.points - outline.points)[inner]
    assert shift / np.hypot(*shift.T)[:, None] == pytest.approx(way)
    assert moved.area - outline.area == pytest.approx(depth * SIDE, rel=1e-12)
    plated = advance(outline, -swept, guided=guided)
    assert plated.points[inner, 0] == pytest.approx(outline.points[inner, 0])
