"""Film between vertices that do not move along the normal of the front, and on new meshes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from platefront.geometry.arrays import Floats
from platefront.geometry.front.motion import advance
from platefront.geometry.front.outline import Outline
from platefront.solvers.front.vertex_currents import VertexCurrents
from platefront.solvers.model.kinetics.growing_film import ParabolicGrowth
from platefront.solvers.state.film.film_growth import film_growth
from platefront.solvers.state.film.film_transport import moved_film
from platefront.solvers.state.film.films import SurfaceFilm
from tests.solvers.front.film.round_front import CIRCLE, films, ring, uneven

PLENTY = 1e9


def stepped(outline: Outline, growth: float, count: int) -> tuple[Outline, SurfaceFilm]:
    """Outline and film after a round front has grown by a length in steps [µm]."""
    laws = films(ParabolicGrowth(initial_thickness=2e-8, rate=0.0))
    film, nothing = laws.at_start(outline), VertexCurrents([np.zeros(len(outline))], np.zeros(0))
    metal = np.full(len(outline), PLENTY)
    for _ in range(count):
        moved = advance(outline, growth / count * outline.growing_length)
        change = film_growth(laws, film, nothing, 1.0, (outline, moved), metal)
        film, outline = change.on(laws, moved, film), moved
    return outline, film


@pytest.mark.parametrize("growth", [1.0, -1.0])
@pytest.mark.parametrize("count", [40, 80])
def test_a_film_stays_even_where_vertices_are_not(growth: float, count: int) -> None:
    """δ r = const at every vertex, though vertices drift along a front of unequal edges."""
    start = ring(uneven(count))
    outline, film = stepped(start, growth, 40)
    wanted = CIRCLE / (CIRCLE + growth)
    off = float(np.abs(film.thickness[4:] / (0.02 * wanted) - 1.0).max())
    apart = start.growing_length[4:] / outline.growing_length[4:]
    of_vertices = float(np.abs(apart / wanted - 1.0).max())
    assert off < 5e-3, f"off by {off:.1e}"
    assert of_vertices > 7.0 * off, f"vertices drift apart by {of_vertices:.1e}"


def test_volume_is_conserved_to_round_off() -> None:
    outline = ring(uneven(60))
    laws = films(ParabolicGrowth())
    film = SurfaceFilm(
        np.where(outline.is_front, 0.01 + 0.005 * np.sin(outline.points[:, 0]), 0.0),
        np.ones(len(outline)),
    )
    moved = replace(outline, points=outline.points + 0.05 * np.cos(3.0 * outline.points[:, ::-1]))
    after = moved_film(laws, film, outline, moved)
    before = film.thickness * outline.growing_length
    assert after.volume.sum() == pytest.approx(before.sum(), rel=1e-14)
    assert after.length.sum() == pytest.approx(outline.growing_length.sum(), rel=1e-14)
    assert not np.allclose(after.volume, before, rtol=1e-3), "nothing passed"


def test_vertices_that_turn_leave_the_film_in_place() -> None:
    """A ring of vertices that only slides along its circle: the pattern does not turn with it."""
    laws, count, turns = films(ParabolicGrowth(rate=0.0)), 200, 200
    angles = 2.0 * np.pi * np.arange(count) / count
    outline = ring(angles)

    def pattern(front: Outline) -> Floats:
        x, y = front.points.T
        return np.where(front.is_front, 0.02 * (1.0 + 0.3 * np.sin(np.arctan2(y, x))), 0.0)

    film = SurfaceFilm(pattern(outline), np.ones(len(outline)))
    nothing = VertexCurrents([np.zeros(len(outline))], np.zeros(0))
    metal = np.full(len(outline), PLENTY)
    for turn in range(turns):
        moved = ring(angles + 0.5 * (turn + 1) / turns)
        change = film_growth(laws, film, nothing, 1.0, (outline, moved), metal)
        film, outline = change.on(laws, moved, film), moved
    off = np.abs(film.thickness - pattern(outline))[4:].max() / 0.02
    assert off < 5e-3, f"the pattern is off by {off:.1e}; turned it would be by 0.15"


def test_a_new_outline_takes_the_film_of_its_place() -> None:
    laws = films(ParabolicGrowth(breaking_strain=0.1))
    old, new = ring(uneven(300)), ring(uneven(200, seed=2))
    angle = np.arctan2(*old.points.T)
    film = SurfaceFilm(
        np.where(old.is_front, 0.02 + 0.01 * np.sin(angle), 0.0),
        np.where(old.is_front, 1.0 + 0.1 * np.cos(angle) ** 2, 1.0),
    )
    carried = laws.carried(film, old, new)
    there = np.arctan2(*new.points[4:].T)
    assert carried.thickness[4:] == pytest.approx(0.02 + 0.01 * np.sin(there), abs=1e-4)
    assert carried.stretch[4:] == pytest.approx(1.0 + 0.1 * np.cos(there) ** 2, abs=1e-3)
    assert (carried.thickness[:4] == 0.0).all() and (carried.stretch[:4] == 1.0).all()
    assert laws.content(carried, new) == pytest.approx(laws.content(film, old), rel=1e-3)


def test_front_without_a_film_before_has_one_as_at_the_start() -> None:
    laws = films(ParabolicGrowth(initial_thickness=7e-9))
    angles = uneven(20)
    old, new = ring(angles, tag=1), ring(angles)
    carried = laws.carried(laws.at_start(old), old, new)
    assert carried.thickness[4:] == pytest.approx(np.full(20, 7e-3))


def test_films_of_two_surfaces_meet() -> None:
    """Each grows by its own law, their common vertices by the mean, and each is recorded."""
    laws = films(ParabolicGrowth(rate=1e-20), ParabolicGrowth(rate=4e-20))
    outline = ring(2.0 * np.pi * np.arange(40) / 40)
    tag = np.where(outline.is_front & (np.arange(len(outline)) >= 24), 1, outline.tag)
    outline = replace(outline, tag=tag)
    film, nothing = laws.at_start(outline), [np.zeros(len(outline))] * 2
    change = film_growth(
        laws, film, VertexCurrents(nothing, np.zeros(0)), 100.0, (outline, outline),
        np.full(len(outline), PLENTY),
    )  # fmt: skip
    after = change.on(laws, outline, film).thickness
    one, other = (float(np.sqrt(25.0 + 2.0 * k * 100.0)) * 1e-3 for k in (0.01, 0.04))
    assert after[5:24] == pytest.approx(np.full(19, one))
    assert after[25:] == pytest.approx(np.full(19, other))
    assert after[[4, 24]] == pytest.approx(np.full(2, 0.5 * (one + other)))
    extent = laws.extent(SurfaceFilm(after, film.stretch), outline)
    assert extent["surface 1"][1] == pytest.approx(1e-6 * other)
    assert 1e-6 * one < extent["surface 0"][0] < extent["surface 1"][0] < 1e-6 * other
    whole = (after - film.thickness) * outline.growing_length
    assert change.lost == pytest.approx(2e9 * 1e-12 * whole)
