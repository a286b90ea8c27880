"""Flat foil, fixed front, given overpotential: the closed solution of salt diffusion.

With the anions at rest at the foil the salt obeys c_t = D c_yy, D c_y(0) = (1 - t₊) i/F and
c(L) = c0; i = k_f c/c0 - k_b makes it a Robin problem with a series solution.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq

from platefront.solvers.constants import FARADAY
from platefront.solvers.model.electrolyte.nernst_planck import NernstPlanck
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from tests.shared.cells import SALT, at, foil, problem, robin, run

LENGTH = 40e-6
TIMES = (0.1, 0.3, 1.0, 3.0)
LAW = GivenOverpotential(overpotential=-0.2, exchange_current_density=20.0)


def steady_current(law: GivenOverpotential, salt: NernstPlanck, length: float) -> float:
    forward, backward = robin(law, salt)
    resistance = (
        (1.0 - salt.transference) * length / (FARADAY * salt.diffusivity * salt.concentration)
    )
    return (forward - backward) / (1.0 + forward * resistance)


def current(law: GivenOverpotential, salt: NernstPlanck, length: float, time: float) -> float:
    """i(t) from the eigenfunctions sin(λ(L - y)), tan(λL) = -λ/g, u_y(0) = g u(0)."""
    forward, _ = robin(law, salt)
    diffusivity, c0 = salt.diffusivity, salt.concentration
    g = (1.0 - salt.transference) * forward / (FARADAY * c0 * diffusivity)
    steady = steady_current(law, salt, length)
    slope = (1.0 - salt.transference) * steady / (FARADAY * diffusivity)
    excess = 0.0
    for n in range(200):
        x = brentq(
            lambda x: x * np.cos(x) + g * length * np.sin(x),
            (n + 0.5) * np.pi,
            (n + 1.0) * np.pi,
            xtol=1e-14,
        )
        wave = x / length
        weight = np.sin(x) / wave**2 - length * np.cos(x) / wave
        norm = 0.5 * (length - np.sin(2.0 * x) / (2.0 * wave))
        decay = np.exp(-diffusivity * wave**2 * time)
        excess += slope * weight / norm * np.sin(x) * decay
    return float(steady + forward * excess / c0)


def test_the_series_starts_without_depletion() -> None:
    forward, backward = robin(LAW, SALT)
    assert current(LAW, SALT, LENGTH, 1e-5) == pytest.approx(forward - backward, rel=1e-2)


IONS = NernstPlanck(cation_diffusivity=2.5e-10, anion_diffusivity=6e-10)


@pytest.mark.parametrize(
    ("order", "salt"), [(1, SALT), (2, SALT), (2, IONS)], ids=["P1", "P2", "P2 ions"]
)
@pytest.mark.slow
def test_transient_and_steady_current(order: int, salt: NernstPlanck) -> None:
    steady = 200.0
    records = run(
        problem(
            foil(height=1e6 * LENGTH, width=1.0),
            LAW,
            electrolyte=salt,
            mode="fixed",
            order=order,
            size=0.25e-6 if order == 1 else 0.5e-6,
            tolerance=2e-5,
            first_step=1e-5,
            must_hit=TIMES,
            time=steady,
        )
    )
    for time in (*TIMES, steady):
        exact = current(LAW, salt, LENGTH, time)
        deviation = at(records, time).current / exact - 1.0
        assert abs(deviation) < 1e-4, f"t = {time} s: current off by {deviation:.2e}"
    last = records[-1].current / steady_current(LAW, salt, LENGTH) - 1.0
    assert abs(last) < 1e-8, f"steady current off by {last:.2e}"
    depletion = records[-1].min_concentration / salt.concentration
    assert depletion < 0.7, "too little depletion for the test to see transport"
