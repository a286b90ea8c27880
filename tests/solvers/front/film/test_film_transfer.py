"""Films on a new outline: what stays keeps its metal, what is buried takes it along."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from platefront.geometry.front.outline import Outline
from platefront.geometry.front.tags import DEAD
from platefront.solvers.model.kinetics.growing_film import ParabolicGrowth
from platefront.solvers.state.film.film_transfer import carried_film
from platefront.solvers.state.film.films import SurfaceFilm
from tests.solvers.front.film.round_front import films, ring

LAWS = films(ParabolicGrowth())


def even(count: int, turn: float = 0.0) -> Outline:
    return ring(turn + 2.0 * np.pi * np.arange(count) / count)


def pattern(outline: Outline) -> SurfaceFilm:
    x, y = outline.points.T
    thickness = np.where(outline.is_front, 0.02 + 0.01 * np.sin(2.0 * np.arctan2(y, x)), 0.0)
    return SurfaceFilm(thickness, np.ones(len(outline)))


def test_the_same_outline_has_the_same_film() -> None:
    outline = even(40)
    film = replace(pattern(outline), stretch=np.where(outline.is_front, 1.05, 1.0))
    made = carried_film(LAWS, film, outline, outline)
    assert made.film.thickness == pytest.approx(film.thickness, abs=1e-13)
    assert made.film.stretch == pytest.approx(film.stretch, abs=1e-12)
    assert abs(made.change) + abs(made.error) < 1e-12 * LAWS.content(film, outline)


def test_a_film_on_a_smooth_front_changes_by_second_order() -> None:
    counts, changes = (40, 80, 160), []
    for count in counts:
        old, new = even(count), even(round(0.7 * count), turn=0.1)
        film = pattern(old)
        made = carried_film(LAWS, film, old, new)
        assert made.error == pytest.approx(made.change, rel=1e-9)
        changes.append(abs(made.error) / LAWS.content(film, old))
    order = -float(np.polyfit(np.log(counts), np.log(changes), 1)[0])
    assert changes[0] < 0.01
    assert order == pytest.approx(2.0, abs=0.15), f"order {order:.2f} from {changes}"


@pytest.mark.parametrize("turn", [0.01, 0.05, 0.08])
def test_a_pile_of_film_is_divided_among_new_vertices(turn: float) -> None:
    """Its nearest points alone would have up to all or none of it."""
    old, new = even(40), even(40, turn)
    film = pattern(old)
    film.thickness[20] *= 20.0
    whole = LAWS.content(film, old)
    made = carried_film(LAWS, film, old, new)
    assert abs(made.change) < 1e-12 * whole
    assert made.film.thickness.max() < 0.95 * film.thickness.max()


def test_a_corner_that_is_cut_keeps_the_volume_of_its_film() -> None:
    """Between vertices that stay, one that stood out is gone: front is 5 % shorter there."""
    count, cut = 24, 9
    angles = 2.0 * np.pi * np.arange(count) / count
    old = even(count)
    points = old.points.copy()
    points[4 + cut] *= 1.05
    old = replace(old, points=points)
    new = ring(np.delete(angles, cut))
    film = pattern(old)
    made = carried_film(LAWS, film, old, new)
    assert abs(made.change) < 1e-12 * LAWS.content(film, old)
    assert made.error == pytest.approx(0.0, abs=1e-12 * LAWS.content(film, old))


def test_film_on_lithium_that_dies_is_no_error() -> None:
    old = even(40)
    film = pattern(old)
    dead = old.is_front & (old.points[:, 0] > 0.0)
    new = replace(old, tag=np.where(dead, DEAD, old.tag))
    made = carried_film(LAWS, film, old, new)
    assert made.change == pytest.approx(-0.5 * LAWS.content(film, old), rel=0.1)
    assert abs(made.error) < 1e-12 * LAWS.content(film, old)
