"""The nucleation barrier hinders plating alone: a film is stripped as lithium is."""

from __future__ import annotations

import numpy as np
import pytest

from platefront.solvers.model.counter import Reservoir
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.surface_state import SurfaceState
from platefront.solvers.model.metal import Metal
from platefront.solvers.model.scales import LENGTH, Scales
from tests.shared.cells import SALT, foil, problem, run
from tests.solvers.protocol.steps import current, protocol, rest

BARRIER, COVER = 0.05, 1e-7
LAW = ButlerVolmer(
    exchange_current_density=5.0, nucleation_barrier=BARRIER, nucleation_thickness=COVER
)
FREE = ButlerVolmer(exchange_current_density=5.0)
SCALES = Scales.of(SALT)


def densities(potentials: np.ndarray, thickness: float, law: ButlerVolmer) -> np.ndarray:
    """Current densities at c0 on host with lithium of a thickness [m], at potentials [V]."""
    constants = law.constants(SCALES)
    return np.array(
        [
            law.current_density(
                SurfaceState(1.0, 0.0, phi / SCALES.potential, 1.0, thickness / LENGTH), constants
            )
            for phi in potentials
        ],
        dtype=float,
    )


@pytest.mark.parametrize("thickness", [1e-9, 5e-8, 3e-7])
def test_between_plating_and_stripping_nothing_happens(thickness: float) -> None:
    held = BARRIER * np.exp(-thickness / COVER)
    stripping = np.array([1e-4, 0.02, 0.1])
    assert densities(stripping, thickness, LAW) == pytest.approx(
        densities(stripping, thickness, FREE), rel=1e-12
    ), "as lithium without a barrier"
    plating = -stripping
    assert densities(plating - held, thickness, LAW) == pytest.approx(
        densities(plating, 1.0, FREE), rel=1e-9
    ), "beyond the barrier"
    between = -held * np.array([0.001, 0.5, 0.999])
    assert (densities(between, thickness, LAW) == 0.0).all()


def test_the_potential_of_a_film_rises_as_it_is_stripped() -> None:
    """It never falls below that of lithium, as it did while the barrier came back with the host."""
    rate, plated = 2.0, 3e-7 / Metal().volume_per_charge
    case = problem(
        foil(height=10.0, bare=True),
        LAW,
        protocol=protocol(
            current(rate, capacity=plated), rest(60.0), current(-rate, capacity=-0.95 * plated)
        ),
        counter=Reservoir(),
        mode="fixed",
        tolerance=1e-4,
        largest_step=10.0,
    )
    stripped = [record for record in run(case) if record.current < -0.5 * rate]
    potential = np.array([record.electrode_potential for record in stripped])
    assert (np.diff(potential) > -1e-9).all(), "the potential falls"
    # the current fades over the thickness of the cover
    assert potential[0] == pytest.approx(needed(rate, 3e-7), rel=0.02)
    voltages = [record.voltage for record in stripped]
    assert all(voltage is not None and voltage.nucleation == 0.0 for voltage in voltages)
    assert potential[-1] == pytest.approx(needed(rate, 0.05 * 3e-7), rel=0.03)


def needed(rate: float, thickness: float) -> float:
    """Potential at which a film of a thickness [m] passes a stripping current [V]."""
    holding = 1.0 - np.exp(-(thickness - 1e-10) / COVER)
    return float(2.0 * SCALES.potential * np.arcsinh(0.5 * rate / holding / 5.0))
