"""Laws by which films grow: closed solutions, and the resistance in the rate laws."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.film import growing_film
from platefront.solvers.model.kinetics.growing_film import GrowthByCharge, ParabolicGrowth
from platefront.solvers.model.kinetics.growing_film.growing_film import FILM_GROWTHS, GrowingFilm
from platefront.solvers.model.kinetics.insulating import Insulating
from platefront.solvers.model.kinetics.linear import Linear
from platefront.solvers.model.kinetics.surface_state import SurfaceState
from platefront.solvers.model.scales import Scales
from tests.shared.cells import SALT

THICKNESS = np.array([0.0, 1e-9, 3e-8])
CURRENT = np.array([4.0, 20.0, 0.5])
LAWS = [ParabolicGrowth(rate=2e-20), GrowthByCharge(rate=3e-21)]
ROUND_OFF = 1e-13


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.growth)
def test_growth_does_not_depend_on_steps(law: GrowingFilm) -> None:
    """From zero thickness on, as the laws are integrated exactly."""
    whole = law.grown(THICKNESS, 7200.0, 7200.0 * CURRENT)
    thickness = THICKNESS
    for time in (1.0, 99.0, 2900.0, 4200.0):
        thickness = law.grown(thickness, time, time * CURRENT)
    assert thickness == pytest.approx(whole, rel=ROUND_OFF)


def test_growth_is_that_of_the_closed_solutions() -> None:
    by_time, by_charge = (law.grown(THICKNESS, 100.0, 100.0 * CURRENT) for law in LAWS)
    assert by_time**2 - THICKNESS**2 == pytest.approx(np.full(3, 4e-18), rel=1e-12)
    assert by_charge**2 - THICKNESS**2 == pytest.approx(6e-19 * CURRENT, rel=1e-9)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.growth)
def test_time_to_gain_is_the_inverse(law: GrowingFilm) -> None:
    gain = np.array([1e-9, 1e-12, 5e-8])
    time = law.time_to_gain(THICKNESS, gain, CURRENT)
    for vertex in range(3):
        grown = law.grown(THICKNESS, time[vertex], time[vertex] * CURRENT)
        assert grown[vertex] - THICKNESS[vertex] == pytest.approx(gain[vertex], rel=1e-4)


@pytest.mark.parametrize(
    "law", [ParabolicGrowth(rate=0.0), GrowthByCharge(rate=0.0)], ids=lambda law: law.growth
)
def test_what_does_not_grow_sets_no_limit(law: GrowingFilm) -> None:
    assert law.grown(THICKNESS, 1e9, 1e9 * CURRENT) == pytest.approx(THICKNESS, rel=ROUND_OFF)
    assert np.isinf(law.time_to_gain(THICKNESS, np.full(3, 1e-9), CURRENT)).all()


def test_without_a_current_no_charge_passes() -> None:
    assert np.isinf(LAWS[1].time_to_gain(THICKNESS, np.full(3, 1e-9), np.zeros(3))).all()


@pytest.mark.parametrize("law", [ButlerVolmer, Linear])
def test_resistance_is_that_of_both_films(law: type[ButlerVolmer | Linear]) -> None:
    """ρ_f δ adds to `film_resistance`; where no thickness is meant it is that of the start."""
    scales, given = Scales.of(SALT), {"conductance": 300.0} if law is Linear else {}
    film = ParabolicGrowth(initial_thickness=10e-9, resistivity=2e5)
    grows = law(film_resistance=1e-3, film=film, **given)
    state = SurfaceState(0.7, 2.0, 0.1, 0.0, 0.0)
    for thickness, resistance in ((None, 3e-3), (0.0, 1e-3), (0.05, 11e-3)):
        there = SurfaceState(0.7, 2.0, 0.1, 0.0, 0.0, film=thickness)
        same = law(film_resistance=resistance, **given)
        wanted = same.response(state, scales)
        assert grows.response(there, scales) == pytest.approx(wanted, rel=1e-12)


def test_what_grows_is_told_from_what_does_not() -> None:
    film = ParabolicGrowth()
    assert growing_film(ButlerVolmer(film=film)) == film
    assert growing_film(ButlerVolmer(film_resistance=1.0)) is None
    assert growing_film(Insulating()) is None
    assert film.breaking_strain is None, "films break by choice"
    assert set(FILM_GROWTHS.members) == {"parabolic", "by_charge"}


@pytest.mark.parametrize("bad", [{"rate": -1e-20}, {"molar_volume": 0.0}, {"breaking_strain": -1}])
def test_what_no_film_has_is_refused(bad: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        ParabolicGrowth(**bad)
