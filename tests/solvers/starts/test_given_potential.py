"""Any potential and any overpotential begins, and what follows is the limiting current."""

from __future__ import annotations

import math

import pytest

from platefront.solvers.constants import FARADAY
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.counter import Counter, LithiumCounter, Reservoir
from platefront.solvers.model.electrolyte.model import Electrolyte
from platefront.solvers.model.electrolyte.ohmic import Ohmic
from platefront.solvers.model.electrolyte.supported import Supported
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.model.kinetics.linear import Linear
from platefront.solvers.model.kinetics.overpotential import GivenOverpotential
from platefront.solvers.model.kinetics.reversible import Reversible
from tests.shared.cells import SALT, at, foil, problem, run
from tests.shared.series_foil import HEIGHT, MESH, current

BARE = foil(4.0, 1e6 * HEIGHT, bare=True)
COATED = foil(4.0, 1e6 * HEIGHT + 10.0, layer=10.0)
LIMIT = FARADAY * SALT.diffusivity * SALT.concentration / ((1.0 - SALT.transference) * HEIGHT)
"""Steady current to a reservoir with c = 0 at the front, twice as much with a lithium counter."""


def first_current(law: object, electrode: float, bath: Electrolyte, counter: Counter) -> float:
    """Current [A/m²] at the first moment."""
    case = problem(
        BARE if electrode < 0.0 else COATED, law, potential=electrode, electrolyte=bath,
        counter=counter, time=1e-6, **MESH,
    )  # fmt: skip
    return next(iter(Simulation(case).run())).current


@pytest.mark.parametrize("electrode", [-2.0, -0.5, -1e-6, 1e-6, 0.5, 2.0])
@pytest.mark.parametrize("exchange", [1e-20, 1e-6, 20.0, 1e5])
@pytest.mark.parametrize("lithium", [False, True], ids=["reservoir", "lithium"])
@pytest.mark.slow
def test_ohmic_foil(lithium: bool, exchange: float, electrode: float) -> None:
    law, bath = ButlerVolmer(exchange_current_density=exchange), Ohmic(conductivity=1.0)
    counter = LithiumCounter(exchange_current_density=3.0) if lithium else Reservoir()
    other = ButlerVolmer(exchange_current_density=3.0) if lithium else None
    exact = current(law, electrode, bath, other)
    assert first_current(law, electrode, bath, counter) == pytest.approx(exact, rel=1e-7)


@pytest.mark.long
@pytest.mark.parametrize("electrode", [-5.0, -2.0, -0.7, -0.1, 0.1, 0.7, 2.0, 5.0])
@pytest.mark.parametrize("conductivity", [0.01, 1.0, 100.0])
@pytest.mark.parametrize("power", range(-20, 9, 4))
@pytest.mark.parametrize("film", [0.0, 1e-6, 1e-2])
def test_ohmic_foil_over_the_whole_range(
    film: float, power: int, conductivity: float, electrode: float
) -> None:
    law = ButlerVolmer(exchange_current_density=10.0**power, film_resistance=film)
    bath = Ohmic(conductivity=conductivity)
    exact = current(law, electrode, bath)
    assert first_current(law, electrode, bath, Reservoir()) == pytest.approx(exact, rel=1e-7)


@pytest.mark.parametrize("electrode", [-2.0, 2.0])
def test_laws_without_exponentials(electrode: float) -> None:
    bath = Ohmic(conductivity=0.5)
    exact = -electrode / (HEIGHT / bath.conductivity)
    assert first_current(Reversible(), electrode, bath, Reservoir()) == pytest.approx(exact)
    law = Linear(conductance=1e4)
    exact = -electrode / (HEIGHT / bath.conductivity + 1e-4)
    assert first_current(law, electrode, bath, Reservoir()) == pytest.approx(exact, rel=1e-9)


def depletion(current: float, time: float, double: bool) -> float:
    """Charge [C/m²] drawn until `time` with c = 0 at the front from the start (theta series)."""
    # with a lithium counter both halves mirror each other about c0 in the middle
    length = 0.5 * HEIGHT if double else HEIGHT
    decay = sum(
        math.exp(-((n * math.pi / length) ** 2) * SALT.diffusivity * time) for n in range(1, 400)
    )
    return current * (1.0 + 2.0 * decay)


@pytest.mark.parametrize("lithium", [False, True], ids=["reservoir", "lithium"])
@pytest.mark.parametrize("eta", [-0.6, -0.7, -1.0, -2.0])
@pytest.mark.slow
def test_overpotential_runs_at_the_limiting_current(eta: float, lithium: bool) -> None:
    law = GivenOverpotential(overpotential=eta)
    times = (0.5, 2.0, 40.0)
    case = problem(
        BARE, law, counter=LithiumCounter() if lithium else Reservoir(), must_hit=times,
        time=times[-1], **MESH,
    )  # fmt: skip
    records = run(case)
    limit = 2.0 * LIMIT if lithium else LIMIT
    for time in times:
        exact = depletion(limit, time, lithium)
        assert at(records, time).current == pytest.approx(exact, rel=0.01)
    assert records[-1].current == pytest.approx(limit, rel=2e-3)
    # all the charge that was plated came through the salt: the abrupt start has no share of its own
    plated = records[-1].capacity
    before = limit * times[-1]
    assert before < plated < 1.1 * before + 2.0 * FARADAY * SALT.concentration * 5e-6


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("exchange", [1e-6, 20.0, 1e5])
@pytest.mark.slow
def test_potential_of_two_volts_runs_at_the_limiting_current(exchange: float, order: int) -> None:
    law = ButlerVolmer(exchange_current_density=exchange)
    bath = Supported(ion_diffusivity=3e-10, conductivity=0.5)
    case = problem(BARE, law, potential=-2.0, electrolyte=bath, order=order, time=60.0, **MESH)
    last = run(case)[-1]
    limit = FARADAY * bath.ion_diffusivity * bath.concentration / HEIGHT
    assert last.current == pytest.approx(limit, rel=2e-3)


@pytest.mark.parametrize("gamma", [0.5, 2.0])
@pytest.mark.parametrize("film", [0.0, 1e-5])
@pytest.mark.slow
def test_orders_and_film_at_the_limiting_current(gamma: float, film: float) -> None:
    law = ButlerVolmer(reaction_order=gamma, film_resistance=film)
    last = run(problem(BARE, law, potential=-2.0, time=60.0, **MESH))[-1]
    assert last.current == pytest.approx(LIMIT, rel=5e-3)


@pytest.mark.long
@pytest.mark.parametrize("electrode", [-2.0, -1.0, 1.0, 2.0])
@pytest.mark.parametrize("exchange", [1e-8, 1e-3, 20.0, 1e6])
@pytest.mark.parametrize("lithium", [False, True], ids=["reservoir", "lithium"])
@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("conductivity", [0.0, 0.05, 10.0])
def test_corners(
    conductivity: float, order: int, lithium: bool, exchange: float, electrode: float
) -> None:
    """All start, and none draws more than diffusion delivers (Cottrell).

    Where ohmic drop or kinetics held the current back before, there is more salt at the front, and
    the current may exceed Cottrell's, but not the charge.
    """
    bath: Electrolyte = SALT
    if conductivity:
        bath = Supported(ion_diffusivity=3e-10, conductivity=conductivity)
    case = problem(
        BARE if electrode < 0.0 else foil(4.0, 1e6 * HEIGHT, layer=20.0),
        ButlerVolmer(exchange_current_density=exchange), potential=electrode, electrolyte=bath,
        counter=LithiumCounter() if lithium else Reservoir(), order=order, time=0.05, **MESH,
    )  # fmt: skip
    last = run(case)[-1]
    assert last.time == 0.05
    if electrode < 0.0:
        cottrell = (
            bath.current_per_gradient
            * bath.concentration
            / math.sqrt(math.pi * bath.diffusivity * last.time)
        )
        most = 2.0 * cottrell * last.time
        assert 0.0 < last.capacity < 1.1 * most
        assert last.current > 0.0
        if last.capacity > 0.9 * most:
            assert last.current < 1.1 * cottrell
