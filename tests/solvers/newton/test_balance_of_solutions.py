"""A solution balances current and salt; one that does not is refused or shown by the books."""

from __future__ import annotations

import math

import numpy as np
import pytest

from platefront.solvers.balance.step_record import StepRecord
from platefront.solvers.errors import ExponentError, NotConvergedError
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


def solved(counter: Counter) -> chord_newton.ChordNewton:
    """Solver after a first step, with the residual of its solution."""
    case = problem(BARE, ButlerVolmer(), potential=-0.1, counter=counter, time=1.0, **MESH)
    simulation = Simulation(case)
    transport = simulation.state.transport
    newton = transport.newton
    transport.solve(simulation.state.history, 1e-3, None)
    return newton


@pytest.mark.parametrize("counter", [Reservoir(), LithiumCounter()], ids=["reservoir", "lithium"])
@pytest.mark.parametrize("row", ["amount", "charge"])
def test_what_is_left_in_a_row_is_limited(counter: Counter, row: str) -> None:
    newton = solved(counter)
    balance, residual = newton._balance, newton.residual
    history = residual.duplicate()
    history.array_w[:] = 0.0
    history.array_w[::2] = 1.0  # as much salt as there are nodes
    free = np.setdiff1d(np.arange(len(residual.array_r)), newton.fixed)
    amounts, charges = free[free % 2 == 0], free[free % 2 == 1]
    drawn = abs(residual.array_r[charges].sum()) + abs(newton.forms.constants["rate"].value)
    assert drawn > 0.0
    assert balance.holds(residual, history, fresh=True)
    at, small, large = {
        "amount": (amounts[0], 1e-16 * len(history.array_r), 1e-11 * len(history.array_r)),
        "charge": (charges[0], 1e-12, 1e-3),
    }[row]
    residual.array_w[at] += small
    assert balance.holds(residual, history, fresh=True)
    residual.array_w[at] += large
    assert not balance.holds(residual, history, fresh=True)
    residual.array_w[at] = np.nan
    assert not balance.holds(residual, history, fresh=True)


def test_factors_of_another_state_do_not_tell_the_round_off() -> None:
    """An exponential far from the solution has any derivative, and would excuse any residual."""
    newton = solved(Reservoir())
    balance, residual = newton._balance, newton.residual
    charges = np.setdiff1d(np.arange(1, len(residual.array_r), 2), newton.fixed)
    residual.array_w[charges[0]] += 1.0
    assert not balance.holds(residual, None, fresh=True)
    balance._stiffness *= 1e30
    assert balance.holds(residual, None, fresh=True)
    assert not balance.holds(residual, None, fresh=False)


def test_infinite_factors_excuse_nothing() -> None:
    """The Jacobian of a state with infinite currents sets no limit, whatever its rows hold."""
    newton = solved(Reservoir())
    balance, residual = newton._balance, newton.residual
    matrix = newton.jacobian.matrix.copy()
    diagonal = matrix.getDiagonal()
    rows = 2 * newton.nodes.nodes
    rows = rows[rows < len(diagonal.array_r)]
    assert len(rows), "no node of a surface"
    before = balance._diffusion
    for size in (1e100, 1e300):
        diagonal.array_w[rows] = diagonal.array_w[rows + 1] = size
        matrix.setDiagonal(diagonal)
        balance.factorised(matrix)
        assert balance._diffusion == pytest.approx(before)
    diagonal.array_w[:] = 1.7e308
    matrix.setDiagonal(diagonal)
    with np.errstate(over="ignore"):
        balance.factorised(matrix)
    charges = np.setdiff1d(np.arange(1, len(residual.array_r), 2), newton.fixed)
    residual.array_w[charges[0]] += 1.0
    assert not balance.holds(residual, None, fresh=True)
    matrix.destroy()


def test_factors_of_a_refused_state_are_discarded(monkeypatch: pytest.MonkeyPatch) -> None:
    newton = solved(Reservoir())

    def beyond() -> None:
        raise ExponentError(1, (0.0, 0.0), 301.0)

    monkeypatch.setattr(newton.nodes, "check_exponents", beyond)
    assert newton.factored
    with pytest.raises(ExponentError):
        newton._check_exponents()
    assert not newton.factored


def test_a_step_without_balance_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ResidualBalance, "holds", lambda *_, **__: False)
    with pytest.raises(NotConvergedError, match="does not balance"):
        run(problem(BARE, ButlerVolmer(), potential=-0.1, time=1.0, **MESH))


@pytest.mark.parametrize("counter", [Reservoir(), LithiumCounter()], ids=["reservoir", "lithium"])
def test_the_books_show_what_is_left(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    bath = Supported(ion_diffusivity=3e-10, conductivity=1.0)  # with kinetics in either balance
    case = problem(
        BARE, ButlerVolmer(), potential=-0.1, electrolyte=bath, counter=counter, time=0.05, **MESH
    )

    def worst(records: list[StepRecord]) -> tuple[float, float]:
        salt = max(abs(record.books.anions) for record in records)
        return salt, records[-1].books.continuity

    salt, between = worst(run(case))
    assert salt < 1e-11, f"salt is off by {salt:.1e}"
    assert between < 1e-8, f"front and counter electrode differ by {between:.1e}"
    monkeypatch.setattr(ResidualBalance, "holds", lambda *_, **__: True)
    monkeypatch.setattr(chord_newton, "TOLERANCE", 3e-2)
    salt, between = worst(run(case))
    assert salt > 1e-9, f"the salt book does not see Newton's error: {salt:.1e}"
    assert between > 1e-6, f"the book of continuity does not see it: {between:.1e}"


def test_limits_are_those_of_the_books() -> None:
    """Ten thousand steps at their limits do not make a book warn, at 1e-9 and 1e-6."""
    assert 10_000 * residual_balance._AMOUNT < 1e-9
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
