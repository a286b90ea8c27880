"""Rate laws agree with their simpler neighbours where these hold, within 1e-6."""

from __future__ import annotations

import pytest

from platefront.solvers.constants import ELEMENTARY_CHARGE, thermal_voltage
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.linear import Linear
from platefront.solvers.model.kinetics.marcus_hush_chidsey import MarcusHushChidsey
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.kinetics.rate_law import RateLaw
from platefront.solvers.model.kinetics.surface_state import SurfaceState
from platefront.solvers.model.kinetics.tafel import Tafel
from platefront.solvers.model.scales import Scales
from tests.shared.cells import SALT

SCALES = Scales.of(SALT)
VOLT = thermal_voltage(SALT.temperature)
PLAIN = ButlerVolmer(exchange_current_density=5.0)
WITHIN = 1e-6


def current(law: RateLaw, eta: float, c: float = 1.0, *, bare: float = 0.0) -> float:
    """i_n [A/m²] at φ_s - φ = η [V] and c [c0]."""
    state = SurfaceState(c, -eta / VOLT, 0.0, bare, 0.0)
    return float(law.response(state, SCALES)[0])


LIMITS: dict[str, tuple[RateLaw, RateLaw, float, float]] = {
    "thin film": (PLAIN.model_copy(update={"film_resistance": 1e-11}), PLAIN, -0.1, 0.6),
    "low barrier": (PLAIN.model_copy(update={"nucleation_barrier": 1e-9}), PLAIN, -0.1, 0.6),
    "good deposit": (PLAIN.model_copy(update={"deposit_conductivity": 1e9}), PLAIN, -0.1, 0.6),
    "Tafel far from equilibrium": (
        Tafel(exchange_current_density=5.0, cathodic_transfer=0.5),
        PLAIN,
        -0.4,
        0.6,
    ),
    "Marcus, Hush and Chidsey near equilibrium": (
        MarcusHushChidsey(
            exchange_current_density=5.0, reorganisation_energy=1.0 * ELEMENTARY_CHARGE
        ),
        PLAIN,
        -2e-4,
        1.0,
    ),
    "linear near equilibrium": (Linear(conductance=5.0 / VOLT), PLAIN, -2e-5, 1.0),
    "given overpotential": (
        GivenOverpotential(exchange_current_density=5.0, overpotential=-0.1),
        PLAIN,
        -0.1,
        0.6,
    ),
    "orders near those of Nernst": (
        PLAIN.model_copy(update={"reaction_order": 1.0 + 1e-7, "stripping_order": 1e-7}),
        PLAIN,
        -0.1,
        0.6,
    ),
}


@pytest.mark.parametrize("name", LIMITS)
def test_rate_law_is_its_neighbour(name: str) -> None:
    law, neighbour, eta, c = LIMITS[name]
    bare = 1.0 if name == "low barrier" else 0.0
    found, wanted = current(law, eta, c, bare=bare), current(neighbour, eta, c, bare=bare)
    off = abs(found / wanted - 1.0)
    assert wanted > 0.0
    assert off < WITHIN, f"off by {off:.1e}"


@pytest.mark.parametrize("name", [name for name in LIMITS if name != "given overpotential"])
def test_elsewhere_it_is_not(name: str) -> None:
    """Each of them is another law, whose limit says something."""
    law, neighbour, _, _ = LIMITS[name]
    changes = {
        "thin film": {"film_resistance": 1e-3},
        "low barrier": {"nucleation_barrier": 0.03},
        "good deposit": {"deposit_conductivity": 1e-6},
        "orders near those of Nernst": {"reaction_order": 0.5},
    }
    other = law.model_copy(update=changes.get(name, {}))
    state = SurfaceState(0.6, 0.07 / VOLT, 0.0, float(name == "low barrier"), 0.02)
    found, wanted = (float(each.response(state, SCALES)[0]) for each in (other, neighbour))
    assert abs(found / wanted - 1.0) > 1e-2
