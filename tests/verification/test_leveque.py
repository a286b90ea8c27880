"""The closed form of the limiting current in a channel, against the equations it comes from."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.integrate import solve_bvp

from platefront.geometry.arrays import Floats
from verification.benchmarks.leveque import ChannelElectrode

ELECTRODE = ChannelElectrode(
    height=0.01, length=0.02, velocity=0.01, diffusivity=8e-10, current_per_gradient=3e-4,
    concentration=10.0,
)  # fmt: skip


def test_slopes_at_the_wall_solve_the_similarity_equations() -> None:
    slope = 1.0 / math.gamma(4.0 / 3.0)

    def rates(eta: Floats, f: Floats) -> Floats:
        source = 3.0 * eta**3 * slope * np.exp(-(eta**3))
        return np.vstack((f[1], source + 3.0 * eta * f[0] - 3.0 * eta**2 * f[1]))

    eta = np.linspace(0.0, 4.0, 401)
    curved = solve_bvp(
        rates, lambda a, b: (a[0], b[0]), eta, np.zeros((2, len(eta))), tol=1e-9
    ).y[1, 0]  # fmt: skip
    x = np.array([0.005])
    expected = slope / ELECTRODE.layer(x) + curved / ELECTRODE.height
    assert ELECTRODE.density(x) / 3e-3 == pytest.approx(expected, rel=1e-8)


def test_mean_is_the_integral_along_the_electrode() -> None:
    share = np.linspace(0.0, 1.0, 200_001)  # x = ℓ s³ takes the singularity away
    middle = 0.5 * (share[1:] + share[:-1])
    weight = 3.0 * middle**2 * np.diff(share)
    integral = float((weight * ELECTRODE.density(ELECTRODE.length * middle**3)).sum())
    assert ELECTRODE.mean_density == pytest.approx(integral, rel=1e-8)
