"""Runs whose capacity is out of reach end, and say why."""

from __future__ import annotations

import pytest

from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.problem import PlatingProblem
from tests.shared.cells import foil, problem

LAW = ButlerVolmer(exchange_current_density=20.0)
BEHIND_A_BARRIER = ButlerVolmer(
    exchange_current_density=20.0, nucleation_barrier=0.06, nucleation_thickness=1e-8
)
WANTED = 3.6e3
"""C/m²; as a flat layer 0.49 µm."""


def reason_and_capacity(case: PlatingProblem) -> tuple[str, float]:
    """Return the reason for the end of a run, and its capacity; fail if it does not end."""
    simulation = Simulation(case)
    capacity = 0.0
    for record in simulation.run():
        capacity = record.capacity
        assert record.step < 400, "the run does not end"
    return simulation.stop_reason, capacity


@pytest.mark.parametrize("mode", ["fixed", "moving"])
@pytest.mark.parametrize(("law", "potential"), [(LAW, 0.05), (BEHIND_A_BARRIER, -0.05)])
def test_a_bare_foil_that_nothing_is_plated_on(
    mode: str, law: ButlerVolmer, potential: float
) -> None:
    case = problem(
        foil(height=10.0, bare=True), law, mode=mode, potential=potential, capacity=WANTED
    )
    reason, capacity = reason_and_capacity(case)
    assert reason.startswith("nothing is plated or stripped any more (0 of the capacity")
    assert capacity == 0.0


def test_a_moving_front_that_is_stripped_to_the_last() -> None:
    case = problem(foil(height=10.0, layer=0.5), LAW, potential=0.05, capacity=WANTED)
    reason, capacity = reason_and_capacity(case)
    assert reason.startswith("nothing is plated or stripped any more (-1.0")
    left = 0.5e-6 + capacity * case.metal.volume_per_charge
    assert 0.0 <= left < 1.001e-9, f"{left * 1e9:.3g} nm left, a film of 1 nm counts as none"


def test_a_fixed_front_that_is_stripped() -> None:
    case = problem(foil(height=10.0, layer=0.5), LAW, mode="fixed", potential=0.05, capacity=WANTED)
    reason, capacity = reason_and_capacity(case)
    assert reason.startswith("the front is fixed and stripped without end")
    assert capacity <= -WANTED


def test_slow_plating_is_no_rest() -> None:
    """A millionth of a volt: ten thousand diffusion times, and steps of many of them."""
    case = problem(
        foil(height=10.0, layer=0.5), LAW, mode="fixed", potential=-1e-6, capacity=WANTED
    )
    assert reason_and_capacity(case)[0] == "capacity reached"


def test_a_wanted_time_is_waited_for() -> None:
    case = problem(foil(height=10.0, bare=True), LAW, potential=0.05, capacity=WANTED, time=1e5)
    assert reason_and_capacity(case)[0] == "time reached"
