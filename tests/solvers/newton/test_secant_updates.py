"""Broyden's updates: increments of a wrong but fixed Jacobian that converge superlinearly."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from mpi4py import MPI

from platefront.geometry.arrays import Floats
from platefront.solvers.newton.secant_updates import SecantUpdates

SIZE = 12
GENERATOR = np.random.default_rng(7)
FEW = np.linalg.qr(GENERATOR.normal(size=(SIZE, 2)))[0]
MATRIX = np.eye(SIZE) + FEW @ np.diag([-0.5, 0.4]) @ FEW.T
"""Like a front's response: what the factors do not know are few modes."""
ROOT = GENERATOR.normal(size=SIZE)


def curved(u: Floats) -> Floats:
    """A mildly nonlinear system with the given root."""
    off = u - ROOT
    return np.asarray(MATRIX @ off + 0.05 * off**2)


def sizes_of(updates: SecantUpdates | None, residual: Callable[[Floats], Floats]) -> list[float]:
    """Errors of iterations with a unit Jacobian; the last unknown is that of the electrode."""
    u = ROOT + 0.1
    errors = []
    for _ in range(12):
        increment = residual(u)
        fields, change = increment[:-1].copy(), float(increment[-1])
        if updates is not None:
            change = updates.correct(fields, change)
        u = u - np.append(fields, change)
        errors.append(float(np.abs(u - ROOT).max()))
    return errors


def test_they_converge_where_the_chord_method_is_slow() -> None:
    plain, updated = sizes_of(None, curved), sizes_of(SecantUpdates(MPI.COMM_SELF), curved)
    assert plain[11] > 1e-7, "the chord method needs no help"
    assert updated[11] < 1e-4 * plain[11]


def test_first_increments_are_those_of_the_factors() -> None:
    updates = SecantUpdates(MPI.COMM_SELF)
    for _ in range(2):
        given = GENERATOR.normal(size=SIZE)
        taken = given.copy()
        assert updates.correct(taken, 0.5) == 0.5
        np.testing.assert_array_equal(taken, given)
        updates.forget()


def test_a_secant_is_met_exactly() -> None:
    """In one dimension the second increment is that of the secant method."""
    updates = SecantUpdates(MPI.COMM_SELF)
    slope, u = 1.4, np.array([0.3])
    first = slope * u
    updates.correct(first, 0.0)
    second = slope * (u - first)
    updates.correct(second, 0.0)
    np.testing.assert_allclose(u - first - second, 0.0, atol=1e-15)


@pytest.mark.parametrize("growth", [0.9, 1.0, 5.0])
def test_increments_that_do_not_decrease_start_anew(growth: float) -> None:
    updates = SecantUpdates(MPI.COMM_SELF)
    updates.correct(np.ones(SIZE), 0.0)
    same = growth * np.ones(SIZE)
    updates.correct(same, 0.0)
    np.testing.assert_array_equal(same, growth)


def test_many_increments_start_anew() -> None:
    updates = SecantUpdates(MPI.COMM_SELF)
    for number in range(6):
        updates.correct(0.5**number * GENERATOR.normal(size=SIZE), 0.0)
    given = GENERATOR.normal(size=SIZE)
    taken = given.copy()
    updates.correct(taken, 0.0)
    np.testing.assert_array_equal(taken, given)


def test_no_increment_is_no_secant() -> None:
    updates = SecantUpdates(MPI.COMM_SELF)
    updates.correct(np.zeros(SIZE), 0.0)
    given = GENERATOR.normal(size=SIZE)
    taken = given.copy()
    updates.correct(taken, 0.0)
    np.testing.assert_array_equal(taken, given)


@pytest.mark.parametrize("huge", [1e200, np.inf, np.nan])
def test_increments_beyond_all_bounds_are_passed_on(huge: float) -> None:
    """Newton's method refuses or limits them; they are no secants."""
    updates = SecantUpdates(MPI.COMM_SELF)
    updates.correct(np.ones(SIZE), 0.5)
    wild = np.full(SIZE, huge)
    assert updates.correct(wild, huge) == pytest.approx(huge, nan_ok=True)
    np.testing.assert_array_equal(wild, huge)
    given = GENERATOR.normal(size=SIZE)
    taken = given.copy()
    updates.correct(taken, 0.5)
    np.testing.assert_array_equal(taken, given)
