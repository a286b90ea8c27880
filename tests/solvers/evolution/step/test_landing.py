"""Steps end at given capacities without solutions of their own."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from platefront.solvers.errors import NotConvergedError
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.evolution.step import stepping
from platefront.solvers.evolution.step.landing import length_to_land, time_to_gain
from platefront.solvers.evolution.step.stepping import restore, try_step
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.landings import LANDED
from platefront.solvers.state.plating_state import PlatingState
from tests.shared.cells import PLATING, foil, problem, round_fibre, with_solids

CAPACITIES = tuple(np.linspace(300.0, 3000.0, 10))


def decaying(length: float) -> float:
    return 100.0 + 8.0 * length - 0.3 * length**2


@pytest.mark.parametrize("step", [2.99, 3.0, 3.03, 4.0, 6.0])
def test_length_is_corrected_where_the_step_passes_or_just_misses(step: float) -> None:
    length = length_to_land(decaying, step, 100.0, (-math.inf, decaying(3.0)))
    assert length == pytest.approx(3.0, rel=1e-9)


@pytest.mark.parametrize("target", [decaying(3.2), math.inf])
def test_length_is_kept_where_the_step_stays_below(target: float) -> None:
    assert length_to_land(decaying, 3.0, 100.0, (-math.inf, target)) == 3.0


def test_length_is_kept_in_stripping_for_what_lies_above() -> None:
    assert length_to_land(lambda length: 100.0 - length, 3.0, 100.0, (-math.inf, 101.0)) == 3.0


@pytest.mark.parametrize("step", [1.99, 2.0, 2.03, 4.0])
def test_stripping_lands_on_what_lies_below(step: float) -> None:
    def falling(length: float) -> float:
        return 200.0 - decaying(length)

    length = length_to_land(falling, step, 100.0, (falling(2.0), math.inf))
    assert length == pytest.approx(2.0, rel=1e-9)


def test_time_to_gain_foresees_a_linear_current() -> None:
    assert time_to_gain(6.0, 2.0, 0.0) == 3.0
    exact = (2.0 - math.sqrt(4.0 - 2.0 * 0.02 * 6.0)) / 0.02
    assert time_to_gain(6.0, 2.0, -0.02) == pytest.approx(exact, rel=1e-3)
    assert time_to_gain(6.0, 2.0, -5.0) == 6.0, "but not a reversal"


@pytest.mark.parametrize("mode", ["moving", "fixed"])
def test_capacities_are_hit_with_hardly_a_solution_more(
    mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A foil whose current decays steeply lands on ten capacities."""
    solutions, plain = [0], stepping._solve

    def counted(*arguments: Any, **options: Any) -> int:
        solutions[0] += 1
        return plain(*arguments, **options)

    monkeypatch.setattr(stepping, "_solve", counted)
    case = problem(
        foil(layer=2.0), PLATING, mode=mode, capacity=3000.0, must_hit_capacity=CAPACITIES
    )
    simulation = Simulation(case)
    records = list(simulation.run())
    reached = np.array([record.capacity for record in records])
    off = np.abs(reached[:, None] / CAPACITIES - 1.0).min(axis=0)
    assert off.max() <= LANDED
    steps = len(records) - 1
    spare = solutions[0] - (2 if mode == "moving" else 1) * steps
    assert spare <= (0 if mode == "moving" else len(CAPACITIES)), f"{spare} solutions for landings"


def test_a_capacity_that_no_step_ends_at_is_told() -> None:
    with pytest.raises(NotConvergedError, match="wanted capacity"):
        length_to_land(lambda length: 100.0 + 3.0 * round(length), 3.0, 100.0, (-math.inf, 107.7))


@pytest.mark.parametrize("miss", [0.99, 1.01, 1.1])
@pytest.mark.parametrize("mode", ["moving", "fixed"])
def test_landing_is_as_accurate_as_a_step_of_its_length(mode: str, miss: float) -> None:
    fibre = with_solids(20.0, 30.0, collector=round_fibre(10.0, 12.0, 4.0, 24))
    law = ButlerVolmer(exchange_current_density=20.0)
    simulation = Simulation(problem(fibre, law, mode=mode, potential=-0.1, time=2.0))
    for _ in simulation.run():
        pass
    state: PlatingState = simulation.state
    step = 0.5 * state.previous[0]
    target = try_step(state, step).capacity
    restore(state)
    landed = try_step(state, miss * step, (-math.inf, target))
    assert landed.capacity == pytest.approx(target, rel=LANDED)
    assert landed.step == pytest.approx(step, rel=1e-5)
    restore(state)
    alone = try_step(state, landed.step)
    gained = alone.capacity - state.capacity
    assert abs(alone.capacity - landed.capacity) < 1e-5 * gained
    assert np.abs(alone.level.unknown - landed.level.unknown).max() < 1e-5
