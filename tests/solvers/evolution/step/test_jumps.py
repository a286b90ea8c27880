"""Errors that do not fall with the step are jumps, and short steps leave their share of a gap."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from mpi4py import MPI

from platefront.solvers.evolution.step.front_advance import _share_of_gap
from platefront.solvers.evolution.step.search import _is_jump
from platefront.solvers.evolution.step.stepping import _older_rates
from platefront.solvers.front.vertex_currents import VertexCurrents
from platefront.solvers.parallel import OnRoot

WORLD = MPI.COMM_WORLD


def trial(step: float, error: float | None, *, exhausted: bool = True) -> Any:
    """A step with its error, in which a vertex loses its last metal or not."""
    advance = SimpleNamespace(exhausted=np.array([False, exhausted]))
    return SimpleNamespace(step=step, error=error, advance=OnRoot(WORLD, advance))


@pytest.mark.parametrize(
    ("now", "refused", "jump"),
    [
        (trial(0.5, 4.0), trial(1.0, 4.0), True),
        (trial(0.5, 2.0), trial(1.0, 4.0), False),
        (trial(0.95, 4.0), trial(1.0, 4.0), False),
        (trial(0.5, 4.0, exhausted=False), trial(1.0, 4.0), False),
        (trial(0.5, 4.0), None, False),
        (trial(0.5, 4.0), trial(1.0, None), False),
        (trial(0.5, None), trial(1.0, 4.0), False),
    ],
    ids=["stays", "falls", "hardly shorter", "no metal ends", "first", "no error", "none now"],
)
def test_an_error_that_stays_as_metal_ends_is_a_jump(now: Any, refused: Any, jump: bool) -> None:
    state = cast("Any", SimpleNamespace(comm=WORLD))
    assert _is_jump(state, now, refused) is jump


@pytest.mark.parametrize(
    ("own", "step", "share"),
    [(1.0, 1.0, 1.0), (1e4, 1e-6, 1.0), (1e-3, 1e-3, 2e-3), (1e-3, 0.4, 0.8), (1e-3, 0.6, 1.0)],
    ids=["as long", "much charge", "much shorter", "shorter", "half as long"],
)
def test_a_short_step_passes_what_was_left_in_proportion(
    own: float, step: float, share: float
) -> None:
    """Of a charge of 1 C/m, after a step of 1 s; 1e-2 of its own charge a step takes anyway."""
    left = VertexCurrents([np.array([0.6, -0.4])], np.zeros(2))
    ledger = SimpleNamespace(current_gap=0.0)
    state = SimpleNamespace(
        deferred=OnRoot(WORLD, left), ledger=OnRoot(WORLD, ledger), last_step=1.0
    )
    charges = VertexCurrents([np.array([0.5 * own, -0.5 * own])], np.zeros(2))
    assert _share_of_gap(cast("Any", state), step, charges) == pytest.approx(share)


@pytest.mark.parametrize(("before", "older"), [(None, 5.0), (2.0, 4.0)])
def test_a_jump_is_no_slope_that_goes_on(before: float | None, older: float) -> None:
    """From 3 A/m to 5 A/m in half a second, after a change by 1 A/m in half a second."""

    def rates(value: float) -> OnRoot[VertexCurrents]:
        return OnRoot(WORLD, VertexCurrents([np.array([value, 0.0])], np.zeros(2)))

    previous = None if before is None else (0.5, rates(before))
    state = cast("Any", SimpleNamespace(rates=rates(3.0), previous=previous))
    made = _older_rates(state, cast("Any", SimpleNamespace(step=0.5, rates=rates(5.0))))
    assert made.plated[0] == pytest.approx(older)
