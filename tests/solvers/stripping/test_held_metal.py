"""Metal whose stripping would cut into the host is held back as long as its edges are the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from platefront.solvers.balance.ledger import Ledger
from platefront.solvers.front.front_tracker import FrontTracker
from platefront.solvers.model.kinetics.surface_state import RESIDUE
from tests.shared.cells import PLATING, foil, problem

LAYER = 2.0
"""Thickness of the lithium [µm]."""


def tracker(*, on_host: bool = False) -> FrontTracker:
    """Front on lithium on a foil, meshed anew if stripping has reached the host."""
    case = problem(foil(width=8.0, height=12.0, layer=LAYER), PLATING, time=1.0)
    books = Ledger(case.section, case.metal.volume_per_charge, np.zeros(1))
    made = FrontTracker.start(case, books)
    if on_host:
        made.on_host = True
        made.renew(made.outline)
    return made


def strip(front: FrontTracker, left: float) -> None:
    """Move the front down to a share of the lithium."""
    outline = front.outline
    points = outline.points.copy()
    points[outline.front_points, 1] = left * LAYER
    front.outline = replace(outline, points=points)


def leftmost(front: FrontTracker, share: float) -> NDArray[np.bool_]:
    """The front over the left part of the foil."""
    outline = front.outline
    return np.asarray(outline.front_points & (outline.points[:, 0] <= share * 8.0))


def test_all_metal_below_the_front_can_be_stripped_at_first() -> None:
    front = tracker()
    depth = front.supply().depth
    on_front = front.outline.front_points
    assert depth[on_front] == pytest.approx(LAYER - 1e6 * RESIDUE, rel=1e-9)
    assert np.isinf(depth[~on_front]).all()


def test_vertices_keep_half_of_what_they_could_retreat_and_in_the_end_nothing() -> None:
    front = tracker()
    held = leftmost(front, 0.5)
    free = ~held & front.outline.front_points
    whole = front.supply().depth
    shares = []
    for _ in range(8):
        depth = front.hold(held).depth
        assert np.array_equal(depth, front.supply().depth), "what it returns is what it has"
        assert np.array_equal(depth[free], whole[free])
        share = depth[held] / whole[held]
        assert share == pytest.approx(share[0], rel=1e-12, abs=0.0)
        shares.append(float(share[0]))
    halved = [share for share in shares if share > 0.0]
    assert halved == pytest.approx([0.5**k for k in range(1, len(halved) + 1)], rel=1e-12)
    assert len(halved) >= 3, "several times half"
    assert shares[-1] == 0.0


def test_a_new_mesh_for_want_of_metal_frees_all() -> None:
    front = tracker()
    whole = front.supply().depth
    front.hold(front.outline.front_points)
    front.renew(replace(front.outline))
    assert np.array_equal(front.supply().depth, whole)


def test_metal_below_unchanged_edges_stays_held_on_a_new_mesh() -> None:
    front = tracker(on_host=True)
    whole = front.supply().depth
    held = leftmost(front, 0.25)
    front.hold(held)
    front.renew(replace(front.outline))
    depth = front.supply().depth
    assert depth[held] == pytest.approx(0.5 * whole[held], rel=1e-12)
    assert np.array_equal(depth[~held], whole[~held])


def test_metal_beside_a_vertex_that_is_another_is_free_on_a_new_mesh() -> None:
    front = tracker(on_host=True)
    whole = front.supply().depth
    held = leftmost(front, 0.7)
    front.hold(held)
    points = front.outline.points.copy()
    moved = int(np.flatnonzero(held)[1])
    points[moved, 1] -= 0.01
    front.renew(replace(front.outline, points=points))
    beside = [front.outline.preceding[moved], moved, front.outline.following[moved]]
    share = np.where(held, front.supply().depth, 1.0) / np.where(held, whole, 1.0)
    assert share[beside] == pytest.approx(1.0, rel=0.02)
    others = held.copy()
    others[beside] = False
    assert others.any()
    assert share[others] == pytest.approx(0.5, rel=0.02)


@pytest.mark.parametrize(
    ("tried", "now", "wanted"),
    [
        (np.inf, 0.3, False),
        (np.inf, 0.2, True),
        (0.1, 0.03, False),
        (0.1, 0.02, True),
        (0.004, 0.0009, False),
    ],
)
def test_another_mesh_is_tried_for_a_corner_until_only_a_film_is_left(
    tried: float, now: float, wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Edges are 1 µm long, and 0.01 of them the least distance."""
    front = tracker(on_host=True)
    assert front.problem.mesh.grading.front == 1.0
    corner = (1.0, 0.5)
    monkeypatch.setattr(FrontTracker, "_missed_corners", lambda _: {corner: now})
    front._tried = {corner: tried} if np.isfinite(tried) else {}
    assert front.misses_host is wanted


def test_held_metal_moves_with_the_front() -> None:
    front = tracker()
    front.hold(front.outline.front_points)
    strip(front, 0.4)
    depth = front.supply().depth[front.outline.front_points]
    assert depth == pytest.approx(0.5 * (0.4 * LAYER - 1e6 * RESIDUE), rel=1e-9)


@pytest.mark.parametrize("on_host", [False, True])
def test_without_held_vertices_no_metal_is_held(on_host: bool) -> None:
    front = tracker(on_host=on_host)
    assert not front.holds_most_metal
    strip(front, 0.1)
    assert not front.holds_most_metal
    front.hold(np.zeros(len(front.outline), dtype=bool))
    assert not front.holds_most_metal


def test_while_much_of_the_metal_of_the_mesh_is_left_another_one_frees_little() -> None:
    front = tracker(on_host=True)
    front.hold(front.outline.front_points)
    assert not front.holds_most_metal
    strip(front, 0.6)
    assert not front.holds_most_metal
    strip(front, 0.4)
    assert front.holds_most_metal


@pytest.mark.parametrize("anew", [False, True])
def test_on_a_mesh_that_does_not_follow_the_host_nothing_need_be_gone(anew: bool) -> None:
    front = tracker()
    if anew:
        front.renew(replace(front.outline))
    front.hold(front.outline.front_points)
    assert front.holds_most_metal


@pytest.mark.parametrize(("part", "most"), [(0.25, False), (0.7, False), (1.0, True)])
def test_a_new_mesh_is_wanted_when_most_of_the_metal_is_held(part: float, most: bool) -> None:
    """Half of what is below a part of the front is held: an eighth, a third, a half."""
    front = tracker(on_host=True)
    strip(front, 0.4)
    front.hold(leftmost(front, part))
    assert front.holds_most_metal is most


def test_a_few_vertices_hold_little_even_if_they_hold_all() -> None:
    front = tracker(on_host=True)
    strip(front, 0.4)
    for _ in range(8):
        front.hold(leftmost(front, 0.25))
    assert not front.holds_most_metal
    for _ in range(8):
        front.hold(leftmost(front, 0.6))
    assert front.holds_most_metal


def test_what_has_no_way_to_retreat_holds_all_its_metal() -> None:
    front = tracker()
    stuck = leftmost(front, 0.5)
    depth = front.hold(np.zeros(len(stuck), dtype=bool), stuck).depth
    assert (depth[stuck] == 0.0).all()
    others = ~stuck & front.outline.front_points
    assert depth[others] == pytest.approx(LAYER - 1e6 * RESIDUE, rel=1e-9)
