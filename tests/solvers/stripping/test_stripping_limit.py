"""Stripping beyond the metal of a vertex goes where there is metal, and no vertex gives more."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from platefront.geometry.arrays import Floats
from platefront.geometry.front.outline import Outline
from platefront.geometry.front.tags import BOTTOM, COUNTER, SYMMETRY
from platefront.solvers.evolution.step.stripping_limit import within_supply
from platefront.solvers.front.metal_supply import Supply
from platefront.solvers.front.vertex_currents import VertexCurrents

ROUND_OFF = 1e-12
"""Of sums over some hundred vertices, relative."""
AREA_PER_CHARGE = 2.0
FRONT = 700
EMPTY = slice(200, 500)
"""Longer than charge can be passed from neighbour to neighbour."""


def floor(tags: Sequence[int]) -> Outline:
    """Electrolyte above y = 0, whose edges, of 1 µm, have these tags."""
    x = np.arange(len(tags) + 1.0)
    top = [(x[-1], 10.0), (0.0, 10.0)]
    points = np.concatenate((np.column_stack((x, np.zeros(len(x)))), top))
    tag = np.array([*tags, SYMMETRY, COUNTER, SYMMETRY])
    return Outline(points, np.array([0]), tag, np.zeros(len(tag)), np.zeros(len(tag)))


def metal(outline: Outline, stock: Floats) -> Supply:
    """Metal that these charges strip, (k,) for the first vertices [C/m]."""
    area, width = np.zeros(len(outline)), outline.growing_length
    area[: len(stock)] = AREA_PER_CHARGE * stock
    depth = np.divide(area, width, out=np.full(len(area), np.inf), where=width > 0.0)
    return Supply(outline, depth, AREA_PER_CHARGE)


def charges(outline: Outline, *parts: Floats) -> VertexCurrents:
    """Charges of surfaces, (k,) for the first vertices, and some of the counter electrode."""
    padded = [np.append(part, np.zeros(len(outline) - len(part))) for part in parts]
    return VertexCurrents(padded, np.where(outline.counter_points, -1.0, 0.0))


def limited(
    asked: VertexCurrents,
    supply: Supply,
    *,
    even: bool = False,
    passed_on: bool = True,
    steady: bool = True,
) -> tuple[VertexCurrents, float]:
    """Charges within the metal, after what holds in any case is checked."""
    before = [part.copy() for part in asked.surfaces]
    found, spread = within_supply(asked, supply, even=even, passed_on=passed_on, steady=steady)
    least = ROUND_OFF * np.abs(before).sum()
    assert (found.plated >= -supply.charge - least).all(), "no more than the metal of a vertex"
    assert np.array_equal(asked.surfaces, before), "what was asked is not changed"
    assert np.array_equal(found.counter, asked.counter)
    return found, spread


def assert_conserved(found: VertexCurrents, asked: VertexCurrents) -> None:
    """The charge of each surface is what it was."""
    largest = np.abs(asked.surfaces).sum()
    for part, whole in zip(found.surfaces, asked.surfaces, strict=True):
        assert part.sum() == pytest.approx(whole.sum(), abs=ROUND_OFF * largest)


@pytest.mark.parametrize("steady", [True, False])
def test_neighbours_pass_what_a_vertex_cannot_in_the_ratio_of_their_metal(steady: bool) -> None:
    outline = floor([0] * 8)
    stock, wanted = np.full(9, 1.0), np.full(9, -0.2)
    stock[[3, 5]] = 0.8, 0.4
    wanted[4] = -1.4
    asked = charges(outline, wanted)
    found, spread = limited(asked, metal(outline, stock), steady=steady)
    right = asked.plated.copy()
    right[[3, 4, 5]] = -0.2 - 0.3, -1.0, -0.2 - 0.1
    assert found.plated == pytest.approx(right, rel=ROUND_OFF)
    assert_conserved(found, asked)
    assert spread == 0.0


def test_neighbours_that_have_none_pass_it_on() -> None:
    outline = floor([0] * 8)
    asked = charges(outline, np.where(np.arange(9) == 4, -1.0, 0.0))
    stock = np.array([0.0, 0.0, 3.0, 0.0, 0.0, 0.0, 3.0, 0.0, 0.0])
    found, spread = limited(asked, metal(outline, stock), steady=False)
    right = np.where(np.isin(np.arange(len(outline)), [2, 6]), -0.5, 0.0)
    assert found.plated == pytest.approx(right, abs=ROUND_OFF)
    assert spread == 0.0


@pytest.mark.parametrize("vertex", [350, 275])
def test_across_a_long_empty_stretch_the_nearer_metal_passes_more(vertex: int) -> None:
    """In inverse proportion to the distance, as by passing it on without end."""
    outline = floor([0] * FRONT)
    wanted, stock = np.zeros(FRONT + 1), np.full(FRONT + 1, 2.0)
    wanted[vertex], stock[EMPTY] = -1.0, 0.0
    asked = charges(outline, wanted)
    found, spread = limited(asked, metal(outline, stock))
    before, after = EMPTY.start - 1, EMPTY.stop
    share = (after - vertex) / (after - before)
    assert found.plated[[before, after]] == pytest.approx([-share, share - 1.0], rel=1e-9)
    assert_conserved(found, asked)
    assert np.count_nonzero(np.abs(found.plated) > ROUND_OFF) == 2
    assert spread == 0.0


def test_an_empty_stretch_is_passed_by_the_next_metal_on_both_sides() -> None:
    outline = floor([0] * FRONT)
    wanted, stock = np.zeros(FRONT + 1), np.full(FRONT + 1, 10.0)
    wanted[EMPTY], stock[EMPTY] = -1.0, 0.0
    asked = charges(outline, wanted)
    found, spread = limited(asked, metal(outline, stock))
    assert_conserved(found, asked)
    assert spread == 0.0
    # Half of 300 C/m on each side, of 10 C/m from each vertex.
    right = np.zeros(len(outline))
    right[EMPTY.start - 15 : EMPTY.start] = right[EMPTY.stop : EMPTY.stop + 15] = -10.0
    assert found.plated == pytest.approx(right, abs=1e-9)


def test_without_a_given_current_only_metal_that_is_near_passes_it() -> None:
    outline = floor([0] * FRONT)
    wanted, stock = np.zeros(FRONT + 1), np.full(FRONT + 1, 10.0)
    wanted[EMPTY], stock[EMPTY] = -1.0, 0.0
    found, spread = limited(charges(outline, wanted), metal(outline, stock), steady=False)
    assert (found.plated[EMPTY] == 0.0).all()
    # A random walk of 100 steps ends 8 vertices away on average.
    assert -found.plated[: EMPTY.start].sum() == pytest.approx(8.0, abs=1.0)
    assert -found.plated[EMPTY.stop :].sum() == pytest.approx(8.0, abs=1.0)
    assert spread == 0.0


APART = floor([0] * 9 + [BOTTOM] * 3 + [1] * 9)
"""Front, a wall, front."""


def apart() -> tuple[VertexCurrents, Floats]:
    """Stripping of the left part, and metal, of the right one only."""
    left = np.where(np.arange(22) < 10, -0.1, 0.0)
    stock = np.where(np.arange(22) >= 12, 1.0 + 0.1 * np.arange(22), 0.0)
    return charges(APART, left, np.zeros(22)), stock


def test_beyond_a_wall_all_metal_passes_a_given_current_alike() -> None:
    asked, stock = apart()
    found, spread = limited(asked, metal(APART, stock))
    assert spread == pytest.approx(1.0, rel=ROUND_OFF)
    assert_conserved(found, asked)
    assert found.plated[:22] == pytest.approx(-stock / stock.sum(), abs=ROUND_OFF)


def test_only_what_metal_beyond_a_wall_can_pass_is_spread() -> None:
    asked, stock = apart()
    stock *= 0.6 / stock.sum()
    found, spread = limited(asked, metal(APART, stock))
    assert spread == pytest.approx(0.6, rel=ROUND_OFF)
    assert found.plated[:22] == pytest.approx(-stock, abs=ROUND_OFF)


def test_an_empty_fibre_is_like_front_beyond_a_wall() -> None:
    """Round a fibre there is no end to the search for metal."""
    box = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]
    fibre = [(1.0, 1.0), (1.0, 2.0), (2.0, 2.0), (2.0, 1.0)]
    tag = np.array([0, SYMMETRY, COUNTER, SYMMETRY, 1, 1, 1, 1])
    outline = Outline(np.array(box + fibre), np.array([0, 4]), tag, np.zeros(8), np.zeros(8))
    here = np.arange(8) == 6
    asked = charges(outline, np.zeros(8), np.where(here, -1.0, 0.0))
    found, spread = limited(asked, metal(outline, np.array([3.0, 1.0])))
    assert found.plated == pytest.approx([-0.75, -0.25, *np.zeros(6)], rel=ROUND_OFF)
    assert spread == pytest.approx(1.0, rel=ROUND_OFF)
    assert_conserved(found, asked)


def test_no_other_current_passes_beyond_a_wall() -> None:
    asked, stock = apart()
    found, spread = limited(asked, metal(APART, stock), steady=False)
    assert not np.any(found.surfaces) and spread == 0.0


def test_even_growth_draws_on_all_metal_alike_and_nothing_of_it_is_far() -> None:
    asked, stock = apart()
    found, spread = limited(asked, metal(APART, stock), even=True, steady=False)
    assert found.plated[:22] == pytest.approx(-stock / stock.sum(), abs=ROUND_OFF)
    assert spread == 0.0


@pytest.mark.parametrize("even", [True, False])
@pytest.mark.parametrize("tags", [[0] * 21, APART.tag[:21].tolist()])
def test_stripping_for_which_there_is_no_metal_is_left_out(tags: list[int], even: bool) -> None:
    outline = floor(tags)
    place = np.arange(22)
    stock = np.where(outline.front_points[:22] & (place % 3 > 0), 0.3 + 0.01 * place, 0.0)
    wanted = np.where(outline.front_points[:22], -1.0, 0.0)
    asked = charges(outline, wanted, np.zeros(22))
    found, _ = limited(asked, metal(outline, stock), even=even)
    assert found.plated[:22] == pytest.approx(-stock, rel=ROUND_OFF, abs=ROUND_OFF)
    assert found.plated.sum() == pytest.approx(-stock.sum(), rel=ROUND_OFF)


@pytest.mark.parametrize("steady", [True, False])
@pytest.mark.parametrize("even", [True, False])
def test_of_a_mean_of_pulses_nothing_goes_elsewhere(even: bool, steady: bool) -> None:
    outline = floor([0] * 8)
    wanted = np.array([-1.0, -0.1, 0.4, -2.0, -0.5, 0.0, -0.2, -3.0, -1.0])
    stock = np.array([0.2, 0.2, 0.0, 0.0, 1.0, 1.0, 0.2, 0.5, 2.0])
    asked = charges(outline, wanted)
    found, spread = limited(asked, metal(outline, stock), even=even, passed_on=False, steady=steady)
    assert found.plated[:9] == pytest.approx(np.maximum(wanted, -stock), abs=1e-15)
    assert spread == 0.0


def test_a_plating_vertex_can_pass_what_it_plates_and_its_metal() -> None:
    """It is at its limit where it has lost as much as it has, net."""
    outline = floor([0] * 8)
    wanted = np.array([0.0, 0.7, 0.0, 0.3, -1.0, 0.1, 0.0, 0.7, 0.0])
    stock = np.array([0.0, 0.0, 0.0, 0.0, 0.0, 1.1, 0.0, 0.0, 0.0])
    asked = charges(outline, wanted)
    found, _ = limited(asked, metal(outline, stock))
    right = wanted.copy()
    right[[3, 4, 5]] = 0.3 - 0.2, 0.0, 0.1 - 0.8  # room of 0.3 and of 0.1 + 1.1
    assert found.plated[:9] == pytest.approx(right, abs=1e-15)


def test_what_a_neighbour_plates_beyond_need_stays() -> None:
    outline = floor([0] * 8)
    stock, wanted = np.full(9, 0.5), np.full(9, 0.7)
    wanted[4] = -0.5
    asked = charges(outline, wanted)
    found, _ = limited(asked, metal(outline, stock))
    assert np.array_equal(found.plated, asked.plated)


def test_of_surfaces_that_share_a_vertex_only_the_stripped_one_is_limited() -> None:
    outline = floor([0] * 4 + [1] * 4)
    plating = np.where(np.arange(9) <= 4, 0.2, 0.0)
    stripping = np.where(np.arange(9) == 4, -1.0, 0.0)
    asked = charges(outline, plating, stripping)
    supply = metal(outline, np.full(9, 0.3))
    clipped, _ = limited(asked, supply, passed_on=False)
    assert np.array_equal(clipped.surfaces[0], asked.surfaces[0])
    assert clipped.surfaces[1][4] == pytest.approx(-0.5, rel=ROUND_OFF)  # 0.3 of metal, 0.2 plated
    found, _ = limited(asked, supply)
    assert np.array_equal(found.surfaces[0], asked.surfaces[0])
    # Vertex 3 has room for 0.2 + 0.3, vertex 5 for 0.3.
    right = [-0.5 * 0.5 / 0.8, -0.5, -0.5 * 0.3 / 0.8]
    assert found.surfaces[1][[3, 4, 5]] == pytest.approx(right, rel=ROUND_OFF)


def test_surfaces_lose_in_the_ratio_in_which_they_strip() -> None:
    outline = floor([0] * 4 + [1] * 4)
    here = np.arange(9) == 4
    asked = charges(outline, np.where(here, -0.9, 0.0), np.where(here, -0.3, 0.0))
    clipped, _ = limited(asked, metal(outline, np.full(9, 0.4)), passed_on=False)
    assert [part[4] for part in clipped.surfaces] == pytest.approx([-0.3, -0.1], rel=ROUND_OFF)
    found, _ = limited(asked, metal(outline, np.full(9, 0.8)))
    assert_conserved(found, asked)
    assert found.surfaces[0] == pytest.approx(3.0 * found.surfaces[1], rel=ROUND_OFF)


def random_charges(seed: int, share: float) -> tuple[VertexCurrents, Supply]:
    """Stripping of a share of all metal, plated one included, on a front between walls.

    Two surfaces plate and strip; the metal is in random places.
    """
    random = np.random.default_rng(seed)
    pieces = random.choice([0, 1, BOTTOM], size=8, p=[0.4, 0.4, 0.2])
    tags = [0, *np.repeat(pieces, random.integers(1, 60, size=8))]
    outline = floor(tags)
    size = len(tags) + 1
    front = outline.front_points[:size]
    stock = np.where(front & (random.random(size) < random.random()), random.random(size), 0.0)
    stock[0] = 0.5
    parts = np.where(front, random.normal(size=(2, size)), 0.0)
    plated, stripped = np.maximum(parts, 0.0), np.minimum(parts, 0.0)
    stripped *= share * (stock.sum() + plated.sum()) / -stripped.sum()
    return charges(outline, *(plated + stripped)), metal(outline, stock)


@pytest.mark.parametrize("share", [0.3, 0.8, 0.999])
@pytest.mark.parametrize("seed", range(15))
def test_no_charge_is_lost_while_there_is_metal(seed: int, share: float) -> None:
    asked, supply = random_charges(seed, share)
    found, spread = limited(asked, supply)
    assert_conserved(found, asked)
    assert 0.0 <= spread <= -np.minimum(asked.plated, 0.0).sum()


@pytest.mark.parametrize("seed", range(15))
def test_all_metal_is_taken_when_more_is_asked_for(seed: int) -> None:
    asked, supply = random_charges(seed, 1.5)
    found, _ = limited(asked, supply)
    largest = np.abs(asked.surfaces).sum()
    assert found.plated == pytest.approx(-supply.charge, abs=ROUND_OFF * largest)
