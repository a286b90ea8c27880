"""Curvature of polylines: second order on smooth fronts, signs, planes of the box, corners."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from platefront.geometry.arrays import Floats
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.tags import BOTTOM, COUNTER, DEAD, SYMMETRY, TOP
from platefront.solvers.front.curvature import curvature, shortest_edges, stiffness

COUNTS = (32, 64, 128, 256)


def outline(points: Floats, tag: Sequence[int], **more: object) -> Outline:
    nothing = np.zeros(len(points))
    starts = more.pop("starts", [0])
    return Outline(points, np.array(starts), np.array(tag), nothing, nothing, **more)  # type: ignore[arg-type]


def circle(angles: Floats, radius: float = 3.0) -> Floats:
    return radius * np.column_stack((np.cos(angles), np.sin(angles)))


def unequal(count: int) -> Floats:
    """Angles with steps of which every second one is three times the others."""
    steps = np.tile([0.5, 1.5], count // 2)
    return 2.0 * np.pi / count * np.cumsum(steps)


def order(errors: Sequence[float]) -> float:
    return float(-np.polyfit(np.log(COUNTS), np.log(errors), 1)[0])


def wave_front(count: int, amplitude: float = 0.8, width: float = 6.0) -> tuple[Outline, Floats]:
    """Front y = a cos(πx/w) above metal, between two symmetry planes, and its curvature."""
    part = np.arange(count + 1) / count
    x = width * (part + 0.05 * np.sin(2.0 * np.pi * part))
    k = np.pi / width
    points = np.column_stack((x, amplitude * np.cos(k * x)))
    points = np.vstack((points, [(width, 9.0), (0.0, 9.0)]))
    exact = amplitude * k**2 * np.cos(k * x) / (1.0 + (amplitude * k * np.sin(k * x)) ** 2) ** 1.5
    return outline(points, [0] * count + [SYMMETRY, COUNTER, SYMMETRY]), exact


def test_metal_in_electrolyte_is_curved_like_its_circle_with_second_order() -> None:
    errors = []
    for count in COUNTS:
        front = outline(circle(-unequal(count)), [0] * count)
        errors.append(float(np.abs(3.0 * curvature(front) - 1.0).max()))
    assert errors[-1] < 1e-4
    assert order(errors) == pytest.approx(2.0, abs=0.05)


def test_electrolyte_in_metal_is_curved_the_other_way() -> None:
    front = outline(circle(unequal(256)), [0] * 256)
    assert curvature(front) == pytest.approx(np.full(256, -1.0 / 3.0), rel=1e-4)


def test_waves_between_symmetry_planes_have_their_curvature_with_second_order() -> None:
    errors = []
    for count in COUNTS:
        front, exact = wave_front(count)
        found = curvature(front)
        assert found[0] > 0.0 > found[count], "metal bulges at the crest"
        assert not found[count + 1 :].any(), "nothing on the counter electrode"
        errors.append(float(np.abs(found[: count + 1] - exact).max()))
    assert errors[-1] < 2e-4
    assert order(errors) == pytest.approx(2.0, abs=0.1)


def test_waves_on_a_cylinder_have_the_same_curvature_wherever_they_are_cut() -> None:
    half, _ = wave_front(64)
    right = half.points[:65]
    left = right[:0:-1] * [-1.0, 1.0] + [12.0, 0.0]
    both = np.vstack((right, left[1:]))  # from crest to crest, the last one left out
    found = []
    for turn in (0, 17, 90):
        rolled = np.roll(both, -turn, axis=0)
        rolled[:, 0] -= np.where(np.arange(128) >= 128 - turn, -12.0, 0.0)
        lower = outline(
            np.vstack((rolled, [(9.0, 9.0), (3.0, 9.0)])),
            [0] * 128 + [COUNTER] * 2,
            starts=[0, 128],
            period=12.0,
            winding=(1, -1),
        )
        found.append(np.roll(curvature(lower)[:128], turn))
    assert found[0][:65] == pytest.approx(curvature(half)[:65], abs=1e-12)
    for other in found[1:]:
        assert other == pytest.approx(found[0], abs=1e-12)


def test_a_quarter_between_two_planes_is_part_of_the_circle() -> None:
    """The floor mirrors as a side wall does."""
    angles = 0.5 * np.pi * np.arange(33) / 32
    arc = circle(angles)[::-1]  # from the left wall to the floor, electrolyte on the left
    points = np.vstack((arc, [(9.0, 0.0), (9.0, 9.0), (0.0, 9.0)]))
    front = outline(points, [0] * 32 + [BOTTOM, SYMMETRY, TOP, SYMMETRY])
    assert curvature(front)[:33] == pytest.approx(np.full(33, 1.0 / 3.0), rel=1e-3)


def test_corners_are_as_round_as_the_mesh_resolves() -> None:
    def corner(edge: float) -> float:
        side = np.arange(0.0, 4.0, edge)
        zero = np.zeros_like(side)
        sides = [(zero, side), (side, zero + 4.0), (zero + 4.0, 4.0 - side), (4.0 - side, zero)]
        points = np.concatenate([np.column_stack(pair) for pair in sides])
        found = curvature(outline(points, [0] * len(points)))
        assert np.count_nonzero(np.abs(found) > 1e-12) == 4
        return float(found.max())

    assert corner(0.5) == pytest.approx(2.0 * np.sin(np.pi / 4.0) / 0.5)
    assert corner(0.25) == pytest.approx(2.0 * corner(0.5))
    needle = outline(np.array([(0.0, 0.0), (4.0, 1e-9), (8.0, 0.0), (4.0, 3.0)]), [0] * 4)
    assert np.abs(curvature(needle)).max() < 2.0 / 2.5


@pytest.mark.parametrize(
    ("change", "inert"),
    [(lambda tag: DEAD, frozenset()), (lambda tag: 1, frozenset({1}))],
    ids=["dead lithium", "an inert surface"],
)
def test_front_that_ends_has_no_curvature_there(
    change: Callable[[int], int], inert: frozenset[int]
) -> None:
    count = 64
    tag = [change(0) if index < 20 else 0 for index in range(count)]
    front = outline(circle(-2.0 * np.pi * np.arange(count) / count), tag, inert=inert)
    found = curvature(front)
    assert not found[:21].any()
    assert found[21:] == pytest.approx(np.full(count - 21, 1.0 / 3.0), rel=1e-3)
    assert np.isinf(shortest_edges(front)[1:20]).all()


def test_displaced_front_has_the_curvature_of_the_stiffness() -> None:
    """On straight front κ changes by K δ/l̄, at walls too."""
    flat, _ = wave_front(40, amplitude=0.0)
    x = flat.points[:41, 0]
    shift = 1e-6 * (np.cos(np.pi * x / 6.0) + 0.3 * np.cos(3.0 * np.pi * x / 6.0))
    points = flat.points.copy()
    points[:41, 1] += shift
    moved = outline(points, list(flat.tag))
    delta = np.zeros(len(points))
    delta[:41] = shift
    wanted = (stiffness(flat) @ delta)[:41] / flat.growing_length[:41]
    assert np.abs(wanted).max() > 1e-7
    assert curvature(moved)[:41] == pytest.approx(wanted, abs=1e-12)
