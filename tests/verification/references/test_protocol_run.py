"""Ends of steps, convergence in time and space, and the switch from current to potential."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.verification.references.reference_cells import CELLS, SALT, VOLUME, series
from verification.references.cell_1d import OneDimensionalCell
from verification.references.protocol_run import run_protocol
from verification.references.steps import (
    ConstantCurrent,
    ConstantPotential,
    Limits,
    PotentialRamp,
    ReferenceStep,
    rest,
)

CELL = CELLS["conserved"]
CURRENT = 750.0


def test_every_end_is_located():
    """Relative to the quantity that ends the step; the next step starts from that state."""
    protocol: list[ReferenceStep] = [
        ConstantCurrent(CURRENT, Limits(potential_below=-0.4, duration=100.0)),
        ConstantPotential(-0.4, Limits(current_below=715.0, duration=100.0)),
        rest(1.0),
        ConstantCurrent(-CURRENT, Limits(capacity=400.0)),
        ConstantCurrent(1.5 * CURRENT, Limits(concentration_below=400.0)),
        PotentialRamp(-0.3, 0.5, Limits(potential_above=0.1)),
    ]
    run = run_protocol(CELL, protocol, 1e-7)
    reasons = [part.reason for part in run.steps]
    assert reasons == [
        "potential_below",
        "current_below",
        "duration",
        "capacity",
        "concentration_below",
        "potential_above",
    ]
    assert run.steps[0].last.potential == pytest.approx(-0.4, rel=1e-10)
    assert run.steps[1].last.current == pytest.approx(715.0, rel=1e-10)
    assert run.steps[2].end - run.steps[2].begin == pytest.approx(1.0, abs=1e-14)
    assert run.steps[3].end - run.steps[3].begin == pytest.approx(400.0 / CURRENT, rel=1e-10)
    assert run.steps[4].last.least == pytest.approx(400.0, rel=1e-10)
    assert run.steps[5].end - run.steps[5].begin == pytest.approx(0.8, rel=1e-10)
    for before, after in zip(run.steps, run.steps[1:], strict=False):
        assert after.begin == before.end
        assert after.at(after.begin).state == pytest.approx(before.last.state, abs=1e-13)


def test_an_end_that_is_already_reached_ends_the_step_at_once():
    run = run_protocol(
        CELL,
        [
            ConstantPotential(-0.1, Limits(current_below=1e4)),
            ConstantCurrent(1.0, Limits(duration=0.1)),
        ],
    )
    assert run.steps[0].reason == "current_below"
    assert run.steps[0].end == 0.0
    assert run.end == 0.1
    with pytest.raises(ValueError, match="no end"):
        run_protocol(CELL, [ConstantCurrent(1.0)])


def test_constant_current_then_constant_potential_is_converged():
    """Charge and current at the end against tolerances and degrees; both decrease fast."""
    protocol = [
        ConstantCurrent(CURRENT, Limits(potential_below=-0.4)),
        ConstantPotential(-0.4, Limits(duration=3.0)),
    ]

    def last(cell: OneDimensionalCell, tolerance: float) -> np.ndarray:
        run = run_protocol(cell, protocol, tolerance)
        return np.array([run.steps[0].end, run.steps[1].last.current, run.steps[1].last.charge])

    best = last(replace(CELL, order=10), 3e-9)
    in_time = [np.abs(last(CELL, t) / best - 1.0).max() for t in (1e-5, 1e-6, 1e-8)]
    assert in_time[-1] < 2e-9, f"{in_time}"
    assert in_time[0] > in_time[1] > in_time[2], f"{in_time}"
    in_space = [
        np.abs(last(replace(CELL, order=order), 1e-8) / best - 1.0).max() for order in (2, 3, 4)
    ]
    assert in_space[0] > 8.0 * in_space[1] > 64.0 * in_space[2], f"{in_space}"


def test_a_held_potential_is_met_by_the_current():
    run = run_protocol(CELL, [ConstantPotential(-0.4, Limits(duration=5.0))], 1e-6)
    for found in run.instants():
        assert CELL.potential(found.state, found.current) == pytest.approx(-0.4, abs=1e-13)


@pytest.mark.parametrize("moving", [False, True])
def test_salt_is_conserved(moving):
    cell = replace(CELL, volume=VOLUME, moving=moving, receding=0.5 * VOLUME * moving)
    run = run_protocol(
        cell,
        [
            ConstantCurrent(CURRENT, Limits(duration=5.0)),
            rest(1.0),
            ConstantPotential(0.1, Limits(duration=3.0)),
        ],
    )
    salt = np.array([cell.salt(found.state) for found in run.instants()])
    off = np.abs(salt / salt[0] - 1.0).max()
    assert off < 1e-8, f"{off:.1e}"


def test_charge_is_the_integral_of_the_current():
    run = run_protocol(CELL, [PotentialRamp(0.1, -0.2, Limits(duration=2.0))])
    x, weight = np.polynomial.legendre.leggauss(80)
    currents = np.array([run.at(0.5 * 2.0 * (u + 1.0)).current for u in x])
    assert run.steps[0].last.charge == pytest.approx(float(weight @ currents), rel=1e-4)
    assert SALT.limiting_current(CELL.gap) > abs(currents).max()


def test_pulses_are_those_of_the_closed_series():
    """Twelve periods; ends of the pulses by time, both concentrations and the potential."""
    pulse, pause = 0.05, 0.1
    starts = [0.15 * k for k in range(12)]
    exact = series(CELL, *[change for t in starts for change in ((t, CURRENT), (t + pulse, 0.0))])
    train = [ConstantCurrent(CURRENT, Limits(duration=pulse)), rest(pause)] * 12
    run = run_protocol(CELL, train, 1e-6)
    off = 0.0
    for part in run.steps:
        end = part.last
        ends = np.array(exact.ends(part.end - 1e-12)) - end.state[[0, -2]]
        potential = exact.potential(part.end - 1e-12) - end.potential
        off = max(off, np.abs(ends).max(), abs(potential))
    assert off < 1e-7, f"{off:.1e}"
