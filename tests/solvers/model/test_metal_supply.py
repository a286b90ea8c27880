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


def test_bare_host_is_not_stripped() -> None:
    found = limited_by_supply(ASKED, 0.0, TAKEN)
    assert (found[ASKED < 0.0] == 0.0).all()
    assert (found[ASKED >= 0.0] == ASKED[ASKED >= 0.0]).all()


@pytest.mark.parametrize("metal", [0.0, 1e-6])
def test_outside_of_steps_the_law_holds(metal: float) -> None:
    assert (limited_by_supply(ASKED, metal, 0.0) == ASKED).all()
