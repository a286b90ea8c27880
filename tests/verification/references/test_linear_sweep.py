"""The wave of a linear sweep: published peak, distance of the reservoir, rate of the reaction."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from tests.verification.references.reference_cells import CONDUCTING, LITHIUM
from verification.references.cell_1d import OneDimensionalCell
from verification.references.linear_sweep import (
    BERZINS_DELAHAY,
    ReversibleSweep,
    finite_wave,
    wave,
    wave_peak,
)
from verification.references.protocol_run import Trajectory, run_protocol
from verification.references.reaction import Reaction
from verification.references.steps import Limits, PotentialRamp

SWEEP = ReversibleSweep(rate=0.05, diffusivity=CONDUCTING.diffusivity)
FAR = 8.0 * math.sqrt(SWEEP.diffusivity / SWEEP.sigma)


def swept(exchange: float, length: float = FAR, until: float = 4.0) -> Trajectory:
    """Integrate the sweep in time, to σt = `until`."""
    front = Reaction(volt=LITHIUM.volt, exchange=exchange)
    cell = OneDimensionalCell(gap=length, transport=CONDUCTING, front=front)
    ramp = PotentialRamp(0.0, -SWEEP.rate, Limits(duration=until / SWEEP.sigma))
    return run_protocol(cell, [ramp])


def peak_of(run: Trajectory) -> tuple[float, float]:
    """Return σt and ψ of the peak."""
    found = minimize_scalar(
        lambda x: -run.reached(x / SWEEP.sigma).current, bounds=(0.3, 3.5), method="bounded"
    )
    return float(found.x), -float(found.fun) / SWEEP.unit


def test_the_peak_is_the_published_one():
    x, height = wave_peak()
    assert height == pytest.approx(BERZINS_DELAHAY, abs=5e-5)
    assert height == pytest.approx(0.6105030, abs=1e-7), f"{height:.8f}"
    assert x == pytest.approx(0.9241388730**2, abs=1e-6), f"{x:.6f}"
    time, potential, current = SWEEP.peak()
    assert potential == pytest.approx(-0.8540 * LITHIUM.volt, rel=1e-4)
    assert SWEEP.current(time) == pytest.approx(current, rel=1e-12)


def test_the_wave_begins_with_the_root_and_ends_with_cottrell():
    assert wave(1e-8) == pytest.approx(2.0 / math.sqrt(math.pi) * 1e-4, rel=1e-7)
    assert wave(1e4) == pytest.approx(1.0 / math.sqrt(math.pi * 1e4), rel=1e-4)


@pytest.mark.parametrize("reach", [0.7, 2.0, 3.5])
def test_images_give_the_series_of_modes(reach):
    """a ψ_L = 1 - a cot(a) exp(-x) - 2a² Σ exp(-(nπ/a)² x)/((nπ)² - a²), by partial fractions."""
    wave_numbers = math.pi * np.arange(1, 200)
    for x in (0.3, 1.0, 3.0):
        modes = np.exp(-((wave_numbers / reach) ** 2) * x) / (wave_numbers**2 - reach**2)
        series = 1.0 - reach / math.tan(reach) * math.exp(-x) - 2.0 * reach**2 * modes.sum()
        assert reach * finite_wave(x, reach) == pytest.approx(series, rel=1e-10)


def test_the_correction_of_a_near_reservoir():
    free = wave_peak()[1]
    assert wave_peak(2.0)[1] / free - 1.0 == pytest.approx(2.6e-3, rel=0.02)
    assert wave_peak(3.0)[1] / free - 1.0 == pytest.approx(3.6e-6, rel=0.02)
    assert abs(wave_peak(5.0)[1] / free - 1.0) < 1e-10
    assert finite_wave(50.0, 0.5) == pytest.approx(2.0, rel=1e-12)  # steady, D c0/L
    with pytest.raises(ValueError, match="no peak"):
        wave_peak(0.5)


def test_the_integration_in_time_gives_the_wave():
    """A fast reaction, Λ = 1e6, which is felt by 3/Λ at σt = 0.1; also with a near reservoir."""
    for length in (FAR, 0.25 * FAR):
        exact = ReversibleSweep(rate=0.05, diffusivity=SWEEP.diffusivity, length=length)
        run = swept(1e6 * SWEEP.unit, length)
        for x in (0.1, 0.5, 0.854, 1.5, 4.0):
            time = x / SWEEP.sigma
            off = run.reached(time).current / exact.current(time) - 1.0
            assert abs(off) < 5e-6, f"{off:.1e} at {x}"


def test_the_peak_tends_to_the_reversible_one_with_the_exchange_current():
    """First order in 1/Λ: the loss of height is halved with every doubling."""
    exact = wave_peak()
    heights = [peak_of(swept(factor * SWEEP.unit)) for factor in (50.0, 100.0, 200.0)]
    loss = np.array([1.0 - height / exact[1] for _, height in heights])
    assert (loss > 0.0).all(), f"{loss}"
    assert loss[:-1] / loss[1:] == pytest.approx(2.0, abs=0.1), f"{loss}"
    assert loss[-1] < 5e-3, f"{loss}"
    assert all(x > exact[0] for x, _ in heights)  # the peak is later, too
