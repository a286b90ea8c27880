"""Charge left to the next step enters both electrodes alike, also after a new mesh."""

from __future__ import annotations

import numpy as np
import pytest

from platefront.solvers.front.deferred_charge import deferred_by, with_gap
from platefront.solvers.front.vertex_currents import VertexCurrents

RATES = VertexCurrents(
    [np.array([2.0, 1.0, 0.0, 0.0]), np.array([0.0, 3.0, 0.0, 0.0])],
    np.array([0.0, 0.0, -4.0, -2.0]),
)


def scaled(factor: float, of_counter: float | None = None) -> VertexCurrents:
    own = factor if of_counter is None else of_counter
    return VertexCurrents([factor * part for part in RATES.surfaces], own * RATES.counter)


@pytest.mark.parametrize("share", [1.0, 0.4])
@pytest.mark.parametrize("of_counter", [0.1, 0.07])
def test_front_and_counter_electrode_pass_the_same(share: float, of_counter: float) -> None:
    """A new mesh interpolates what is left at both electrodes with different errors."""
    deferred, gap = scaled(0.1, of_counter), 0.25
    charges, spread = with_gap(RATES, deferred, gap, RATES, share)
    assert charges.plated.sum() == pytest.approx(6.0 + gap, rel=1e-14)
    assert charges.counter.sum() == pytest.approx(-6.0 - gap, rel=1e-14)
    assert spread == pytest.approx(gap - share * 0.6, rel=1e-14)


def test_nothing_is_left_where_currents_did_not_change() -> None:
    left = deferred_by(np.full(4, 0.5), 0.5, RATES, RATES)
    assert not np.any(left.surfaces) and not left.counter.any()


def test_without_a_current_nothing_is_spread() -> None:
    charges, spread = with_gap(scaled(1.0), None, 0.3, scaled(0.0), 1.0)
    assert spread == 0.0 and charges.plated.sum() == pytest.approx(6.0)
