"""Two surfaces without space: limits in closed form, and the same equations solved otherwise."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from verification.inversion.groups import Cloth
from verification.inversion.two_surfaces import half_line, lithiated_share

CLOTH = Cloth(
    lithiated=3.0,
    bare=15.0,
    thickness=3e-4,
    path=2e-4,
    conductivity=2.3,
    transference=0.4,
    porosity=0.78,
    thermal_voltage=0.0257,
    molar_volume=1.3e-5,
    nucleation_thickness=1e-7,
)
FILLED = 3.6e4 * 1.3e-5 / (96485.33212 * 15.0 * 1e-7)
"""Thickness of 1 mAh/cm² on the bare surface, in nucleation thicknesses."""


def share(ratio: float, barrier: float) -> float:
    return float(lithiated_share(np.array(ratio), np.array(barrier), CLOTH, 1.0))


def test_without_a_barrier_the_wetted_lengths_share() -> None:
    for ratio in (0.01, 10.0, 1e4):
        assert share(ratio, 0.0) == pytest.approx(3.0 / 18.0, rel=1e-9)


@pytest.mark.parametrize("ratio", [0.1, 3.0, 50.0])
def test_a_barrier_above_the_overpotential_keeps_the_bare_surface_free(ratio: float) -> None:
    overpotential = 2.0 * np.arcsinh(ratio / 6.0)
    assert share(ratio, 1.001 * overpotential) == pytest.approx(1.0, abs=1e-12)
    assert share(ratio, 0.95 * overpotential) < 1.0 - 1e-4


def by_other_means(ratio: float, barrier: float) -> float:
    """Integrate with an adaptive scheme, the potential by bracketing at each instant."""

    def bare(potential: float, thickness: float) -> float:
        driving = potential - barrier * np.exp(-thickness)
        held = 1.0 if driving > 0.0 else -np.expm1(-thickness)
        return 15.0 * held * 2.0 * np.sinh(0.5 * driving)

    def rate(_: float, y: np.ndarray) -> list[float]:
        def excess(potential: float) -> float:
            return 3.0 * 2.0 * np.sinh(0.5 * potential) + bare(potential, y[0]) - ratio

        return [bare(brentq(excess, -1.0, 60.0, xtol=1e-13), y[0]) / ratio]

    end = solve_ivp(rate, (0.0, FILLED), [0.0], method="LSODA", rtol=1e-8, atol=1e-10)
    return 1.0 - float(end.y[0, -1]) / FILLED


@pytest.mark.parametrize(("ratio", "barrier"), [(0.5, 0.3), (10.0, 1.2), (10.0, 2.3), (200.0, 5.0)])
def test_share_is_that_of_another_integration(ratio: float, barrier: float) -> None:
    assert share(ratio, barrier) == pytest.approx(by_other_means(ratio, barrier), abs=2e-5)


def test_each_surface_has_half_of_the_charge_on_the_line() -> None:
    ratios = np.array([0.2, 5.0, 300.0])
    line = half_line(ratios, CLOTH, 1.0)
    # a step of the last of 24 halvings of 40 is worth 1e-6 of a barrier
    assert lithiated_share(ratios, line, CLOTH, 1.0) == pytest.approx([0.5] * 3, abs=1e-3)
    assert np.all(line < 2.0 * np.arcsinh(ratios / 6.0))
