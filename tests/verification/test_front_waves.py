"""The closed growth of a wave: its limits, its integral, and how amplitudes are read."""

from __future__ import annotations

import numpy as np
import pytest

from verification.benchmarks.front_waves import FlatFront, flat_front, of_ratio
from verification.shipped import shipped_case

FRONT = FlatFront(gap=60e-6, advance_rate=1e-8, reaction_length=10e-6)


def test_long_waves_follow_transport_and_short_ones_kinetics():
    long, short = 1e2, 1e9
    assert float(FRONT.rate(long)) == pytest.approx(1e-8 / (60e-6 + 10e-6), rel=1e-4)
    assert float(FRONT.rate(short)) == pytest.approx(1e-8 / 10e-6, rel=1e-3)
    quick = FlatFront(60e-6, 1e-8, 1e-15)
    assert float(quick.rate(1e6)) == pytest.approx(1e-8 * 1e6, rel=1e-6)


def test_growth_is_the_integral_of_the_rate():
    """For k → 0 the wave is a step of resistance: a/a₀ = (L₀ + κ/g)/(L + κ/g)."""
    grown = FRONT.growth(1e2, 20e-6)
    assert grown == pytest.approx(np.log(70.0 / 50.0), rel=1e-4)


@pytest.mark.parametrize("ratio", [0.1, 30.0])
def test_waves_are_alike_but_for_their_length(ratio):
    case = shipped_case("verification/cases/perturbed_front.toml")
    front = flat_front(case)
    scaled, k = of_ratio(case, front, ratio)
    curve = scaled.section.collector.curve
    assert k * front.reaction_length == pytest.approx(ratio)
    assert k * curve.amplitude == pytest.approx(0.02, rel=1e-3)
    assert k * scaled.section.collector.width == pytest.approx(np.pi)
    edges = scaled.section.collector.width / scaled.mesh.front_size
    assert edges == pytest.approx(case.section.collector.width / case.mesh.front_size)
    section = scaled.cross_section()
    middle = section.height - section.collector.area / section.width
    assert middle == pytest.approx(1e6 * front.gap, rel=1e-3)
