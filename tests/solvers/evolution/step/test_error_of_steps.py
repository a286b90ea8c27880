"""Error of a step: of its fields, its charges, and of the charge that it leaves to the next one."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from mpi4py import MPI
from numpy.typing import NDArray

from platefront.solvers.discretisation.time_scheme import Level
from platefront.solvers.evolution.step.advance import Advance
from platefront.solvers.evolution.step.time_error import time_error
from platefront.solvers.evolution.step.trial import DEFERRED, error_with
from platefront.solvers.forms.unknowns import Unknowns
from platefront.solvers.front.vertex_currents import VertexCurrents
from platefront.solvers.model.control import (
    Control,
    Galvanostatic,
    GivenOverpotentials,
    Potentiostatic,
)
from platefront.solvers.parallel import OnRoot

TOLERANCE = 1e-3
NODES = 4
CURRENT = Galvanostatic(current_density=-10.0)
POTENTIAL = Potentiostatic(electrode_potential=30e-3)
OVERPOTENTIALS = GivenOverpotentials()
CONTROLS: list[Control] = [CURRENT, POTENTIAL, OVERPOTENTIALS]


@pytest.mark.parametrize("lands", [True, False])
@pytest.mark.parametrize("left", [0.0, 0.5 * DEFERRED, DEFERRED])
@pytest.mark.parametrize("error", [None, 0.0, 0.3, 7.0])
def test_without_charge_left_the_error_is_that_of_time(
    error: float | None, left: float, lands: bool
) -> None:
    assert error_with(error, left, lands=lands) == error


@pytest.mark.parametrize("lands", [True, False])
def test_charge_that_is_left_counts_where_its_error_is_larger(lands: bool) -> None:
    left = 1e3 * DEFERRED
    alone = error_with(None, left, lands=lands)
    assert alone is not None and alone > 1.0, "the step is repeated"
    assert error_with(0.5 * alone, left, lands=lands) == alone
    assert error_with(2.0 * alone, left, lands=lands) == 2.0 * alone
    assert error_with(None, 2.0 * left, lands=lands) == pytest.approx(2.0 * alone, rel=1e-14)


def test_a_step_that_lands_may_leave_less() -> None:
    """After it there may be no step to leave charge to."""
    left = 5.0 * DEFERRED
    within, beyond = error_with(None, left, lands=False), error_with(None, left, lands=True)
    assert within is not None and within < 1.0
    assert beyond is not None and beyond > 1.0


def error_of(
    control: Control,
    before: Sequence[float],
    after: Sequence[float],
    exhausted: Sequence[int] = (),
    *,
    turnover: float = 0.0,
    smooth: bool = True,
    first: bool = False,
    off: float = 0.0,
) -> float | None:
    """Error of a step, times the tolerance.

    Args:
        control: of the run.
        before: charges by extrapolated currents [C/m].
        after: charges of the solution [C/m].
        exhausted: vertices whose metal ends according to the first ones.
        turnover: charge passed since the start [C/m].
        smooth: True with two levels from which to extrapolate.
        first: True without charges to extrapolate.
        off: difference of the extrapolated concentration at all nodes.
    """
    size = SimpleNamespace(size_local=NODES, size_global=NODES)
    state = SimpleNamespace(
        comm=MPI.COMM_SELF,
        control=control,
        problem=SimpleNamespace(time=SimpleNamespace(tolerance=TOLERANCE)),
        history=SimpleNamespace(is_smooth=smooth),
        previous=None if first else (1.0, None),
        scales=SimpleNamespace(current=1.0),
        ledger=OnRoot(MPI.COMM_SELF, SimpleNamespace(turnover=turnover)),
        transport=SimpleNamespace(
            forms=SimpleNamespace(
                space=SimpleNamespace(dofmap=SimpleNamespace(index_map=size)), unknowns=Unknowns()
            )
        ),
        time=1.0,
    )
    fields = np.ones(2 * NODES)
    level = Level(2.0, fields, fields, fields, 0.0, 0.0, 0.0)
    guess = fields + off * np.tile([1.0, 100.0], NODES)
    ends = np.isin(np.arange(len(before)), exhausted)
    predicted, corrected = advance(before, ends), advance(after, np.zeros_like(ends))
    error = time_error(cast(Any, state), guess, level, predicted, corrected)
    return None if error is None else TOLERANCE * error


def advance(charges: Sequence[float], exhausted: NDArray[np.bool_]) -> OnRoot[Advance]:
    """The part of a step that its error depends on, of two surfaces."""
    whole = np.array(charges)
    parts = VertexCurrents([0.25 * whole, 0.75 * whole], np.zeros(len(whole)))
    moved = SimpleNamespace(charges=parts, exhausted=exhausted)
    return OnRoot(MPI.COMM_SELF, cast(Any, moved))


@pytest.mark.parametrize(("control", "passed"), [(CURRENT, 10.0), (POTENTIAL, 2.0)])
def test_metal_that_ends_counts_to_the_charge_of_a_given_current_only(
    control: Control, passed: float
) -> None:
    """Its own change does not: that is an error of the mesh."""
    found = error_of(control, [-1.0, -1.0, -3.0], [-1.1, -0.9, -8.0], [2])
    assert found == pytest.approx(0.2 / passed, rel=1e-12)


@pytest.mark.parametrize("control", CONTROLS)
def test_while_no_metal_ends_all_charge_counts(control: Control) -> None:
    found = error_of(control, [-2.0, -1.0, 3.0], [-1.5, -1.2, 3.1])
    assert found == pytest.approx(0.8 / 5.8, rel=1e-12)


@pytest.mark.parametrize(
    ("control", "wanted"),
    [(CURRENT, 0.2 / 6.0), (OVERPOTENTIALS, 0.2 / 2.0), (POTENTIAL, 2.0 / 2.0)],
)
def test_what_goes_elsewhere_as_metal_ends_is_no_error(control: Control, wanted: float) -> None:
    """Except at a given potential, where nothing need go elsewhere."""
    found = error_of(control, [-2.0, -2.0, -3.0], [-1.1, -0.9, -4.0], [2])
    assert found == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize("control", [CURRENT, OVERPOTENTIALS])
def test_plating_and_stripping_that_cancel_are_compared_all_the_same(control: Control) -> None:
    """Their sum, 0.1 and 0.2, says nothing of their common factor."""
    found = error_of(control, [-4.9, 5.0, -3.0], [-4.8, 5.0, -4.0], [2])
    factor = 9.8 / 9.9
    off = abs(4.9 * factor - 4.8) + abs(5.0 * factor - 5.0)
    passed = 13.8 if control is CURRENT else 9.8
    assert found == pytest.approx(off / passed, rel=1e-12)


def test_a_given_current_that_no_metal_ends_for_is_not_scaled() -> None:
    found = error_of(CURRENT, [-2.0, -2.0], [-1.0, -1.0])
    assert found == pytest.approx(1.0, rel=1e-12)


@pytest.mark.parametrize(
    ("control", "passed"), [(CURRENT, 1.6), (POTENTIAL, 1.1), (OVERPOTENTIALS, 1.1)]
)
def test_vertices_that_begin_or_cease_to_pass_charge_are_left_out(
    control: Control, passed: float
) -> None:
    found = error_of(control, [-1.0, 0.0, -5.0], [-1.1, -0.5, 0.0])
    assert found == pytest.approx(0.1 / passed, rel=1e-12)


def test_charges_that_are_small_to_the_turnover_have_a_small_error() -> None:
    small = error_of(POTENTIAL, [-2e-6], [-1e-6], turnover=1.0)
    assert small == pytest.approx(1e-6 / 1e-4, rel=1e-12)
    assert error_of(POTENTIAL, [-2e-6], [-1e-6], turnover=1e-3) == pytest.approx(1.0, rel=1e-12)


def test_without_any_current_there_is_no_error() -> None:
    assert error_of(CURRENT, [0.0, 0.0], [0.0, 0.0]) == 0.0


@pytest.mark.parametrize("first", [True, False])
def test_the_larger_error_of_fields_and_charges_counts(first: bool) -> None:
    charges = [-1.0, -1.0], [-1.1, -1.1]
    of_charges = 0.0 if first else 0.1 / 1.1
    for off in (0.5 * 0.1 / 1.1, 0.2):
        found = error_of(CURRENT, *charges, first=first, off=off)
        assert found == pytest.approx(max(off, of_charges), rel=1e-12)


def test_without_smooth_levels_there_is_no_estimate() -> None:
    assert error_of(CURRENT, [-1.0], [-1.1], smooth=False) is None
