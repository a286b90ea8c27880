"""Landing on wanted times and capacities, repeatability, mirror symmetry, ends of a run."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import affinity

from platefront.geometry.section.cross_section import CrossSection
from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.errors import GeometryFailedError, NotConvergedError
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.counter import LithiumCounter
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.problem import PlatingProblem
from tests.shared.cells import PLATING, foil, problem, round_fibre, run, with_solids

HARD = GivenOverpotential(overpotential=-0.2)
MAH_PER_CM2 = 3.6e4  # C/m²


def uneven_section(mirrored: bool = False) -> CrossSection:
    """A fibre off the middle over a stepped lithium floor."""
    floor = shapely.union_all([shapely.box(0, 0, 24, 2), shapely.box(0, 0, 9, 6)])
    fibre = round_fibre(15.0, 12.0, 3.0, 24)
    section = with_solids(24.0, 30.0, deposit=floor, collector=fibre)
    if not mirrored:
        return section
    flip = (-1.0, 0.0, 0.0, 1.0, 24.0, 0.0)
    return with_solids(
        24.0,
        30.0,
        deposit=affinity.affine_transform(floor, flip),
        collector=affinity.affine_transform(fibre, flip),
    )


def uneven_problem(mirrored: bool = False) -> PlatingProblem:
    return problem(
        uneven_section(mirrored),
        ButlerVolmer(nucleation_barrier=0.02),
        potential=-0.15,
        counter=LithiumCounter(),
        must_hit=(7.0, 13.0),
        must_hit_capacity=(0.1 * MAH_PER_CM2, 0.33 * MAH_PER_CM2),
        capacity=0.5 * MAH_PER_CM2,
        size=0.8e-6,
        largest=3e-6,
    )


@pytest.fixture(scope="module")
def records() -> list[StepRecord]:
    return run(uneven_problem())


def test_lands_on_times_and_capacities(records: list[StepRecord]) -> None:
    times = [record.time for record in records]
    assert {7.0, 13.0} <= set(times), "a wanted time was passed"
    capacities = np.array([record.capacity for record in records]) / MAH_PER_CM2
    for wanted in (0.1, 0.33, 0.5):
        missed = np.abs(capacities / wanted - 1.0).min()
        assert missed < 1e-9, f"{wanted} mAh/cm² missed by {missed:.1e}"
    assert capacities[-1] == pytest.approx(0.5, rel=1e-9)
    assert (np.diff(times) > 0.0).all() and (np.diff(capacities) > 0.0).all()
    steps = np.array([record.time_step for record in records[1:]])
    assert np.diff(times) == pytest.approx(steps, rel=1e-9)
    assert steps.min() > 1e-3 * np.median(steps[-10:]) or steps.argmin() < 5, "a sliver of a step"


def test_same_problem_same_numbers(records: list[StepRecord]) -> None:
    again = run(uneven_problem())
    assert len(again) == len(records)
    for one, other in zip(records, again, strict=True):
        assert one.time == other.time
        assert one.current == other.current
        assert one.surfaces == other.surfaces
        assert one.books == other.books


def test_mirrored_section_gives_the_same_result(records: list[StepRecord]) -> None:
    one, other = records[-1], run(uneven_problem(mirrored=True))[-1]
    for name in ("time", "current", "deposit_area", "bottom_share", "gap_to_counter"):
        off = getattr(other, name) / getattr(one, name) - 1.0
        assert abs(off) < 5e-3, f"{name} differs by {off:.1e}"
    off = other.surfaces["fibres"].thickness_max / one.surfaces["fibres"].thickness_max - 1.0
    assert abs(off) < 0.02, f"largest thickness differs by {off:.1e}"


def test_a_run_ends_before_lithium_touches_the_counter_electrode() -> None:
    simulation = Simulation(problem(foil(height=6.0, layer=1.0), HARD, time=1e4))
    last = list(simulation.run())[-1]
    assert "close to the counter electrode" in simulation.stop_reason
    assert last.gap_to_counter == pytest.approx(2e-6, rel=2e-6)


def test_a_wanted_gap_ends_the_run() -> None:
    simulation = Simulation(problem(foil(height=9.0, layer=1.0), HARD, time=1e4, gap=6e-6))
    last = list(simulation.run())[-1]
    assert last.gap_to_counter == pytest.approx(6e-6, rel=2e-6)


def test_deposit_that_closes_off_the_counter_electrode() -> None:
    case = problem(foil(height=6.0, layer=1.0), HARD, time=1e4, gap=1e-8)
    with pytest.raises(GeometryFailedError, match="reached the counter electrode"):
        run(case)


def test_unreachable_tolerance_is_reported_with_time_and_capacity() -> None:
    case = problem(foil(layer=1.0), HARD, time=50.0, tolerance=1e-16)
    message = r"at t = .* s \(.* mAh/cm² plated\): the time error stays above the tolerance"
    with pytest.raises(NotConvergedError, match=message):
        run(case)


def test_absurd_current_is_reported_with_time_and_capacity() -> None:
    case = problem(foil(layer=1.0), ButlerVolmer(), current=3e3, time=50.0)
    with pytest.raises(NotConvergedError, match=r"at t = \S+ s \(\S+ mAh/cm² plated\): limiting"):
        run(case)


def test_fixed_front_never_moves_or_meshes_anew() -> None:
    records = run(problem(uneven_section(), PLATING, mode="fixed", time=30.0))
    last = records[-1]
    assert last.remeshings == 0 and last.electrolyte_area == records[0].electrolyte_area
    assert last.surfaces["fibres"].thickness_mean > 1e-7
    assert last.books.faraday == 0.0
