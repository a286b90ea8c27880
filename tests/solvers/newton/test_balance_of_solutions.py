"""A solution balances the currents; one that does not is refused or shown by the books."""

from __future__ import annotations

import math

import numpy as np
import pytest

from platefront.solvers.errors import NotConvergedError
from platefront.solvers.evolution.simulation import Simulation
from platefront.solvers.model.counter import Counter, LithiumCounter, Reservoir
from platefront.solvers.model.electrolyte.model import Electrolyte
from platefront.solvers.model.electrolyte.supported import Supported
from platefront.solvers.model.kinetics.butler_volmer import ButlerVolmer
from platefront.solvers.newton import chord_newton, convergence, residual_balance
from platefront.solvers.newton.residual_balance import ResidualBalance
from tests.shared.cells import SALT, foil, problem, run
from tests.shared.series_foil import HEIGHT, MESH

BARE = foil(4.0, 1e6 * HEIGHT, bare=True)
COUNTERS = pytest.mark.parametrize(
    "counter", [Reservoir(), LithiumCounter()], ids=["reservoir", "lithium"]
)


@COUNTERS
def test_what_is_left_in_a_row_is_limited(counter: Counter) -> None:
    case = problem(BARE, ButlerVolmer(), potential=-0.1, counter=counter, time=1.0, **MESH)
    simulation = Simulation(case)
    transport = simulation.state.transport
    transport.solve(simulation.state.history, 1e-3, None)
    newton = transport._newton
    balance, residual = newton._balance, newton.residual
    free = np.setdiff1d(np.arange(1, len(residual.array_r), 2), newton.fixed)
    assert balance.holds(residual)
    residual.array_w[free[0]] += 1e-12
    assert balance.holds(residual)
    residual.array_w[free[0]] += 1e-3
    assert not balance.holds(residual)
    residual.array_w[free[0]] = np.nan
    assert not balance.holds(residual)


def test_a_step_without_balance_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ResidualBalance, "holds", lambda *_: False)
    with pytest.raises(NotConvergedError, match="does not balance"):
        run(problem(BARE, ButlerVolmer(), potential=-0.1, time=1.0, **MESH))


@COUNTERS
def test_the_books_show_what_is_left(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    bath = Supported(ion_diffusivity=3e-10, conductivity=1.0)
    case = problem(
        BARE, ButlerVolmer(), potential=-0.1, electrolyte=bath, counter=counter, time=0.05, **MESH
    )
    between = run(case)[-1].books.continuity
    assert between < 1e-8, f"front and counter electrode differ by {between:.1e}"
    monkeypatch.setattr(ResidualBalance, "holds", lambda *_: True)
    monkeypatch.setattr(chord_newton, "TOLERANCE", 3e-2)
    between = run(case)[-1].books.continuity
    assert between > 1e-6, f"the book of continuity does not see Newton's error: {between:.1e}"


def test_the_limit_is_that_of_the_book() -> None:
    """Both electrodes draw the current."""
    assert 2.0 * residual_balance._CURRENT <= 1e-6
    assert convergence.TOLERANCE < convergence.ROUGH


@pytest.mark.parametrize(
    ("conductivity", "order", "potential"), [(0.0, 1, -1.0), (10.0, 2, -2.0), (10.0, 1, -2.0)]
)
def test_a_violent_start_draws_what_diffusion_delivers(
    conductivity: float, order: int, potential: float
) -> None:
    """It drew a thousand times the salt there is, without a word, or found no way."""
    bath: Electrolyte = SALT
    if conductivity:
        bath = Supported(ion_diffusivity=3e-10, conductivity=conductivity)
    law = ButlerVolmer(exchange_current_density=1e6)
    case = problem(BARE, law, potential=potential, electrolyte=bath, order=order, time=0.02, **MESH)
    last = run(case)[-1]
    delivered = 2.0 * bath.current_per_gradient * bath.concentration
    delivered *= math.sqrt(last.time / (math.pi * bath.diffusivity))
    assert 0.5 * delivered < last.capacity < 1.2 * delivered
