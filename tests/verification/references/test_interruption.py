"""Superposed series against their limits, another series, and the integration in time."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.verification.references.reference_cells import CELLS, GAP, SALT, series
from verification.benchmarks import planar_solutions
from verification.references.interruption import CurrentSteps, interruption, slowest_decay
from verification.references.protocol_run import run_protocol
from verification.references.steps import ConstantCurrent, Limits, rest

CURRENT = 750.0
HEIGHTS = np.linspace(0.0, GAP, 31)
KINDS = pytest.mark.parametrize("kind", CELLS)


@KINDS
def test_series_and_images_are_the_same_function(kind):
    cell = series(CELLS[kind])
    time = 0.1 * GAP**2 / SALT.diffusivity
    off = np.abs(cell._series(HEIGHTS, time) - cell._images(HEIGHTS, time)).max() / GAP
    assert off < 1e-14, f"{off:.1e}"


@KINDS
@pytest.mark.parametrize("time", [0.02, 0.5, 3.0])
def test_the_response_has_the_slopes_of_the_current_and_diffuses(kind, time):
    cell = series(CELLS[kind], (0.0, CURRENT))
    slope, step = SALT.slope(CURRENT), 1e-3 * GAP
    y = np.array([0.0, step, 2.0 * step])
    c = cell.concentration(y, time)
    assert (-1.5 * c[0] + 2.0 * c[1] - 0.5 * c[2]) / step == pytest.approx(slope, rel=1e-3)
    inner = GAP * np.array([0.1, 0.1, 0.1]) + step * np.array([-1.0, 0.0, 1.0])
    curvature = cell.concentration(inner, time) @ [1.0, -2.0, 1.0] / step**2
    later = [cell.concentration(inner[1:2], time * (1.0 + d))[0] for d in (1e-3, -1e-3)]
    change = (later[0] - later[1]) / (2e-3 * time)
    assert change == pytest.approx(SALT.diffusivity * curvature, rel=2e-3, abs=1e-3 * slope * GAP)
    if kind == "reservoir":
        assert cell.ends(time)[1] == pytest.approx(1.0, abs=1e-15)
    else:
        x, weight = np.polynomial.legendre.leggauss(200)
        mean = 0.5 * weight @ cell.concentration(0.5 * GAP * (x + 1.0), time)
        assert mean == pytest.approx(1.0, abs=1e-9)


def test_the_conserved_series_is_that_of_the_planar_benchmark():
    """A cosine series with other terms and in another form; its potential at the end is closed."""
    cell = series(CELLS["conserved"], (0.0, CURRENT))
    same = planar_solutions.PlanarCell(
        gap=GAP,
        diffusivity=SALT.diffusivity,
        transference=0.4,
        concentration=1000.0,
        temperature=298.15,
        exchange_current=20.0,
        current=CURRENT,
    )
    for time in (0.02, 0.3, 2.0, 20.0):
        off = cell.concentration(HEIGHTS, time) - planar_solutions.concentration(
            same, HEIGHTS, time
        )
        assert np.abs(off).max() < 1e-13
    steady = planar_solutions.steady_potential(same)
    assert cell.potential(100.0) == pytest.approx(steady, abs=1e-13)


def test_depletion_at_short_times_is_that_of_sand():
    """c_f = 1 - √(t/t_S) in a semi-infinite electrolyte; the other end is far away."""
    current = 3e4
    slope = SALT.slope(current)
    sand = math.pi / (4.0 * slope**2 * SALT.diffusivity)
    for kind, cell in CELLS.items():
        low, _ = series(cell, (0.0, current)).ends(sand)
        assert low == pytest.approx(0.0, abs=1e-13), kind


@KINDS
def test_at_rest_the_cell_is_a_concentration_cell(kind):
    """2(1 - t₊)(RT/F) ln(c_f/c_t), by the general formula and by the sum of all parts at i = 0."""
    cell = interruption(series(CELLS[kind]), CURRENT, 4.0)
    for time in (4.0, 4.1, 6.0):
        low, high = cell.ends(time)
        simple = 2.0 * 0.6 * SALT.volt * math.log(low / high)
        assert simple < -1e-4
        assert cell.rest_potential(time) == pytest.approx(simple, rel=1e-12)
        assert cell.potential(time, 0.0) == pytest.approx(simple, rel=1e-12)


@KINDS
def test_at_rest_the_slowest_mode_is_left(kind):
    cell = interruption(series(CELLS[kind]), CURRENT, 4.0)
    rate = slowest_decay(cell)
    late = 4.0 + 6.0 / rate * (1.0 if kind == "conserved" else 0.5)
    found = math.log(cell.rest_potential(late) / cell.rest_potential(late + 1.0 / rate))
    # other modes and the curvature of the logarithm: exp(-6), exp(-3)
    assert found == pytest.approx(1.0, abs=2e-2 if kind == "reservoir" else 1e-4)
    far = 4.0 + 40.0 / rate
    assert abs(cell.rest_potential(far)) < 1e-14


@KINDS
def test_the_integration_in_time_gives_the_series(kind):
    """Plating, rest, stripping at twice the current, rest; also at instants of steep change."""
    changes = ((0.0, CURRENT), (4.0, 0.0), (5.0, -2.0 * CURRENT), (6.0, 0.0))
    cell, exact = CELLS[kind], series(CELLS[kind], *changes)
    steps = [
        ConstantCurrent(CURRENT, Limits(duration=4.0)),
        rest(1.0),
        ConstantCurrent(-2.0 * CURRENT, Limits(duration=1.0)),
        rest(3.0),
    ]
    run = run_protocol(cell, steps)
    off = {"concentration": 0.0, "potential": 0.0, "profile": 0.0, "charge": 0.0}
    for time in (1e-4, 1e-2, 0.7, 4.0, 4.0001, 4.2, 5.0, 5.001, 5.5, 6.0, 6.01, 9.0):
        found = run.at(time)
        ends = np.array(exact.ends(time)) - found.state[[0, -2]]
        profile = cell.line.interpolated(found.state[:-1], HEIGHTS / GAP)
        errors = {
            "concentration": np.abs(ends).max(),
            "potential": abs(found.potential - exact.potential(time)),
            "profile": np.abs(profile - exact.concentration(HEIGHTS, time)).max(),
            "charge": abs(found.charge - exact.charge(time)) / (4.0 * CURRENT),
        }
        off = {name: max(off[name], error) for name, error in errors.items()}
    assert max(off.values()) < 1e-7, f"{off}"


def test_a_train_of_pulses_tends_to_the_mean_current():
    """Between the ends of the period the slow part is that of the mean current."""
    changes = [(0.01 * k + on, CURRENT * (on == 0.0)) for k in range(400) for on in (0.0, 0.004)]
    pulsed = series(CELLS["conserved"], *changes)
    mean = series(CELLS["conserved"], (0.0, 0.4 * CURRENT))
    middle = np.array([0.3 * GAP])
    off = pulsed.concentration(middle, 4.0)[0] - mean.concentration(middle, 4.0)[0]
    assert abs(off) < 1e-3
    assert pulsed.charge(4.0) == pytest.approx(mean.charge(4.0), rel=1e-12)
    assert isinstance(pulsed, CurrentSteps)
    assert abs(pulsed.ends(3.994)[0] - mean.ends(3.994)[0]) > 5e-3  # the ripple at the electrode
