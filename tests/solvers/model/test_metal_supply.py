"""Limit of a stripping current by the metal of a step."""

from __future__ import annotations

import numpy as np
import pytest

from platefront.solvers.model.kinetics.metal_supply import limited_by_supply

METAL, TAKEN = 0.3, 2.0
ASKED = np.linspace(-2.0, 2.0, 4001)
"""Current densities of the rate law."""


def test_plating_and_moderate_stripping_are_the_law() -> None:
    law = ASKED[ASKED > -0.5 * METAL / TAKEN]
    assert (limited_by_supply(law, METAL, TAKEN) == law).all()


def test_no_step_takes_more_than_there_is() -> None:
    depth = -TAKEN * limited_by_supply(ASKED, METAL, TAKEN)
    assert depth.max() == pytest.approx(METAL, rel=1e-15)
    assert depth[ASKED < -1.5 * METAL / TAKEN] == pytest.approx(METAL, rel=1e-14)
    assert (np.diff(depth) <= 1e-15).all(), "monotonic in the law"


def test_the_slope_is_continuous() -> None:
    depth = limited_by_supply(ASKED, METAL, TAKEN)
    slope = np.diff(depth) / np.diff(ASKED)
    assert np.abs(np.diff(slope)).max() < 2.0 * TAKEN / METAL * (ASKED[1] - ASKED[0])


@pytest.mark.parametrize("taken", [0.0, TAKEN])
def test_bare_host_is_not_stripped(taken: float) -> None:
    found = limited_by_supply(ASKED, 0.0, taken)
    assert (found[ASKED < 0.0] == 0.0).all()
    assert (found[ASKED >= 0.0] == ASKED[ASKED >= 0.0]).all()


def test_outside_of_steps_any_metal_sustains_any_current() -> None:
    assert (limited_by_supply(ASKED, 1e-6, 0.0) == ASKED).all()
