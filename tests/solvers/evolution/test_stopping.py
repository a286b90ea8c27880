"""Criteria that read a run's records; runs whose capacity is out of reach end, and say why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.evolution.stopping import fraction_done, reason_to_stop, status_of
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.settings import FrontSettings
from platefront.solvers.model.stopping.stripped_empty import EMPTY
from platefront.solvers.state.position import ProtocolPosition
from tests.shared.cells import SALT, foil, problem
from tests.shared.synthetic import synthetic_record

LAW = ButlerVolmer(exchange_current_density=20.0)
BEHIND_A_BARRIER = ButlerVolmer(
    exchange_current_density=20.0, nucleation_barrier=0.06, nucleation_thickness=1e-8
)
FIXED = FrontSettings(mode="fixed")
WANTED = 3.6e3
"""C/m²; as a flat layer 0.49 µm."""


def start_of(case: PlatingProblem) -> ProtocolPosition:
    """Return the start of a protocol."""
    return ProtocolPosition.at_start(case.protocol)


def reason_of(case: PlatingProblem, record: StepRecord) -> str:
    """Return why the first step of a protocol ends with a record, or nothing."""
    return reason_to_stop(case, start_of(case), status_of(case, start_of(case), record))


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
    assert reason == EMPTY
    left = 0.5e-6 + capacity * case.metal.volume_per_charge
    assert 0.0 <= left < 1.51e-9, f"{left * 1e9:.3g} nm left: a film of 1 nm and a thousandth"


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


def test_part_done_follows_the_end_that_comes_first() -> None:
    case = problem(foil(layer=1.0), LAW, potential=-0.05, time=100.0, capacity=10.0)
    record = replace(synthetic_record(3), time=25.0, capacity=5.0)
    assert fraction_done(case, start_of(case), record) == 0.5
    assert fraction_done(case, start_of(case), replace(record, time=75.0)) == 0.75
    assert fraction_done(case, start_of(case), replace(record, time=200.0)) == 1.0
    assert fraction_done(case, start_of(case), replace(record, time=0.0, capacity=-1.0)) == 0.0
    timed = problem(foil(layer=1.0), LAW, potential=-0.05, time=100.0)
    assert fraction_done(timed, start_of(timed), replace(record, capacity=1e9)) == 0.25


def test_first_criterion_that_is_met_gives_the_reason() -> None:
    case = problem(foil(layer=1.0), LAW, potential=-0.05, time=100.0, capacity=10.0)
    record = replace(synthetic_record(3), time=100.0, capacity=5.0)
    assert reason_of(case, record) == "time reached"
    assert reason_of(case, replace(record, capacity=10.0)) == "capacity reached"
    assert reason_of(case, replace(record, time=1.0)) == ""


def test_status_has_the_numbers_of_the_record() -> None:
    case = problem(foil(height=10.0, layer=1.0), LAW, potential=-0.05, time=100.0)
    record = synthetic_record(3)
    status = status_of(case, start_of(case), record)
    for name in (
        "time",
        "time_step",
        "capacity",
        "current",
        "electrode_potential",
        "bottom_share",
        "gap_to_counter",
        "min_concentration",
    ):
        assert getattr(status, name) == getattr(record, name)
    surfaces = list(record.surfaces.values())
    stripped = replace(
        record, surfaces={"a": surfaces[0], "b": replace(surfaces[1], current=-surfaces[1].current)}
    )
    one, other = (surface.current for surface in surfaces[:2])
    per_footprint = (one + other) * record.time_step / record.footprint
    assert status_of(case, start_of(case), stripped).charge_exchanged == pytest.approx(
        per_footprint, rel=1e-12
    )
    assert status.thickness_max == max(surface.thickness_max for surface in surfaces)
    assert status.diffusion_time == pytest.approx(1e-5**2 / SALT.diffusivity, rel=1e-12)
    assert status.moving
    assert not status_of(replace(case, front=FIXED), start_of(case), record).moving
