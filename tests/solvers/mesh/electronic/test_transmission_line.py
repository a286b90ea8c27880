"""A bar that resists in a thin slab of electrolyte is a transmission line."""

from __future__ import annotations

import numpy as np
import pytest

from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.problem import PlatingProblem
from platefront.solvers.model.voltage.conduction import SolidConduction
from tests.solvers.mesh.electronic.bars import CONDUCTIVITY, bar, line_resistance


def first(case: PlatingProblem) -> StepRecord:
    return next(iter(Simulation(case).run()))


def resistance(record: StepRecord) -> float:
    """E/I [Ω m], of a reservoir at potential 0."""
    assert record.electrode_potential is not None
    return -record.electrode_potential / (record.current * record.footprint)


@pytest.mark.parametrize("sigma", [0.1, 0.5, 1e3])
def test_its_resistance(sigma: float) -> None:
    """Within 0.5 %; what is left are drops across bar and slab, of second order in their width."""
    widths, errors = np.array([4.0, 2.0, 1.0]), []
    for width in widths:
        conductance = 600.0 * width  # leaves ν as it is
        case = bar(
            SolidConduction(host_conductivity=sigma),
            bar_width=width,
            slab_width=width,
            conductance=conductance,
            current=1.0,
            size=1e-6 * width / 4.0,
        )
        area = 1e-6 * width
        exact = line_resistance(1 / (sigma * area), 1 / (CONDUCTIVITY * area), conductance)
        errors.append(abs(resistance(first(case)) / exact - 1.0))
    rate = np.polyfit(np.log(widths), np.log(errors), 1)[0]
    assert errors[-1] < 1e-3, f"a bar of 1 µm is off by {errors[-1]:.1e}"
    assert rate == pytest.approx(2.0, abs=0.15), f"errors {errors}, rate {rate:.2f}"


def test_the_same_at_a_given_potential() -> None:
    solids = SolidConduction(host_conductivity=0.2)
    shape = {"bar_width": 1.0, "slab_width": 1.0, "conductance": 600.0}
    given_current = first(bar(solids, **shape, current=1.0))
    potential = given_current.electrode_potential
    given_potential = first(bar(solids, **shape, potential=potential))
    assert given_potential.current == pytest.approx(1.0, rel=1e-9)
    assert given_potential.solids is not None and given_current.solids is not None
    largest = given_current.solids.largest
    assert given_potential.solids.largest == pytest.approx(largest, rel=1e-9)


def test_a_film_of_deposit_conducts_beside_the_bar() -> None:
    """Conductances of bar and film add up: σ_h w + σ_d δ.

    The floor is no electrode: at its end the film passes its current to the foot of the bar, which
    takes resistance of first order in their width.
    """
    sigma, film_sigma, film = 0.2, 3.0, 0.1
    solids = SolidConduction(host_conductivity=sigma, deposit_conductivity=film_sigma)
    errors = []
    for width in (2.0, 1.0):
        conductance = 600.0 * width
        case = bar(
            solids,
            bar_width=width,
            slab_width=width,
            conductance=conductance,
            film=film * width,
            current=1.0,
            size=1e-6 * width / 4.0,
        )
        area = 1e-6 * width
        along = (sigma + film * film_sigma) * area
        exact = line_resistance(1 / along, 1 / (CONDUCTIVITY * area), conductance)
        errors.append(abs(resistance(first(case)) / exact - 1.0))
    assert errors[1] < 1.5e-3, f"off by {errors[1]:.1e}"
    assert errors[0] / errors[1] > 1.9, f"errors {errors}"


def test_newton_takes_two_steps_of_a_linear_problem() -> None:
    """The second one confirms the first: the system is complete, with all of its derivatives."""
    case = bar(
        SolidConduction(host_conductivity=0.1),
        bar_width=1.0,
        slab_width=1.0,
        conductance=600.0,
        current=1.0,
    )
    run = Simulation(case)
    record = next(iter(run.run()))
    assert record.newton_iterations == 2
    gap = run.state.transport.electronic_gap() / (record.current * record.footprint)
    assert abs(gap) < 1e-13, f"{gap:.1e} of the current begins or ends in the bar"
