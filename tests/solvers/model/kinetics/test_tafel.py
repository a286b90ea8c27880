"""Tafel kinetics: the cathodic branch of Butler and Volmer."""

from __future__ import annotations

import numpy as np
import pytest

from platefront.solvers.constants import FARADAY, thermal_voltage
from platefront.solvers.model.control import Galvanostatic, Potentiostatic, Pulse, Rest
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.surface_state import SurfaceState
from platefront.solvers.model.kinetics.tafel import Tafel
from platefront.solvers.model.scales import Scales
from tests.shared.cells import SALT, foil, problem, run

SCALES = Scales.of(SALT)
THERMAL = thermal_voltage(SALT.temperature)
LAW = Tafel(exchange_current_density=5.0, cathodic_transfer=0.4, reaction_order=0.7)


def test_it_is_the_cathodic_branch() -> None:
    whole = ButlerVolmer(
        exchange_current_density=5.0,
        anodic_transfer=0.6,
        cathodic_transfer=0.4,
        reaction_order=0.7,
    )
    for eta in (-0.1, -0.2, -0.4):
        state = SurfaceState(0.3, -eta / THERMAL, 0.0, 0.0, 0.0)
        mine, theirs = (law.response(state, SCALES)[0] for law in (LAW, whole))
        back = np.exp(eta / THERMAL) / 0.3**0.7
        assert theirs / mine == pytest.approx(1.0 - back, rel=1e-12)
    assert back < 1e-6, "the branches were to agree within 1e-6 in the end"


def test_bare_host_plates_as_lithium_does() -> None:
    bare, covered = (SurfaceState(1.0, 4.0, 0.0, part, 0.0) for part in (1.0, 0.0))
    assert LAW.response(bare, SCALES) == LAW.response(covered, SCALES)


@pytest.mark.parametrize(
    ("control", "fits"),
    [
        (Galvanostatic(current_density=10.0), True),
        (Galvanostatic(current_density=-10.0), False),
        (Rest(), False),
        (Potentiostatic(electrode_potential=-0.1), True),
        (Potentiostatic(electrode_potential=0.0), False),
        (Pulse(on_current_density=10.0, on_time=1.0, off_time=1.0), False),
        (Pulse(on_current_density=10.0, on_time=1, off_current_density=5.0, off_time=1), True),
    ],
    ids=lambda given: given.mode if hasattr(given, "mode") else str(given),
)
def test_controls_without_plating_are_refused(control, fits) -> None:
    assert (LAW.misfit(SALT, control) is None) == fits


def test_steady_current_of_a_foil_cell() -> None:
    """Anions at rest: c = c(L) - s y, φ = φ(L) + ln c/c(L), so that i = i0 c^(γ + α) e^(-α η)."""
    height, potential = 40e-6, -0.15
    cell = problem(foil(), LAW, potential=potential, mode="fixed", time=200.0)
    found = run(cell)[-1].current
    d_plus, _ = SALT.ion_diffusivities
    c = 1.0 - found * height / (2.0 * FARADAY * d_plus * SALT.concentration)
    eta = potential / THERMAL - np.log(c)
    wanted = 5.0 * c**0.7 * np.exp(-0.4 * eta)
    assert found == pytest.approx(wanted, rel=1e-6), f"c at the foil {c:.4f}"
    assert c < 0.98
